// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

using namespace latch::test;

namespace {

/// Something that the machine or the network does not have.
struct Case {
    std::string why;
    Words words;
    std::string err;
};

/// Exit code 1, one message, nothing made. "{url}" is a port where nobody listens.
void check(const Case& c) {
    INFO(c.why);
    const ClosedPort closed;
    Latch latch;
    latch.write("out", "old");
    latch.write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    // Where there is no name server, the C library is not to wait for it longer than it must.
    latch.set("RES_OPTIONS", "timeout:1 attempts:1");
    Words words{"--output=out", "--session=s"};
    const Words more = filled(c.words, "http://127.0.0.1:" + std::to_string(closed.port()));
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == 1);
    CHECK(ran.out.empty());
    check_error(ran.err, c.err);
    CHECK(names_in(latch.home()).empty());
    CHECK(names_in(latch.working_directory()) == Words{"broken.pem", "out"});
    CHECK(content(latch.working_directory() / "out") == "old");
}

} // namespace

TEST_CASE("bad place: a server that cannot be reached", "[cli]") {
    const std::vector<Case> cases = {
        {"a closed port", {"{url}/x"}, "cannot connect to 127.0.0.1:"},
        {"a closed port for TLS", {"https://127.0.0.1:{port}"}, "cannot connect to 127.0.0.1:"},
        {"a closed port by name", {"localhost:{port}"}, "cannot connect to localhost:"},
        {"a closed port by --resolve",
         {"--resolve=a.invalid:127.0.0.1", "a.invalid:{port}"},
         "cannot connect to a.invalid:"},
        {"--resolve denied",
         {"--resolve=a.invalid:127.0.0.1", "--no-resolve", "a.invalid:{port}"},
         "cannot resolve a.invalid: "},
        {"an unknown host", {"no-such-host.invalid"}, "cannot resolve no-such-host.invalid: "},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad place: a file that is not there or not right", "[cli]") {
    const std::vector<Case> cases = {
        {"a CA that is not there",
         {"--verify=none.pem", "https://127.0.0.1:{port}"},
         "cannot take CA certificates from "},
        {"a CA that is none",
         {"--verify=out", "https://127.0.0.1:{port}"},
         "cannot take CA certificates from "},
        {"a CA whose certificate is broken",
         {"--verify=broken.pem", "https://127.0.0.1:{port}"},
         "cannot take CA certificates from "},
        {"an output in no folder", {"--output=none/out", "{url}"}, "cannot write "},
        {"an output that is a folder", {"--output=..", "{url}"}, "cannot write to "},
        {"a session that is a folder", {"--session=../", "{url}"}, "cannot use the session file "},
        {"a session that is something else",
         {"--session=./out", "{url}"},
         "cannot use the session file "},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad place: a session that others could have written", "[cli]") {
    const Latch latch;
    const std::filesystem::path folder = latch.working_directory() / "open";
    std::filesystem::create_directory(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::all);
    RawServer server({});
    const Ran ran = latch.run({"--session=open/s.json", server.url()});
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot keep a session in ");
    CHECK(server.connections() == 0);
    CHECK(names_in(folder).empty());
}

TEST_CASE("bad place: a secret that is not where the session says", "[cli]") {
    RawServer server({});
    const Latch latch;
    const std::string file =
        R"({"latch": {"session": 1}, "origins": {")" + server.url("") +
        R"(": {"auth": {"type": "basic", "user": "bob", "secret": {"env": "NO_SUCH"}}}}})";
    latch.write("s.json", file);
    const Ran ran = latch.run({"--session=./s.json", server.url()});
    CHECK(ran.exit_code == 64);
    check_error(ran.err, "the secret should be in the variable NO_SUCH: it is not set\n");
    CHECK(server.connections() == 0);
    CHECK(content(latch.working_directory() / "s.json") == file);
}
