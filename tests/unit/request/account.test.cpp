// SPDX-License-Identifier: MIT
#include "latch/request/account.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::request;
using latch::access::Account;
using latch::access::Scheme;
using latch::access::SecretSource;
using latch::base::Secret;
using Kind = SecretSource::Kind;

namespace {

using Scheming = std::optional<Scheme>;

SecretSource source(Kind kind, std::string text) {
    return {.kind = kind, .text = Secret(std::move(text))};
}

SecretSource literal(std::string text) {
    return source(Kind::literal, std::move(text));
}

const SecretSource variable = source(Kind::environment_variable, "PW");
const SecretSource prompt = source(Kind::prompt, "");

AuthWish
wish(Scheming scheme, std::optional<std::string> user, std::optional<SecretSource> secret) {
    return {.scheme = scheme, .user = std::move(user), .secret = std::move(secret)};
}

/// What comes of a wish and a URL; `held` is the session's account.
latch::base::Result<std::optional<Account>>
made(const AuthWish& wish, std::string_view url, const std::optional<Account>& held = {}) {
    const auto parsed = latch::http::parse_url(url).value();
    latch::session::OriginState state;
    if (held) {
        state.auth = latch::session::StoredAuth{.account = *held, .unknown = {}};
    }
    return account_of({wish, parsed.user_info, &state, parsed.url});
}

} // namespace

TEST_CASE("account: what was said makes it, the options before the URL", "[request]") {
    struct Case {
        std::string_view why;
        AuthWish wish;
        std::string_view url;
        std::optional<Account> held;
        std::optional<Account> account;
    };

    const Account carol{Scheme::basic, "carol", literal("old")};
    const Account machine{Scheme::bearer, "", literal("tok")};
    const std::vector<Case> cases{
        {"nothing was said", {}, "http://h/", {}, {}},
        {"the session's is no explicit one", {}, "http://h/", carol, {}},
        {"user and password",
         wish({}, "bob", literal("pw")),
         "http://h/",
         {},
         Account{Scheme::basic, "bob", literal("pw")}},
        {"options beat the URL and the session",
         wish(Scheme::digest, "bob", literal("pw")),
         "http://eve:x@h/",
         carol,
         Account{Scheme::digest, "bob", literal("pw")}},
        {"the URL beats the session",
         {},
         "http://eve:x@h/",
         carol,
         Account{Scheme::basic, "eve", literal("x")}},
        {"percent-decoded",
         {},
         "http://b%6fb:p%77@h/x",
         {},
         Account{Scheme::basic, "bob", literal("pw")}},
        {"an empty password", {}, "http://bob:@h/", {}, Account{Scheme::basic, "bob", literal("")}},
        {"a URL without a password has an empty one",
         {},
         "http://bob@h/",
         {},
         Account{Scheme::basic, "bob", literal("")}},
        {"nothing before the sign", {}, "http://@h/", {}, {}},
        {"the scheme counts for the URL, too",
         wish(Scheme::digest, {}, {}),
         "http://eve:x@h/",
         {},
         Account{Scheme::digest, "eve", literal("x")}},
        {"--auth without a password asks, even if the URL has one",
         wish({}, "bob", {}),
         "http://bob:x@h.test:81/",
         {},
         Account{Scheme::basic, "bob", source(Kind::prompt, "password for bob@h.test")}},
        {"--auth-from for the user of --auth",
         wish({}, "bob", variable),
         "http://h/",
         {},
         Account{Scheme::basic, "bob", variable}},
        {"--auth-from for the user of the URL",
         wish({}, {}, variable),
         "http://eve:x@h/",
         {},
         Account{Scheme::basic, "eve", variable}},
        {"--auth-from for the user of the session",
         wish({}, {}, variable),
         "http://h/",
         Account{Scheme::digest, "carol", literal("old")},
         Account{Scheme::digest, "carol", variable}},
        {"a token from elsewhere",
         wish(Scheme::bearer, {}, variable),
         "http://h/",
         carol,
         Account{Scheme::bearer, "", variable}},
        {"a token that is asked for",
         wish(Scheme::bearer, {}, prompt),
         "http://h/",
         {},
         Account{Scheme::bearer, "", source(Kind::prompt, "token for h")}},
        {"the token takes the place of a token",
         wish({}, {}, variable),
         "http://h/",
         machine,
         Account{Scheme::bearer, "", variable}},
        {"--auth-type alone changes the scheme of the session's",
         wish(Scheme::digest, {}, {}),
         "http://h/",
         carol,
         Account{Scheme::digest, "carol", literal("old")}},
        {"but makes no password of a token", wish(Scheme::basic, {}, {}), "http://h/", machine, {}},
        {"--auth-type alone is for .netrc", wish(Scheme::digest, {}, {}), "http://h/", {}, {}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto account = made(c.wish, c.url, c.held);
        REQUIRE(account);
        CHECK(*account == c.account);
    }
}

TEST_CASE("account: what cannot be sent or belongs to nobody is refused", "[request]") {
    for (const auto& refused : {
             made(wish({}, {}, variable), "http://h/"),
             made(wish({}, "a:b", literal("hunter2")), "http://h/"),
             made(wish(Scheme::digest, "a:b", variable), "http://h/"),
             made({}, "http://a%3Ab:hunter2@h/"),
             made({}, "http://bob:hunter2%0A@h/"),
             made(wish(Scheme::bearer, {}, literal("hunter2 \n")), "http://h/"),
         }) {
        REQUIRE_FALSE(refused);
        const auto error = refused.error();
        CHECK(error.kind() == latch::base::ErrorKind::usage);
        CHECK((error.what() + error.cause() + error.hint()).find("hunter2") == std::string::npos);
    }
}
