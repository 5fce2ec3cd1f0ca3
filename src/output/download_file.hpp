// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/file.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <utility>

namespace latch::output {

/// The file that a download is written into. It is there from the first byte on and stays,
/// whatever happens, so that a download that breaks off can be continued.
///
/// While it is open it is locked (`flock`), so that two downloads cannot continue one file.
class DownloadFile {
public:
    /// Makes a new file called `wanted`, or "wanted-1" and so on where such names are taken. None
    /// is ever opened that was there before, however many programs look for a name at a time.
    static base::Result<DownloadFile> create(const std::filesystem::path& wanted);

    /// Opens a file for what is missing at its end. Errors: `file`, also if its size is another by
    /// now or somebody else writes to it.
    static base::Result<DownloadFile>
    append_to(const std::filesystem::path& path, std::uint64_t size);

    base::Result<void> write(std::string_view bytes);
    base::Result<void> write_piped(base::PipedBytes bytes);

    /// Forgets what is behind the first `size` bytes.
    base::Result<void> cut(std::uint64_t size);

    /// The file is whole: it takes the place of `target` and its mode, if that is another file.
    base::Result<void> replace(const std::filesystem::path& target);

    const std::filesystem::path& path() const noexcept { return path_; }

private:
    DownloadFile(base::Descriptor file, std::filesystem::path path)
        : file_(std::move(file)), path_(std::move(path)) {}

    base::Descriptor file_;
    std::filesystem::path path_;
};

/// Whether files can be made in that folder: told before anything is sent. Errors: `file`.
base::Result<void> check_folder(const std::filesystem::path& folder);

/// Whether a download can take that file's name and place. Errors: `file`.
base::Result<void> check_target(const std::filesystem::path& target);

} // namespace latch::output
