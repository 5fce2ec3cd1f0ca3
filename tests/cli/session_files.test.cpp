// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <memory>
#include <sys/stat.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

/// Every answer hands a cookie out that is called after the path.
Response named_cookie(const Request& request) {
    const std::string name = request.path().substr(1);
    return reply(name).with("Set-Cookie", name + "=1; Path=/");
}

unsigned mode_of(const fs::path& file) {
    struct stat facts {};

    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 07777U;
}

bool holds_cookie(const Latch& latch, const std::string& name) {
    return latch.session("s").find("\"name\": \"" + name + '"') != std::string::npos;
}

} // namespace

TEST_CASE("session files: are nobody else's, whatever the umask", "[cli]") {
    Server server(named_cookie);
    const Latch latch;
    const Ran ran = latch.shell("umask 000; \"$latch\" @s " + server.url("/a"));
    CHECK(ran.exit_code == 0);
    CHECK(mode_of(latch.session_file("s")) == 0600U);
    CHECK(mode_of(latch.session_file("s").parent_path()) == 0700U);
    latch.shell("umask 000; \"$latch\" @s " + server.url("/b"));
    CHECK(mode_of(latch.session_file("s")) == 0600U);
}

TEST_CASE("session files: are where the environment says", "[cli]") {
    Server server(named_cookie);
    Latch latch;
    latch.unset("LATCH_HOME");
    latch.run({"@s", server.url("/a")});
    CHECK(fs::exists(latch.home() / ".config/latch/sessions/s.json"));
    latch.set("XDG_CONFIG_HOME", (latch.home() / "xdg").string());
    latch.run({"@s", server.url("/a")});
    CHECK(fs::exists(latch.home() / "xdg/latch/sessions/s.json"));
    latch.run({"--session=./here.json", server.url("/a")});
    CHECK(fs::exists(latch.working_directory() / "here.json"));
}

TEST_CASE("session files: a project's own comes first", "[cli]") {
    RawServer server({});
    const Latch latch;
    const fs::path folder = latch.working_directory() / ".latch" / "sessions";
    fs::create_directories(folder);
    latch.write(".latch/sessions/s.json", R"({"latch": {"session": 1}, "base": "http://a.test"})");
    const Ran ran = latch.run({"@s", "--offline", "/x"});
    CHECK(ran.out.find("Host: a.test\r\n") != std::string::npos);
    fs::permissions(folder, fs::perms::all); // now anyone could have put it there
    CHECK(latch.run({"@s", "--offline", "/x"}).exit_code == 64);
}

TEST_CASE("session files: are written whatever became of the answer", "[cli]") {
    const std::string head = "HTTP/1.1 200 OK\r\nSet-Cookie: id=1\r\n";

    struct Case {
        std::string why;
        Script script;
        Words options;
        int exit_code;
    };

    const std::vector<Case> cases = {
        {"status 500",
         answering("HTTP/1.1 500 No\r\nSet-Cookie: id=1\r\nContent-Length: 0\r\n\r\n"),
         {},
         5},
        {"a body that breaks off",
         Script().request().send(head + "Content-Length: 9\r\n\r\nabc").close(),
         {},
         1},
        {"a body that never ends",
         Script().request().send(head + "Content-Length: 9\r\n\r\nabc").until_peer_leaves(),
         {"--timeout=0.1"},
         2},
        {"a hop that leads nowhere",
         answering("HTTP/1.1 302 Found\r\nSet-Cookie: id=1\r\nLocation: http://a.invalid\r\n"
                   "Content-Length: 0\r\n\r\n"),
         {"--follow", "--resolve=a.invalid:127.0.0.1", "--connect-timeout=5"},
         1},
        {"an output that cannot be written",
         Script().request().send(head + "Content-Length: 3\r\n\r\nabc").until_peer_leaves(),
         {"--output=/dev/full"},
         1},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({c.script});
        const Latch latch;
        Words words{"@s", server.url()};
        words.insert(words.end(), c.options.begin(), c.options.end());
        CHECK(latch.run(words).exit_code == c.exit_code);
        CHECK(holds_cookie(latch, "id"));
    }
}

TEST_CASE("session files: are written when nobody reads the answer", "[cli]") {
    Server server(named_cookie);
    const Latch latch;
    const Ran ran = latch.shell("\"$latch\" @s " + server.url("/a") + " >&-");
    CHECK(holds_cookie(latch, "a"));
    CHECK(ran.out.empty());
    Process process = latch.start({"@s", server.url("/b")});
    process.close_output();
    const Ran piped = process.wait();
    CHECK(piped.exit_code == 0);
    CHECK(piped.err.empty());
    CHECK(holds_cookie(latch, "b"));
}

TEST_CASE("session files: forty runs at once lose nothing", "[cli]") {
    constexpr int runs = 40;
    Server server(named_cookie);
    const Latch latch;
    std::vector<Process> processes;
    processes.reserve(runs);
    for (int i = 0; i < runs; ++i) {
        processes.push_back(latch.start(
            {"@s", server.url("/c" + std::to_string(i))}, {.deadline = std::chrono::seconds(90)}
        ));
    }
    for (Process& process : processes) {
        const Ran ran = process.wait();
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
    }
    for (int i = 0; i < runs; ++i) {
        CHECK(holds_cookie(latch, "c" + std::to_string(i)));
    }
    CHECK(names_in(latch.session_file("s").parent_path()) == Words{"s.json", "s.json.lock"});
}

TEST_CASE("session files: members that this latch does not know are kept", "[cli]") {
    Server server(named_cookie);
    const Latch latch;
    latch.write("s.json", R"({"latch": {"session": 1, "by": "hand"}, "note": {"to": ["self"]}})");
    CHECK(latch.run({"--session=./s.json", server.url("/a")}).exit_code == 0);
    const std::string text = content(latch.working_directory() / "s.json");
    CHECK(text.find("\"by\": \"hand\"") != std::string::npos);
    CHECK(text.find("\"note\"") != std::string::npos);
    CHECK(text.find("\"self\"") != std::string::npos);
    CHECK(text.find("\"name\": \"a\"") != std::string::npos);
}

TEST_CASE("session files: a bundle is imported once", "[cli]") {
    const Latch latch;
    latch.write(
        "bundle.json", R"({"latch": {"sessions": 1}, "sessions": {"s": {"base": "http://a.test"}}})"
    );
    const Ran ran = latch.run({"session", "import", "bundle.json"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err == "latch: imported 1 session\n");
    CHECK(latch.run({"@s", "--offline", "/x"}).out.find("Host: a.test") != std::string::npos);
    const Ran again = latch.run({"session", "import", "bundle.json"});
    CHECK(again.exit_code == 1);
    check_error(again.err, "cannot import the session s: ");
}
