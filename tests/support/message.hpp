// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::test {

using HeaderLines = std::vector<std::pair<std::string, std::string>>;

/// The value of the first line of that name, however it is spelled; null if there is none.
const std::string* find_line(const HeaderLines& lines, std::string_view name);

/// A request as the server got it.
struct Request {
    std::string method;
    std::string target;
    unsigned version = 11;
    HeaderLines headers = {}; ///< in the order received, spelled as received
    std::string body = {};    ///< without chunked coding
    std::size_t connection = 0;

    /// The value of the first line of that name, however it is spelled.
    std::optional<std::string> header(std::string_view name) const;
    /// How many lines of that name there are.
    std::size_t count(std::string_view name) const;
    /// Without the query.
    std::string path() const;
};

/// What the server is to answer. Content-Length is added unless it or Transfer-Encoding is there.
struct Response {
    unsigned status = 200;
    HeaderLines headers = {};
    std::string body = {};
    std::optional<std::string> reason = {}; ///< nothing: the usual one
    /// Gives the body piece by piece, the end being an empty piece; it is sent chunked unless
    /// there is a Content-Length.
    std::function<std::string()> stream = {};

    Response& with(std::string name, std::string value);
};

/// A response with a body of that type.
Response reply(std::string body, std::string type = "text/plain");
/// A redirect without a body.
Response redirect(std::string location, unsigned status = 302);

} // namespace latch::test
