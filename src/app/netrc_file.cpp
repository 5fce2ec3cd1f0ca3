// SPDX-License-Identifier: MIT
#include "app/netrc_file.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"

#include <filesystem>
#include <string>

namespace latch::app {

namespace {

namespace fs = std::filesystem;
using base::Result;

constexpr base::Bytes largest_netrc = base::kibibytes(1024);

std::vector<fs::path> places(const base::Environment& environment) {
    if (const auto named = environment.variable("NETRC")) {
        return named->empty() ? std::vector<fs::path>{}
                              : std::vector<fs::path>{environment.resolve(*named)};
    }
    if (environment.home.empty()) {
        return {};
    }
    return {environment.home / ".netrc", environment.home / "_netrc"};
}

Result<std::string> text_of(const base::Environment& environment) {
    for (const fs::path& place : places(environment)) {
        std::error_code ignored;
        if (fs::is_character_file(place, ignored)) {
            return std::string();
        }
        auto text = base::read_if_present(place, largest_netrc.count);
        if (!text) {
            return text.error();
        }
        if (*text) {
            return **std::move(text);
        }
    }
    return std::string();
}

} // namespace

Result<std::optional<access::Basic>>
NetrcFile::find(std::string_view host, access::NetrcReach reach) {
    if (!entries_) {
        const auto text = text_of(environment_);
        if (!text) {
            return text.error();
        }
        entries_ = access::parse_netrc(*text);
    }
    return access::find_in_netrc(*entries_, host, reach);
}

} // namespace latch::app
