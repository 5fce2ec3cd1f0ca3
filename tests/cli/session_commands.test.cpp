// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <sys/stat.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

const Wiring at_terminal{.in = TerminalInput{}, .err = Output::terminal};

/// Runs `latch session WORDS`, which has to go well, and gives what it writes.
std::string done(const Latch& latch, Words words, const Wiring& wiring = {}) {
    words.insert(words.begin(), "session");
    const Ran ran = latch.run(words, wiring);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    return ran.out;
}

/// Runs `latch session WORDS`, which has to fail like that.
void check_failure(const Latch& latch, Words words, int exit_code, std::string_view beginning) {
    words.insert(words.begin(), "session");
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == exit_code);
    CHECK(ran.out.empty());
    check_error(ran.err, beginning);
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

Response echo(const Request& request) {
    return reply(
               request.header("X-Key").value_or("-") + ' ' +
               request.header("Authorization").value_or("-") + ' ' +
               request.header("Cookie").value_or("-")
    )
        .with("Set-Cookie", "JSESSIONID=s3cret-cookie; Path=/; HttpOnly");
}

} // namespace

TEST_CASE("session commands: what is set is sent, and shown without secrets", "[cli][parity]") {
    Server server(echo);
    const Latch latch;
    const Ran made = latch.run(
        {"session",
         "set",
         "app",
         "base=" + server.url(""),
         "header:X-Key=s3cret-key",
         "cookie:own=s3cret-own",
         "auth=bob:s3cret-pw"}
    );
    CHECK(made.exit_code == 0);
    CHECK(made.err == "latch: made the session app\n");
    CHECK(latch.run({"@app", "/x"}).out == "s3cret-key Basic Ym9iOnMzY3JldC1wdw== own=s3cret-own");
    for (const Words& words :
         {Words{"list"},
          {"list", "--json"},
          {"show", "app"},
          {"show", "@app", "--json"},
          {"show", "app", "--origins"}}) {
        const std::string out = done(latch, words);
        INFO(out);
        CHECK_FALSE(contains(out, "s3cret"));
        CHECK(contains(out, server.url("")));
    }
    CHECK(contains(done(latch, {"show", "app"}), "JSESSIONID=****"));
    CHECK(done(latch, {"show", "app", "--json", "--show-secrets"}) == latch.session("app"));
    const std::string shown = done(latch, {"show", "app", "--show-secrets"});
    for (const char* const secret : {"s3cret-key", "s3cret-own", "s3cret-pw", "s3cret-cookie"}) {
        CHECK(contains(shown, secret));
    }
}

TEST_CASE("session commands: what is set goes again", "[cli]") {
    Server server(echo);
    const Latch latch;
    done(
        latch, {"set", "app", "base=" + server.url(""), "header:X-Key=k", "cookie:a=b", "auth=b:p"}
    );
    done(latch, {"set", "app", "header:X-Key=", "cookie:a=", "auth="});
    CHECK(latch.run({"@app", "/x"}).out == "- - -");
    done(latch, {"set", "app", "base="});
    CHECK(latch.run({"@app", "/x"}).exit_code == 64);
}

TEST_CASE("session commands: a secret set by its place stays where it is", "[cli][parity]") {
    Server server(echo);
    Latch latch;
    latch.set("PW", "s3cret");
    done(latch, {"set", "app", "base=" + server.url(""), "auth=bob", "--auth-from=env:PW"});
    CHECK(contains(latch.run({"@app", "/x"}).out, "Basic Ym9iOnMzY3JldA=="));
    CHECK_FALSE(contains(latch.session("app"), "s3cret\""));
    CHECK(contains(done(latch, {"show", "app"}), "password in the variable PW"));
    done(latch, {"set", "app", "--auth-type=digest"});
    CHECK(contains(done(latch, {"show", "app"}), "digest, user bob"));
    check_failure(
        latch, {"set", "new", "base=http://x.test", "--auth-type=digest"}, 64, "there is no user"
    );
    CHECK_FALSE(fs::exists(latch.session_file("new")));
}

TEST_CASE("session commands: what is not there is an error", "[cli]") {
    const Latch latch;
    for (const Words& words :
         {Words{"show", "nope"},
          {"edit", "nope"},
          {"rename", "nope", "x"},
          {"copy", "nope", "x"},
          {"remove", "--yes", "nope"},
          {"clear", "nope"},
          {"export", "nope"},
          {"show", "./nope.json"}}) {
        INFO(words.front());
        check_failure(latch, words, 1, "there is no session ");
    }
    check_failure(latch, {"show", "-x"}, 64, "session show has no option -x");
    check_failure(latch, {"show", "a b"}, 64, "no session can be called a b");
    check_failure(latch, {"set", "app", "header:X=1"}, 64, "cannot tell for which server");
    CHECK(names_in(latch.session_file("app").parent_path()).empty());
}

TEST_CASE("session commands: one that cannot be read does not hide the others", "[cli]") {
    const Latch latch;
    done(latch, {"set", "good", "base=http://a.test"});
    done(latch, {"copy", "good", "bad"});
    const fs::path file = latch.session_file("bad");
    const Ran broken =
        latch.shell(R"(printf '{"latch": {"session": 1}, "s3cret\033' >')" + file.string() + "'");
    REQUIRE(broken.exit_code == 0);
    const Ran table = latch.run({"session", "list"});
    CHECK(table.exit_code == 1);
    CHECK(contains(table.out, "good  http://a.test"));
    CHECK(contains(table.out, "bad   (cannot be read)"));
    check_error(table.err, "cannot use the session file ");
    CHECK_FALSE(contains(table.err, "s3cret"));
    const Ran json = latch.run({"session", "list", "--json"});
    CHECK(json.exit_code == 1);
    CHECK(contains(json.out, "\"error\": \"it is not JSON at byte "));
    CHECK(done(latch, {"list", "--names"}) == "bad\ngood\n");
    check_failure(latch, {"show", "bad"}, 1, "cannot use the session file ");
    check_failure(latch, {"clear", "bad"}, 1, "cannot use the session file ");
    check_failure(latch, {"set", "bad", "base=http://b.test"}, 1, "cannot use the session file ");
    // What is broken can still be moved out of the way.
    done(latch, {"rename", "bad", "worse"});
    done(latch, {"remove", "--yes", "worse"});
    CHECK(done(latch, {"list", "--names"}) == "good\n");
}

TEST_CASE("session commands: without sessions the list says so, and is no error", "[cli]") {
    const Latch latch;
    const Ran ran = latch.run({"session", "list"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err == "latch: there are no sessions\n  latch @NAME URL begins one\n");
    CHECK(done(latch, {"list", "--json"}) == "[]\n");
    CHECK(done(latch, {"list", "--names"}).empty());
}

TEST_CASE("session commands: rename and copy replace nothing unless they are told", "[cli]") {
    const Latch latch;
    done(latch, {"set", "a", "base=http://a.test"});
    done(latch, {"set", "b", "base=http://b.test"});
    check_failure(latch, {"rename", "a", "b"}, 1, "there is a session b already");
    check_failure(latch, {"copy", "a", "b"}, 1, "there is a session b already");
    check_failure(latch, {"copy", "a", "a"}, 64, "both names are those of one session");
    CHECK(contains(latch.session("b"), "http://b.test"));
    done(latch, {"copy", "--force", "a", "b"});
    CHECK(contains(latch.session("b"), "http://a.test"));
    done(latch, {"rename", "a", "c"});
    CHECK(done(latch, {"list", "--names"}) == "b\nc\n");
    done(latch, {"copy", "b", "./b.json"});
    CHECK(contains(content(latch.working_directory() / "b.json"), "http://a.test"));
    done(latch, {"rename", "--force", "./b.json", "c"});
    CHECK_FALSE(fs::exists(latch.working_directory() / "b.json"));
}

TEST_CASE("session commands: a project's session stays with the project", "[cli]") {
    const Latch latch;
    const fs::path folder = latch.working_directory() / ".latch" / "sessions";
    fs::create_directories(folder);
    latch.write(".latch/sessions/p.json", R"({"latch": {"session": 1}})");
    CHECK(done(latch, {"path", "p"}) == (folder / "p.json").string() + '\n');
    CHECK(done(latch, {"path", "q"}) == latch.session_file("q").string() + '\n');
    done(latch, {"rename", "p", "q"});
    CHECK(done(latch, {"path", "q"}) == (folder / "q.json").string() + '\n');
    done(latch, {"set", "q", "base=http://a.test"});
    CHECK(contains(content(folder / "q.json"), "http://a.test"));
    CHECK(done(latch, {"list", "--names"}) == "q\n");
}

TEST_CASE("session commands: remove asks, and without a terminal needs --yes", "[cli]") {
    const Latch latch;
    for (const char* const name : {"a", "b", "c"}) {
        done(latch, {"set", name, "base=http://a.test"});
    }
    check_failure(latch, {"remove", "a"}, 64, "cannot ask for confirmation: there is no terminal");
    Process no = latch.start({"session", "remove", "a", "b"}, at_terminal);
    no.wait_for("latch: remove a, b for good? [y/N] ");
    no.input("n\n");
    const Ran kept = no.wait();
    CHECK(kept.exit_code == 1);
    CHECK(contains(kept.terminal, "latch: nothing was removed"));
    CHECK(done(latch, {"list", "--names"}) == "a\nb\nc\n");
    Process yes = latch.start({"session", "remove", "a", "b"}, at_terminal);
    yes.wait_for("[y/N] ");
    yes.input("y\n");
    CHECK(yes.wait().exit_code == 0);
    CHECK(done(latch, {"list", "--names"}) == "c\n");
    check_failure(latch, {"remove", "--yes", "c", "nope"}, 1, "there is no session nope");
    done(latch, {"remove", "--yes", "c", "@c"});
    CHECK(names_in(latch.session_file("c").parent_path()).empty());
}

TEST_CASE("session commands: clear signs out, and keeps what was typed", "[cli]") {
    Server server(echo);
    const Latch latch;
    latch.run({"@app", server.url("/x"), "X-Key:k"});
    CHECK(contains(latch.session("app"), "s3cret-cookie"));
    done(latch, {"clear", "app"});
    CHECK_FALSE(contains(latch.session("app"), "s3cret-cookie"));
    CHECK(latch.run({"@app", "/x"}).out == "k - -");
}

TEST_CASE("session commands: a request under way undoes neither clear nor remove", "[cli]") {
    struct Case {
        std::string why;
        Words command;
        bool is_there;
    };

    for (const Case& c : {
             Case{"clear", {"clear", "app"}, true},
             Case{"remove", {"remove", "--yes", "app"}, false},
         }) {
        INFO(c.why);
        const Latch latch;
        Words words = c.command;
        words.insert(words.begin(), "session");
        int exit_code = -1;
        Server server([&](const Request& /*request*/) {
            exit_code = latch.run(words).exit_code;
            return reply("").with("Set-Cookie", "late=1");
        });
        done(latch, {"set", "app", "base=" + server.url("")});
        CHECK(latch.run({"@app", "/x"}).exit_code == 0);
        CHECK(exit_code == 0);
        CHECK(fs::exists(latch.session_file("app")) == c.is_there);
        CHECK_FALSE(contains(content(latch.session_file("app")), "late"));
    }
}

TEST_CASE("session commands: what is exported can be imported elsewhere", "[cli]") {
    const Latch latch;
    done(latch, {"set", "a", "base=http://a.test", "auth=bob:s3cret"});
    done(latch, {"set", "b", "base=http://b.test"});
    const std::string bundle = done(latch, {"export", "a", "b"});
    CHECK(contains(bundle, "s3cret"));
    const Ran written = latch.shell("umask 000; \"$latch\" session export a b --output out.json");
    CHECK(written.exit_code == 0);
    CHECK(written.err == "latch: exported with all secrets to out.json\n");
    const fs::path file = latch.working_directory() / "out.json";
    CHECK(content(file) == bundle);

    struct stat facts {};

    REQUIRE(::stat(file.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600U);
    check_failure(latch, {"export", "a", "--output=out.json"}, 1, "cannot export to ");
    const Latch other;
    other.write("in.json", bundle);
    done(other, {"import", "in.json"});
    CHECK(done(other, {"export", "a", "b"}) == bundle);
}

TEST_CASE("session commands: help is there for each", "[cli]") {
    const Latch latch;
    CHECK(contains(done(latch, {"--help"}), "session show [--json]"));
    CHECK(contains(done(latch, {"show", "--help"}), "SESSIONS"));
}
