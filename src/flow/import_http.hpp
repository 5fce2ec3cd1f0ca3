// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_lines.hpp"
#include "flow/import_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::flow::foreign {

/// A request of a .http file, as it is read.
struct HttpRequest {
    Wish wish{};
    std::string name{}; ///< by which others refer to its answer
    std::size_t line = 0;
    bool follows = true; ///< redirects: what both dialects do by default
};

/// `{{login.response.body.$.token}}`
struct Reference {
    std::string request;
    std::string variable; ///< what stands in its place
    std::string query;
    std::size_t line;
};

/// What has been read of a .http file.
struct HttpFile {
    Translation out{};
    std::vector<HttpRequest> requests{};
    std::vector<Reference> references{};
};

/// Reads what stands between two separators.
void read_block(std::string_view title, Lines lines, HttpFile& file);

/// A text of it with its templates.
std::string text_of(std::string_view characters, const Line& line, HttpFile& file);

/// The body and what follows it: lines that say what is to be done with the answer.
void read_body(Lines& lines, HttpRequest& request, HttpFile& file);

} // namespace latch::flow::foreign
