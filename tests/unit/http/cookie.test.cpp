// SPDX-License-Identifier: MIT
#include "latch/http/cookie.hpp"

#include "unit/http/cookie_visit.hpp"

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
    {"a semicolon alone", ";", "ignored"},
    {"a semicolon behind", "a=b;", "[a][b]"},
    {"a semicolon in front hides the pair", ";a=b", "ignored"},
    {"a blank is no separator", "a=b c=d", "[a][b c=d]"},
    {"an attribute's name in front is a cookie's", "Secure; Secure", "[][Secure] secure"},
    {"so is Path", "Path=/; Path=/x", "[Path][/] path:/x"},
    {"and Expires", "Expires=never", "[Expires][never]"},
    {"brackets and braces are bytes", "a[0]={b}", "[a[0]][{b}]"},
    {"JSON up to its semicolon", R"(a={"b":"c","d":[1,2]})", R"([a][{"b":"c","d":[1,2]}])"},
    {"base64 with its padding", "a=QUJD==", "[a][QUJD==]"},
    {"a JWT", "t=e30.e30.x_y-z; HttpOnly", "[t][e30.e30.x_y-z] http-only"},
    {"a slash in a name", "a/b=c", "[a/b][c]"},
    {"a NEL byte is no blank", "a=\x85", "[a][\x85]"},
    {"nor is a no-break space", "\xc2\xa0=a", "[\xc2\xa0][a]"},
    {"inner quotes stay, unbalanced", R"(a="b)", R"([a]["b])"},
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

TEST_CASE("cookie: a control byte makes the whole line ignored", "[http][pitfall]") {
    check(controls);
}

namespace {

/// Lines of lengths around a limit; `fill` bytes of "x" are put in the place of the "#".
struct LengthCase {
    std::string_view why, line;
    std::size_t fill;
    std::string_view cookie; ///< its "#" as well
};

std::string filled(std::string_view text, std::size_t fill) {
    const auto mark = text.find('#');
    return mark == std::string_view::npos
               ? std::string(text)
               : std::string(text.substr(0, mark)) + std::string(fill, 'x') +
                     std::string(text.substr(mark + 1));
}

} // namespace

constexpr auto lengths = std::to_array<LengthCase>({
    {"name and value have 4096 bytes together", "name=#", 4092, "[name][#]"},
    {"not one more", "name=#", 4093, "ignored"},
    {"a value alone", "=#", 4096, "[][#]"},
    {"not one more", "=#", 4097, "ignored"},
    {"one without an equals sign", "#", 4096, "[][#]"},
    {"not one more", "#", 4097, "ignored"},
    {"a name alone", "#=", 4096, "[#][]"},
    {"not one more", "#=", 4097, "ignored"},
    {"a name and a byte", "#=v", 4095, "[#][v]"},
    {"not one more", "#=v", 4096, "ignored"},
    {"blanks around do not count", " \t name \t=\t # \t", 4092, "[name][#]"},
    {"nor do attributes", "name=#; Path=/; Secure", 4092, "[name][#] path:/ secure"},
    {"an attribute has 1024 bytes", "a=b; Path=/#", 1023, "[a][b] path:/#"},
    {"with one more it is not there", "a=b; Path=/#", 1024, "[a][b]"},
    {"and one before it counts", "a=b; Path=/y; Path=/#", 1024, "[a][b] path:/y"},
    {"a Domain of 1024 bytes", "a=b; Domain=#", 1024, "[a][b] domain:#"},
    {"one more", "a=b; Domain=#", 1025, "[a][b]"},
    {"one before it counts", "a=b; Domain=y.test; Domain=#", 1025, "[a][b] domain:y.test"},
    {"a leading dot is of the 1024", "a=b; Domain=.#", 1024, "[a][b]"},
    {"Secure with too long a value is not there", "a=b; Secure=#", 1025, "[a][b]"},
    {"with one that fits it is", "a=b; Secure=#", 1024, "[a][b] secure"},
    {"HttpOnly likewise", "a=b; HttpOnly=#", 1025, "[a][b]"},
    {"SameSite as well: one before it counts", "a=b; SameSite=Lax; SameSite=#", 1025, "[a][b] lax"},
    {"blanks around the value do not count", "a=b; Path= \t/# \t", 1023, "[a][b] path:/#"},
    {"an unknown attribute may be as long as it likes", "a=b; #=y; Secure", 9000, "[a][b] secure"},
    {"a date in a text of 1024 bytes",
     "a=b; Expires=#, 24 Nov 2026 00:00:00 GMT",
     998,
     "[a][b] for:86400"},
    {"a longer one is no date", "a=b; Expires=#, 24 Nov 2026 00:00:00 GMT", 999, "[a][b]"},
});

TEST_CASE("cookie: a pair has 4096 bytes, an attribute 1024", "[http]") {
    for (const LengthCase& c : lengths) {
        INFO(c.why << ": " << c.line);
        CHECK(parsed(filled(c.line, c.fill)) == filled(c.cookie, c.fill));
    }
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
    {"a second is one", "a=b; Max-Age=1", "[a][b] for:1"},
    {"a second less than the cap", "a=b; Max-Age=34559999", "[a][b] for:34559999"},
    {"the most of 64 bits", "a=b; Max-Age=9223372036854775807", "[a][b] for:34560000"},
    {"one more", "a=b; Max-Age=9223372036854775808", "[a][b] for:34560000"},
    {"the least of them", "a=b; Max-Age=-9223372036854775808", "[a][b] expired"},
    {"zeros alone", "a=b; Max-Age=000", "[a][b] expired"},
    {"a blank within: ignored", "a=b; Max-Age=6 0", "[a][b]"},
    {"a minus behind: ignored", "a=b; Max-Age=60-", "[a][b]"},
    {"a blank behind the minus: ignored", "a=b; Max-Age=- 1", "[a][b]"},
    {"digits of other scripts: ignored", "a=b; Max-Age=\xd9\xa6", "[a][b]"},
    {"an exponent: ignored", "a=b; Max-Age=1e3", "[a][b]"},
    {"the last usable one, be it over", "a=b; Max-Age=60; Max-Age=0", "[a][b] expired"},
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
    {"the second of the cap", "a=b; Expires=Tue, 28 Dec 2027 00:00:00 GMT", "[a][b] for:34560000"},
    {"one less", "a=b; Expires=Mon, 27 Dec 2027 23:59:59 GMT", "[a][b] for:34559999"},
    {"one more", "a=b; Expires=Tue, 28 Dec 2027 00:00:01 GMT", "[a][b] for:34560000"},
    {"names have no case", "a=b; eXPIRES=Tue, 24 Nov 2026 00:00:00 GMT", "[a][b] for:86400"},
    {"quotes are delimiters of dates",
     R"(a=b; Expires="Tue, 24 Nov 2026 00:00:00 GMT")",
     "[a][b] for:86400"},
    {"a zone is not looked at", "a=b; Expires=Tue, 24 Nov 2026 00:00:00 -0500", "[a][b] for:86400"},
    {"a negative Max-Age beats a date to come",
     "a=b; Expires=Tue, 24 Nov 2026 00:00:00 GMT; Max-Age=-1",
     "[a][b] expired"},
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
    {"blanks within stay, and never match", "a=b; Domain=a. test", "[a][b] domain:a. test"},
    {"blanks around go", "a=b; Domain =\t.a.test ", "[a][b] domain:a.test"},
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
    {"a hyphen makes it another", "a=b; Http-Only", "[a][b]"},
    {"an attribute may be said twice", "a=b; Secure; secure", "[a][b] secure"},
    {"and without a blank name", "a=b; =Secure", "[a][b]"},
    {"a comma does not end Secure", "a=b; Secure, HttpOnly", "[a][b]"},
    {"attributes of other specifications are nothing",
     "a=b; Comment=x; Port=80; Discard; CommentURL=y",
     "[a][b]"},
    {"Domain without ASCII", "a=b; Domain=\xc3\xbc.test", "[a][b] domain:\xc3\xbc.test"},
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

namespace {

struct DefaultPathCase {
    std::string_view why, request, path;
};

struct PathCase {
    std::string_view why, request, cookie;
    bool matches;
};

struct DomainCase {
    std::string_view why, host;
    HostKind kind;
    std::string_view domain;
    bool matches;
};

} // namespace

constexpr auto default_paths = std::to_array<DefaultPathCase>({
    {"the root", "/", "/"},
    {"a file of the root", "/x", "/"},
    {"a folder", "/x/", "/x"},
    {"a file of it", "/x/y", "/x"},
    {"a folder in a folder", "/x/y/", "/x/y"},
    {"no path", "", "/"},
    {"a path that is none", "x/y", "/"},
    {"two slashes", "//", "/"},
    {"an escaped slash is none", "/%2F/x", "/%2F"},
    {"a parameter is part of the path", "/a;b=/c", "/a;b="},
    {"three", "///", "//"},
    {"a file whose name begins with a dot", "/x/.y", "/x"},
    {"dots are letters", "/x/../y", "/x/.."},
});

TEST_CASE("cookie: the default path is the folder of the request path", "[http]") {
    for (const DefaultPathCase& c : default_paths) {
        INFO(c.why);
        CHECK(default_path(c.request) == c.path);
    }
}

constexpr auto path_cases = std::to_array<PathCase>({
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
    {"two slashes against one", "//shop", "/shop", false},
    {"one slash against two", "/shop", "//", false},
    {"two slashes against the root", "//shop", "/", true},
    {"a query is not in it", "/shop?x", "/shop", false},
    {"deep below", "/shop/a/b/c/d", "/shop/a", true},
    {"the last letter differs", "/shoq", "/shop", false},
    {"nothing matches nothing", "", "", true},
    {"nothing is no root", "", "/", false},
});

TEST_CASE("cookie: paths match whole segments", "[http]") {
    for (const PathCase& c : path_cases) {
        INFO(c.why);
        CHECK(path_matches(c.request, c.cookie) == c.matches);
    }
}

constexpr auto domain_cases = std::to_array<DomainCase>({
    {"the same", "example.com", HostKind::name, "example.com", true},
    {"a subdomain", "a.b.example.com", HostKind::name, "example.com", true},
    {"a longer word (CVE-2013-1944)", "notexample.com", HostKind::name, "example.com", false},
    {"the parent", "example.com", HostKind::name, "a.example.com", false},
    {"a sibling", "b.example.com", HostKind::name, "a.example.com", false},
    {"nothing matches no domain", "example.com", HostKind::name, "", false},
    {"a dot is no label", "example.com", HostKind::name, ".example.com", false},
    {"a dot in the middle of nothing", "a.example.com", HostKind::name, ".example.com", false},
    {"an address", "127.0.0.1", HostKind::ipv4, "127.0.0.1", true},
    {"part of one (CVE-2014-3613)", "127.0.0.1", HostKind::ipv4, "0.0.1", false},
    {"its last number", "1.1.1.1", HostKind::ipv4, "1", false},
    {"IPv6", "::1", HostKind::ipv6, "::1", true},
    {"an embedded IPv4 part", "::ffff:1.2.3.4", HostKind::ipv6, "2.3.4", false},
    {"the end of an address that is a name", "1.2.3.4.example", HostKind::name, "4.example", true},
    {"a single label", "localhost", HostKind::name, "localhost", true},
    {"below one", "x.localhost", HostKind::name, "localhost", true},
    {"an empty label between", "a..example.com", HostKind::name, "example.com", true},
    {"a trailing dot is another name", "example.com", HostKind::name, "example.com.", false},
    {"the root is no domain", "example.com", HostKind::name, ".", false},
    {"punycode", "a.xn--bcher-kva.example", HostKind::name, "xn--bcher-kva.example", true},
    {"upper case does not get here", "a.example.com", HostKind::name, "Example.com", false},
    {"the whole as an end of a label", "xexample.com", HostKind::name, "example.com", false},
    {"another address", "10.0.0.1", HostKind::ipv4, "10.0.0.2", false},
    {"a longer address", "10.0.0.11", HostKind::ipv4, "0.0.11", false},
    {"IPv6 in part", "2001:db8::1", HostKind::ipv6, "1", false},
    {"a socket is itself", "/run/a.sock", HostKind::unix_socket, "/run/a.sock", true},
    {"and below nothing", "/run/a.sock", HostKind::unix_socket, "sock", false},
});

TEST_CASE("cookie: domains match whole labels, addresses only themselves", "[http][pitfall]") {
    for (const DomainCase& c : domain_cases) {
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

std::size_t latch::test::rows_of_parsing() {
    return pairs.size() + controls.size() + lengths.size() + max_ages.size() + expiries.size() +
           attributes.size() + default_paths.size() + path_cases.size() + domain_cases.size();
}
