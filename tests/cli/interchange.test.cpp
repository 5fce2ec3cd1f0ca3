// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <string>
#include <sys/stat.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

/// "/set" hands cookies out; everything tells which cookies, credentials and key came.
Response desk(const Request& request) {
    Response response = reply(
        request.header("Cookie").value_or("-") + '|' +
        request.header("Authorization").value_or("-") + '|' + request.header("X-Key").value_or("-")
    );
    if (request.path() == "/set") {
        response.with("Set-Cookie", "first=1; Path=/")
            .with("Set-Cookie", "other=\"2 b\"; Path=/; Max-Age=1000; HttpOnly")
            .with("Set-Cookie", "third=; Path=/; SameSite=Lax")
            .with("Set-Cookie", "deep=4; Path=/deep/er");
    }
    return response;
}

constexpr std::string_view shallow = "first=1; other=\"2 b\"; third=";

/// A program that others made; "$url" is the server.
Ran by_others(const Latch& latch, const Server& server, const std::string& line) {
    const Ran ran = latch.shell("url=" + server.url("") + "; " + line);
    INFO(line << "\n" << ran.err);
    REQUIRE(ran.exit_code == 0);
    return ran;
}

/// Runs the words, which have to go well.
Ran done(const Latch& latch, const Words& words) {
    const Ran ran = latch.run(words);
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    return ran;
}

mode_t mode_of(const fs::path& file) {
    struct stat facts {};

    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("interchange: curl -b reads a jar that latch wrote", "[cli]") {
    Server server(desk);
    const Latch latch;
    done(latch, {"@app", server.url("/set")});
    const Ran exported =
        done(latch, {"session", "export", "app", "--format=netscape", "--output=jar.txt"});
    CHECK(contains(exported.err, "latch: left behind: the port of 4 cookies\n"));
    CHECK(contains(exported.err, "latch: left behind: SameSite of 1 cookie\n"));
    CHECK(contains(exported.err, "latch: exported with all secrets to jar.txt\n"));
    CHECK(mode_of(latch.working_directory() / "jar.txt") == 0600);
    CHECK(by_others(latch, server, "curl -sb jar.txt $url/x").out == std::string(shallow) + "|-|-");
    CHECK(
        by_others(latch, server, "curl -sb jar.txt $url/deep/er/x").out ==
        "deep=4; " + std::string(shallow) + "|-|-"
    );
}

TEST_CASE("interchange: latch reads a jar that curl -c wrote", "[cli]") {
    Server server(desk);
    const Latch latch;
    by_others(latch, server, "curl -sc cookies.txt $url/set");
    const Ran imported = done(latch, {"session", "import", "cookies.txt"});
    CHECK(imported.err == "latch: imported the session cookies, 4 cookies\n");
    CHECK(done(latch, {"@cookies", server.url("/x")}).out == std::string(shallow) + "|-|-");
    CHECK(
        done(latch, {"@cookies", server.url("/deep/er")}).out ==
        "deep=4; " + std::string(shallow) + "|-|-"
    );
    CHECK(contains(latch.session("cookies"), "\"http_only\": true"));
}

TEST_CASE("interchange: curl --config sends what the session sends", "[cli]") {
    Server server(desk);
    const Latch latch;
    done(latch, {"@app", "--auth=bob:p\"w\\", server.url("/set"), "X-Key: k \"1\""});
    done(latch, {"session", "export", "app", "--format=curl", "--output=app.curl"});
    const std::string by_curl = by_others(latch, server, "curl -sK app.curl $url/deep/er").out;
    CHECK(by_curl == done(latch, {"@app", "/deep/er"}).out);
    CHECK(contains(by_curl, "Basic Ym9iOnAid1w=|k \"1\""));
}

TEST_CASE("interchange: a curl command on standard input becomes a session", "[cli]") {
    Server server(desk);
    const Latch latch;
    const Ran ran = latch.run(
        {"session", "import", "-", "app"},
        {.in =
             PipedInput{
                 "curl '" + server.url("/x") +
                 "' -H 'X-Key: k' -b 'a=1; b=2' -u bob:pw --compressed -H 'Accept: */*'\n"}}
    );
    CHECK(ran.exit_code == 0);
    CHECK(
        ran.err == "latch: imported the session app, 2 cookies\n"
                   "latch: left behind: what a session does not hold: --compressed\n"
    );
    CHECK(done(latch, {"@app", "/y"}).out == "a=1; b=2|Basic Ym9iOnB3|k");
}

TEST_CASE("interchange: with --quiet only errors are told", "[cli]") {
    const Latch latch;
    const std::string curl = "curl http://a.test -H 'X-Key: k' --compressed";
    const Ran imported =
        latch.run({"session", "import", "-q", "-", "app"}, {.in = PipedInput{curl}});
    CHECK(imported.exit_code == 0);
    CHECK(imported.err.empty());
    const Ran again = latch.run({"session", "import", "-q", "-", "app"}, {.in = PipedInput{curl}});
    CHECK(again.exit_code == 1);
    check_error(again.err, "cannot import the session app");
    done(latch, {"session", "set", "app", "cookie:a=1; SameSite=Lax"});
    for (const std::string file : {"bundle", "jar"}) {
        const std::string format = file == "jar" ? "--format=netscape" : "--format=latch";
        const Ran exported = done(latch, {"session", "export", "app", format, "-q", "-q"});
        CHECK_FALSE(exported.out.empty());
        CHECK(exported.err.empty());
        const Ran written =
            done(latch, {"session", "export", "app", format, "--quiet", "--output=" + file});
        CHECK(written.err.empty());
    }
}

TEST_CASE("interchange: a session file of HTTPie is a session", "[cli]") {
    Server server(desk);
    const Latch latch;
    by_others(
        latch,
        server,
        "http --ignore-stdin --session=./app.json -a bob:pw $url/set X-Key:k Cookie:own=0"
    );
    const std::string original = content(latch.working_directory() / "app.json");
    const std::string all = "own=0; " + std::string(shallow) + "|Basic Ym9iOnB3|k";

    SECTION("given by its path, it is converted at the first save") {
        CHECK(done(latch, {"--session-read-only=./app.json", server.url("/x")}).out == all);
        CHECK(content(latch.working_directory() / "app.json") == original);
        CHECK(done(latch, {"--session=./app.json", server.url("/x")}).out == all);
        CHECK(content(latch.working_directory() / "app.json.before-latch") == original);
        CHECK(mode_of(latch.working_directory() / "app.json.before-latch") == 0600);
        CHECK(contains(content(latch.working_directory() / "app.json"), "\"latch\""));
        CHECK(done(latch, {"--session=./app.json", "/x"}).out == all);
    }
    SECTION("its secrets go to the first origin that is asked, and to no other") {
        Server other(desk);
        CHECK(done(latch, {"--session=./app.json", server.url("/x")}).out == all);
        CHECK(contains(done(latch, {"--session=./app.json", other.url("/x")}).out, "|-|-"));
    }
    SECTION("imported, it needs an origin") {
        const Ran nobody = latch.run({"session", "import", "app.json"});
        CHECK(nobody.exit_code == 64);
        check_error(nobody.err, "cannot import app.json: it does not say whom");
        CHECK_FALSE(fs::exists(latch.session_file("app")));
        done(latch, {"session", "import", "app.json", "--origin=" + server.url("")});
        CHECK(done(latch, {"@app", "/x"}).out == all);
    }
    SECTION("what it holds is shown, with cookies where they belong") {
        const std::string page = done(latch, {"session", "show", "./app.json"}).out;
        CHECK(contains(page, "for the first origin that is asked\n  header  X-Key: ****\n"));
        CHECK(contains(page, "  auth    basic, user bob, password ****\n"));
        CHECK(contains(page, "first=****; Domain="));
        CHECK(content(latch.working_directory() / "app.json") == original);
    }
    SECTION("its base says for whom it is") {
        done(latch, {"session", "set", "./app.json", "base=" + server.url("")});
        CHECK(content(latch.working_directory() / "app.json.before-latch") == original);
        CHECK(done(latch, {"--session=./app.json", "/x"}).out == all);
    }
    SECTION("what does not say for whom it is cannot be changed or exported") {
        const Ran set = latch.run({"session", "set", "./app.json", "header:X=1"});
        CHECK(set.exit_code != 0);
        CHECK(latch.run({"session", "show", "./app.json", "--json"}).exit_code == 1);
        const Ran exported = latch.run({"session", "export", "./app.json"});
        CHECK(exported.exit_code == 1);
        CHECK(exported.out.empty());
        CHECK(content(latch.working_directory() / "app.json") == original);
    }
}

TEST_CASE("interchange: HTTPie reads a session that latch wrote", "[cli]") {
    Server server(desk);
    const Latch latch;
    done(latch, {"@app", "--auth=bob:pw", server.url("/set"), "X-Key:k"});
    done(latch, {"session", "export", "app", "--format=httpie", "--output=h.json"});
    const std::string by_httpie =
        by_others(latch, server, "http --ignore-stdin -b --session=./h.json $url/x").out;
    CHECK(by_httpie == done(latch, {"@app", "/x"}).out);
    // And what HTTPie has saved is read again.
    CHECK(done(latch, {"--session=./h.json", server.url("/x")}).out == by_httpie);
}

TEST_CASE("interchange: cookies come back from every format", "[cli]") {
    Server server(desk);
    const Latch latch;
    done(latch, {"@app", server.url("/set")});
    for (const std::string format : {"netscape", "playwright", "har", "httpie"}) {
        INFO(format);
        const Ran exported = done(latch, {"session", "export", "app", "--format", format});
        latch.write("file." + format, exported.out);
        done(latch, {"session", "import", "file." + format, format});
        CHECK(done(latch, {"@" + format, server.url("/x")}).out == std::string(shallow) + "|-|-");
    }
}

TEST_CASE("interchange: what cannot be imported changes nothing", "[cli]") {
    const Latch latch;
    latch.write("blanks.txt", "# Netscape HTTP Cookie File\na.test FALSE / FALSE 0 n s3cret\n");
    latch.write("jar.txt", "a.test\tFALSE\t/\tFALSE\t0\tn\ts3cret\n");
    latch.write("a b.txt", "a.test\tFALSE\t/\tFALSE\t0\tn\ts3cret\n");
    latch.write("words.txt", "hello\n");
    done(latch, {"session", "import", "jar.txt"});

    struct Case {
        std::string_view why;
        Words words;
        int exit_code;
        std::string_view beginning;
    };

    const Case cases[] = {
        {"blanks for tabs", {"blanks.txt"}, 1, "cannot import blanks.txt: line 2: "},
        {"there already", {"jar.txt"}, 1, "cannot import the session jar: "},
        {"no name to be had", {"a b.txt"}, 64, "the session needs a name"},
        {"no name on a pipe", {"-", "--format=netscape"}, 64, "the session needs a name"},
        {"a bad name", {"jar.txt", "a b"}, 64, "no session can be called a b"},
        {"nothing known", {"words.txt"}, 1, "cannot import words.txt: it is like no format"},
        {"no file", {"nowhere.txt"}, 1, "cannot open "},
        {"another format", {"jar.txt", "x", "--format=har"}, 1, "cannot import jar.txt: it is not"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Words words{"session", "import"};
        words.insert(words.end(), c.words.begin(), c.words.end());
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out.empty());
        check_error(ran.err, c.beginning);
        CHECK_FALSE(contains(ran.err, "s3cret"));
    }
    CHECK(names_in(latch.session_file("jar").parent_path()) == Words{"jar.json", "jar.json.lock"});
}

TEST_CASE("interchange: what is larger than 256 MiB is not imported", "[cli]") {
    const Latch latch;
    constexpr std::uintmax_t most = std::uintmax_t{256} << 20U;
    const fs::path file = latch.write("large.har", "");
    fs::resize_file(file, most + 1); // takes no room on the disk
    const Ran ran = latch.run({"session", "import", "large.har"});
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot read ");
    CHECK(contains(ran.err, "file too large"));
    const Ran piped = latch.shell("cat large.har | \"$latch\" session import - large");
    CHECK(piped.exit_code == 1);
    check_error(piped.err, "cannot read standard input: file too large");
}

TEST_CASE("interchange: an export shows a terminal nothing that it obeys", "[cli]") {
    Server server([](const Request&) { return reply("").with("Set-Cookie", "a=\xc2\x9bm; Path=/"); }
    );
    const Latch latch;
    done(latch, {"@app", server.url("/")});
    const Words words{"session", "export", "app", "--format=netscape"};
    const Ran shown = latch.run(words, {.out = Output::terminal});
    CHECK(shown.exit_code == 0);
    CHECK(contains(shown.terminal, "\ta\t\\xc2\\x9bm"));
    CHECK(contains(done(latch, words).out, "\ta\t\xc2\x9bm\n"));
}
