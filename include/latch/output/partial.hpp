// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"

#include <filesystem>
#include <string>

namespace latch::output {

/// What there is of a file that --continue is to complete.
struct Partial {
    base::Bytes size;        ///< 0 if there is no such file
    std::string validator{}; ///< for If-Range: what it is a part of; empty if that is not known

    bool operator==(const Partial&) const = default;
};

/// Looks at the file and at the note beside it. A note that is not for a file of that size says
/// nothing. Errors: `file`, for what is no regular file.
base::Result<Partial> partial_at(const std::filesystem::path& file);

} // namespace latch::output
