// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/text.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using latch::test::slurp;

namespace {

namespace fs = std::filesystem;

const fs::path tests = fs::path(LATCH_SOURCE_DIR) / "tests";

/// The last cell of every row below the head of the table.
std::vector<std::string> named_tests(std::string_view markdown) {
    std::vector<std::string> names;
    bool in_table = false;
    for (std::string_view line : base::split(markdown, '\n')) {
        if (in_table && line.ends_with(" |")) {
            line.remove_suffix(2);
            names.emplace_back(line.substr(line.rfind("| ") + 2));
        }
        in_table = in_table || line.starts_with("|---");
    }
    return names;
}

std::string all_tests() {
    std::string sources;
    for (const auto& entry : fs::recursive_directory_iterator(tests)) {
        if (entry.path().string().ends_with(".test.cpp")) {
            sources += slurp(entry.path());
        }
    }
    return sources;
}

/// Whether there is a test of that name with that tag.
bool is_tagged(std::string_view sources, std::string_view name) {
    const std::string quoted = '"' + std::string(name) + "\",";
    const auto at = sources.find(quoted);
    if (at == std::string_view::npos) {
        return false;
    }
    const std::string_view behind = sources.substr(at + quoted.size());
    return behind.substr(0, behind.find(')')).find("[pitfall]") != std::string_view::npos;
}

} // namespace

TEST_CASE("pitfalls: each has a test that says so", "[architecture]") {
    const std::string sources = all_tests();
    const auto names = named_tests(slurp(tests / "pitfalls.md"));
    CHECK(names.size() >= 50);
    for (const std::string& name : names) {
        INFO(name);
        CHECK(is_tagged(sources, name));
    }
}
