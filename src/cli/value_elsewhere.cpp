// SPDX-License-Identifier: MIT
#include "cli/value_elsewhere.hpp"

#include "cli/auth_wish.hpp"
#include "cli/value.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace latch::cli {

using access::SecretSource;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;

bool is_elsewhere(std::string_view value) noexcept {
    return value.starts_with('@');
}

SecretSource place_of(std::string_view value) {
    std::string place(value.substr(1));
    return place == "-"
               ? SecretSource{.kind = SecretSource::Kind::descriptor, .text = Secret("0")}
               : SecretSource{.kind = SecretSource::Kind::file, .text = Secret(std::move(place))};
}

Result<void>
settle_secret(SetSession& set, std::string_view name, const base::Environment& environment) {
    auto& secret = set.auth.secret;
    if (!secret || secret->kind != SecretSource::Kind::literal) {
        return {};
    }
    const std::string_view typed = secret->text.reveal();
    if (is_elsewhere(typed)) {
        set.values_elsewhere.push_back(
            {.of = ValueElsewhere::Of::secret, .name = std::string(name), .place = place_of(typed)}
        );
    } else if (access::begins_as_secret_source(typed)) {
        auto source = access::parse_secret_source(typed);
        if (!source) {
            return about(name, source.error());
        }
        secret = anchored(*std::move(source), environment);
    }
    return {};
}

Result<void> check_elsewhere(const SetSession& set) {
    const auto is_nowhere = [](const ValueElsewhere& value) { return value.place.text.empty(); };
    if (std::ranges::any_of(set.values_elsewhere, is_nowhere)) {
        return Error(ErrorKind::usage, "there is no file behind the @")
            .hinting("write @FILE, or @- for standard input");
    }
    const auto readers =
        std::ranges::count_if(set.values_elsewhere, [](const ValueElsewhere& value) {
            return value.place.kind == SecretSource::Kind::descriptor;
        });
    if (readers + (reads_standard_input(set.auth) ? 1 : 0) > 1) {
        return Error(ErrorKind::usage, "two values are to come from standard input")
            .hinting("set them one by one, or take one from @FILE");
    }
    return {};
}

} // namespace latch::cli
