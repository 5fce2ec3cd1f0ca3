// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace latch::test {

/// A private folder that is removed with everything in it.
class TempDir {
public:
    TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    TempDir(TempDir&&) = delete;
    TempDir& operator=(TempDir&&) = delete;
    ~TempDir();

    const std::filesystem::path& path() const noexcept { return path_; }

    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

    /// Writes a file below the folder and returns its path.
    std::filesystem::path write(std::string_view name, std::string_view bytes) const;

private:
    std::filesystem::path path_;
};

/// The bytes of a file; fails the test if it cannot be read.
std::string slurp(const std::filesystem::path& file);

} // namespace latch::test
