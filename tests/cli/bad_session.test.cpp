// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

using namespace latch::test;

namespace {

struct Case {
    std::string why;
    std::string text;
    std::string cause;
};

/// The file is told to be what it is, nothing is sent, and not a byte of it changes.
void check(const Case& c) {
    INFO(c.why);
    RawServer server({});
    const Latch latch;
    const std::filesystem::path file = latch.session_file("s");
    std::filesystem::create_directories(file.parent_path());
    latch.write("../home/latch/sessions/s.json", c.text);
    const Ran ran = latch.run({"@s", server.url()});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out.empty());
    check_error(ran.err, "cannot use the session file " + file.string() + ": " + c.cause + "\n");
    CHECK(server.connections() == 0);
    CHECK(latch.session("s") == c.text);
    CHECK(names_in(file.parent_path()) == Words{"s.json"});
}

} // namespace

TEST_CASE("bad session: a file that is none is refused and stays as it is", "[cli]") {
    const std::vector<Case> cases = {
        {"nothing", "", "it is empty"},
        {"words", "hello", "it is not JSON at byte 1 (line 1, column 1)"},
        {"cut off",
         "{\"latch\":\n {\"session\": 1}",
         "it is not JSON at byte 26 (line 2, column 16)"},
        {"not UTF-8", "{\"latch\": \"\xff\"}", "it is not JSON at byte 12 (line 1, column 12)"},
        {"a list", "[]", "it must be an object"},
        {"of somebody else", "{}", "it is not a latch session: it has no member \"latch\""},
        {"of a newer latch",
         R"({"latch": {"session": 2}})",
         "latch.session says that a newer latch wrote this (format 2)"},
        {"a bundle", R"({"latch": {"sessions": 1}})", "latch has no member \"session\""},
        {"a name twice",
         R"({"latch": {"session": 1}, "base": "a", "base": "b"})",
         "the member \"base\" occurs twice at byte 45 (line 1, column 45)"},
        {"no origin",
         R"({"latch": {"session": 1}, "origins": {"a": {}}})",
         "origins.a is named by no origin"},
        {"a header that splits",
         R"({"latch": {"session": 1}, "origins": {"http://a.test": {"headers": [{"name": "X", "value": "a\r\nb"}]}}})",
         "origins.http://a.test.headers[0].value holds a byte that would split or spoil a message"},
        {"a cookie for everyone",
         R"({"latch": {"session": 1}, "cookies": [{"name": "a", "value": "b"}]})",
         "cookies[0].domain is missing"},
    };
    for (const Case& c : cases) {
        check(c);
    }
}
