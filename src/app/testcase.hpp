// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/redactor.hpp"
#include "latch/client/conversation.hpp"
#include "latch/flow/record.hpp"
#include "latch/query/answer.hpp"
#include "latch/query/expectation.hpp"

#include <optional>
#include <span>
#include <string>

namespace latch::app {

/// What is known of a request when it is over.
struct Facts {
    const client::Outcome& outcome;
    std::span<const query::Verdict> verdicts; ///< on what was expected
    std::string refusal;              ///< what its status or a login page means; empty: nothing
    std::optional<base::Error> error; ///< what kept it from being sent, answered or shown
    const query::Body& body;          ///< of the last answer, as much as was kept
};

/// "GET /orders": the same in each run.
std::string case_name(const http::Request& request);

/// One request and what came of it, as a report has it: without what `hidden` knows.
flow::Case case_of(std::string name, const Facts& facts, const base::Redactor& hidden);

/// One that never got onto the wire.
flow::Case broken_case(std::string name, const base::Error& error, const base::Redactor& hidden);

} // namespace latch::app
