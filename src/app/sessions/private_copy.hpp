// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace latch::app::sessions {

/// A copy of a file for another program to change, alone in a folder (mode 0700) beside the file:
/// what that program writes besides, for example to recover after a crash, is private as well.
/// Removed when it goes, unless it is kept.
class PrivateCopy {
public:
    static base::Result<PrivateCopy>
    make(const std::filesystem::path& original, std::string_view bytes);
    PrivateCopy(PrivateCopy&& other) noexcept;
    PrivateCopy& operator=(PrivateCopy&&) = delete;
    PrivateCopy(const PrivateCopy&) = delete;
    PrivateCopy& operator=(const PrivateCopy&) = delete;
    ~PrivateCopy();

    /// Has the name of the original.
    const std::filesystem::path& file() const noexcept { return file_; }

    base::Result<std::string> text() const;

    void keep() noexcept { is_kept_ = true; }

private:
    explicit PrivateCopy(std::filesystem::path file) : file_(std::move(file)) {}

    std::filesystem::path file_; ///< empty once it has been moved away
    bool is_kept_ = false;
};

} // namespace latch::app::sessions
