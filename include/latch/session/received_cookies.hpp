// SPDX-License-Identifier: MIT
#pragma once

#include "latch/session/delta.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace latch::session {

/// Which cookie a Set-Cookie line is about, and who set it, in words; empty if it is about none.
std::string identity_of(const ReceivedCookie& cookie);

/// The cookies that a run has received, each as the line that set it last: however long the run
/// is, there are no more of them than servers have set different ones.
class ReceivedCookies {
public:
    /// The request whose answer brought it; numbers have no meaning but to be different.
    using Request = std::uint64_t;

    /// One that was received before what is there of it already is not taken.
    void add(ReceivedCookie cookie, Request request = 0);

    /// Drops what came with the answers to a request.
    void drop(Request request);

    /// In the order received.
    std::vector<ReceivedCookie> in_order() const;

private:
    struct Entry {
        ReceivedCookie cookie;
        Request request = 0;
        std::uint64_t place = 0; ///< among those of one moment, in the order added; 0: none yet
    };

    std::map<std::string, Entry> entries_; ///< by identity
    std::uint64_t count_ = 0;
};

} // namespace latch::session
