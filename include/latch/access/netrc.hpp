// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::access {

/// What a .netrc file says about one machine. What it leaves out stays empty.
struct NetrcEntry {
    std::string machine; ///< as written; empty for the default entry
    std::string login;
    base::Secret password;

    bool operator==(const NetrcEntry&) const = default;
};

/// The entries of a .netrc file in its order.
///
/// As ftp, curl and Python read it: words between blanks, or in double quotes with \" \\ \n \r \t;
/// macdef goes to the next empty line, '#' in the place of a keyword to the end of its line. Words
/// that mean nothing are passed over, so there are no errors.
std::vector<NetrcEntry> parse_netrc(std::string_view text);

/// For whom an entry may be: the default entry is for everybody, or nobody has it.
enum class NetrcReach { everybody, named };

/// The user and password for a host as `http::Url` spells it: the first entry of that machine, or
/// the default entry if no entry names the machine. An entry that lacks one of both gives nothing,
/// and never what another entry has (curl's CVE-2024-11053 and CVE-2025-0167).
std::optional<Basic> find_in_netrc(
    const std::vector<NetrcEntry>& entries,
    std::string_view host,
    NetrcReach reach = NetrcReach::everybody
);

} // namespace latch::access
