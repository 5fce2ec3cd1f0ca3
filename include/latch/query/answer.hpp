// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"
#include "latch/query/json.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace latch::query {

/// The body of an answer, its content codings undone.
struct Body {
    std::string bytes{};   ///< as the server has them; empty if nobody wanted to keep them
    std::string text{};    ///< the same in UTF-8
    base::Bytes size{};    ///< of all of it, kept or not
    std::string problem{}; ///< why `bytes` are not all of it; empty: they are
};

/// How long a jq program may think about an answer.
inline constexpr std::chrono::milliseconds longest_thought = std::chrono::seconds(10);

/// What queries ask: the hops of an exchange that took place, and the body of its last answer.
class Answer {
public:
    /// There is at least one; both must outlive the object.
    Answer(
        std::span<const http::Hop> hops,
        const Body& body,
        std::chrono::milliseconds patience = longest_thought
    )
        : hops_(hops), body_(body), patience_(patience) {}

    /// How long one query may take.
    std::chrono::milliseconds patience() const noexcept { return patience_; }

    const http::Hop& last() const { return hops_.back(); }

    std::span<const http::Hop> hops() const noexcept { return hops_; }

    const Body& body() const noexcept { return body_; }

    /// The JSON of the body, read when it is asked for first.
    const base::Result<Json>& json() {
        return json_ ? *json_ : json_.emplace(parse_json(body_.text));
    }

private:
    std::span<const http::Hop> hops_;
    const Body& body_;
    std::chrono::milliseconds patience_;
    std::optional<base::Result<Json>> json_;
};

} // namespace latch::query
