// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The rules of ARCHITECTURE.md as functions over the text of files; each returns what breaks it,
/// in words, one entry a place.
namespace latch::test::house {

/// A file by its path from the root, e.g. "src/http/url.cpp".
struct File {
    std::string path;
    std::string text;
};

/// The right to include one library.
struct Permission {
    std::string library;           ///< as the table spells it, e.g. "Boost.URL"
    std::set<std::string> only_in; ///< stems of the files that may; empty: any of the folder
    bool in_one_file_only = false; ///< whichever that is
};

/// What one folder may include besides itself.
struct Row {
    std::set<std::string> folders;
    std::vector<Permission> libraries;
};

/// The layer table, by folder.
using Table = std::map<std::string, Row>;

/// Reads the table that begins with "| folder" out of a Markdown page; empty if there is none.
Table read_table(std::string_view markdown);

using Findings = std::vector<std::string>;

/// Includes of a folder that the row does not allow, of another folder's private header, and of
/// a file that is not there.
Findings forbidden_includes(const Table& table, const std::vector<File>& files);

/// Third-party headers that the row does not allow, that nobody knows, or that stand in a public
/// header; standard headers that latch does without because of what they cost at start-up.
Findings forbidden_libraries(const Table& table, const std::vector<File>& files);

/// Cycles between files, and between folders; each once.
Findings include_cycles(const std::vector<File>& files);

/// Headers above 200 lines and sources above 400; the option table may be as long as it has to.
Findings oversized(const std::vector<File>& files);

/// Files that do not begin with the licence.
Findings unlicensed(const std::vector<File>& files);

} // namespace latch::test::house
