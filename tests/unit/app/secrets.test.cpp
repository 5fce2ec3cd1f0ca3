// SPDX-License-Identifier: MIT
#include "app/secrets.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace latch;
using namespace latch::app;
using Kind = access::SecretSource::Kind;

namespace {

access::SecretSource source(Kind kind, std::string text) {
    return {.kind = kind, .text = base::Secret(std::move(text))};
}

base::Result<base::Secret>
resolve_secret(const access::SecretSource& source, const base::Environment& environment) {
    base::Redactor hidden;
    return Secrets(environment, hidden).resolve(source);
}

} // namespace

TEST_CASE("secrets: what is known to be secret before anything is looked up", "[app]") {
    struct Case {
        std::string why, text, shown;
    };

    const http::Headers typed{
        {"Authorization", "Bearer typed-token"}, {"X-Tenant", "acme-and-sons"}};
    session::Session session;
    session::OriginState& state = session.at({http::Scheme::https, "a.test", 443});
    state.headers.add("X-Api-Key", "stored-key");
    state.auth = session::StoredAuth{
        .account = {access::Scheme::basic, "bob", source(Kind::literal, "stored-password")},
        .unknown = {}};
    state.headers.add("Accept", "text/plain");
    state.params = {{"api_key", "stored-param"}, {"lang", "german"}};
    base::Redactor hidden;
    learn_headers(typed, hidden);
    learn_credentials(session, hidden);
    learn_headers({{"Cookie", "JSESSIONID=0123456789ABCDEF; theme=dark"}}, hidden);
    learn_headers({{"Set-Cookie", "SESSION=fedcba9876543210; Path=/a/long/way/to/go"}}, hidden);
    const std::vector<Case> cases = {
        {"a typed token without its scheme", "typed-token", "****"},
        {"its scheme is none", "Bearer", "Bearer"},
        {"a header that is not called secret", "acme-and-sons", "acme-and-sons"},
        {"a header of the session", "stored-key", "****"},
        {"a password of the session", "stored-password", "****"},
        {"a parameter of the session", "stored-param", "****"},
        {"a parameter that is not called secret", "german", "german"},
        {"a word", "text/plain", "text/plain"},
        {"a long cookie", "0123456789ABCDEF", "****"},
        {"a cookie that may be a word", "dark", "dark"},
        {"a cookie that is set", "fedcba9876543210", "****"},
        {"where it is for", "/a/long/way/to/go", "/a/long/way/to/go"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(hidden.redact(c.text) == c.shown);
    }
}

TEST_CASE("secrets: a literal is itself", "[app]") {
    CHECK(resolve_secret(source(Kind::literal, "pw"), base::Environment{})->reveal() == "pw");
}

TEST_CASE("secrets: a variable's value, and an error that names it when it is not there", "[app]") {
    base::Environment environment;
    environment.variables = {{"PW", "s3cret"}, {"EMPTY", ""}};
    CHECK(
        resolve_secret(source(Kind::environment_variable, "PW"), environment)->reveal() == "s3cret"
    );
    for (const char* const name : {"EMPTY", "MISSING"}) {
        const auto missing = resolve_secret(source(Kind::environment_variable, name), environment);
        REQUIRE_FALSE(missing);
        CHECK(missing.error().kind() == base::ErrorKind::usage);
        CHECK(missing.error().what().find(name) != std::string::npos);
    }
}

TEST_CASE("secrets: a file without its line end", "[app]") {
    const test::TempDir folder;
    base::Environment environment;
    environment.home = folder.path();
    folder.write("unix", "s3cret\n");
    folder.write("windows", "s3cret\r\n");
    folder.write("two", "s3cret\n\n");
    CHECK(resolve_secret(source(Kind::file, "~/unix"), environment)->reveal() == "s3cret");
    CHECK(resolve_secret(source(Kind::file, "~/windows"), environment)->reveal() == "s3cret");
    CHECK(resolve_secret(source(Kind::file, "~/two"), environment)->reveal() == "s3cret\n");
    CHECK_FALSE(resolve_secret(source(Kind::file, "~/missing"), environment));
}

TEST_CASE("secrets: a command and a keyring have a minute, or what the run has", "[app]") {
    using namespace std::chrono_literals;
    CHECK(patience_within(0ms) == 60s); // no limit at all
    CHECK(patience_within(5s) == 5s);
    CHECK(patience_within(10min) == 60s);
}
