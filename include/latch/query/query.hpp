// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/answer.hpp"
#include "latch/query/filter.hpp"
#include "latch/query/jq.hpp"
#include "latch/query/json.hpp"
#include "latch/query/pattern.hpp"
#include "latch/query/xpath.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latch::query {

/// What a number of a value counts.
enum class Unit : std::uint8_t { none, milliseconds, bytes };

/// What a query finds.
struct Found {
    std::vector<Json> values{}; ///< none: nothing is there
    Unit unit = Unit::none;
    bool is_text = false;  ///< it has no types of its own: "12" may be meant as a number
    std::string remark{};  ///< what a reader wants to know with it: the reason of a status
    std::string problem{}; ///< why the answer could not be asked; empty: it could
};

/// A value of an answer, in the notation of every option that takes one out.
///
/// `status`, `reason`, `version`, `url`, `redirects`, `time`, `time.dns|connect|tls|ttfb`, `size`,
/// `header.NAME` (the first), `headers.NAME` (all), `cookie.NAME` as this answer sets it and its
/// `path|domain|secure|httponly|samesite|maxage`, `body`, `sha256`, `md5`, `cert.expires`,
/// `regex RE`, `xpath EXPR`; and whatever begins with `.`, `[`, `{`, `$` or `(` is jq over the JSON
/// of the body.
class Query {
public:
    /// Errors: `usage` for a word that is none of them, and for a wrong regex, XPath or jq.
    static base::Result<Query> parse(std::string_view typed);

    Found ask(Answer& answer) const;

    /// As typed.
    const std::string& text() const noexcept { return text_; }

    Unit unit() const noexcept;

    /// Whether it finds numbers and nothing else.
    bool is_number() const noexcept;

    /// Whether it is about the JSON of the body alone.
    bool is_of_json() const noexcept {
        return std::holds_alternative<Filter>(means_) || std::holds_alternative<Program>(means_);
    }

    /// Whether the answer's body has to be kept for it.
    bool needs_body() const noexcept;

    /// A value of the exchange that has a name.
    struct Named {
        std::string subject;  ///< "header"
        std::string argument; ///< what is behind the first dot; empty: nothing
    };

private:
    /// Programs cannot be copied, command lines are.
    using Program = std::shared_ptr<const JqProgram>;
    using Means = std::variant<Named, Filter, Program, Pattern, XPath>;

    Query(std::string text, Means means) : text_(std::move(text)), means_(std::move(means)) {}

    std::string text_;
    Means means_;
};

/// Whether a text is jq and none of the named queries.
bool is_jq(std::string_view text) noexcept;

} // namespace latch::query
