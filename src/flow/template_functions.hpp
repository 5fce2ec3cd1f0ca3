// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/flow/variables.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latch::flow {

/// Behind the name of a function.
using Arguments = std::span<const std::string>;

/// A function that templates may call.
struct TemplateFunction {
    std::string_view name;
    std::string_view usage; ///< "random N"
    std::size_t fewest = 0; ///< arguments
    std::size_t most = 0;
    /// Whether its argument may be a name.
    bool takes_name = false;
    base::Result<std::string> (*call)(Arguments, const Variables&, const Context&) = nullptr;
};

/// Null if there is none of that name. `raw` is none of them: it makes no text.
const TemplateFunction* find_function(std::string_view name) noexcept;

std::vector<std::string> function_names();

} // namespace latch::flow
