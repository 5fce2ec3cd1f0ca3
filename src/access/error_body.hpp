// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/lost_body.hpp"
#include "latch/http/headers.hpp"

#include <string>

namespace latch::access {

/// What the body of an error status says, for people.
struct ErrorBody {
    std::string words;              ///< in one line, not longer than a few; empty: it says nothing
    bool hides_its_message = false; ///< Boot's own error, whose message is switched off
    bool is_page = false;           ///< HTML
};

/// Reads problem details (RFC 9457), Boot's error JSON and its Whitelabel page, Tomcat's report,
/// and lists of what is wrong with which field, as Spring's applications make them. What is none of
/// that, or not whole, says nothing.
ErrorBody read_error(const http::Headers& headers, const BodyStart& body);

} // namespace latch::access
