// SPDX-License-Identifier: MIT
#pragma once

#include "latch/request/item.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace latch::test {

/// Request items as they are typed. Throws if one is none.
inline std::vector<request::Item> items(std::initializer_list<std::string_view> words) {
    std::vector<request::Item> parsed;
    for (const std::string_view word : words) {
        parsed.push_back(request::parse_item(word).value());
    }
    return parsed;
}

} // namespace latch::test
