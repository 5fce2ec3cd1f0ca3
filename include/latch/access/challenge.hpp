// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// One way in that a server offers (RFC 9110, 11.3).
struct Challenge {
    std::string scheme;  ///< as sent; compare without case
    std::string token68; ///< what follows schemes without parameters, e.g. Negotiate; may be empty
    std::vector<std::pair<std::string, std::string>> parameters; ///< in order, values unquoted

    /// The first parameter of that name, however it is spelled.
    std::optional<std::string_view> find(std::string_view name) const noexcept;

    bool operator==(const Challenge&) const = default;
};

/// All challenges of the WWW-Authenticate fields, in order.
///
/// Commas separate both the challenges of a field and the parameters of a challenge; a comma within
/// quotes does neither. What is malformed costs itself, never what comes after the next comma.
std::vector<Challenge> parse_challenges(const std::vector<std::string_view>& fields);

} // namespace latch::access
