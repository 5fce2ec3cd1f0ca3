// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/session/codec.hpp"

#include <array>
#include <span>
#include <string>

using namespace latch;
using namespace std::string_view_literals;
using session::decode;
using session::decode_bundle;

namespace {

struct Case {
    std::string_view why, text, cause;
};

void check(std::span<const Case> cases, std::string_view before, std::string_view after) {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        const std::string file = std::string(before) + std::string(c.text) + std::string(after);
        const auto session = decode(file, "/home/bob/app.json");
        REQUIRE_FALSE(session);
        CHECK(session.error().kind() == base::ErrorKind::bad_session);
        CHECK(session.error().what() == "cannot use the session file /home/bob/app.json");
        CHECK(session.error().cause() == c.cause);
    }
}

const auto not_json = std::to_array<Case>({
    {"nothing at all", "", "it is empty"},
    {"blanks", " \n", "it is not JSON at byte 3 (line 2, column 1)"},
    {"words", "hello", "it is not JSON at byte 1 (line 1, column 1)"},
    {"cut off", "{\n  \"latch\": {", "it is not JSON at byte 15 (line 2, column 13)"},
    {"a comma too much", "{\"a\": 1,}", "it is not JSON at byte 9 (line 1, column 9)"},
    {"a comma too few", "{\"a\": 1\n\"b\": 2}", "it is not JSON at byte 11 (line 2, column 3)"},
    {"something behind it", "{}{}", "it is not JSON at byte 3 (line 1, column 3)"},
    {"single quotes", "{'a': 1}", "it is not JSON at byte 2 (line 1, column 2)"},
    {"a comment", "{} // x", "it is not JSON at byte 4 (line 1, column 4)"},
    {"NUL", "{\"a\": \"\0\"}"sv, "it is not JSON at byte 8 (line 1, column 8)"},
    {"a raw line end in text", "{\"a\": \"\n\"}", "it is not JSON at byte 8 (line 1, column 8)"},
    {"bytes that are not UTF-8",
     "{\"a\": \"\xff\"}",
     "it is not JSON at byte 8 (line 1, column 8)"},
    {"half a character", "{\"a\": \"\xc3\"}", "it is not JSON at byte 9 (line 1, column 9)"},
    {"half a surrogate pair",
     R"({"a": "\ud800"})",
     "it is not JSON at byte 14 (line 1, column 14)"},
    {"a number beyond doubles", "{\"a\": 1e999}", "it is not JSON at byte 11 (line 1, column 11)"},
});

const auto not_a_session = std::to_array<Case>({
    {"an array", "[]", "it must be an object"},
    {"text", "\"latch\"", "it must be an object"},
    {"null", "null", "it must be an object"},
    {"any object", "{}", "it is not a latch session: it has no member \"latch\""},
    {"latch is null",
     R"({"latch": null})",
     "it is not a latch session: it has no member \"latch\""},
    {"latch is a number", R"({"latch": 1})", "latch must be an object"},
    {"no format", R"({"latch": {}})", "latch has no member \"session\""},
    {"a bundle",
     R"({"latch": {"sessions": 1}, "sessions": {}})",
     "latch has no member \"session\""},
    {"a newer one",
     R"({"latch": {"session": 2}, "cookies": 7})",
     "latch.session says that a newer latch wrote this (format 2)"},
    {"format 0", R"({"latch": {"session": 0}})", "latch.session is no format that there ever was"},
    {"format as text",
     R"({"latch": {"session": "1"}})",
     "latch.session must be a whole number from 0 to 18446744073709551615"},
    {"a negative format",
     R"({"latch": {"session": -1}})",
     "latch.session must be a whole number from 0 to 18446744073709551615"},
    {"half a format",
     R"({"latch": {"session": 1.5}})",
     "latch.session must be a whole number from 0 to 18446744073709551615"},
    {"a member twice",
     R"({"latch": {"session": 1}, "base": "a.test", "base": "b.test"})",
     "the member \"base\" occurs twice at byte 50 (line 1, column 50)"},
    {"twice further in",
     R"({"latch": {"session": 1}, "x": [{"y": {"z": 1, "z": 1}}]})",
     "the member \"z\" occurs twice at byte 50 (line 1, column 50)"},
    {"twice, spelt differently",
     R"({"latch": {"session": 1}, "l\u0061tch": 1})",
     "the member \"latch\" occurs twice at byte 38 (line 1, column 38)"},
});

const auto bad_members = std::to_array<Case>({
    {"base is no text", R"("base": 1)", R"(base must be text, or bytes as {"base64": "…"})"},
    {"base is empty", R"("base": "")", "base must not be empty"},
    {"base is no URL", R"("base": "https://")", "base is no URL"},
    {"base has another scheme", R"("base": "ftp://a.test")", "base is no URL"},
    {"ports", R"("cookie_ports": "open")", R"(cookie_ports must be "shared" or "separate")"},
    {"ports are no text",
     R"("cookie_ports": true)",
     R"(cookie_ports must be text, or bytes as {"base64": "…"})"},
    {"origins as an array", R"("origins": [])", "origins must be an object"},
    {"an origin without scheme",
     R"("origins": {"a.test": {}})",
     "origins.a.test is named by no origin"},
    {"an origin with a path",
     R"("origins": {"https://a.test/x": {}})",
     "origins.https://a.test/x is named by no origin"},
    {"an empty origin", R"("origins": {"": {}})", "origins. is named by no origin"},
    {"an origin that is no object",
     R"("origins": {"https://a.test": 1})",
     "origins.https://a.test must be an object"},
    {"cookies as an object", R"("cookies": {})", "cookies must be an array"},
    {"cookies as text", R"("cookies": "a=b")", "cookies must be an array"},
});

const auto bad_origins = std::to_array<Case>({
    {"headers as an object", R"("headers": {"X": "y"})", ".headers must be an array"},
    {"a header as text", R"("headers": ["X: y"])", ".headers[0] must be an object"},
    {"a header without a name", R"("headers": [{"value": "y"}])", ".headers[0].name is missing"},
    {"a header without a value", R"("headers": [{"name": "X"}])", ".headers[0].value is missing"},
    {"an empty name",
     R"("headers": [{"name": "", "value": "y"}])",
     ".headers[0].name is no name that a header may have"},
    {"a name with a blank",
     R"("headers": [{"name": "X Y", "value": "z"}])",
     ".headers[0].name is no name that a header may have"},
    {"a name that splits",
     R"("headers": [{"name": "X\r\nY", "value": "z"}])",
     ".headers[0].name is no name that a header may have"},
    {"a value that splits",
     R"("headers": [{"name": "X", "value": "a\r\nCookie: b"}])",
     ".headers[0].value holds a byte that would split or spoil a message"},
    {"a value with NUL",
     R"("headers": [{"name": "X", "value": "a\u0000"}])",
     ".headers[0].value holds a byte that would split or spoil a message"},
    {"a split in base64",
     R"("headers": [{"name": "X", "value": {"base64": "YQo="}}])",
     ".headers[0].value holds a byte that would split or spoil a message"},
    {"the second header",
     R"("headers": [{"name": "X", "value": "y"}, 1])",
     ".headers[1] must be an object"},
    {"broken base64",
     R"("headers": [{"name": "X", "value": {"base64": "a"}}])",
     ".headers[0].value is not base64"},
    {"parameters as an object", R"("params": {"q": "y"})", ".params must be an array"},
    {"a parameter without a name", R"("params": [{"value": "y"}])", ".params[0].name is missing"},
    {"a parameter without a value", R"("params": [{"name": "q"}])", ".params[0].value is missing"},
    {"an empty parameter",
     R"("params": [{"name": "", "value": "y"}])",
     ".params[0].name must not be empty"},
    {"a number as a parameter",
     R"("params": [{"name": "q", "value": 2}])",
     ".params[0].value must be text, or bytes as {\"base64\": \"…\"}"},
    {"auth as text", R"("auth": "bob:pass")", ".auth must be an object"},
    {"auth without a type", R"("auth": {"user": "bob", "secret": "x"})", ".auth.type is missing"},
    {"another type",
     R"("auth": {"type": "ntlm", "user": "bob", "secret": "x"})",
     R"(.auth.type must be "basic", "digest" or "bearer")"},
    {"basic without a user",
     R"("auth": {"type": "basic", "secret": "x"})",
     ".auth.user is missing"},
    {"a user with a colon",
     R"("auth": {"type": "basic", "user": "a:b", "secret": "x"})",
     ".auth.user must not hold a colon or a control character"},
    {"a user with a line end",
     R"("auth": {"type": "basic", "user": "a\nb", "secret": "x"})",
     ".auth.user must not hold a colon or a control character"},
    {"a nonce without a realm", R"("digest": {"nonce": "n"})", ".digest.realm is missing"},
    {"a way to a token that nobody knows",
     R"("csrf": {"mode": "guess", "header": "X"})",
     R"(.csrf.mode must be "cookie-raw", "cookie-masked", "header", "fetch" or "off")"},
    {"a cookie that has no name",
     R"("csrf": {"mode": "cookie-raw", "header": "X"})",
     ".csrf.cookie is missing"},
    {"a token of nowhere",
     R"("csrf": {"mode": "header", "header": "X"})",
     ".csrf.source is missing"},
    {"a token of another server",
     R"("csrf": [{"mode": "header", "header": "X", "source": "//evil.test/"}])",
     ".csrf[0].source must be a path, which begins with one slash"},
    {"a token for no header",
     R"("csrf": {"mode": "header", "header": "a b", "source": "/"})",
     ".csrf.header is no name that a header may have"},
    {"a token that would split a message",
     R"("csrf": {"mode": "header", "header": "X", "source": "/", "token": "a\r\nb"})",
     ".csrf.token holds a byte that would split or spoil a message"},
    {"a nonce that would split a message",
     R"("digest": {"realm": "r", "nonce": "a\r\nb"})",
     ".digest.nonce holds a byte that would split or spoil a message"},
    {"an unknown algorithm",
     R"("digest": {"realm": "r", "nonce": "n", "algorithm": "SHA-1"})",
     ".digest.algorithm is no digest algorithm that is known here"},
    {"an unknown protection",
     R"("digest": {"realm": "r", "nonce": "n", "qop": "auth-conf"})",
     R"(.digest.qop must be "auth" or "auth-int")"},
    {"a count that cannot go on",
     R"("digest": {"realm": "r", "nonce": "n", "uses": 4294967295})",
     ".digest.uses must be a whole number from 0 to 4294967294"},
    {"no secret", R"("auth": {"type": "bearer"})", ".auth.secret is missing"},
    {"a secret as a number",
     R"("auth": {"type": "bearer", "secret": 1234})",
     R"(.auth.secret must be {"env": NAME}, {"file": PATH}, {"fd": NUMBER}, {"cmd": COMMAND}, {"keyring": "SERVICE/USER"}, {"prompt": QUESTION} or the secret itself)"},
    {"an unknown reference",
     R"("auth": {"type": "bearer", "secret": {"pass": "x"}})",
     R"(.auth.secret must be {"env": NAME}, {"file": PATH}, {"fd": NUMBER}, {"cmd": COMMAND}, {"keyring": "SERVICE/USER"}, {"prompt": QUESTION} or the secret itself)"},
    {"two references",
     R"("auth": {"type": "bearer", "secret": {"env": "A", "file": "b"}})",
     R"(.auth.secret must be {"env": NAME}, {"file": PATH}, {"fd": NUMBER}, {"cmd": COMMAND}, {"keyring": "SERVICE/USER"}, {"prompt": QUESTION} or the secret itself)"},
    {"an empty reference",
     R"("auth": {"type": "bearer", "secret": {"env": ""}})",
     ".auth.secret.env must not be empty"},
    {"a reference that is no text",
     R"("auth": {"type": "bearer", "secret": {"file": 1}})",
     R"(.auth.secret.file must be text, or bytes as {"base64": "…"})"},
});

/// These replace members of a cookie that is right but for them.
const auto bad_cookies = std::to_array<Case>({
    {"no name", R"("value": "b", "domain": "a.test")", ".name is missing"},
    {"no value", R"("name": "a", "domain": "a.test")", ".value is missing"},
    {"no domain: it would go to anyone (CVE-2022-24737)",
     R"("name": "a", "value": "b")",
     ".domain is missing"},
    {"an empty domain", R"("name": "a", "value": "b", "domain": "")", ".domain must not be empty"},
    {"a leading dot",
     R"("name": "a", "value": "b", "domain": ".a.test")",
     ".domain must be a host name without dots at its ends, or an IP address"},
    {"a trailing dot",
     R"("name": "a", "value": "b", "domain": "a.test.")",
     ".domain must be a host name without dots at its ends, or an IP address"},
    {"a URL for a domain",
     R"("name": "a", "value": "b", "domain": "https://a.test")",
     ".domain must be a host name without dots at its ends, or an IP address"},
    {"a domain with NUL",
     R"("name": "a", "value": "b", "domain": "a.test\u0000")",
     ".domain must be a host name without dots at its ends, or an IP address"},
    {"a domain that is no name",
     R"("name": "a", "value": "b", "domain": 127)",
     R"(.domain must be text, or bytes as {"base64": "…"})"},
    {"a name with an equals sign",
     R"("name": "a=b", "value": "c", "domain": "a.test")",
     ".name holds a byte that no cookie may hold there"},
    {"a name with a semicolon",
     R"("name": "a;b", "value": "c", "domain": "a.test")",
     ".name holds a byte that no cookie may hold there"},
    {"a value with a semicolon",
     R"("name": "a", "value": "b; c=d", "domain": "a.test")",
     ".value holds a byte that no cookie may hold there"},
    {"a value with a line end",
     R"("name": "a", "value": "b\r\nX: y", "domain": "a.test")",
     ".value holds a byte that no cookie may hold there"},
    {"a value with NUL",
     R"("name": "a", "value": "b\u0000", "domain": "a.test")",
     ".value holds a byte that no cookie may hold there"},
    {"a line end in base64",
     R"("name": "a", "value": {"base64": "Ygo="}, "domain": "a.test")",
     ".value holds a byte that no cookie may hold there"},
    {"base64 and something else",
     R"("name": "a", "value": {"base64": "", "x": 1}, "domain": "a.test")",
     R"(.value must be text, or bytes as {"base64": "…"})"},
    {"neither name nor value",
     R"("name": "", "value": "", "domain": "a.test")",
     " has neither a name nor a value"},
    {"a relative path",
     R"("name": "a", "value": "b", "domain": "a.test", "path": "x")",
     ".path must begin with /"},
    {"an empty path",
     R"("name": "a", "value": "b", "domain": "a.test", "path": "")",
     ".path must begin with /"},
    {"a path with a line end",
     R"("name": "a", "value": "b", "domain": "a.test", "path": "/\n")",
     ".path holds a byte that no cookie may hold there"},
    {"a port beyond 16 bits",
     R"("name": "a", "value": "b", "domain": "a.test", "port": 65536)",
     ".port must be a whole number from 0 to 65535"},
    {"a negative port",
     R"("name": "a", "value": "b", "domain": "a.test", "port": -1)",
     ".port must be a whole number from 0 to 65535"},
    {"host_only as text",
     R"("name": "a", "value": "b", "domain": "a.test", "host_only": "no")",
     ".host_only must be true or false"},
    {"secure as a number",
     R"("name": "a", "value": "b", "domain": "a.test", "secure": 1)",
     ".secure must be true or false"},
    {"http_only as text",
     R"("name": "a", "value": "b", "domain": "a.test", "http_only": "")",
     ".http_only must be true or false"},
    {"same_site",
     R"("name": "a", "value": "b", "domain": "a.test", "same_site": "maybe")",
     R"(.same_site must be "none", "lax", "strict" or null)"},
    {"expires as a number",
     R"("name": "a", "value": "b", "domain": "a.test", "expires": 1764064800)",
     R"(.expires must be a time like "2026-11-23T10:00:00Z")"},
    {"expires in words",
     R"("name": "a", "value": "b", "domain": "a.test", "expires": "never")",
     R"(.expires must be a time like "2026-11-23T10:00:00Z")"},
    {"created",
     R"("name": "a", "value": "b", "domain": "a.test", "created": "2026-11-31T10:00:00Z")",
     R"(.created must be a time like "2026-11-23T10:00:00Z")"},
    {"updated",
     R"("name": "a", "value": "b", "domain": "a.test", "updated": "")",
     R"(.updated must be a time like "2026-11-23T10:00:00Z")"},
});

/// The table with a path before every cause.
template <std::size_t N>
void check_below(
    const std::array<Case, N>& cases,
    std::string_view path,
    std::string_view before,
    std::string_view after
) {
    for (const Case& c : cases) {
        const std::string cause = std::string(path) + std::string(c.cause);
        check(std::array{Case{c.why, c.text, cause}}, before, after);
    }
}

std::string nested(std::string_view open, std::string_view close, int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) {
        text += open;
    }
    text += "1";
    for (int i = 0; i < depth; ++i) {
        text += close;
    }
    return text;
}

} // namespace

TEST_CASE("broken file: what is no JSON is told by its byte", "[session]") {
    check(not_json, "", "");
}

TEST_CASE("broken file: what is no latch session is not taken for one", "[session]") {
    check(not_a_session, "", "");
}

TEST_CASE("broken file: wrong members are told by their path", "[session][pitfall]") {
    check(bad_members, R"({"latch": {"session": 1}, )", "}");
    check_below(
        bad_origins,
        "origins.https://a.test",
        R"({"latch": {"session": 1}, "origins": {"https://a.test": {)",
        "}}}"
    );
    check_below(
        bad_cookies,
        "cookies[1]",
        R"({"latch": {"session": 1}, "cookies": [{"name": "x", "value": "", "domain": "y"}, {)",
        "}]}"
    );
}

TEST_CASE("broken file: a cookie beyond 4096 bytes", "[session]") {
    const auto file = [](std::size_t length) {
        return R"({"latch": {"session": 1}, "cookies": [{"name": "a", "domain": "a.test", "value": ")" +
               std::string(length, 'v') + "\"}]}";
    };
    CHECK(decode(file(4095), "x"));
    const auto session = decode(file(4096), "x");
    REQUIRE_FALSE(session);
    CHECK(session.error().cause() == "cookies[0] is longer than 4096 bytes");
}

TEST_CASE("broken file: one origin under two names", "[session]") {
    // Whatever other spelling of an origin is accepted, it may not hide a second state of it.
    const auto session = decode(
        R"({"latch": {"session": 1}, "origins": {"https://a.test": {}, "https://a.test:443": {}}})",
        "x"
    );
    REQUIRE_FALSE(session);
    CHECK(session.error().cause().starts_with("origins.https://a.test:443 is "));
}

TEST_CASE("broken file: depth and width are bounded", "[session]") {
    const auto file = [](const std::string& value) {
        return R"({"latch": {"session": 1}, "x": )" + value + "}";
    };
    CHECK(decode(file(nested("[", "]", 63)), "x"));
    const auto cause_of = [&](const std::string& text) {
        const auto session = decode(text, "x");
        return session ? "none" : session.error().cause();
    };
    const std::string too_deep = "it is nested deeper than 64 levels at byte ";
    CHECK(cause_of(file(nested("[", "]", 64))) == too_deep + "95 (line 1, column 95)");
    CHECK(cause_of(file(nested("[", "]", 200'000))) == too_deep + "95 (line 1, column 95)");
    CHECK(
        cause_of(file(nested(R"({"a":)", "}", 200'000))) == too_deep + "347 (line 1, column 347)"
    );
    CHECK(cause_of(std::string(200'000, '[')) == too_deep + "65 (line 1, column 65)");
    CHECK(
        cause_of(R"({"\"[{": "\\", "[]": [],)" + ("\n\"x\": " + std::string(64, '['))) ==
        too_deep + "94 (line 2, column 69)"
    );

    std::string wide = "{";
    for (int i = 0; i < 10'000; ++i) {
        wide += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":1";
    }
    CHECK(cause_of(file(wide + "}")) == "none");
    CHECK(
        cause_of(file(wide + ",\"more\":1}")) ==
        "it has an object with too many members at byte 88928 (line 1, column 88928)"
    );
}

TEST_CASE("broken file: errors do not quote what may be a secret", "[session]") {
    const std::string_view files[] = {
        R"({"latch": {"session": 1}, "origins": {"https://a.test": {"auth": {"secret": "hunter2})",
        R"({"latch": {"session": 1}, "cookies": [{"name": "a", "value": "hunter2;", "domain": "b"}]})",
        "{\"latch\": {\"session\": 1}, \"x\": \"hunter2\xff\"}",
        R"({"latch": {"session": 1}, "origins": {"https://a.test": {"auth": {"type": "hunter2"}}}})",
    };
    for (const std::string_view file : files) {
        const auto session = decode(file, "x");
        REQUIRE_FALSE(session);
        const base::Error error = session.error();
        CHECK((error.what() + error.cause() + error.hint()).find("hunter2") == std::string::npos);
    }
}

TEST_CASE("broken file: hints say what to do", "[session]") {
    const auto hint_of = [](std::string_view file) {
        const auto session = decode(file, "x");
        return session ? "none" : session.error().hint();
    };
    CHECK(hint_of("{") == "mend it there; it has not been changed");
    CHECK(hint_of("") == "restore it from a backup, or remove it");
    CHECK(hint_of(R"({"latch": {"session": 2}})") == "use a newer latch, or another session");
    CHECK(hint_of(R"({"latch": {"sessions": 1}})") == "it is a bundle: latch session import FILE");
    CHECK(
        hint_of(R"({"latch": {"session": 1}, "origins": {"a": {}}})") ==
        "write it like https://api.example.com"
    );
    CHECK(
        hint_of("{\"latch\": {\"session\": 1},\n \"cookies\": [{}, 1]}") ==
        "mend it at byte 40 (line 2, column 14); it has not been changed"
    );
}

TEST_CASE("broken file: a bundle is checked like a session", "[session]") {
    const auto cases = std::to_array<Case>({
        {"a session", R"({"latch": {"session": 1}})", "latch has no member \"sessions\""},
        {"no sessions", R"({"latch": {"sessions": 1}})", "sessions is missing"},
        {"sessions as an array",
         R"({"latch": {"sessions": 1}, "sessions": []})",
         "sessions must be an object"},
        {"a newer one",
         R"({"latch": {"sessions": 2}, "sessions": {}})",
         "latch.sessions says that a newer latch wrote this (format 2)"},
        {"a bad name",
         R"({"latch": {"sessions": 1}, "sessions": {"../x": {}}})",
         "sessions.../x has a name that no session may have"},
        {"a session that is none",
         R"({"latch": {"sessions": 1}, "sessions": {"a": 1}})",
         "sessions.a must be an object"},
        {"a newer session",
         R"({"latch": {"sessions": 1}, "sessions": {"a": {"latch": {"session": 3}}}})",
         "sessions.a.latch.session says that a newer latch wrote this (format 3)"},
        {"a member deep in",
         R"({"latch": {"sessions": 1}, "sessions": {"a": {}, "b": {"cookies": [1]}}})",
         "sessions.b.cookies[0] must be an object"},
        {"a name twice",
         R"({"latch": {"sessions": 1}, "sessions": {"a": {}, "a": {}}})",
         "the member \"a\" occurs twice at byte 52 (line 1, column 52)"},
        {"no JSON",
         R"({"latch": {"sessions": 1},)",
         "it is not JSON at byte 27 (line 1, column 27)"},
    });
    for (const Case& c : cases) {
        INFO(c.why);
        const auto bundle = decode_bundle(c.text, "/home/bob/app.json");
        REQUIRE_FALSE(bundle);
        CHECK(bundle.error().kind() == base::ErrorKind::bad_session);
        CHECK(bundle.error().cause() == c.cause);
    }
}
