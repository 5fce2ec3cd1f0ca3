// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using latch::test::slurp;

namespace {

namespace fs = std::filesystem;

const fs::path source = LATCH_SOURCE_DIR;

/// One row below the head of a table: its first cell, empty where it goes on with the row before,
/// and the test that it names in its last.
struct Row {
    std::string subject;
    std::string test;
};

std::vector<Row> rows_of(std::string_view markdown) {
    std::vector<Row> rows;
    bool in_table = false;
    for (std::string_view line : base::split(markdown, '\n')) {
        if (in_table && line.ends_with(" |")) {
            line.remove_suffix(2);
            rows.push_back(
                {.subject = std::string(base::trim(line.substr(1, line.find('|', 1) - 1))),
                 .test = std::string(line.substr(line.rfind("| ") + 2))}
            );
        }
        in_table = in_table || line.starts_with("|---");
    }
    return rows;
}

std::string all_tests() {
    std::string sources;
    for (const auto& entry : fs::recursive_directory_iterator(source / "tests")) {
        if (entry.path().string().ends_with(".test.cpp")) {
            sources += slurp(entry.path());
        }
    }
    return sources;
}

/// Whether there is a test of that name with that tag.
bool is_tagged(std::string_view sources, std::string_view name, std::string_view tag) {
    const std::string quoted = '"' + std::string(name) + "\",";
    const auto at = sources.find(quoted);
    if (at == std::string_view::npos) {
        return false;
    }
    const std::string_view behind = sources.substr(at + quoted.size());
    return behind.substr(0, behind.find(')')).find(tag) != std::string_view::npos;
}

/// The headings of the items in one section of a manual page.
std::vector<std::string> headings(std::string_view page, std::string_view section) {
    std::vector<std::string> found;
    bool in_section = false;
    bool is_heading = false;
    for (const std::string_view line : base::split(page, '\n')) {
        if (line.starts_with(".SH ")) {
            in_section = line.find(section) != std::string_view::npos;
        }
        if (in_section && is_heading) {
            found.emplace_back(line.substr(line.find(' ') + 1));
        }
        is_heading = line == ".TP";
    }
    return found;
}

} // namespace

TEST_CASE("tagged tables: each row has a test that says so", "[architecture]") {
    struct Case {
        std::string why, file, tag;
        std::size_t least;
    };

    const std::string sources = all_tests();
    for (const Case& c : std::vector<Case>{
             {"what has gone wrong elsewhere", "pitfalls.md", "[pitfall]", 50},
             {"what a session of requests does", "parity.md", "[parity]", 30},
         }) {
        INFO(c.why);
        const auto rows = rows_of(slurp(source / "tests" / c.file));
        CHECK(rows.size() >= c.least);
        for (const Row& row : rows) {
            INFO(row.test);
            CHECK(is_tagged(sources, row.test, c.tag));
        }
    }
}

TEST_CASE("tagged tables: all that the manual says of requests has a row", "[architecture]") {
    const auto rows = rows_of(slurp(source / "tests" / "parity.md"));
    const auto items =
        headings(slurp(source / "man" / "latch-session.5"), "A SESSION OF PYTHON'S REQUESTS");
    CHECK(items.size() >= 15);
    for (const std::string& item : items) {
        INFO(item);
        CHECK(std::ranges::find(rows, item, &Row::subject) != rows.end());
    }
}

TEST_CASE(
    "tagged tables: each scenario of Spring has a test, or a reason for none", "[architecture]"
) {
    const std::string sources = all_tests();
    const auto rows = rows_of(slurp(source / "tests" / "spring" / "scenarios.md"));
    for (int number = 1; number <= 60; ++number) {
        INFO(number);
        CHECK(std::ranges::find(rows, std::to_string(number), &Row::subject) != rows.end());
    }
    for (const Row& row : rows) {
        INFO(row.test);
        CHECK((row.test.starts_with("not yet: ") || is_tagged(sources, row.test, "[")));
    }
}
