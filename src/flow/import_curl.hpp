// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_body.hpp"
#include "flow/import_text.hpp"

#include "latch/http/curl_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace latch::flow::foreign {

/// What a curl command says, before it is known for how many URLs.
struct CurlCommand {
    Wish wish{};
    std::vector<std::string> urls{};
    std::optional<std::string> method{}; ///< -X
    std::vector<std::string> data{};     ///< of -d and its like, encoded
    std::vector<std::string> queries{};  ///< --url-query
    std::vector<std::string> cookies{};
    bool is_form = false; ///< -F
    bool is_head = false;
    bool is_get = false; ///< -G: the data belong to the URL
    bool is_json = false;
    std::size_t line = 0;
};

/// Adds an option of curl to the command. What has no counterpart is dropped.
void take_option(const http::CurlOption& option, CurlCommand& command, Translation& out);

} // namespace latch::flow::foreign
