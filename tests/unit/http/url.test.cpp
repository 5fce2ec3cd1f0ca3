// SPDX-License-Identifier: MIT
#include "latch/http/url.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::http;
using latch::base::ErrorKind;

namespace {

std::string parsed(std::string_view text, const UrlRules& rules = {}) {
    const auto url = parse_url(text, rules);
    return url ? to_string(url->url) : "error: " + url.error().cause();
}

std::string resolved(std::string_view base, std::string_view location) {
    const auto from = parse_url(base);
    REQUIRE(from);
    const auto url = resolve_reference(from->url, location);
    return url ? to_string(*url) : "error: " + url.error().cause();
}

struct Case {
    std::string_view why, text, url;
};

} // namespace

TEST_CASE("url: HTTPie's shorthands and schemes", "[http]") {
    const std::vector<Case> cases = {
        {"a port alone is localhost", ":8080", "http://localhost:8080/"},
        {"a port and a path", ":8080/x", "http://localhost:8080/x"},
        {"no port is the scheme's own", ":/x", "http://localhost/x"},
        {"a colon is all it takes", ":", "http://localhost/"},
        {"a shorthand with a query", ":?a=1", "http://localhost/?a=1"},
        {"a shorthand with a fragment", ":3000#top", "http://localhost:3000/"},
        {"pasted behind a scheme with a space", "://host/x", "http://host/x"},
        {"the port is no part of a scheme", "localhost:3000", "http://localhost:3000/"},
        {"host:8080 is not a scheme", "host:8080/x", "http://host:8080/x"},
        {"a bare name", "example.com", "http://example.com/"},
        {"a host called http", "http:8080/x", "http://http:8080/x"},
        {"a host called login", "http://login", "http://login/"},
        {"a URL in the query is not the scheme", "a/?u=https://b", "http://a/?u=https://b"},
        {"a URL in the path is not the scheme", "a/https://b", "http://a/https://b"},
        {"schemes have no case", "HTTPS://Example.COM/A", "https://example.com/A"},
        {"blanks around are the clipboard's", "  http://a/b ", "http://a/b"},
        {"IPv6 in brackets", "[::1]:8080", "http://[::1]:8080/"},
        {"another scheme", "ftp://a/", "error: the scheme ftp is not supported"},
        {"http+unix: the host is a path", "http+unix://%2Frun%2Fa/x", "http+unix://%2Frun%2Fa/x"},
        {"a file", "file:///etc/passwd", "error: the scheme file is not supported"},
        {"one slash is a slip", "https:/example.com", "error: two slashes have to follow https:"},
        {"no slash is a slip", "http:example.com", "error: two slashes have to follow http:"},
        {"nothing after the scheme", "https:", "error: two slashes have to follow https:"},
        {"not a host and a port",
         "mailto:bob@a.test:x",
         "error: the port is not a number from 1 to 65535"},
        {"script", "javascript:alert(1)", "error: the port is not a number from 1 to 65535"},
        {"nothing", "", "error: it is empty"},
        {"blanks only", "   ", "error: it is empty"},
        {"a fragment only", "#top", "error: it is empty"},
        {"IPv6 wants brackets", "::1/x", "error: the host has several colons"},
        {"IPv6 wants brackets behind a scheme, too",
         "http://2001:db8::1/",
         "error: the host has several colons"},
        {"a path alone needs a session", "/x", "error: there is no host"},
        {"nor is this scheme-relative", "//a/x", "error: there is no host"},
        {"a scheme alone", "http://", "error: there is no host"},
        {"three slashes", "http:///x", "error: there is no host"},
        {"a user alone", "http://bob@/x", "error: there is no host"},
        {"a port without a host", "http://:80/", "error: there is no host"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(parsed(c.text) == c.url);
    }
}

TEST_CASE("url: the default scheme is for URLs without one", "[http]") {
    const UrlRules https{.default_scheme = Scheme::https};
    CHECK(parsed("a.test", https) == "https://a.test/");
    CHECK(parsed("://a.test", https) == "https://a.test/");
    CHECK(parsed(":8443/x", https) == "https://localhost:8443/x");
    CHECK(parsed("a.test:80", https) == "https://a.test:80/");
    CHECK(parsed("http://a.test", https) == "http://a.test/");
}

TEST_CASE("url: hosts have one form", "[http][pitfall]") {
    const std::vector<Case> cases = {
        {"lowercase", "http://EXAMPLE.Com", "http://example.com/"},
        {"the trailing dot goes", "http://example.com./x", "http://example.com/x"},
        {"but only one", "http://example.com../x", "error: the host name has an empty label"},
        {"a dot alone", "http://./x", "error: there is no host"},
        {"a leading dot", "http://.a/", "error: the host name has an empty label"},
        {"an empty label", "http://a..b/", "error: the host name has an empty label"},
        {"docker compose's underscore", "http://my_service:80/", "http://my_service/"},
        {"IDN",
         "http://b\xc3\xbc"
         "cher.example/",
         "http://xn--bcher-kva.example/"},
        {"IDN in upper case",
         "http://B\xc3\x9c"
         "CHER.example/",
         "http://xn--bcher-kva.example/"},
        {"IDN, percent-encoded", "http://b%C3%BCcher.example/", "http://xn--bcher-kva.example/"},
        {"IDN, decomposed",
         "http://bu\xcc\x88"
         "cher.example/",
         "http://xn--bcher-kva.example/"},
        {"IDNA 2008 keeps the sharp s",
         "http://stra\xc3\x9f"
         "e.de/",
         "http://xn--strae-oqa.de/"},
        {"A-labels stay", "http://XN--bcher-kva.example/", "http://xn--bcher-kva.example/"},
        {"an ideographic full stop is a dot",
         "http://a\xe3\x80\x82"
         "b/",
         "http://a.b/"},
        {"fullwidth digits are digits", "http://\xef\xbc\x91.2.3.4/", "http://1.2.3.4/"},
        {"an escaped letter is a letter", "http://%61.test/", "http://a.test/"},
        {"IPv4", "http://127.0.0.1/", "http://127.0.0.1/"},
        {"above 255", "http://256.1.1.1/", "error: the host is no valid IPv4 address"},
        {"octal is anyone's guess",
         "http://010.0.0.1/",
         "error: the host is no valid IPv4 address"},
        {"so is hexadecimal", "http://0x7f.1/", "error: the host is no valid IPv4 address"},
        {"all of it", "http://a.0xff/", "error: the host is no valid IPv4 address"},
        {"the last of three numbers fills two bytes", "http://127.0.258/", "http://127.0.1.2/"},
        {"the last of two fills three", "http://127.1/", "http://127.0.0.1/"},
        {"one is the address", "http://2130706433/", "http://127.0.0.1/"},
        {"the highest", "http://4294967295/", "http://255.255.255.255/"},
        {"beyond it", "http://4294967296/", "error: the host is no valid IPv4 address"},
        {"beyond two bytes", "http://1.2.65536/", "error: the host is no valid IPv4 address"},
        {"five numbers", "http://1.2.3.4.5/", "error: the host is no valid IPv4 address"},
        {"a name before a number", "http://a.1/", "error: the host is no valid IPv4 address"},
        {"a number before a name", "http://1.a/", "http://1.a/"},
        {"no hexadecimal number", "http://a.0xg/", "http://a.0xg/"},
        {"IPv6 in RFC 5952 form", "http://[2001:DB8:0:0:1:0:0:1]/", "http://[2001:db8::1:0:0:1]/"},
        {"one zero group is not shortened",
         "http://[2001:db8:0:1:1:1:1:1]/",
         "http://[2001:db8:0:1:1:1:1:1]/"},
        {"leading zeros go", "http://[0001::000a]/", "http://[1::a]/"},
        {"IPv4 in IPv6", "http://[::FFFF:1.2.3.4]/", "http://[::ffff:1.2.3.4]/"},
        {"a zone", "http://[fe80::1%25eth0]/", "error: IPv6 zone identifiers are not supported"},
        {"a raw zone", "http://[fe80::1%eth0]/", "error: IPv6 zone identifiers are not supported"},
        {"two gaps", "http://[1::2::3]/", "error: the brackets hold no IPv6 address"},
        {"IPv4 in brackets", "http://[1.2.3.4]/", "error: the brackets hold no IPv6 address"},
        {"a future address", "http://[v1.a]/", "error: the brackets hold no IPv6 address"},
        {"nothing in brackets", "http://[]/", "error: the brackets hold no IPv6 address"},
        {"brackets in a name", "http://a[::1]/", "error: the host has several colons"},
        {"a name in brackets", "http://[a.test]/", "error: the brackets hold no IPv6 address"},
        {"an open bracket", "http://[::1/", "error: the bracket of the IPv6 address is not closed"},
        {"text behind the bracket",
         "http://[::1]x/",
         "error: the port is not a number from 1 to 65535"},
        {"escaped brackets are no address",
         "http://%5B::1%5D/",
         "error: the host has several colons"},
        {"a blank",
         "http://a b/",
         "error: the host name holds a character that host names cannot have"},
        {"an escaped slash (CVE-2022-27780)",
         "http://a%2Fb.evil/",
         "error: the host name holds a character that host names cannot have"},
        {"an escaped at sign",
         "http://a%40b/",
         "error: the host name holds a character that host names cannot have"},
        {"escaped twice",
         "http://%2561/",
         "error: the host name holds a character that host names cannot have"},
        {"an escaped NUL",
         "http://a%00.b/",
         "error: the host name holds a character that host names cannot have"},
        {"an escaped NUL before an umlaut",
         "http://a%00.\xc3\xbc/",
         "error: the host name holds a character that host names cannot have"},
        {"an escaped line end",
         "http://a%0d%0ab/",
         "error: the host name holds a character that host names cannot have"},
        {"a compatibility character that is a slash inside",
         "http://a\xe2\x84\x80/",
         "error: the host is no valid internationalized name"},
        {"a fullwidth slash",
         "http://a\xef\xbc\x8f"
         "b/",
         "error: the host is no valid internationalized name"},
        {"bytes that are not UTF-8",
         "http://\xff.test/",
         "error: the host is no valid internationalized name"},
        {"a cut-off character, escaped",
         "http://%C3.test/",
         "error: the host is no valid internationalized name"},
        {"quotes",
         "http://a\"b/",
         "error: the host name holds a character that host names cannot have"},
        {"a semicolon",
         "http://a;b/",
         "error: the host name holds a character that host names cannot have"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(parsed(c.text) == c.url);
    }
}

TEST_CASE("url: names have the lengths of DNS", "[http]") {
    const std::string label(63, 'a');
    CHECK(parse_url("http://" + label + ".test"));
    CHECK_FALSE(parse_url("http://a" + label + ".test"));
    std::string name;
    for (int i = 0; i < 126; ++i) {
        name += "a.";
    }
    CHECK(parse_url("http://" + name + "a"));
    CHECK_FALSE(parse_url("http://" + name + "aa"));
}

TEST_CASE("url: the kind of a host is known", "[http]") {
    CHECK(parse_url("a.test")->url.host_kind == HostKind::name);
    CHECK(parse_url("1.2.3.4")->url.host_kind == HostKind::ipv4);
    CHECK(parse_url("1.2.3.4.")->url.host_kind == HostKind::ipv4);
    CHECK(parse_url("[::1]")->url.host_kind == HostKind::ipv6);
    CHECK(parse_url("[::1]")->url.host == "::1");
    CHECK(parse_url("127.1")->url.host_kind == HostKind::ipv4);
    CHECK(parse_url("1.2.3.4.example")->url.host_kind == HostKind::name);
}

TEST_CASE("url: an IPv6 address is bracketed before its port", "[http]") {
    CHECK(host_and_port("api.test", 8080) == "api.test:8080");
    CHECK(host_and_port("192.0.2.1", 80) == "192.0.2.1:80");
    CHECK(host_and_port("::1", 443) == "[::1]:443");
    CHECK(bracketed("api.test") == "api.test");
    CHECK(bracketed("::1") == "[::1]");
}

TEST_CASE("url: ports are 1 to 65535", "[http]") {
    const std::vector<Case> cases = {
        {"the scheme's own is not written", "http://a:80/", "http://a/"},
        {"nor is that of https", "https://a:443/", "https://a/"},
        {"the other's is", "https://a:80/", "https://a:80/"},
        {"an empty one is the scheme's own", "https://a:/x", "https://a/x"},
        {"the highest", "a:65535", "http://a:65535/"},
        {"the lowest", "a:1", "http://a:1/"},
        {"leading zeros", "a:0080", "http://a/"},
        {"zero", "a:0", "error: the port is not a number from 1 to 65535"},
        {"too high", "a:65536", "error: the port is not a number from 1 to 65535"},
        {"overflow", "a:18446744073709551617", "error: the port is not a number from 1 to 65535"},
        {"negative", "a:-1", "error: the port is not a number from 1 to 65535"},
        {"signed", "a:+1", "error: the port is not a number from 1 to 65535"},
        {"letters", "a:8080x/", "error: the port is not a number from 1 to 65535"},
        {"escaped digits", "a:%38/", "error: the port is not a number from 1 to 65535"},
        {"a blank", "a: 80/", "error: the port is not a number from 1 to 65535"},
        {"two ports", "a:1:2/", "error: the host has several colons"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(parsed(c.text) == c.url);
    }
}

TEST_CASE("url: path and query are encoded once, by what servers take", "[http]") {
    const std::vector<Case> cases = {
        {"an empty path is a slash", "http://a", "http://a/"},
        {"also before a query", "http://a?x", "http://a/?x"},
        {"an empty query stays", "http://a/x?", "http://a/x?"},
        {"the fragment goes", "http://a/x?y#z?w", "http://a/x?y"},
        {"the fragment may hold anything", "http://a/#@b/", "http://a/"},
        {"spaces", "http://a/b c?d e", "http://a/b%20c?d%20e"},
        {"a plus stays", "http://a/b+c?d+e", "http://a/b+c?d+e"},
        {"UTF-8", "http://a/gr\xc3\xbc\xc3\x9f?\xe2\x82\xac", "http://a/gr%C3%BC%C3%9F?%E2%82%AC"},
        {"bytes that are not UTF-8", "http://a/\xff", "http://a/%FF"},
        {"what Tomcat refuses raw, in the path",
         "http://a/[]{}|^\\`\"<>",
         "http://a/%5B%5D%7B%7D%7C%5E%5C%60%22%3C%3E"},
        {"and in the query",
         "http://a/?[]{}|^\\`\"<>",
         "http://a/?%5B%5D%7B%7D%7C%5E%5C%60%22%3C%3E"},
        {"what RFC 3986 allows, in the path",
         "http://a/-._~!$&'()*+,;=:@",
         "http://a/-._~!$&'()*+,;=:@"},
        {"and in the query", "http://a/?-._~!$&'()*+,;=:@/?", "http://a/?-._~!$&'()*+,;=:@/?"},
        {"escapes stay as they are", "http://a/%2f%2F%e4?%c3%A4", "http://a/%2f%2F%e4?%c3%A4"},
        {"a percent sign that is none",
         "http://a/100%?50%&%zz%4",
         "http://a/100%25?50%25&%25zz%254"},
        {"encoding twice changes nothing", "http://a/b%20c%25", "http://a/b%20c%25"},
        {"a matrix parameter", "http://a/x;jsessionid=1?y", "http://a/x;jsessionid=1?y"},
        {"an @ in the path", "http://a/b@c", "http://a/b@c"},
        {"an @ in the query", "http://a?b@c", "http://a/?b@c"},
        {"a colon in the path", "http://a/b:c", "http://a/b:c"},
        {"slashes stay", "http://a//b//", "http://a//b//"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(parsed(c.text) == c.url);
    }
}

TEST_CASE("url: dot segments are squashed unless the path is to stay", "[http]") {
    struct Path {
        std::string_view why, typed, squashed;
    };

    const std::vector<Path> cases = {
        {"RFC 3986, 5.2.4", "/a/b/c/./../../g", "/a/g"},
        {"at the end", "/a/b/..", "/a/"},
        {"a dot at the end", "/a/b/.", "/a/b/"},
        {"above the root", "/../../a", "/a"},
        {"nothing left", "/a/..", "/"},
        {"a dot alone", "/.", "/"},
        {"empty segments are segments", "/a//../b", "/a/b"},
        {"three dots are a name", "/a/.../b", "/a/.../b"},
        {"a dot in a name", "/a/..b/.c", "/a/..b/.c"},
        {"escaped dots are dots", "/a/%2e%2E/b", "/b"},
        {"half-escaped dots", "/a/.%2e/b/%2e", "/b/"},
        {"an escaped slash is no separator", "/a/..%2fb", "/a/..%2fb"},
        {"a trailing slash stays", "/a/../b/", "/b/"},
    };
    for (const Path& c : cases) {
        INFO(c.why << ": " << c.typed);
        const std::string text = "http://h" + std::string(c.typed);
        CHECK(parse_url(text)->url.path == c.squashed);
        CHECK(parse_url(text, {.path_as_is = true})->url.path == c.typed);
    }
    CHECK(parse_url("http://h/a?../b")->url.query == "../b");
}

TEST_CASE("url: user information is decoded and never part of the URL", "[http][pitfall]") {
    struct Typed {
        std::string_view why, text;
        std::optional<std::string_view> user, password;
        std::string_view url;
    };

    const std::vector<Typed> cases = {
        {"user and password", "http://bob:pw@a/", "bob", "pw", "http://a/"},
        {"no password", "http://bob@a/", "bob", {}, "http://a/"},
        {"an empty password", "http://bob:@a/", "bob", "", "http://a/"},
        {"an empty user", "http://:pw@a/", "", "pw", "http://a/"},
        {"neither", "http://@a/", {}, {}, "http://a/"},
        {"none", "http://a/", {}, {}, "http://a/"},
        {"without a scheme", "bob:pw@a:81/x", "bob", "pw", "http://a:81/x"},
        {"escapes", "http://b%40b:p%3Aw%2F%25@a/", "b@b", "p:w/%", "http://a/"},
        {"the first colon divides", "http://bob:p:w@a/", "bob", "p:w", "http://a/"},
        {"the last @ divides", "http://bob@x:p@w@a/", "bob@x", "p@w", "http://a/"},
        {"raw characters that are not allowed", "http://b b:p[w\"@a/", "b b", "p[w\"", "http://a/"},
        {"UTF-8",
         "http://b\xc3\xb6"
         "b:p\xc3\xa4@a/",
         "b\xc3\xb6"
         "b",
         "p\xc3\xa4",
         "http://a/"},
        {"a percent sign", "http://bob:100%@a/", "bob", "100%", "http://a/"},
        {"before brackets", "http://bob:pw@[::1]:8080/", "bob", "pw", "http://[::1]:8080/"},
        {"an @ in the path is none", "http://a/b:c@d", {}, {}, "http://a/b:c@d"},
        {"an @ in the query is none", "http://a?b:c@d", {}, {}, "http://a/?b:c@d"},
        {"an @ in the fragment is none (CVE-2016-8624)", "http://a#@b/", {}, {}, "http://a/"},
        {"a host that looks like user information",
         "http://a.test:80@b/",
         "a.test",
         "80",
         "http://b/"},
    };
    for (const Typed& c : cases) {
        INFO(c.why << ": " << c.text);
        const auto url = parse_url(c.text);
        REQUIRE(url);
        CHECK(to_string(url->url) == c.url);
        REQUIRE(url->user_info.has_value() == c.user.has_value());
        if (c.user) {
            CHECK(url->user_info->user == *c.user);
            REQUIRE(url->user_info->password.has_value() == c.password.has_value());
            CHECK((!c.password || url->user_info->password->reveal() == *c.password));
        }
    }
}

TEST_CASE("url: what could split a request or mean two hosts is refused", "[http][pitfall]") {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"a line end in the path", "http://a/b\r\nHost: evil"},
        {"a line feed in the query", "http://a/?b\nc"},
        {"a line end in the host", "http://a\r\n/b"},
        {"a line end in the fragment", "http://a/#\n"},
        {"a line end at the end", "http://a/\n"},
        {"a line end in the password", "http://a:b\r@c/"},
        {"NUL", std::string_view("http://a/\0b", 11)},
        {"TAB", "http://a/\tb"},
        {"ESC", "http://a/\x1b[2J"},
        {"DEL", "http://a/\x7f"},
        {"a backslash ends the host in browsers", "http://a\\@b/"},
        {"a backslash for a slash", "http://a\\b"},
        {"backslashes for the two slashes", R"(http:\\a\b)"},
        {"a backslash in the user", "http://CORP\\bob:pw@a/"},
    };
    for (const auto& [why, text] : cases) {
        INFO(why);
        const auto url = parse_url(text);
        REQUIRE_FALSE(url);
        CHECK(url.error().kind() == ErrorKind::usage);
    }
}

TEST_CASE("url: errors name the URL, safe and without credentials", "[http]") {
    const std::vector<Case> cases = {
        {"the URL is named", "http://a:x/y?z", "cannot use the URL http://a:x/y?z"},
        {"credentials are hidden",
         "http://bob:hunter2@a:x/",
         "cannot use the URL http://****@a:x/"},
        {"an @ in the password", "http://bob:hunt@er2@a:x/", "cannot use the URL http://****@a:x/"},
        {"a user may be a token", "http://hunter2@a:x/", "cannot use the URL http://****@a:x/"},
        {"without a scheme", "bob:hunter2@a:x/", "cannot use the URL ****@a:x/"},
        {"a slash in the password", "http://bob:hunt/er2@a/", "cannot use the URL http://****@a/"},
        {"a hash in the password", "http://bob:hunt#er2@a/", "cannot use the URL http://****@a/"},
        {"a question mark in the password",
         "http://bob:hun?ter2@a/",
         "cannot use the URL http://****@a/"},
        {"a URL for a password", "bob:http://hunter2@a:x/", "cannot use the URL ****@a:x/"},
        {"a bad scheme", "ftp://bob:hunter2@a/", "cannot use the URL ftp://****@a/"},
        {"controls are shown",
         "http://a/\x1b[2J\r\n",
         R"(cannot use the URL http://a/\x1b[2J\r\n)"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto url = parse_url(c.text);
        REQUIRE_FALSE(url);
        CHECK(url.error().what() == c.url);
        CHECK(url.error().cause().find("hunt") == std::string::npos);
    }
    const auto url = parse_url("http://a:x/" + std::string(10000, 'a'));
    CHECK(url.error().what().size() < 300);
}

TEST_CASE("url: references are resolved as RFC 3986, 5.4 shows", "[http]") {
    const std::vector<Case> cases = {
        {"a file", "g", "http://a/b/c/g"},
        {"a dot", "./g", "http://a/b/c/g"},
        {"a folder", "g/", "http://a/b/c/g/"},
        {"a path", "/g", "http://a/g"},
        {"a host", "//g", "http://g/"},
        {"a query", "?y", "http://a/b/c/d;p?y"},
        {"a file and a query", "g?y", "http://a/b/c/g?y"},
        {"a fragment changes nothing", "#s", "http://a/b/c/d;p?q"},
        {"a fragment goes", "g#s", "http://a/b/c/g"},
        {"parameters", ";x", "http://a/b/c/;x"},
        {"parameters of a file", "g;x", "http://a/b/c/g;x"},
        {"nothing", "", "http://a/b/c/d;p?q"},
        {"here", ".", "http://a/b/c/"},
        {"up", "..", "http://a/b/"},
        {"up and down", "../g", "http://a/b/g"},
        {"up twice", "../../g", "http://a/g"},
        {"above the root", "../../../../g", "http://a/g"},
        {"absolute dots", "/../g", "http://a/g"},
        {"dots in names", "g..", "http://a/b/c/g.."},
        {"dots inside", "./g/../h", "http://a/b/c/h"},
        {"dots in a query", "g?y/../x", "http://a/b/c/g?y/../x"},
        {"an empty query", "?", "http://a/b/c/d;p?"},
        {"absolute", "https://x/y", "https://x/y"},
        {"absolute in upper case", "HTTPS://X/y", "https://x/y"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(resolved("http://a/b/c/d;p?q", c.text) == c.url);
    }
}

TEST_CASE("url: a Location may be sloppy but not hostile", "[http][pitfall]") {
    const std::vector<Case> cases = {
        {"raw UTF-8", "/gr\xc3\xbc\xc3\x9f", "https://h:1/gr%C3%BC%C3%9F"},
        {"raw Latin-1", "/gr\xfc", "https://h:1/gr%FC"},
        {"blanks", "/a b?c d", "https://h:1/a%20b?c%20d"},
        {"blanks around", " /a ", "https://h:1/a"},
        {"scheme-relative keeps https, not the port", "//x/y", "https://x/y"},
        {"credentials are dropped", "http://bob:pw@x/", "http://x/"},
        {"credentials without a scheme are dropped", "//bob:pw@x/", "https://x/"},
        {"backslashes stay on the host", R"(\\evil\x)", "https://h:1/%5C%5Cevil%5Cx"},
        {"a slash and a backslash, too", "/\\evil", "https://h:1/%5Cevil"},
        {"a URL in a query", "/login?next=http://x/", "https://h:1/login?next=http://x/"},
        {"a colon behind a slash", "/a:b", "https://h:1/a:b"},
        {"another scheme", "ftp://x/", "error: the scheme ftp is not supported"},
        {"a file", "file:///etc/passwd", "error: the scheme file is not supported"},
        {"no authority", "javascript:alert(1)", "error: the scheme javascript is not supported"},
        {"a port is no scheme", "localhost:80/x", "error: the scheme localhost is not supported"},
        {"no slashes", "http:x", "error: two slashes have to follow http:"},
        {"no host", "http:///x", "error: there is no host"},
        {"no host, scheme-relative", "///x", "error: there is no host"},
        {"a line end", "/a\r\nSet-Cookie: x", "error: it holds a control character"},
        {"a tab that browsers would drop", "/\t/evil", "error: it holds a control character"},
        {"a backslash in the host", "http://a\\@b/", "error: there is a backslash before the path"},
        {"a bad port", "http://x:99999/", "error: the port is not a number from 1 to 65535"},
        {"shorthands are for people", ":8080/x", "https://h:1/:8080/x"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(resolved("https://h:1/", c.text) == c.url);
    }
    const auto url = resolve_reference(parse_url("http://a/")->url, "http://bob:hunter2@b:x/");
    REQUIRE_FALSE(url);
    CHECK(url.error().kind() == ErrorKind::protocol);
    CHECK(url.error().what() == "cannot follow a redirect to http://****@b:x/");
}

TEST_CASE("url: resolving against a path with dots kept squashes the result", "[http]") {
    const auto base = parse_url("http://a/x/../b/c", {.path_as_is = true});
    CHECK(to_string(*resolve_reference(base->url, "d")) == "http://a/b/d");
}

TEST_CASE("url: the parts that go on the wire", "[http]") {
    const auto plain = parse_url("https://Example.com:443/a?b#c")->url;
    CHECK(target(plain) == "/a?b");
    CHECK(authority(plain) == "example.com");
    const auto odd = parse_url("http://[::1]:8080?")->url;
    CHECK(target(odd) == "/?");
    CHECK(authority(odd) == "[::1]:8080");
    CHECK_FALSE(parse_url("http://a/x")->url == parse_url("http://a/x?")->url);
}

TEST_CASE("url: an origin is scheme, host and port", "[http]") {
    const auto of = [](std::string_view text) { return origin(parse_url(text)->url); };
    CHECK(of("http://a:80/x?y") == of("HTTP://bob:pw@A./z"));
    CHECK_FALSE(of("http://a") == of("https://a"));
    CHECK_FALSE(of("http://a") == of("http://a:8080"));
    CHECK_FALSE(of("http://a:443") == of("https://a"));
    CHECK_FALSE(of("http://a") == of("http://b.a"));
    CHECK_FALSE(of("http://localhost") == of("http://127.0.0.1"));
}

TEST_CASE("url: origins are written and read", "[http]") {
    for (const std::string_view text :
         {"http://a.test",
          "https://a.test",
          "https://a.test:80",
          "http://[::1]:8080",
          "http://127.0.0.1:1",
          "http://xn--bcher-kva.example"}) {
        INFO(text);
        const auto read = parse_origin(text);
        REQUIRE(read);
        CHECK(to_string(*read) == text);
    }
    CHECK(to_string(*parse_origin("HTTPS://A.test:443")) == "https://a.test");
    for (const std::string_view wrong :
         {"",
          "a.test",
          "a.test:80",
          "//a.test",
          "://a.test",
          ":80",
          "http://",
          "http://a.test/",
          "http://a.test?x",
          "http://a.test#x",
          "http://bob@a.test",
          "ftp://a.test",
          "http://a.test:0",
          "http://a b",
          "http://a\n",
          "null"}) {
        INFO(wrong);
        CHECK_FALSE(parse_origin(wrong));
    }
}

TEST_CASE("url: loopback hosts", "[http]") {
    const std::vector<std::pair<std::string_view, bool>> cases = {
        {"localhost", true},
        {"a.localhost", true},
        {"LOCALHOST.", true},
        {"127.0.0.1", true},
        {"127.255.0.3", true},
        {"[::1]", true},
        {"[0:0:0:0:0:0:0:1]", true},
        {"notlocalhost", false},
        {"localhost.test", false},
        {"128.0.0.1", false},
        {"[::2]", false},
        {"0.0.0.0", false},
        {"127.0.0.1.example", false},
        {"127.example", false},
        {"[::]", false},
    };
    for (const auto& [host, loopback] : cases) {
        INFO(host);
        const auto url = parse_url(host)->url;
        CHECK(is_loopback(url.host, url.host_kind) == loopback);
    }
}

TEST_CASE("url: query parameters are appended as a form has them", "[http]") {
    struct Query {
        std::string_view why, text, name, value, target;
    };

    const std::vector<Query> cases = {
        {"the first", "http://a/", "q", "1", "/?q=1"},
        {"another", "http://a/?p", "q", "1", "/?p&q=1"},
        {"to an empty query", "http://a/?", "q", "1", "/?q=1"},
        {"behind an ampersand", "http://a/?p&", "q", "1", "/?p&q=1"},
        {"an empty value", "http://a/", "q", "", "/?q="},
        {"encoded", "http://a/", "a b", "c/d+e&f=g", "/?a+b=c%2Fd%2Be%26f%3Dg"},
        {"UTF-8", "http://a/", "q", "\xe2\x82\xac", "/?q=%E2%82%AC"},
        {"escapes are text", "http://a/", "q", "%20", "/?q=%2520"},
        {"line ends", "http://a/", "q", "\r\n", "/?q=%0D%0A"},
        {"what the form encoding keeps", "http://a/", "*-._", "~!'()", "/?*-._=%7E%21%27%28%29"},
    };
    for (const Query& c : cases) {
        INFO(c.why);
        auto url = parse_url(c.text)->url;
        append_query(url, c.name, c.value);
        CHECK(target(url) == c.target);
    }
}

TEST_CASE("url: percent decoding touches complete escapes only", "[http]") {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"a%20b", "a b"},
        {"%41%7a", "Az"},
        {"%", "%"},
        {"%4", "%4"},
        {"%zz", "%zz"},
        {"%%41", "%A"},
        {"%2541", "%41"},
        {"a+b", "a+b"},
        {"%C3%BC", "\xc3\xbc"},
        {"", ""},
    };
    for (const auto& [text, bytes] : cases) {
        CHECK(percent_decode(text) == bytes);
    }
    CHECK(percent_decode("%00") == std::string_view("\0", 1));
}
