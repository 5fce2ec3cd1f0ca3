// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

constexpr const char* password = "s3cret-word";
/// "bob:s3cret-word" in base64, but for what "bob:" takes of it.
constexpr const char* encoded = "MzY3JldC13b3Jk";

bool tells(std::string_view text) {
    return text.find(password) != std::string_view::npos ||
           text.find("s3cret%2Dword") != std::string_view::npos ||
           text.find(encoded) != std::string_view::npos;
}

/// What is said of an answer by a run that knows the password from a variable.
Ran ran_with(std::string bytes, Words words) {
    RawServer server({answering(std::move(bytes))});
    Latch latch;
    latch.set("PW", password);
    words.insert(words.end(), {"--auth=bob", "--auth-from=env:PW", "GET", server.url()});
    return latch.run(words);
}

} // namespace

TEST_CASE("redaction: an error does not repeat the secret that a server gives back", "[cli]") {
    struct Case {
        std::string why, answer;
        Words words;
        int exit_code;
    };

    const std::vector<Case> cases = {
        {"as it is", "HTTP/1.1 403 not s3cret-word\r\nContent-Length: 0\r\n\r\n", {}, 4},
        {"as it was sent",
         "HTTP/1.1 403 not Ym9iOnMzY3JldC13b3Jk\r\nContent-Length: 0\r\n\r\n",
         {},
         4},
        {"percent-encoded", "HTTP/1.1 403 not s3cret%2Dword\r\nContent-Length: 0\r\n\r\n", {}, 4},
        {"in a place to go to",
         "HTTP/1.1 302 Found\r\nLocation: http://s3cret-word.a.test:99999/\r\n"
         "Content-Length: 0\r\n\r\n",
         {"--follow"},
         1},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = ran_with(c.answer, c.words);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.err.starts_with("latch: "));
        CHECK_FALSE(tells(ran.err));
        CHECK(ran.err.find("****") != std::string::npos);
    }
}

TEST_CASE("redaction: nor do heads, while bodies stay and --show-secrets shows all", "[cli]") {
    const std::string echo =
        answer("body s3cret-word", "X-Echo: s3cret-word, Ym9iOnMzY3JldC13b3Jk\r\n");
    const Ran head = ran_with(echo, {"--print=Hh"});
    CHECK(head.out.find("X-Echo: ****, ") != std::string::npos);
    CHECK_FALSE(tells(head.out));
    const Ran document = ran_with(answer("", "X-Echo: s3cret-word\r\n"), {"--json-output"});
    CHECK(document.out.find("****") != std::string::npos);
    CHECK_FALSE(tells(document.out));
    CHECK(ran_with(echo, {}).out == "body s3cret-word");
    CHECK(tells(ran_with(echo, {"--print=h", "--show-secrets"}).out));
}

TEST_CASE("redaction: a cookie of the session is a secret, too", "[cli]") {
    Server server([](const Request& request) {
        Response told = reply("");
        told.status = request.path() == "/fails" ? 500U : 200U;
        told.reason = "0123456789ABCDEF";
        return told.with("Set-Cookie", "JSESSIONID=0123456789ABCDEF");
    });
    const Latch latch;
    latch.run({"@s", server.url()});
    const Ran ran = latch.run({"@s", "/fails"});
    CHECK(ran.exit_code == 5);
    CHECK(ran.err == "latch: HTTP 500 ****\n");
}
