// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/query/expectation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace latch::app {

/// What came of sending a request that is sent until its answer is right.
struct Try {
    std::optional<base::Error> error{};      ///< there is no answer
    unsigned status = 0;                     ///< of the answer
    bool is_good = false;                    ///< its status says nothing against it
    std::vector<query::Verdict> goal{};      ///< what is waited for; none: that it is good
    std::vector<query::Verdict> surrender{}; ///< what would end the waiting
};

/// What follows from it.
enum class Standing : std::uint8_t {
    reached,
    not_yet,  ///< to be sent again
    given_up, ///< something holds that makes waiting pointless
    hopeless, ///< an error that no waiting mends
};

Standing standing_of(const Try& what) noexcept;

/// A try in words: "HTTP 503", "cannot connect to localhost:8080: connection refused".
std::string words_of(const Try& what);

} // namespace latch::app
