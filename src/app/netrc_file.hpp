// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/netrc.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace latch::app {

/// The user's .netrc: the file that NETRC names, else ~/.netrc, else ~/_netrc. It is read when it
/// is first asked for.
class NetrcFile {
public:
    /// `environment` must outlive the object.
    explicit NetrcFile(const base::Environment& environment) : environment_(environment) {}

    /// What it has for a host; nothing without a file. An empty NETRC, and one that names a device
    /// such as /dev/null, mean that there is none. Errors: `file` if it cannot be read.
    base::Result<std::optional<access::Basic>>
    find(std::string_view host, access::NetrcReach reach);

private:
    const base::Environment& environment_;
    std::optional<std::vector<access::NetrcEntry>> entries_;
};

} // namespace latch::app
