// SPDX-License-Identifier: MIT
#include "app/secrets.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"

#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Result;
using base::Secret;

constexpr base::Bytes largest_secret = base::kibibytes(64);

Result<Secret> from_variable(std::string_view name, const base::Environment& environment) {
    auto value = environment.variable(name);
    if (!value || value->empty()) {
        return base::Error(
                   base::ErrorKind::usage, "the session wants the variable " + std::string(name)
        )
            .because(value ? "it is empty" : "it is not set")
            .hinting("export " + std::string(name) + " and try again");
    }
    return Secret(*std::move(value));
}

Result<Secret> from_file(std::string_view path, const base::Environment& environment) {
    auto text = base::read_whole(environment.resolve(path), largest_secret.count);
    if (!text) {
        return text.error();
    }
    if (text->ends_with('\n')) {
        text->pop_back();
    }
    if (text->ends_with('\r')) {
        text->pop_back();
    }
    return Secret(*std::move(text));
}

} // namespace

Result<Secret>
resolve_secret(const access::SecretSource& source, const base::Environment& environment) {
    using Kind = access::SecretSource::Kind;
    switch (source.kind) {
    case Kind::literal:
        return source.text;
    case Kind::environment_variable:
        return from_variable(source.text.reveal(), environment);
    case Kind::file:
        return from_file(source.text.reveal(), environment);
    }
    return source.text;
}

} // namespace latch::app
