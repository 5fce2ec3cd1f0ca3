// SPDX-License-Identifier: MIT
#include "reading.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <array>

using namespace latch;
using namespace std::chrono_literals;
using session::interchange::export_session;
using session::interchange::Format;
using test::cookies_of;
using test::Lines;
using test::secrets_of;

namespace {

constexpr auto now = test::import_time;

auto imported(std::string_view text) {
    return test::imported(text, Format::curl);
}

struct Case {
    std::string_view why, text;
    Lines secrets, cookies, left_behind;
};

const auto cases = std::to_array<Case>({
    {"as Chrome copies it",
     "curl 'https://a.test/x?y=1' \\\n"
     "  -H 'accept-language: en' \\\n"
     "  -b 'sid=1; theme=dark' \\\n"
     "  -H $'x-quote: it\\'s \\u0021' \\\n"
     "  --data-raw '{\"a\":1}' \\\n"
     "  --compressed\n",
     {"https://a.test accept-language: en", "https://a.test x-quote: it's !"},
     {"sid=1 a.test / host-only", "theme=dark a.test / host-only"},
     {"what a session does not hold: --compressed, --data-raw"}},
    {"as Firefox copies it",
     "curl 'https://a.test/' -X POST -H 'Cookie: sid=1' -H 'Content-Type: text/plain' "
     "-H 'Authorization: Bearer tok' --data-raw x",
     {"https://a.test Authorization: Bearer tok"},
     {"sid=1 a.test / host-only"},
     {"header Content-Type", "what a session does not hold: --data-raw, -X"}},
    {"credentials by letter, attached to a cluster",
     "curl -sSubob:p:w https://a.test",
     {"https://a.test basic bob:p:w"},
     {},
     {"what a session does not hold: -S, -s"}},
    {"a header in their place, as curl sends it",
     "curl -u bob:pw -H 'Authorization: Bearer tok' https://a.test",
     {"https://a.test Authorization: Bearer tok"},
     {},
     {"credentials, beside a header Authorization"}},
    {"digest", "curl --digest --user bob:pw a.test", {"http://a.test digest bob:pw"}, {}, {}},
    {"credentials in the URL",
     "curl https://bob:pw@a.test/",
     {"https://a.test basic bob:pw"},
     {},
     {}},
    {"a token", "curl --oauth2-bearer tok https://a.test", {"https://a.test bearer :tok"}, {}, {}},
    {"a user alone is asked for the password",
     "curl -u bob https://a.test",
     {"https://a.test basic bob:password for bob@a.test"},
     {},
     {}},
    {"an Authorization header of one's own",
     "curl -H 'Authorization: x' --url https://a.test",
     {"https://a.test Authorization: x"},
     {},
     {}},
    {"a user agent, an empty header",
     "curl -A me -H 'X-Empty;' https://a.test",
     {"https://a.test User-Agent: me", "https://a.test X-Empty: "},
     {},
     {}},
    {"cookies of localhost are its port's",
     "curl -b a=1 localhost:8080/x",
     {},
     {"a=1 localhost / host-only port 8080"},
     {}},
    {"files are not read",
     "curl -b jar.txt -c jar.txt -H @headers -d a=1 -u x:y https://a.test",
     {"https://a.test basic x:y"},
     {},
     {"the cookies in a file: import it by itself",
      "headers in a file",
      "what a session does not hold: --cookie-jar, -d"}},
    {"nothing is expanded",
     "curl -H \"Authorization: Bearer $TOKEN\" -u `whoami`:x -b 'a=$HOME' https://a.test",
     {},
     {"a=$HOME a.test / host-only"},
     {"--header: a shell would fill something in", "--user: a shell would fill something in"}},
    {"a redirection is no URL",
     "curl -u a:b https://a.test > out.txt 2>&1 2>/dev/null",
     {"https://a.test basic a:b"},
     {},
     {}},
    {"a removed header",
     "curl -u a:b -H 'Accept:' a.test",
     {"http://a.test basic a:b"},
     {},
     {"header Accept"}},
    {"the first URL counts",
     "curl -u a:b https://a.test https://b.test/x",
     {"https://a.test basic a:b"},
     {},
     {"what is for https://b.test/x, which is not the first URL"}},
    {"several commands, each for its own",
     "$ curl -u a:b https://a.test ;\ncurl -u c:d https://b.test & echo secret | /usr/bin/curl -k "
     "--tlsv1.2 -u e:f c.test",
     {"https://a.test basic a:b", "https://b.test basic c:d", "http://c.test basic e:f"},
     {},
     {"a command that is not curl", "what a session does not hold: --tlsv1.2, -k"}},
    {"values of options are no URLs",
     "curl --max-filesize 5 --url-query a=b --vlan-priority 1 -w '%{http_code}' -u a:b a.test",
     {"http://a.test basic a:b"},
     {},
     {"what a session does not hold: --max-filesize, --url-query, --vlan-priority, -w"}},
    {"a value that looks like an option",
     "curl -H -x -u a:b https://a.test",
     {"https://a.test basic a:b"},
     {},
     {"a header without a name"}},
    {"a cookie that would smuggle",
     "curl -u a:b -b $'x=1\\r\\nX: y' https://a.test",
     {"https://a.test basic a:b"},
     {},
     {"cookie x of a.test: it holds a byte that no cookie may hold"}},
    {"a user whom no session file could name again",
     "curl -H 'X: 1' -u $'a\\x01:b' https://a.test",
     {"https://a.test X: 1"},
     {},
     {"credentials of a user whose name no session can hold"}},
    {"a header that would split",
     "curl -u a:b -H $'X: 1\\r\\nY: 2' https://a.test",
     {"https://a.test basic a:b"},
     {},
     {"header X"}},
});

} // namespace

TEST_CASE("curl: command lines", "[session]") {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        const auto read = imported(c.text);
        REQUIRE(read);
        CHECK(secrets_of(read->session) == c.secrets);
        CHECK(cookies_of(read->session) == c.cookies);
        CHECK(read->left_behind == c.left_behind);
    }
}

TEST_CASE("curl: what holds nothing to keep is an error", "[session]") {
    const auto other = imported("wget https://a.test");
    REQUIRE_FALSE(other);
    CHECK(other.error().cause() == "there is no curl command in it");
    const auto windows = imported("curl ^\"https://a.test^\" ^\n -H ^\"x: y^\"");
    REQUIRE_FALSE(windows);
    CHECK(windows.error().hint() == "copy it as cURL (bash)");
    const auto nowhere = imported("curl -u a:b");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().hint() == "a command without a URL");
}

TEST_CASE("curl: a session is written as a configuration file", "[session]") {
    session::Session session;
    session.base = "https://a.test/v2";
    session::OriginState& state = session.at({http::Scheme::https, "a.test", 443});
    state.headers.add("X-Quote", "a \"b\" \\c");
    state.headers.add("X-Empty", "");
    state.auth.emplace();
    state.auth->account = {
        access::Scheme::digest, "bob", {access::SecretSource::Kind::literal, base::Secret("p\tw")}};
    session.at({http::Scheme::https, "b.test", 443}).headers.add("X-Other", "hidden");
    const http::Url url = test::a_url("https://a.test/");
    session.cookies.store("sid=root; Path=/", url, now);
    session.cookies.store("sid=app; Path=/app", url, now);
    session.cookies.store("theme=dark", url, now);
    session.cookies.store("gone=1; Max-Age=1", url, now);
    session.cookies.store("other=hidden", test::a_url("https://b.test/"), now);
    const auto written = export_session(session, Format::curl, now + 2s);
    CHECK(
        written.text == "# Written by latch.\n"
                        "# For curl --config with URLs of https://a.test; curl would send it "
                        "anywhere.\n"
                        "header = \"X-Quote: a \\\"b\\\" \\\\c\"\n"
                        "header = \"X-Empty;\"\n"
                        "digest\n"
                        "user = \"bob:p\\tw\"\n"
                        "cookie = \"sid=app; theme=dark\"\n"
    );
    CHECK(
        written.left_behind ==
        Lines{
            "cookie other of b.test: it is for another origin",
            "cookie sid of a.test: one of its name has a longer path",
            "1 header for https://b.test",
            "the base https://a.test/v2",
        }
    );
}

TEST_CASE("curl: without an origin there is nothing to write", "[session]") {
    session::Session session;
    session.cookies.store("a=1", test::a_url("https://a.test/"), now);
    const auto written = export_session(session, Format::curl, now);
    CHECK(written.left_behind == Lines{"all cookies: there is no base to tell whose"});
    CHECK(written.text.find("a=1") == std::string::npos);
}
