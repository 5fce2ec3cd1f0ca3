// SPDX-License-Identifier: MIT
#include "session/original.hpp"

#include "session/locked_file.hpp"

#include "latch/base/new_file.hpp"

#include <string>
#include <utility>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

base::Error cannot_keep(const fs::path& file, std::string cause) {
    return base::Error(base::ErrorKind::file, "cannot keep the original of " + file.string())
        .because(std::move(cause));
}

} // namespace

std::vector<fs::path> original_places(const fs::path& file) {
    constexpr int most = 10;
    std::vector<fs::path> places;
    for (int number = 0; number < most; ++number) {
        fs::path place = file;
        place += ".before-latch";
        place += number == 0 ? std::string() : '-' + std::to_string(number);
        places.push_back(std::move(place));
    }
    return places;
}

base::Result<void> keep_original(const fs::path& file) {
    const auto text = read_text(file);
    if (!text) {
        return text.error();
    }
    if (!*text) {
        return {};
    }
    for (const fs::path& place : original_places(file)) {
        const auto there = read_text(place);
        if (there && *there == *text) {
            return {};
        }
        std::error_code ignored;
        if (!fs::exists(fs::symlink_status(place, ignored))) {
            return base::write_new_file(place, **text);
        }
    }
    return cannot_keep(file, "there are too many already").hinting("remove those of before-latch");
}

} // namespace latch::session
