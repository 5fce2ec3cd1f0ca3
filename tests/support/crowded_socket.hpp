// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/file.hpp"

#include <string>
#include <vector>

namespace latch::test {

/// A socket that listens at `path`, with room for `backlog` connections beside the first that
/// nobody has accepted.
base::Descriptor unix_listener(const std::string& path, int backlog);

/// A unix socket that has no room: those in its backlog are waiting to be accepted.
class CrowdedSocket {
public:
    explicit CrowdedSocket(const std::string& path);

    /// Accepts and drops all who crowd it.
    void make_room();

    /// The next connection; the test fails if none comes.
    base::Descriptor accept() const;

private:
    base::Descriptor listener_;
    std::vector<base::Descriptor> crowd_;
};

} // namespace latch::test
