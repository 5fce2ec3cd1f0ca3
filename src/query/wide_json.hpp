// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace latch::query {

/// What reads JSON here: numbers beyond double, as 1e400, are numbers.
using WideJson = nlohmann::
    basic_json<std::map, std::vector, std::string, bool, std::int64_t, std::uint64_t, long double>;

} // namespace latch::query
