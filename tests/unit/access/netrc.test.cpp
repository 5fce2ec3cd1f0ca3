// SPDX-License-Identifier: MIT
#include "latch/access/netrc.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;

namespace {

/// "login:password" of the host, "-" if there is nothing for it.
std::string found(std::string_view text, std::string_view host) {
    const auto entry = find_in_netrc(parse_netrc(text), host);
    return entry ? entry->user + ':' + std::string(entry->password.reveal()) : "-";
}

} // namespace

TEST_CASE("netrc: the default entry names nobody", "[access]") {
    const auto entries =
        parse_netrc("machine a.test login a password 1\ndefault login d password 2");
    CHECK(find_in_netrc(entries, "a.test", NetrcReach::named));
    CHECK_FALSE(find_in_netrc(entries, "b.test", NetrcReach::named));
    CHECK(find_in_netrc(entries, "b.test", NetrcReach::everybody));
}

TEST_CASE("netrc: what a file says about a host", "[access]") {
    struct Case {
        std::string_view why, text, host, credentials;
    };

    const std::vector<Case> cases{
        {"one line", "machine a.test login bob password pw", "a.test", "bob:pw"},
        {"several lines", "machine a.test\n\tlogin bob\r\n\tpassword pw\n", "a.test", "bob:pw"},
        {"the password first", "machine a.test password pw login bob", "a.test", "bob:pw"},
        {"an account in between",
         "machine a.test login bob account x password pw",
         "a.test",
         "bob:pw"},
        {"another host", "machine a.test login bob password pw", "b.test", "-"},
        {"a subdomain is another host", "machine a.test login bob password pw", "x.a.test", "-"},
        {"the second machine",
         "machine a.test login bob password pw machine b.test login eve password x",
         "b.test",
         "eve:x"},
        {"the first of two entries",
         "machine a.test login bob password pw\nmachine a.test login eve password x",
         "a.test",
         "bob:pw"},
        {"the default entry",
         "machine a.test login bob password pw default login d password e",
         "b.test",
         "d:e"},
        {"a machine beats the default before it",
         "default login d password e machine a.test login bob password pw",
         "a.test",
         "bob:pw"},
        {"case does not count in names",
         "machine A.Test login Bob password PW",
         "a.test",
         "Bob:PW"},
        {"a trailing dot does not count",
         "machine a.test. login bob password pw",
         "a.test",
         "bob:pw"},
        {"an IDN",
         "machine b\xc3\xbc"
         "cher.test login bob password pw",
         "xn--bcher-kva.test",
         "bob:pw"},
        {"an IPv6 address", "machine ::1 login bob password pw", "::1", "bob:pw"},
        {"no trick with user info", "machine x@a.test login bob password pw", "a.test", "-"},
        {"nor with a path", "machine a.test/x login bob password pw", "a.test", "-"},
        {"quoted words",
         R"(machine a.test login "bob \"x\"" password "p w\\\n")",
         "a.test",
         "bob \"x\":p w\\\n"},
        {"a quote that is not closed",
         "machine a.test login bob password \"p w",
         "a.test",
         "bob:p w"},
        {"a hash sign within a password",
         "machine a.test login bob password #pw",
         "a.test",
         "bob:#pw"},
        {"a comment",
         "# machine a.test login eve password x\nmachine a.test login bob password pw",
         "a.test",
         "bob:pw"},
        {"a comment behind an entry",
         "machine a.test login bob password pw # login eve\n",
         "a.test",
         "bob:pw"},
        {"a macro",
         "machine a.test login bob password pw\nmacdef init\nmachine b.test login eve password "
         "x\n\nmachine c.test login cat password y",
         "c.test",
         "cat:y"},
        {"what a macro holds is no entry",
         "macdef init\nmachine b.test login eve password x\n\n",
         "b.test",
         "-"},
        {"a macro without an end",
         "macdef init\nmachine b.test login eve password x",
         "b.test",
         "-"},
        {"unknown words", "machine a.test port login bob password pw", "a.test", "bob:pw"},
        {"a keyword as a password",
         "machine a.test login machine password default",
         "a.test",
         "machine:default"},
        {"nothing", "", "a.test", "-"},
        {"values of nobody", "login bob password pw", "a.test", "-"},
        {"a machine without a name is no default", "machine", "a.test", "-"},
        {"nor is one with an empty name", "machine \"\" login bob password pw", "a.test", "-"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(found(c.text, c.host) == c.credentials);
    }
}

TEST_CASE("netrc: an incomplete entry gives nothing, not even another's", "[access][pitfall]") {
    for (const std::string_view incomplete :
         {"machine a.test login bob", "machine a.test password pw", "machine a.test"}) {
        INFO(incomplete);
        const std::string text =
            "machine b.test login eve password x\n" + std::string(incomplete) + '\n';
        CHECK(found(text + "default login d password e", "a.test") == "-");
        CHECK(found(text + "machine a.test login z password z", "a.test") == "-");
    }
    CHECK(found("machine b.test login eve password x default", "a.test") == "-");
    CHECK(found("machine b.test login eve password x default login d", "a.test") == "-");
}
