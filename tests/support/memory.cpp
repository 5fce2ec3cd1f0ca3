// SPDX-License-Identifier: MIT
#include "support/memory.hpp"

#include "latch/base/file.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace latch::test {

namespace {

/// A sanitizer's notes about all addresses: terabytes, none of them a copy of anything.
constexpr std::uint64_t too_large_for_data = 1024UL * 1024 * 1024;

struct Range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

std::string folder_of(pid_t process) {
    return "/proc/" + std::to_string(process);
}

/// A line of /proc/PID/maps; nothing if it is not to be looked at.
std::optional<Range> range_of(const std::string& line) {
    std::istringstream fields(line);
    Range range;
    char dash = 0;
    std::string access;
    fields >> std::hex >> range.begin >> dash >> range.end >> access;
    if (!access.starts_with("rw") || range.end - range.begin > too_large_for_data) {
        return std::nullopt;
    }
    return range;
}

/// Where the words and variables of the program begin; the program's own stack is below. See
/// proc(5): arg_start is the 48th field of "stat", and the second may hold spaces.
std::uint64_t begin_of_words(pid_t process) {
    std::ifstream file(folder_of(process) + "/stat");
    const std::string stat{std::istreambuf_iterator<char>(file), {}};
    std::istringstream fields(stat.substr(stat.rfind(')') + 1));
    const std::vector<std::string> all{std::istream_iterator<std::string>(fields), {}};
    constexpr std::size_t arg_start = 48 - 3; // the third is the first behind the name
    if (all.size() <= arg_start) {
        throw std::runtime_error("cannot tell where the words of a program are");
    }
    return std::stoull(all[arg_start]);
}

/// Takes what lies behind `words` away from the range that they are in.
Range without_words(Range range, std::uint64_t words) {
    if (range.begin <= words && words < range.end) {
        range.end = words;
    }
    return range;
}

} // namespace

bool any_of_memory(pid_t process, const std::function<bool(std::string_view piece)>& claim) {
    constexpr std::size_t overlap = 64;
    const base::Descriptor memory(
        ::open((folder_of(process) + "/mem").c_str(), O_RDONLY | O_CLOEXEC)
    );
    if (!memory.is_open()) {
        throw std::runtime_error("cannot read the memory of a process");
    }
    const std::uint64_t words = begin_of_words(process);
    std::ifstream maps(folder_of(process) + "/maps");
    std::array<char, 4096> page{};
    const auto page_begin = reinterpret_cast<std::uint64_t>(page.data());
    bool found = false;
    for (std::string line; std::getline(maps, line);) {
        const Range range = without_words(range_of(line).value_or(Range{}), words);
        for (std::uint64_t at = range.begin; at < range.end; at += page.size() - overlap) {
            const std::size_t wanted = std::min<std::uint64_t>(page.size(), range.end - at);
            const ssize_t count =
                ::pread(memory.get(), page.data(), wanted, static_cast<off_t>(at));
            const bool is_own = process == ::getpid() && at <= page_begin + page.size() &&
                                page_begin <= at + page.size();
            found = found ||
                    (count > 0 && !is_own && claim({page.data(), static_cast<std::size_t>(count)}));
        }
    }
    return found;
}

} // namespace latch::test
