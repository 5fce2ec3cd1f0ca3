// SPDX-License-Identifier: MIT
#include "latch/cli/typed_secrets.hpp"

#include "parsed.hpp"

#include "latch/base/redactor.hpp"

using namespace latch;
using namespace latch::cli;

namespace {

/// "s3cret-word" as it is shown by a run with these words: hidden, or as it is.
std::string shown(const Words& words) {
    base::Redactor hidden;
    for (const base::Secret& secret : typed_secrets(words)) {
        hidden.learn(secret);
    }
    return hidden.redact("s3cret-word");
}

} // namespace

TEST_CASE("typed secrets: what is secret of a command line, understood or not", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
    };

    const Case cases[] = {
        {"a password", {"--auth", "bob:s3cret-word", "a.test"}},
        {"attached", {"--auth=bob:s3cret-word"}},
        {"by its letter", {"-a", "bob:s3cret-word"}},
        {"attached to it", {"-abob:s3cret-word"}},
        {"behind flags", {"-vFa", "bob:s3cret-word"}},
        {"attached behind flags", {"-vFabob:s3cret-word"}},
        {"a token", {"--bearer=s3cret-word"}},
        {"a token by its type", {"--auth-type=bearer", "--auth", "s3cret-word"}},
        {"a token by its type's letter", {"-Abearer", "-as3cret-word"}},
        {"a CSRF token", {"--csrf-token=s3cret-word"}},
        {"a passphrase", {"--cert-key-pass", "s3cret-word"}},
        {"with what nobody knows", {"--frob", "--auth=bob:s3cret-word", "-%"}},
        {"in a URL", {"https://bob:s3cret-word@a.test/x"}},
        {"in a URL without a scheme", {"bob:s3cret-word@a.test"}},
        {"in a URL, with an @", {"https://b@ob:s3cret-word@a.test"}},
        {"in a URL, percent-encoded", {"https://bob:s3cret%2dword@a.test"}},
        {"in a proxy's URL", {"--proxy=all:http://bob:s3cret-word@a.test:3128"}},
        {"a header item", {"a.test", "Authorization:Bearer s3cret-word"}},
        {"a header item that tells", {"a.test", "X-Api-Key: s3cret-word"}},
        {"a field that tells", {"a.test", "password=s3cret-word"}},
        {"a nested one", {"a.test", "user[password]=s3cret-word"}},
        {"a parameter that tells", {"a.test", "access_token==s3cret-word"}},
        {"a text of JSON that tells", {"a.test", R"(secret:="s3cret-word")"}},
        {"what is no JSON", {"a.test", "secret:=s3cret-word"}},
        {"the query of a URL", {"a.test/?x=1&api_key=s3cret-word&y=2#z"}},
        {"that of one in a field", {"a.test", "to=https://b.test/?token=s3cret-word"}},
        {"a session's parameter", {"session", "set", "a", "api_key==s3cret-word"}},
        {"a setting", {"session", "set", "a", "auth=bob:s3cret-word"}},
        {"a token's setting", {"session", "set", "a", "bearer=s3cret-word"}},
        {"a header's setting", {"session", "set", "a", "header:X-Auth-Token=s3cret-word"}},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        CHECK(shown(c.words) == "****");
    }
}

TEST_CASE("typed secrets: a cookie is one if it is as long as the name of a session", "[cli]") {
    base::Redactor hidden;
    for (const base::Secret& secret : typed_secrets(Words{
             "a.test", "Cookie:SID=0123456789abcdef; theme=dark", "cookie:X=fedcba9876543210"})) {
        hidden.learn(secret);
    }
    CHECK(hidden.redact("0123456789abcdef fedcba9876543210 dark") == "**** **** dark");
}

TEST_CASE("typed secrets: other words stay what they are", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
    };

    const Case cases[] = {
        {"a user", {"--auth", "s3cret-word"}},
        {"a host and its port", {"s3cret-word:8080/x"}},
        {"a field", {"a.test", "name=s3cret-word"}},
        {"a file's name", {"a.test", "password=@s3cret-word"}},
        {"behind what tells in a query", {"a.test/?token=x&page=s3cret-word"}},
        {"an option's value", {"--raw=token=s3cret-word"}},
        {"a header that does not tell", {"a.test", "X-Tenant:s3cret-word"}},
        {"behind the value", {"-a", "bob:pw", "s3cret-word"}},
        {"a value that is no option's", {"--session", "s3cret-word"}},
        {"where a token is to be had", {"--csrf-token=env:s3cret-word"}},
        {"a base", {"session", "set", "a", "base=https://s3cret-word.test"}},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        CHECK(shown(c.words) == "s3cret-word");
    }
}

TEST_CASE("typed secrets: a yes or no is none, whatever it is called", "[cli]") {
    base::Redactor hidden;
    for (const base::Secret& secret : typed_secrets(Words{
             "a.test", "show_password=false", "csrf==true", "token:=null", "secret=****"})) {
        hidden.learn(secret);
    }
    CHECK(hidden.redact("false true null") == "false true null");
}
