// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

using namespace latch::test;

namespace {

/// Arguments that are refused before anything is sent.
struct Case {
    std::string why;
    Words words;
    std::string err; ///< how the error begins
};

/// Exit code 64, one message, and not a trace left anywhere: no connection, no session, the
/// output's file as it was.
void check(const Case& c) {
    INFO(c.why);
    RawServer server({});
    const Latch latch;
    latch.write("out", "old");
    Words words{"--output=out", "--session=s"};
    const Words more = filled(c.words, server.url(""));
    words.insert(words.end(), more.begin(), more.end());
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == 64);
    CHECK(ran.out.empty());
    check_error(ran.err, c.err);
    CHECK(server.connections() == 0);
    CHECK(names_in(latch.home()).empty());
    CHECK(names_in(latch.working_directory()) == Words{"out"});
    CHECK(content(latch.working_directory() / "out") == "old");
}

} // namespace

TEST_CASE("bad input: a URL or a request line that makes no sense", "[cli]") {
    const std::vector<Case> cases = {
        {"no URL", {}, "there is no URL\n"},
        {"a method alone", {"GET"}, "there is no URL after the method GET\n"},
        {"no host", {"http://"}, "cannot use the URL http://: there is no host\n"},
        {"no host but a user",
         {"http://bob@"},
         "cannot use the URL http://****@: there is no host"},
        {"a blank in the host", {"http://a b.test/"}, "cannot use the URL http://a b.test/: "},
        {"an empty label",
         {"http://a..test/"},
         "cannot use the URL http://a..test/: the host name"},
        {"a long label", {std::string(64, 'a') + ".test"}, "cannot use the URL aaaa"},
        {"a broken escape in the host", {"http://%zz/"}, "cannot use the URL http://%zz/: "},
        {"a scheme of another trade",
         {"ftp://a.test"},
         "cannot use the URL ftp://a.test: the scheme"},
        {"one slash", {"http:/a.test"}, "cannot use the URL http:/a.test: two slashes"},
        {"a port too large",
         {"http://a.test:65536"},
         "cannot use the URL http://a.test:65536: the port"},
        {"a port in letters",
         {"http://a.test:x/"},
         "cannot use the URL http://a.test:x/: the port"},
        {"an open bracket", {"http://[::1/"}, "cannot use the URL http://[::1/: the bracket"},
        {"no IPv6 address", {"http://[::g]/"}, "cannot use the URL http://[::g]/: "},
        {"a line end", {"{url}/\r\nX: y"}, "cannot use the URL http://127.0.0.1:"},
        {"an escape sequence", {"{url}/\x1b[2J"}, "cannot use the URL http://127.0.0.1:"},
        {"a path without a base", {"/x"}, "there is no host in /x: only a session with a base"},
        {"a method behind the URL", {"{url}", "POST"}, "\"POST\" is not a request item\n"},
        {"a second URL", {"{url}", "http://a.test/"}, "a second URL among the request items"},
        {"no session name", {"@", "{url}"}, "there is no session name after the @\n"},
        {"a session and nothing else", {"@t"}, "there is no URL after the session @t\n"},
        {"a session in the wrong place",
         {"GET", "@t", "{url}"},
         "a session comes before the method\n"},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad input: an item, a JSON literal or a header that makes no sense", "[cli]") {
    const std::vector<Case> cases = {
        {"a word", {"{url}", "foo"}, "\"foo\" is not a request item\n"},
        {"an empty word", {"{url}", ""}, "a request item is empty\n"},
        {"control characters", {"{url}", "\x1b[2J"}, "\"\\x1b[2J\" is not a request item\n"},
        {"a bare word as JSON",
         {"{url}", "a:=x"},
         "the value of a is not JSON: expected a value\n"},
        {"broken JSON",
         {"{url}", R"(a:={"b":})"},
         "the value of a is not JSON: expected a value\n"},
        {"JSON that ends early", {"{url}", "a:=[1,"}, "the value of a is not JSON: "},
        {"JSON and more", {"{url}", "a:=1 2"}, "the value of a is not JSON: "},
        {"a bad number", {"{url}", "a:=01"}, "the value of a is not JSON: "},
        {"JSON that is not UTF-8", {"{url}", "a:=\"\xff\""}, "the value of a is not UTF-8\n"},
        {"text that is not UTF-8", {"{url}", "a=\xff"}, "the value of a is not UTF-8: JSON is\n"},
        {"a list in a form", {"--form", "{url}", "a:=[1]"}, "a form cannot hold the value of a: "},
        {"a header without a name", {"{url}", ":v"}, "a header item without a name\n"},
        {"a blank in a header's name", {"{url}", "a b:c"}, "\"a b\" is not a header name\n"},
        {"a line end in a header's name",
         {"{url}", "a\r\nb:c"},
         "\"a\\r\\nb\" is not a header name\n"},
        {"a line end in a header",
         {"{url}", "X:a\r\nY: b"},
         "the value of the header X holds a line end"},
        {"something behind a semicolon", {"{url}", "X;y"}, "something follows the ';' of X;: "},
        {"a length of one's own",
         {"{url}", "a=b", "Content-Length:3"},
         "cannot send Content-Length: 3 "},
        {"a coding of one's own",
         {"{url}", "Transfer-Encoding:chunked"},
         "cannot send Transfer-Encoding: "},
        {"fields and --raw",
         {"--raw=x", "{url}", "a=b"},
         "two request bodies: the field a and --raw\n"},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad input: an option or its value that makes no sense", "[cli]") {
    const std::vector<Case> cases = {
        {"an option that is none", {"--nope", "{url}"}, "there is no option --nope\n"},
        {"a slip",
         {"--tiemout=1", "{url}"},
         "there is no option --tiemout\n  did you mean --timeout\n"},
        {"a letter that is none", {"-Z", "{url}"}, "there is no option -Z\n"},
        {"a secret behind what is none",
         {"--pasword=hunter2", "{url}"},
         "there is no option --pasword\n"},
        {"a value for a flag", {"--follow=yes", "{url}"}, "--follow takes no value\n"},
        {"a value for a denial", {"--no-follow=yes", "{url}"}, "--no-follow takes no value\n"},
        {"no value", {"{url}", "--timeout"}, "--timeout needs a value: it is the last word\n"},
        {"a word for a time",
         {"--timeout=soon", "{url}"},
         "--timeout: 'soon' is no number of seconds\n"},
        {"a negative time",
         {"--connect-timeout=-1", "{url}"},
         "--connect-timeout: '-1' is no number"},
        {"a word for a count",
         {"--max-redirects=x", "{url}"},
         "--max-redirects: 'x' is no whole number"},
        {"an unknown part", {"--print=x", "{url}"}, "--print: unknown letter 'x'\n"},
        {"an unknown way",
         {"--pretty=x", "{url}"},
         "--pretty: 'x' is none of all, colors, format, none\n"},
        {"a scheme of another trade",
         {"--default-scheme=ftp", "{url}"},
         "--default-scheme: 'ftp' is none"},
        {"no colon", {"--resolve=x", "{url}"}, "--resolve: 'x' is not HOST[:PORT]:ADDRESS: "},
        {"a name for an address",
         {"--resolve=h:1:n", "{url}"},
         "--resolve: 'h:1:n' is not HOST[:PORT]:"},
        {"no file", {"--output=", "{url}"}, "--output: the value is empty\n"},
        {"no CA", {"--verify=", "{url}"}, "--verify: the value is empty\n"},
        {"no password", {"--auth=bob", "{url}"}, "cannot ask for a secret: there is no terminal\n"},
        {"a line end in a user", {"--auth=a\nb:c", "{url}"}, "the user name holds a control"},
        {"a control in a user", {"--auth=a\x01:c", "{url}"}, "the user name holds a control"},
        {"no token", {"--bearer=", "{url}"}, "the bearer token is empty\n"},
        {"a line end in a token", {"--bearer=a\nb", "{url}"}, "the bearer token holds a byte"},
        {"a type that is none", {"--auth-type=x", "{url}"}, "--auth-type: 'x' is none of "},
        {"a type without a token",
         {"--auth-type=bearer", "{url}"},
         "--auth-type=bearer needs a token\n"},
        {"a session that cannot be", {"--session=.x", "{url}"}, "no session can be called .x\n"},
        {"a blank in its name", {"--session=a b", "{url}"}, "no session can be called a b\n"},
        {"no session", {"--session=", "{url}"}, "--session: the value is empty\n"},
        {"two sessions", {"@t", "{url}"}, "more than one session: "},
        {"two ways to a session", {"--session-read-only=t", "{url}"}, "more than one session: "},
    };
    for (const Case& c : cases) {
        check(c);
    }
}

TEST_CASE("bad input: a command that is used wrongly", "[cli]") {
    const std::vector<Case> cases = {
        {"no document", {"generate"}, "generate is used wrongly\n"},
        {"no such document", {"generate", "x"}, "'x' is none of man, bash, zsh, fish\n"},
        {"no topic", {"help", "x"}, "there is no help on 'x'\n"},
        {"no file", {"session", "import"}, "session import is used wrongly\n"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = Latch().run(c.words);
        CHECK(ran.exit_code == 64);
        CHECK(ran.out.empty());
        check_error(ran.err, c.err);
    }
}
