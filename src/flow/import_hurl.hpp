// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_lines.hpp"
#include "flow/import_text.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::flow::foreign {

/// A request of a Hurl file with what is asked of its answer, as it is read.
struct HurlEntry {
    Wish wish{};
    std::vector<std::pair<std::string, std::string>> queries{}; ///< [Query]
    std::vector<std::string> cookies{};
    std::string section{};   ///< whose lines are read; empty: none
    bool has_answer = false; ///< its HTTP line has been read
    long long retries = 0;   ///< negative: as many as it takes
    std::chrono::milliseconds interval{1000};
    std::size_t line = 0;
};

/// A line of one of the sections that belong to the request.
void read_hurl_request_line(const Line& line, HurlEntry& entry, Translation& out);

/// A line of [Captures] or [Asserts].
void read_hurl_capture(const Line& line, HurlEntry& entry, Translation& out);
void read_hurl_assert(const Line& line, HurlEntry& entry, Translation& out);

/// Whether a body begins with the line.
bool begins_hurl_body(std::string_view line);

/// A body, of the request or of the answer, which begins with the next line.
void read_hurl_body(Lines& lines, HurlEntry& entry, Translation& out);

/// Whether the line is the first of a request, of an answer, of a section.
bool is_hurl_method_line(std::string_view line);
bool is_hurl_answer_line(std::string_view line);
std::optional<std::string_view> hurl_section(std::string_view line);

/// A duration as Hurl writes it: "500", "500ms", "2s", "1m"; without a unit it is in `unit`.
std::optional<std::chrono::milliseconds>
hurl_duration(std::string_view text, std::chrono::milliseconds unit);

} // namespace latch::flow::foreign
