// SPDX-License-Identifier: MIT
#include "latch/http/cookie.hpp"

#include "support/catch.hpp"

#include <array>
#include <span>
#include <string>

using namespace latch::http;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

constexpr std::chrono::sys_seconds now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

std::string shown(std::optional<latch::base::Clock::time_point> expires) {
    if (!expires) {
        return "";
    }
    if (*expires == latch::base::Clock::time_point::min()) {
        return " expired";
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(*expires - now);
    return " for:" + std::to_string(left.count());
}

std::string shown(SameSite same_site) {
    switch (same_site) {
    case SameSite::unset:
        return "";
    case SameSite::none:
        return " none";
    case SameSite::lax:
        return " lax";
    case SameSite::strict:
        return " strict";
    }
    return " ?";
}

/// "[name][value] and what the attributes said", or "ignored".
std::string parsed(std::string_view line) {
    const auto cookie = parse_set_cookie(line, now);
    if (!cookie) {
        return "ignored";
    }
    std::string text = "[" + cookie->name + "][" + cookie->value + "]";
    text += cookie->domain ? " domain:" + *cookie->domain : "";
    text += cookie->path ? " path:" + *cookie->path : "";
    text += cookie->secure ? " secure" : "";
    text += cookie->http_only ? " http-only" : "";
    return text + shown(cookie->same_site) + shown(cookie->expires);
}

struct Case {
    std::string_view why, line, cookie;
};

void check(std::span<const Case> cases) {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.line);
        CHECK(parsed(c.line) == c.cookie);
    }
}

} // namespace

constexpr auto pairs = std::to_array<Case>({
    {"the usual", "a=b", "[a][b]"},
    {"Tomcat's", "JSESSIONID=0A1B; Path=/; HttpOnly", "[JSESSIONID][0A1B] path:/ http-only"},
    {"only the first equals sign separates", "a=b=c==", "[a][b=c==]"},
    {"blanks and tabs around go", " \ta \t=\t b \t; ", "[a][b]"},
    {"blanks and tabs inside stay", "a b=c \t d", "[a b][c \t d]"},
    {"an empty value is a value", "a=", "[a][]"},
    {"no equals sign: a value without a name", "token", "[][token]"},
    {"nothing before the equals sign", "=b", "[][b]"},
    {"nothing before the first of two", "==a=b", "[][=a=b]"},
    {"a blank name is no name", "  =b", "[][b]"},
    {"an attribute's equals sign is not the pair's", "a; Path=/", "[][a] path:/"},
    {"quotes are bytes like others", R"(a="b c")", R"([a]["b c"])"},
    {"a quoted semicolon ends the pair all the same", R"(a="b;c")", R"([a]["b])"},
    {"nothing is decoded", "a=%20%3B+b", "[a][%20%3B+b]"},
    {"commas do not separate cookies", "a=b, c=d", "[a][b, c=d]"},
    {"Latin-1 bytes pass", "a=\xe9\xff", "[a][\xe9\xff]"},
    {"UTF-8 passes",
     "gr\xc3\xb6\xc3\x9f"
     "e=\xf0\x9f\x8d\xaa",
     "[gr\xc3\xb6\xc3\x9f"
     "e][\xf0\x9f\x8d\xaa]"},
    {"a dollar name is no RFC 2965 attribute", "$Version=1", "[$Version][1]"},
    {"neither name nor value", "=", "ignored"},
    {"nothing at all", "", "ignored"},
    {"blanks only", " \t ", "ignored"},
    {"attributes only", "; Path=/", "ignored"},
    {"an empty pair with attributes", "=; Secure", "ignored"},
});

TEST_CASE("cookie: name and value are what is around the first equals sign", "[http]") {
    check(pairs);
}

constexpr auto controls = std::to_array<Case>({
    {"NUL in the value", "a=b\0c"sv, "ignored"},
    {"NUL in the name", "a\0b=c"sv, "ignored"},
    {"NUL in an attribute", "a=b; Path=/\0x"sv, "ignored"},
    {"NUL behind everything", "a=b\0"sv, "ignored"},
    {"CR", "a=b\rc", "ignored"},
    {"LF", "a=b\nSet-Cookie: c=d", "ignored"},
    {"the first control", "a=\x01", "ignored"},
    {"the last before TAB", "a=\x08", "ignored"},
    {"the first behind TAB is LF, then VT", "a=\x0b", "ignored"},
    {"ESC", "a=\x1b[2J", "ignored"},
    {"the last below blank", "a=\x1f", "ignored"},
    {"DEL", "a=\x7f", "ignored"},
    {"TAB is no control here", "a=b\tc", "[a][b\tc]"},
    {"a C1 byte is none either", "a=\x9b", "[a][\x9b]"},
});

TEST_CASE("cookie: a control byte makes the whole line ignored", "[http]") {
    check(controls);
}

TEST_CASE("cookie: name and value together have 4096 bytes", "[http]") {
    const std::string fits = "name=" + std::string(4092, 'v');
    CHECK(parse_set_cookie(fits, now));
    CHECK_FALSE(parse_set_cookie(fits + 'v', now));
    CHECK(parse_set_cookie(std::string(4096, 'v'), now));       // nameless
    CHECK_FALSE(parse_set_cookie(std::string(4097, 'v'), now)); // nameless
    CHECK(parse_set_cookie(std::string(4095, 'n') + "=v", now));
    CHECK(parse_set_cookie("  " + fits + "  ; Path=/", now)); // neither blanks nor attributes count
}

TEST_CASE("cookie: an attribute of more than 1024 bytes is as if it were not there", "[http]") {
    const std::string path_1024 = "/" + std::string(1023, 'p');
    CHECK(parse_set_cookie("a=b; Path=" + path_1024, now)->path == path_1024);
    CHECK(parse_set_cookie("a=b; Path=" + path_1024 + "p", now)->path == std::nullopt);
    CHECK(parse_set_cookie("a=b; Path=/x; Path=" + path_1024 + "p", now)->path == "/x");
    const std::string host_1025(1025, 'h');
    CHECK(parse_set_cookie("a=b; Domain=x.test; Domain=" + host_1025, now)->domain == "x.test");
    CHECK_FALSE(parse_set_cookie("a=b; Secure=" + host_1025, now)->secure);
    const std::string zeros(1024, '0');
    CHECK(parsed("a=b; Max-Age=" + zeros) == "[a][b] expired");
    CHECK(parsed("a=b; Max-Age=0" + zeros) == "[a][b]");
}

constexpr auto max_ages = std::to_array<Case>({
    {"seconds", "a=b; Max-Age=60", "[a][b] for:60"},
    {"names have no case", "a=b; mAX-aGE=60", "[a][b] for:60"},
    {"blanks around", "a=b;  Max-Age  =  60  ", "[a][b] for:60"},
    {"leading zeros", "a=b; Max-Age=0060", "[a][b] for:60"},
    {"zero is over", "a=b; Max-Age=0", "[a][b] expired"},
    {"less than zero is over", "a=b; Max-Age=-1", "[a][b] expired"},
    {"minus zero is over", "a=b; Max-Age=-0", "[a][b] expired"},
    {"far below zero", "a=b; Max-Age=-99999999999999999999999", "[a][b] expired"},
    {"400 days pass", "a=b; Max-Age=34560000", "[a][b] for:34560000"},
    {"a second more does not", "a=b; Max-Age=34560001", "[a][b] for:34560000"},
    {"ten years", "a=b; Max-Age=315360000", "[a][b] for:34560000"},
    {"beyond 64 bits", "a=b; Max-Age=99999999999999999999999", "[a][b] for:34560000"},
    {"quoted: ignored", R"(a=b; Max-Age="60")", "[a][b]"},
    {"a plus: ignored", "a=b; Max-Age=+60", "[a][b]"},
    {"a fraction: ignored", "a=b; Max-Age=1.5", "[a][b]"},
    {"two numbers: ignored", "a=b; Max-Age=50,399", "[a][b]"},
    {"a unit: ignored", "a=b; Max-Age=60s", "[a][b]"},
    {"hexadecimal: ignored", "a=b; Max-Age=0x10", "[a][b]"},
    {"a minus alone: ignored", "a=b; Max-Age=-", "[a][b]"},
    {"two minuses: ignored", "a=b; Max-Age=--1", "[a][b]"},
    {"empty: ignored", "a=b; Max-Age=", "[a][b]"},
    {"no value: ignored", "a=b; Max-Age", "[a][b]"},
    {"the last usable one counts", "a=b; Max-Age=60; Max-Age=70; Max-Age=x", "[a][b] for:70"},
});

TEST_CASE("cookie: Max-Age is an optional minus and digits", "[http]") {
    check(max_ages);
}

constexpr auto expiries = std::to_array<Case>({
    {"tomorrow", "a=b; Expires=Tue, 24 Nov 2026 00:00:00 GMT", "[a][b] for:86400"},
    {"Tomcat's dashes", "a=b; Expires=Tue, 24-Nov-2026 00:00:10 GMT", "[a][b] for:86410"},
    {"a day of one digit", "a=b; Expires=Tue, 1 Dec 2026 00:00:00 GMT", "[a][b] for:691200"},
    {"capped at 400 days", "a=b; Expires=Fri, 01 Jan 2038 00:00:00 GMT", "[a][b] for:34560000"},
    {"beyond the clock", "a=b; Expires=Fri, 31 Dec 9999 23:59:59 GMT", "[a][b] for:34560000"},
    {"the past stays as it is", "a=b; Expires=Sun, 22 Nov 2026 00:00:00 GMT", "[a][b] for:-86400"},
    {"no date: ignored", "a=b; Expires=tomorrow", "[a][b]"},
    {"empty: ignored", "a=b; Expires=", "[a][b]"},
    {"a bad one does not undo a good one",
     "a=b; Expires=Tue, 24 Nov 2026 00:00:00 GMT; Expires=never",
     "[a][b] for:86400"},
    {"the last good one counts",
     "a=b; Expires=Tue, 24 Nov 2026 00:00:00 GMT; Expires=Wed, 25 Nov 2026 00:00:00 GMT",
     "[a][b] for:172800"},
    {"Max-Age behind", "a=b; Expires=Tue, 24 Nov 2026 00:00:00 GMT; Max-Age=60", "[a][b] for:60"},
    {"Max-Age before", "a=b; Max-Age=60; Expires=Tue, 24 Nov 2026 00:00:00 GMT", "[a][b] for:60"},
    {"Tomcat's deletion",
     "a=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/shop",
     "[a][] path:/shop expired"},
    {"a bad Max-Age beats nothing",
     "a=b; Max-Age=x; Expires=Tue, 24 Nov 2026 00:00:00 GMT",
     "[a][b] for:86400"},
});

TEST_CASE("cookie: Expires is a date, and Max-Age beats it", "[http]") {
    check(expiries);
}

constexpr auto attributes = std::to_array<Case>({
    {"Domain is lowered", "a=b; Domain=Example.COM", "[a][b] domain:example.com"},
    {"one leading dot goes", "a=b; Domain=.example.com", "[a][b] domain:example.com"},
    {"only one", "a=b; Domain=..example.com", "[a][b] domain:.example.com"},
    {"a trailing dot stays, and never matches",
     "a=b; Domain=example.com.",
     "[a][b] domain:example.com."},
    {"a port stays, and never matches",
     "a=b; Domain=example.com:8080",
     "[a][b] domain:example.com:8080"},
    {"quotes stay, and never match",
     R"(a=b; Domain="example.com")",
     R"([a][b] domain:"example.com")"},
    {"an empty one is one", "a=b; Domain=", "[a][b] domain:"},
    {"no value is an empty one", "a=b; Domain", "[a][b] domain:"},
    {"a dot alone is an empty one", "a=b; Domain=.", "[a][b] domain:"},
    {"the last Domain", "a=b; Domain=x.test; Domain=y.test", "[a][b] domain:y.test"},
    {"an empty last Domain", "a=b; Domain=x.test; Domain=", "[a][b] domain:"},
    {"Path", "a=b; Path=/x/y", "[a][b] path:/x/y"},
    {"its trailing slash stays", "a=b; Path=/shop/", "[a][b] path:/shop/"},
    {"its case stays", "a=b; PATH=/Shop", "[a][b] path:/Shop"},
    {"blanks inside stay", "a=b; Path=/x y", "[a][b] path:/x y"},
    {"an empty path is none", "a=b; Path=", "[a][b]"},
    {"a relative path is none", "a=b; Path=x", "[a][b]"},
    {"a quoted path is relative", R"(a=b; Path="/x")", "[a][b]"},
    {"the last Path", "a=b; Path=/x; Path=/y", "[a][b] path:/y"},
    {"an unusable last Path undoes the one before", "a=b; Path=/x; Path=y", "[a][b]"},
    {"Secure", "a=b; Secure", "[a][b] secure"},
    {"Secure with a value", "a=b; Secure=false", "[a][b] secure"},
    {"Secure with an empty value", "a=b; Secure=", "[a][b] secure"},
    {"blanks around Secure", "a=b;\tSecure ", "[a][b] secure"},
    {"quoted it is another word", R"(a=b; "Secure")", "[a][b]"},
    {"a longer word is another", "a=b; Secured; HttpOnlyX", "[a][b]"},
    {"HttpOnly", "a=b; httponly", "[a][b] http-only"},
    {"HttpOnly with a value", "a=b; HttpOnly=0", "[a][b] http-only"},
    {"SameSite", "a=b; SameSite=Lax", "[a][b] lax"},
    {"its values have no case", "a=b; samesite=sTRICT", "[a][b] strict"},
    {"None", "a=b; SameSite=None", "[a][b] none"},
    {"an unknown value is the default", "a=b; SameSite=Sometimes", "[a][b]"},
    {"and undoes an earlier one", "a=b; SameSite=Lax; SameSite=x", "[a][b]"},
    {"unknown attributes are nothing", "a=b; Partitioned; Priority=High; Version=1000", "[a][b]"},
    {"empty attributes are nothing", "a=b;;; ;=;= ;Secure;", "[a][b] secure"},
    {"no blank is needed", "a=b;Path=/;Secure", "[a][b] path:/ secure"},
    {"a comma ends no attribute", "a=b; Path=/x, c=d", "[a][b] path:/x, c=d"},
});

TEST_CASE("cookie: the other attributes, the last of each", "[http]") {
    check(attributes);
}

TEST_CASE("cookie: the default path is the folder of the request path", "[http]") {
    const auto cases = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"/", "/"},
        {"/x", "/"},
        {"/x/", "/x"},
        {"/x/y", "/x"},
        {"/x/y/", "/x/y"},
        {"", "/"},
        {"x/y", "/"},
        {"//", "/"},
        {"/%2F/x", "/%2F"},
        {"/a;b=/c", "/a;b="},
    });
    for (const auto& [request, path] : cases) {
        INFO(request);
        CHECK(default_path(request) == path);
    }
}

TEST_CASE("cookie: paths match whole segments", "[http]") {
    struct PathCase {
        std::string_view why, request, cookie;
        bool matches;
    };

    const auto cases = std::to_array<PathCase>({
        {"the same", "/shop", "/shop", true},
        {"the root matches all", "/shop/cart", "/", true},
        {"below", "/shop/cart", "/shop", true},
        {"below a trailing slash", "/shop/cart", "/shop/", true},
        {"a trailing slash asks for one", "/shop", "/shop/", false},
        {"its folder", "/shop/", "/shop", true},
        {"a longer word", "/shopping", "/shop", false},
        {"above", "/", "/shop", false},
        {"case matters", "/Shop", "/shop", false},
        {"Tomcat's path parameter is part of the word", "/app;jsessionid=1", "/app", false},
        {"nothing is decoded", "/%73hop", "/shop", false},
        {"an encoded slash is no slash", "/shop%2Fcart", "/shop", false},
        {"two slashes", "/shop//cart", "/shop/", true},
    });
    for (const PathCase& c : cases) {
        INFO(c.why);
        CHECK(path_matches(c.request, c.cookie) == c.matches);
    }
}

TEST_CASE("cookie: domains match whole labels, addresses only themselves", "[http]") {
    struct DomainCase {
        std::string_view why, host;
        HostKind kind;
        std::string_view domain;
        bool matches;
    };

    constexpr auto name = HostKind::name;
    const auto cases = std::to_array<DomainCase>({
        {"the same", "example.com", name, "example.com", true},
        {"a subdomain", "a.b.example.com", name, "example.com", true},
        {"a longer word (CVE-2013-1944)", "notexample.com", name, "example.com", false},
        {"the parent", "example.com", name, "a.example.com", false},
        {"a sibling", "b.example.com", name, "a.example.com", false},
        {"nothing matches no domain", "example.com", name, "", false},
        {"a dot is no label", "example.com", name, ".example.com", false},
        {"a dot in the middle of nothing", "a.example.com", name, ".example.com", false},
        {"an address", "127.0.0.1", HostKind::ipv4, "127.0.0.1", true},
        {"part of one (CVE-2014-3613)", "127.0.0.1", HostKind::ipv4, "0.0.1", false},
        {"its last number", "1.1.1.1", HostKind::ipv4, "1", false},
        {"IPv6", "::1", HostKind::ipv6, "::1", true},
        {"an embedded IPv4 part", "::ffff:1.2.3.4", HostKind::ipv6, "2.3.4", false},
    });
    for (const DomainCase& c : cases) {
        INFO(c.why);
        CHECK(domain_matches(c.host, c.kind, c.domain) == c.matches);
    }
}

TEST_CASE("cookie: name, domain, host-only, path and port are the identity", "[http]") {
    Cookie one;
    one.name = "a";
    one.domain = "example.com";
    Cookie other = one;
    other.value = "other";
    other.secure = true;
    other.expires = now;
    CHECK(same_identity(one, other));
    const auto differs = [&](auto change) {
        Cookie changed = one;
        change(changed);
        return !same_identity(one, changed);
    };
    CHECK(differs([](Cookie& c) { c.name = "A"; }));
    CHECK(differs([](Cookie& c) { c.domain = "a.example.com"; }));
    CHECK(differs([](Cookie& c) { c.host_only = false; }));
    CHECK(differs([](Cookie& c) { c.path = "/x"; }));
    CHECK(differs([](Cookie& c) { c.port = 8080; }));
}
