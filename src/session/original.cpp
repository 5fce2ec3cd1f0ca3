// SPDX-License-Identifier: MIT
#include "session/original.hpp"

#include "session/locked_file.hpp"

#include "latch/base/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace latch::session {

namespace fs = std::filesystem;

namespace {

base::Error cannot_keep(const fs::path& file, std::string cause) {
    return base::Error(base::ErrorKind::file, "cannot keep the original of " + file.string())
        .because(std::move(cause));
}

/// Writes a file that is not there yet.
base::Result<void> write_new(const fs::path& place, std::string_view text) {
    const base::Descriptor file(
        ::open(place.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)
    );
    if (!file.is_open()) {
        return cannot_keep(place, base::system_words(errno));
    }
    auto written = base::write_all(file.get(), text, place.string());
    if (written && ::fsync(file.get()) != 0) {
        written = cannot_keep(place, base::system_words(errno));
    }
    if (!written) {
        ::unlink(place.c_str());
    }
    return written;
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
            return write_new(place, **text);
        }
    }
    return cannot_keep(file, "there are too many already").hinting("remove those of before-latch");
}

} // namespace latch::session
