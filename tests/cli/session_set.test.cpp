// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <filesystem>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

/// Runs what has to go well.
void done(const Latch& latch, const Words& words) {
    const Ran ran = latch.run(words);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

Response echo(const Request& request) {
    return reply(
        request.header("X-Key").value_or("-") + ' ' +
        request.header("Authorization").value_or("-") + ' ' + request.header("Cookie").value_or("-")
    );
}

} // namespace

TEST_CASE("session set: a secret is typed as its place, or comes from a file or a pipe", "[cli]") {
    Server server(echo);
    Latch latch;
    latch.set("PW", "s3cret-pw");
    latch.write("key.txt", "s3cret-key\n");
    done(
        latch,
        {"session",
         "set",
         "app",
         "base=" + server.url(""),
         "auth=bob:env:PW",
         "header:X-Key=@key.txt"}
    );
    const Ran piped =
        latch.run({"session", "set", "app", "cookie:own=@-"}, {.in = PipedInput{"s3cret-own\n"}});
    CHECK(piped.exit_code == 0);
    CHECK(latch.run({"@app", "/x"}).out == "s3cret-key Basic Ym9iOnMzY3JldC1wdw== own=s3cret-own");
    CHECK(contains(latch.session("app"), R"("secret": {)"));
    CHECK(contains(latch.session("app"), R"("env": "PW")"));
    CHECK_FALSE(contains(latch.session("app"), "s3cret-pw"));
    latch.write("token", "s3cret-token\r\n");
    done(latch, {"session", "set", "app", "bearer=@token"});
    CHECK(contains(latch.run({"@app", "/x"}).out, "Bearer s3cret-token"));
}

TEST_CASE("session set: what cannot be read sets nothing, and is named as it was typed", "[cli]") {
    struct Case {
        std::string why;
        Words settings;
        int exit_code;
        std::string beginning;
    };

    const Latch latch;
    latch.write("empty", "\n");
    latch.write("lines", "one\ntwo\n");
    const std::vector<Case> cases = {
        {"no file", {"header:X-Key=@nope"}, 1, "header:X-Key: cannot open "},
        {"nothing in it", {"header:X-Key=@empty"}, 64, "header:X-Key: there is nothing to read"},
        {"two lines", {"header:X-Key=@lines"}, 64, "header:X-Key: no header can have that value"},
        {"no cookie", {"cookie:own=@empty"}, 64, "cookie:own: there is nothing to read"},
        {"a password with an @",
         {"auth=bob:@s3cret"},
         1,
         "auth=: cannot read what the @ points to"},
        {"no token", {"bearer=@lines"}, 64, "the bearer token holds a byte"},
        {"whose?", {"--auth-from=env:PW"}, 64, "there is a password, but no user whose it is"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Words words{"session", "set", "new", "base=http://a.test"};
        words.insert(words.end(), c.settings.begin(), c.settings.end());
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == c.exit_code);
        check_error(ran.err, c.beginning);
        CHECK_FALSE(contains(ran.err, "s3cret"));
        CHECK_FALSE(fs::exists(latch.session_file("new")));
    }
}

TEST_CASE("session set: with --quiet nobody is told of a session that was made", "[cli]") {
    const Latch latch;
    const Ran ran = latch.run({"session", "set", "-q", "app", "base=http://a.test"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    CHECK(fs::exists(latch.session_file("app")));
}
