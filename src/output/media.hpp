// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/headers.hpp"
#include "latch/output/plan.hpp"

#include <cstdint>
#include <string>

namespace latch::output {

/// What a body is, as far as showing it goes.
enum class Content : std::uint8_t {
    text,
    json,
    json_lines,   ///< one document a line
    perhaps_json, ///< some text that may turn out to be JSON
    xml,
    html,
    events, ///< text/event-stream
};

struct Media {
    Content content = Content::text;
    std::string charset; ///< lowercase; empty if nobody says

    bool operator==(const Media&) const = default;
};

/// Judged by the Content-Type alone.
Media media_of(const http::Headers& headers, const OutputPlan& plan);

/// The same for a response, for which the plan may know better than its head.
Media media_of_response(const http::Headers& headers, const OutputPlan& plan);

/// Whether each line is news for someone, so that it must not wait for the next.
constexpr bool is_live(Content content) noexcept {
    return content == Content::events || content == Content::json_lines;
}

} // namespace latch::output
