// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/http/url.hpp"
#include "latch/request/item.hpp"

#include <optional>
#include <string>
#include <vector>

namespace latch::request {

/// How body items are written.
enum class BodyFormat {
    implied_json, ///< nothing was said: JSON if there are fields
    json,         ///< --json: JSON headers even without a body
    form,         ///< --form
};

/// What one command line wishes to send; nothing is looked up or read yet.
struct RequestSpec {
    std::optional<std::string> method; ///< upper case; nothing: POST with a body, else GET
    std::string url;                   ///< as typed
    http::UrlRules url_rules;
    std::vector<Item> items; ///< in the order typed
    BodyFormat format = BodyFormat::implied_json;
    std::optional<std::string> raw; ///< --raw: the body, literally; empty is a body too
    std::optional<access::Credentials> credentials; ///< --auth, --bearer
};

} // namespace latch::request
