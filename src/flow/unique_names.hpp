// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace latch::flow {

/// The names, each made different from all the others: the second "GET /" is "GET / (2)". The
/// first of a name keeps it, and no name is given that another one has by itself.
std::vector<std::string> unique_names(const std::vector<std::string>& names);

} // namespace latch::flow
