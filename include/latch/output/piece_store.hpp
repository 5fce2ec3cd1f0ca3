// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/file.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::output {

/// Pieces of text in a file without a name: one descriptor for all of them. What was taken out
/// makes room for another, so the file is no longer than what was in it at once.
class PieceStore {
public:
    using Number = std::uint32_t;

    /// All are of this size.
    static constexpr std::size_t piece_size = std::size_t{256} * 1024;

    /// The file is made in `folder` when it is needed.
    explicit PieceStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// The number under which a piece is kept. Errors: `file`.
    base::Result<Number> keep(std::string_view piece);

    /// The piece; its number is good for another one then. Errors: `file`.
    base::Result<std::string> take(Number number);

private:
    std::filesystem::path folder_;
    base::Descriptor file_;
    Number count_ = 0; ///< places in the file
    std::vector<Number> free_;
};

} // namespace latch::output
