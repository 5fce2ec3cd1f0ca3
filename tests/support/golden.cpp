// SPDX-License-Identifier: MIT
#include "support/golden.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace latch::test {

namespace fs = std::filesystem;

namespace {

bool is_updating() {
    return std::getenv("LATCH_UPDATE_GOLDEN") !=
           nullptr; // NOLINT(concurrency-mt-unsafe): one thread
}

void write(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

/// The line of `text` around `at`, its controls shown.
std::string line_around(std::string_view text, std::size_t at) {
    const std::size_t before = text.substr(0, at).rfind('\n');
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    return base::printable(text.substr(begin, end + 1 - begin));
}

} // namespace

void check_golden(std::string_view name, std::string_view actual) {
    const fs::path file = fs::path(LATCH_GOLDEN_DIR) / name;
    if (is_updating()) {
        write(file, actual);
    }
    const std::string expected = fs::exists(file) ? slurp(file) : std::string();
    const auto wrong = std::ranges::mismatch(expected, actual);
    const auto at = static_cast<std::size_t>(wrong.in1 - expected.begin());
    INFO("tests/golden/" << name << " differs at byte " << at);
    INFO("expected: " << line_around(expected, at));
    INFO("actual:   " << line_around(actual, at));
    CHECK((fs::exists(file) && expected == actual));
}

} // namespace latch::test
