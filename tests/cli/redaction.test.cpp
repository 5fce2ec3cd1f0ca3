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

TEST_CASE("redaction: what is typed is hidden in errors before anything is set up", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        int exit_code;
        std::string err;
    };

    const std::vector<Case> cases = {
        {"an option's value",
         {"--auth-type=s3cret-word", "--bearer=s3cret-word", "a.test"},
         64,
         "latch: --auth-type: '****' is none of basic, digest, bearer\n"},
        {"a URL",
         {"-a", "bob:s3cret-word", "http://s3cret-word.test:0"},
         64,
         "latch: cannot use the URL http://****.test:0: "},
        {"the name of a session",
         {"--session=s3cret word", "Authorization: Bearer s3cret word", "a.test"},
         64,
         "latch: "},
        {"a session command",
         {"session", "set", "s3cret-word!", "auth=bob:s3cret-word"},
         64,
         "latch: no session can be called ****!\n"},
        {"a file",
         {"session", "import", "https://bob:s3cret-word@a.test"},
         1,
         "latch: cannot open "},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = Latch().run(c.words);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.err.starts_with(c.err));
        CHECK_FALSE(tells(ran.err));
    }
}

TEST_CASE("redaction: what a session holds is hidden in errors and reports", "[cli]") {
    const Latch latch;
    const Words set{
        "session", "set", "app", "base=http://a.test", "auth=bob:s3cret-word", "cookie:SID=@-"};
    REQUIRE(latch.run(set, {.in = PipedInput{"0123456789ABCDEF"}}).exit_code == 0);
    const Ran sent = latch.run({"@app", "http://s3cret-word.test:0"});
    CHECK(sent.err.starts_with("latch: cannot use the URL http://****.test:0: "));
    const Ran exported =
        latch.run({"session", "export", "app", "--output=no/0123456789ABCDEF/s3cret-word"});
    CHECK(exported.exit_code == 1);
    CHECK(exported.err.starts_with("latch: cannot export to no/****/****: "));
}

TEST_CASE("redaction: a broken session and what is imported are told without secrets", "[cli]") {
    const Latch latch;
    const auto broken = latch.write(
        "broken.json",
        R"({"latch": {"session": 1}, "origins": {"https://b:s3cret-word@a.test": {}}})"
    );
    for (const Words& words :
         {Words{"session", "show", "./broken.json"}, Words{"@./broken.json", "a.test"}}) {
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 1);
        CHECK(
            ran.err.find("origins.https://b:****@a.test is named by no origin") != std::string::npos
        );
        CHECK_FALSE(tells(ran.err));
    }
    const std::string curl = "curl https://a.test -u bob:s3cret-word --frob-s3cret-word";
    const Ran imported = latch.run({"session", "import", "-", "app"}, {.in = PipedInput{curl}});
    INFO(imported.err);
    CHECK(imported.err.find("left behind: ") != std::string::npos);
    CHECK(imported.err.find("--frob-****") != std::string::npos);
    CHECK_FALSE(tells(imported.err));
}

TEST_CASE("redaction: what an answer hands out is known before it is told of", "[cli]") {
    RawServer server({answering(
        "HTTP/1.1 403 FEDCBA9876543210 t0ken-word\r\nSet-Cookie: SID=FEDCBA9876543210; Path=/\r\n"
        "X-CSRF-TOKEN: t0ken-word\r\nContent-Length: 0\r\n\r\n"
    )});
    CHECK(Latch().run({server.url()}).err == "latch: HTTP 403 **** ****\n");
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

TEST_CASE("redaction: an item whose name tells is hidden, but in bodies", "[cli]") {
    const Words words = {"user=bob", "password=s3cret-word", "api_key==s3cret-word"};
    const auto ran = [&](Words more, const std::string& url) {
        more.insert(more.end(), {"POST", url});
        more.insert(more.end(), words.begin(), words.end());
        return Latch().run(more);
    };
    {
        RawServer server({answering(answer("body", "X-Echo: s3cret-word\r\n"))});
        const Ran shown = ran({"--print=Hh"}, server.url("/x"));
        CHECK(shown.out.find("POST /x?api_key=**** HTTP/1.1") != std::string::npos);
        CHECK(shown.out.find("X-Echo: ****") != std::string::npos);
        CHECK_FALSE(tells(shown.out));
    }
    {
        RawServer server({answering(answer("s3cret-word", ""))});
        const Ran bodies = ran({"--print=Bb"}, server.url("/x"));
        CHECK(bodies.out.find(R"("password":"s3cret-word")") != std::string::npos);
    }
    const Ran curl = ran({"--curl"}, "http://a.test/");
    CHECK(curl.out.find(R"({"user":"bob","password":"****"})") != std::string::npos);
    CHECK(curl.err.find("--show-secrets") != std::string::npos);
    CHECK_FALSE(tells(curl.out));
    CHECK_FALSE(tells(ran({"--curl", "--multipart"}, "http://a.test/").out));
    CHECK(tells(ran({"--curl", "--show-secrets"}, "http://a.test/").out));
    CHECK_FALSE(tells(Latch().run({"a.test", "secret:=s3cret-word"}).err));
}
