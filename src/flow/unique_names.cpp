// SPDX-License-Identifier: MIT
#include "flow/unique_names.hpp"

#include <cstddef>
#include <map>
#include <set>

namespace latch::flow {

std::vector<std::string> unique_names(const std::vector<std::string>& names) {
    std::set<std::string> taken(names.begin(), names.end());
    std::map<std::string, std::size_t> seen;
    std::vector<std::string> unique;
    unique.reserve(names.size());
    for (const std::string& name : names) {
        std::size_t& number = seen[name];
        std::string other = name;
        while (++number > 1 &&
               !taken.insert(other = name + " (" + std::to_string(number) + ")").second) {
        }
        unique.push_back(std::move(other));
    }
    return unique;
}

} // namespace latch::flow
