// SPDX-License-Identifier: MIT
#include "cli/option.hpp"

namespace latch::cli {

std::string spelled(const Option& option) {
    return "--" + std::string(long_name(option));
}

std::string spelled_no(const Option& option) {
    return "--no-" + std::string(long_name(option));
}

} // namespace latch::cli
