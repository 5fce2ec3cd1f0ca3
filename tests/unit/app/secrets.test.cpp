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
    return Secrets(environment).resolve(source);
}

} // namespace

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
