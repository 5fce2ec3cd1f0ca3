// SPDX-License-Identifier: MIT
#include "support/house.hpp"

#include "latch/base/text.hpp"

#include <utility>

namespace latch::test::house {

namespace {

constexpr std::string_view one_file_each = "in the one file that needs each";

/// The cells of a table line, trimmed; none for another line.
std::vector<std::string_view> cells_of(std::string_view line) {
    line = base::trim(line);
    if (!line.starts_with('|') || !line.ends_with('|')) {
        return {};
    }
    std::vector<std::string_view> cells;
    for (const std::string_view cell : base::split(line.substr(1, line.size() - 2), '|')) {
        cells.push_back(base::trim(cell));
    }
    return cells;
}

/// The words between backticks.
std::set<std::string> quoted_words(std::string_view text) {
    std::set<std::string> words;
    const std::vector<std::string_view> parts = base::split(text, '`');
    for (std::size_t i = 1; i < parts.size(); i += 2) {
        words.emplace(parts[i]);
    }
    return words;
}

/// "nlohmann where a DOM is needed" is about nlohmann.
std::string first_name(std::string_view text) {
    text = base::trim(text);
    return std::string(text.substr(0, text.find(' ')));
}

/// A part of the cell between semicolons: libraries, and perhaps a restriction for all of them.
std::vector<Permission> permissions_in(std::string_view part) {
    std::set<std::string> files;
    const bool in_one_file = part.find(one_file_each) != std::string_view::npos;
    if (const std::size_t in = part.find(" in "); in != std::string_view::npos) {
        files = quoted_words(part.substr(in));
        part = part.substr(0, in);
    }
    std::vector<Permission> permissions;
    for (const std::string_view name : base::split(part, ',')) {
        permissions.push_back(
            {.library = first_name(name), .only_in = files, .in_one_file_only = in_one_file}
        );
    }
    return permissions;
}

std::vector<Permission> libraries_in(std::string_view cell) {
    std::vector<Permission> all;
    if (cell.empty() || cell.starts_with("–")) {
        return all;
    }
    for (const std::string_view part : base::split(cell, ';')) {
        for (Permission& each : permissions_in(base::trim(part))) {
            all.push_back(std::move(each));
        }
    }
    return all;
}

Row row_of(
    const std::vector<std::string_view>& header, const std::vector<std::string_view>& cells
) {
    Row row;
    for (std::size_t i = 1; i + 1 < cells.size(); ++i) {
        if (!cells[i].empty()) {
            row.folders.emplace(header[i]);
        }
    }
    row.libraries = libraries_in(cells.back());
    return row;
}

} // namespace

Table read_table(std::string_view markdown) {
    Table table;
    std::vector<std::string_view> header;
    for (const std::string_view line : base::split(markdown, '\n')) {
        const std::vector<std::string_view> cells = cells_of(line);
        if (header.empty()) {
            // Other tables of the page have a column called "folder" too.
            const bool is_header = cells.size() > 2 && cells.front().starts_with("folder") &&
                                   cells.back() == "third party";
            header = is_header ? cells : header;
        } else if (cells.size() != header.size()) {
            break;
        } else if (!cells.front().starts_with('-')) {
            table.emplace(cells.front(), row_of(header, cells));
        }
    }
    return table;
}

} // namespace latch::test::house
