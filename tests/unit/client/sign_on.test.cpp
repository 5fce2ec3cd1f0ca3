// SPDX-License-Identifier: MIT
#include "latch/client/sign_on.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::client;
using access::Account;
using access::Scheme;
using test::a_request;

namespace {

const SecretResolver literal = [](const access::SecretSource& source) {
    return base::Result<base::Secret>(source.text);
};

Account account(Scheme scheme, std::string user, std::string secret) {
    return {scheme, std::move(user), {.text = base::Secret(std::move(secret))}};
}

http::Origin origin_of(std::string_view url) {
    return http::origin(test::a_url(url));
}

/// .netrc knows netrc.test and everything else by its default entry.
Identity typed_for(std::string_view url, Scheme scheme = Scheme::basic) {
    Identity identity;
    identity.typed = {origin_of(url), account(scheme, "typed", "pw")};
    identity.asked = origin_of(url);
    identity.netrc = [](std::string_view host, access::NetrcReach reach) {
        const bool is_known = host == "netrc.test" || host == "localhost";
        const bool is_for_all = reach == access::NetrcReach::everybody;
        return base::Result<std::optional<access::Basic>>(
            is_known || is_for_all
                ? std::optional(access::Basic{
                      .user = is_known ? "known" : "default", .password = base::Secret("netrc")})
                : std::nullopt
        );
    };
    return identity;
}

session::Session session_at(std::string_view url) {
    session::Session session;
    session.at(origin_of(url)).auth =
        session::StoredAuth{.account = account(Scheme::basic, "stored", "pw"), .unknown = {}};
    return session;
}

std::string
user_for(const http::Request& request, const Identity& identity, const session::Session& session) {
    const auto found = account_for(request, identity, session);
    REQUIRE(found);
    return *found ? (*found)->user : "-";
}

std::string parameter(const std::optional<base::Secret>& value, std::string_view name) {
    const std::string text(value.value().reveal());
    return std::string(access::parse_challenges({text}).at(0).find(name).value_or("(none)"));
}

access::DigestChallenge challenge(std::string nonce, std::string_view algorithm = "MD5") {
    return {
        .realm = "r",
        .nonce = std::move(nonce),
        .opaque = {},
        .algorithm = access::parse_digest_algorithm(algorithm),
        .protection = access::Protection::auth,
        .stale = false,
    };
}

} // namespace

TEST_CASE(
    "sign on: typed beats session beats .netrc, each at its own origin", "[client][pitfall]"
) {
    struct Case {
        std::string_view why, url, user;
    };

    const Identity identity = typed_for("https://a.test/");
    auto session = session_at("https://a.test/");
    session.at(origin_of("https://b.test/")) = session_at("https://b.test/").origins[0];
    session.at(origin_of("https://c.test/")).headers.add("authorization", "Custom x");
    const std::vector<Case> cases{
        {"what was typed", "https://a.test/x", "typed"},
        {"the default port spelled out", "https://a.test:443/x", "typed"},
        {"another port is another origin", "https://a.test:8443/", "-"},
        {"another scheme, too", "http://a.test/", "-"},
        {"what the session holds", "https://b.test/", "stored"},
        {"the session holds a header", "https://c.test/", "-"},
        {".netrc by name", "https://netrc.test/", "known"},
        {"not in the clear after https", "http://netrc.test/", "-"},
        {"unless nobody can listen", "http://localhost/", "known"},
        {"its default entry is not for where a redirect leads", "https://d.test/", "-"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(user_for(a_request().get(c.url).request(), identity, session) == c.user);
    }
}

TEST_CASE(
    "sign on: the default entry of .netrc is for the origin that was asked", "[client][pitfall]"
) {
    Identity identity = typed_for("http://a.test/");
    identity.typed.reset();
    CHECK(user_for(a_request().get("http://a.test/x").request(), identity, {}) == "default");
    identity.asked = origin_of("http://netrc.test/");
    CHECK(user_for(a_request().get("http://netrc.test/").request(), identity, {}) == "known");
    CHECK(user_for(a_request().get("http://a.test/x").request(), identity, {}) == "-");
    const std::string socket = "http+unix://%2Frun%2Fa/";
    identity.asked = origin_of(socket);
    CHECK(user_for(a_request().get(socket).request(), identity, {}) == "-");
}

TEST_CASE("sign on: an Authorization item settles it, typed or unset", "[client]") {
    const Identity identity = typed_for("https://a.test/");
    const auto session = session_at("https://a.test/");
    for (const std::string_view url : {"https://a.test/", "http://netrc.test/"}) {
        INFO(url);
        CHECK(
            user_for(
                a_request().get(url).header("authorization", "x").request(), identity, session
            ) == "-"
        );
        CHECK(
            user_for(a_request().get(url).without("AUTHORIZATION").request(), identity, session) ==
            "-"
        );
    }
}

TEST_CASE("sign on: basic and bearer go out unasked", "[client]") {
    const auto request = a_request().get("https://a.test/").request();
    const Identity basic = typed_for("https://a.test/");
    CHECK(*SignOn(basic, literal).sign(request, {}).value() == base::Secret("Basic dHlwZWQ6cHc="));
    const Identity bearer = typed_for("https://a.test/", Scheme::bearer);
    CHECK(*SignOn(bearer, literal).sign(request, {}).value() == base::Secret("Bearer pw"));
    CHECK_FALSE(SignOn(Identity{}, literal).sign(request, {}).value());
}

TEST_CASE("sign on: a secret that cannot be had is an error, even before a challenge", "[client]") {
    const SecretResolver nothing = [](const access::SecretSource&) {
        return base::Result<base::Secret>(base::Error(base::ErrorKind::usage, "no such variable"));
    };
    const Identity digest = typed_for("https://a.test/", Scheme::digest);
    const auto value =
        SignOn(digest, nothing).sign(a_request().get("https://a.test/").request(), {});
    REQUIRE_FALSE(value);
    CHECK(value.error().what() == "no such variable");
}

TEST_CASE("sign on: digest waits for a challenge and then counts", "[client]") {
    const Identity identity = typed_for("https://a.test/", Scheme::digest);
    SignOn sign_on(identity, literal);
    const auto request = a_request().get("https://a.test/x?y=z").request();
    CHECK_FALSE(sign_on.sign(request, {}).value());
    CHECK(sign_on.proof() == DigestProof::none);

    sign_on.learn(origin_of("https://a.test/"), challenge("n"));
    const auto first = sign_on.sign(request, {}).value();
    CHECK(sign_on.proof() == DigestProof::fresh_nonce);
    CHECK(parameter(first, "nc") == "00000001");
    CHECK(parameter(first, "uri") == "/x?y=z");
    CHECK(sign_on.nonces().empty());
    sign_on.accepted(origin_of("https://a.test/"), {});
    REQUIRE(sign_on.nonces().size() == 1);
    CHECK(sign_on.nonces()[0].nonce.uses == 1);

    const auto second = sign_on.sign(request, {}).value();
    CHECK(sign_on.proof() == DigestProof::remembered_nonce);
    CHECK(parameter(second, "nc") == "00000002");
    CHECK(parameter(second, "cnonce") != parameter(first, "cnonce"));

    const auto elsewhere =
        sign_on.sign(a_request().get("https://netrc.test/").request(), {}).value();
    CHECK(elsewhere.value().reveal().starts_with("Basic "));
    CHECK(sign_on.proof() == DigestProof::not_in_play);
}

TEST_CASE("sign on: the -sess variants keep to the first cnonce of a nonce", "[client]") {
    const Identity identity = typed_for("https://a.test/", Scheme::digest);
    SignOn sign_on(identity, literal);
    const auto request = a_request().get("https://a.test/").request();
    sign_on.learn(origin_of("https://a.test/"), challenge("n", "SHA-256-sess"));
    const auto first = parameter(sign_on.sign(request, {}).value(), "cnonce");
    CHECK(parameter(sign_on.sign(request, {}).value(), "cnonce") == first);
    sign_on.learn(origin_of("https://a.test/"), challenge("m", "SHA-256-sess"));
    CHECK(parameter(sign_on.sign(request, {}).value(), "cnonce") != first);
}

TEST_CASE("sign on: a nonce of an earlier run is used without a challenge", "[client]") {
    Identity identity = typed_for("https://a.test/", Scheme::digest);
    identity.nonces = {
        {origin_of("https://a.test/"), {.challenge = challenge("n"), .uses = 41, .cnonce = "c"}}};
    SignOn sign_on(identity, literal);
    const auto value = sign_on.sign(a_request().get("https://a.test/").request(), {}).value();
    CHECK(parameter(value, "nc") == "0000002a");
    CHECK(sign_on.proof() == DigestProof::remembered_nonce);
}

TEST_CASE("sign on: the server's next nonce takes over from one", "[client]") {
    const Identity identity = typed_for("https://a.test/", Scheme::digest);
    SignOn sign_on(identity, literal);
    const auto request = a_request().get("https://a.test/").request();
    sign_on.learn(origin_of("https://a.test/"), challenge("n"));
    static_cast<void>(sign_on.sign(request, {}));
    sign_on.accepted(origin_of("https://a.test/"), {{"Authentication-Info", "nextnonce=\"m\""}});
    const auto next = sign_on.sign(request, {}).value();
    CHECK(parameter(next, "nonce") == "m");
    CHECK(parameter(next, "nc") == "00000001");
}
