// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"
#include "latch/output/plan.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::output {

/// What has come of a response's body.
struct RecordedBody {
    std::string bytes;
    std::string charset{}; ///< as in Media
    bool is_json = false;
    bool is_complete = false;
};

/// A hop as far as it has got.
struct RecordedHop {
    http::PreparedRequest request;
    std::optional<http::Hop> answered;
    RecordedBody body;
};

/// The hops as one JSON document, without blanks.
///
/// A body is {"json": …} if it is one JSON document, its tokens as they were sent, else {"text":
/// …}, or
/// {"base64": …} if it is no text. One of several pieces is
/// {"parts": […]}, a file {"from": its name}. Secrets in heads are shortened as the plan says.
std::string exchange_document(const std::vector<RecordedHop>& hops, const OutputPlan& plan);

} // namespace latch::output
