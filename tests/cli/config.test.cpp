// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <filesystem>

using namespace latch::test;
namespace fs = std::filesystem;

namespace {

/// Writes a project's, as private as a project's has to be.
fs::path configure_project(const Latch& latch, std::string_view text) {
    const fs::path folder = latch.working_directory() / ".latch";
    fs::create_directories(folder);
    fs::permissions(folder, fs::perms::owner_all);
    const fs::path file = latch.write(".latch/config.json", text);
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    return file;
}

/// The first line of what would be sent.
std::string request_line(const Latch& latch, Words words) {
    words.insert(words.begin(), "--offline");
    const Ran ran = latch.run(words);
    CAPTURE(ran.err);
    REQUIRE(ran.exit_code == 0);
    return ran.out.substr(0, ran.out.find("\r\n"));
}

/// The whole head of what would be sent.
std::string head(const Latch& latch, Words words) {
    words.insert(words.begin(), {"--offline", "--print=H", "--show-secrets"});
    const Ran ran = latch.run(words);
    CAPTURE(ran.err);
    REQUIRE(ran.exit_code == 0);
    return ran.out;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("config: options of the file stand before those typed", "[cli]") {
    const Latch latch;
    configure(latch, R"({"default_options": ["--raw=x", "--print", "H"]})");
    CHECK(request_line(latch, {"x.test"}) == "POST / HTTP/1.1");
    CHECK(request_line(latch, {"--no-raw", "x.test"}) == "GET / HTTP/1.1");
    CHECK(latch.run({"--offline", "--print=B", "x.test"}).out == "x");
}

TEST_CASE("config: XDG_CONFIG_HOME holds it where LATCH_HOME does not", "[cli]") {
    Latch latch;
    configure(latch, R"({"default_options": ["--raw=x"]})");
    latch.set("XDG_CONFIG_HOME", latch.home()).unset("LATCH_HOME");
    CHECK(request_line(latch, {"x.test"}) == "POST / HTTP/1.1");
    latch.set("LATCH_HOME", (latch.home() / "other").string());
    CHECK(request_line(latch, {"x.test"}) == "GET / HTTP/1.1");
}

TEST_CASE("config: --no-config goes without any file, wherever it stands", "[cli][parity]") {
    const Latch latch;
    configure(latch, "not JSON");
    configure_project(latch, "nor this");
    CHECK(request_line(latch, {"--no-config", "x.test"}) == "GET / HTTP/1.1");
    CHECK(request_line(latch, {"x.test", "--no-config"}) == "GET / HTTP/1.1");
    CHECK(latch.run({"--help"}).exit_code == 0);
    CHECK(latch.run({"help"}).exit_code == 0);
    CHECK(latch.run({"--version"}).exit_code == 0);
}

TEST_CASE("config: what is wrong is named, and nothing is sent", "[cli]") {
    struct Case {
        std::string why, text;
        std::vector<std::string> parts;
    };

    const std::vector<Case> cases = {
        {"no JSON", "{\n  oops\n}", {"config.json: it is not JSON", "line 2, column 3"}},
        {"an unknown member", R"({"defaults": []})", {"unknown member \"defaults\"", "known are"}},
        {"a slip in an option",
         R"({"default_options": ["--folow"]})",
         {"default_options: there is no option --folow", "did you mean --follow"}},
        {"in the options of another origin",
         R"({"origins": {"https://a.test": {"default_options": ["--timeout=soon"]}}})",
         {"config.json: origins.https://a.test.default_options: --timeout: 'soon'"}},
        {"an argument that is no option",
         R"({"default_options": ["GET"]})",
         {"default_options: 'GET' is no option"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server([](const Request&) { return reply("ok"); }, {.at_least = 0, .at_most = 0});
        const Latch latch;
        configure(latch, c.text);
        const Ran ran = latch.run({server.url()});
        CAPTURE(ran.err);
        CHECK(ran.exit_code == 64);
        CHECK(ran.out.empty());
        check_error(ran.err, "cannot use the configuration " + latch.home().string());
        for (const std::string& part : c.parts) {
            CHECK(contains(ran.err, part));
        }
    }
}

TEST_CASE("config: a file that cannot be read is an error", "[cli]") {
    const Latch latch;
    fs::create_directories(latch.home() / "latch" / "config.json");
    const Ran ran = latch.run({"--offline", "x.test"});
    CHECK(ran.exit_code == 64);
    check_error(ran.err, "cannot ");
    CHECK(contains(ran.err, "config.json"));
}

TEST_CASE("config: hosts and origins have their own options", "[cli][parity]") {
    const Latch latch;
    configure(latch, R"({
        "default_options": ["--bearer=general"],
        "hosts": {
            "*.x.test": {"default_options": ["--https", "--bearer=below"]},
            "a.x.test": {"default_options": ["--bearer=host"]}
        },
        "origins": {"https://b.x.test": {"default_options": ["--bearer=origin"]}}
    })");

    struct Case {
        std::string why;
        Words words;
        std::string token;
    };

    const std::vector<Case> cases = {
        {"another host", {"y.test"}, "general"},
        {"below a name", {"c.x.test"}, "below"},
        {"the host itself before what is above it", {"a.x.test"}, "host"},
        {"the origin, with the scheme that the host's options say", {"b.x.test"}, "origin"},
        {"not of another scheme", {"http://b.x.test"}, "below"},
        {"typed before all", {"--bearer=typed", "b.x.test"}, "typed"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(contains(head(latch, c.words), "Authorization: Bearer " + c.token + "\r\n"));
    }
    CHECK_FALSE(contains(head(latch, {"--no-bearer", "b.x.test"}), "Authorization"));
}

TEST_CASE("config: a path below a session's base is of the base's origin", "[cli]") {
    Server server([](const Request&) { return reply("ok"); }, {.at_least = 3});
    const Latch latch;
    REQUIRE(latch.run({"@app", server.url()}).exit_code == 0);
    configure(
        latch,
        R"({"origins": {")" + server.url("") + R"(": {"default_options": ["--bearer=mine"]}}})"
    );
    REQUIRE(latch.run({"@app", "/x"}).exit_code == 0);
    CHECK(server.request(1).header("Authorization") == "Bearer mine");
    REQUIRE(latch.run({"--no-bearer", server.url("/y")}).exit_code == 0);
    CHECK(server.request(2).header("Authorization").value_or("") == "");
}

TEST_CASE("config: a project's file holds in its folder and below", "[cli]") {
    const Latch latch;
    configure(latch, R"({"default_options": ["--raw=x", "--print=H"]})");
    configure_project(latch, R"({"default_options": ["--print=B"]})");
    CHECK(latch.run({"--offline", "x.test"}).out == "x");
    CHECK(latch.shell("mkdir -p a/b && cd a/b && \"$latch\" --offline x.test").out == "x");
    CHECK(latch.shell("cd .. && \"$latch\" --offline x.test").out.starts_with("POST /"));
    CHECK(latch.run({"--offline", "--no-print", "--print=H", "x.test"}).out.find("POST") == 0);
}

TEST_CASE("config: a project's file cannot weaken what protects its user", "[cli]") {
    for (const std::string option :
         {"--verify=no",
          "--proxy=http://evil.test",
          "--output=/tmp/x",
          "--session=s",
          "--auth-from=cmd:id",
          "--show-secrets",
          "--resolve=a:1.1.1.1"}) {
        INFO(option);
        const Latch latch;
        const fs::path file =
            configure_project(latch, R"({"default_options": [")" + option + R"("]})");
        const Ran ran = latch.run({"--offline", "x.test"});
        CHECK(ran.exit_code == 64);
        check_error(ran.err, "cannot use the configuration ");
        CHECK(contains(ran.err, file.string() + ": default_options: a project must not"));
    }
}

TEST_CASE("config: a project's file that others could have written is passed over", "[cli]") {
    const Latch latch;
    const fs::path file = configure_project(latch, R"({"default_options": ["--form"]})");
    const auto passed_over = [&] {
        const Ran ran = latch.run({"--offline", "x.test", "a=b"});
        CHECK(ran.exit_code == 0);
        CHECK(contains(ran.out, "{\"a\":\"b\"}"));
        CHECK(contains(ran.err, "is not yours alone\n  chmod go-w"));
        CHECK(latch.run({"-qq", "--offline", "x.test"}).err.empty());
        CHECK(latch.run({"--no-config", "--offline", "x.test"}).err.empty());
    };
    CHECK(contains(latch.run({"--offline", "x.test", "a=b"}).out, "\r\n\r\na=b"));
    fs::permissions(file, fs::perms::group_write, fs::perm_options::add);
    passed_over();
    fs::permissions(file, fs::perms::group_write, fs::perm_options::remove);
    fs::permissions(file.parent_path(), fs::perms::others_write, fs::perm_options::add);
    passed_over();
}

TEST_CASE("config: is heeded unless --no-config is said, wherever that stands", "[cli]") {
    const Latch latch;
    configure(latch, R"({"default_options": ["--raw=x"]})");
    CHECK(request_line(latch, {"--config", "x.test"}).starts_with("POST "));
    CHECK(request_line(latch, {"--no-config", "--config", "x.test"}).starts_with("GET "));
}

TEST_CASE("config: latch's home is no project", "[cli]") {
    Latch latch;
    configure_project(latch, R"({"default_options": ["--verify=no", "-v"]})");
    latch.set("LATCH_HOME", (latch.working_directory() / ".latch").string());
    const Ran ran = latch.run({"--offline", "x.test"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
}
