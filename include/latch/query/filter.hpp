// SPDX-License-Identifier: MIT
#pragma once

#include "latch/query/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::query {

/// What a filter makes of one value.
struct Outputs {
    std::vector<Json> values;
    std::string error; ///< why it stopped behind those, in jq's words; empty: it did not
};

/// The part of the jq language (jq manual, "Basic filters") that most expressions are written in,
/// with jq's meaning and without its start-up, except that numbers keep all their digits.
///
/// Paths (`.`, `.a.b`, `."x y"`, `.["x"]`, `.[0]`, `.[-1]`, `.[2:4]`, `.[]`, each with `?`), `|`,
/// `,`,
/// `//`, parentheses, JSON scalars, and `length`, `keys`, `type`, `not`, `first`, `last`, `empty`.
class Filter {
public:
    /// Nothing for any other text: whether that is jq, jq knows.
    static std::optional<Filter> parse(std::string_view text);

    Outputs evaluate(const Json& input) const;

    /// One operation, on what `of` gives.
    struct Node {
        enum class Kind : std::uint8_t {
            identity,
            literal,
            member,  ///< called `name`
            index,   ///< at `from`, from the end if negative
            slice,   ///< `from` up to `to`, either may be missing
            each,    ///< `.[]`
            attempt, ///< `?` behind anything else: an error ends it silently
            pipe,    ///< through both, as with all that has two
            comma,
            alternative, ///< `//`
            function,    ///< called `name`
        };

        Kind kind = Kind::identity;
        std::vector<Node> of{};
        std::string name{};
        std::optional<long long> from{};
        std::optional<long long> to{};
        Json value{};
        bool is_lenient = false; ///< `?` behind one step of a path: what it cannot do it leaves out
    };

private:
    explicit Filter(Node root) : root_(std::move(root)) {}

    Node root_;
};

} // namespace latch::query
