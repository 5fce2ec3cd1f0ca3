// SPDX-License-Identifier: MIT
#include "app/sessions/private_copy.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace latch::app::sessions {

namespace fs = std::filesystem;

using base::Result;

Result<PrivateCopy> PrivateCopy::make(const fs::path& original, std::string_view bytes) {
    std::string folder = (original.parent_path() / ".edit-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        return base::Error(base::ErrorKind::file, "cannot make a copy beside " + original.string())
            .because(base::system_words(errno));
    }
    PrivateCopy copy(fs::path(folder) / original.filename());
    if (auto written = base::replace_file(copy.file_, bytes, 0600); !written) {
        return written.error();
    }
    return copy;
}

PrivateCopy::PrivateCopy(PrivateCopy&& other) noexcept
    : file_(std::exchange(other.file_, {})), is_kept_(other.is_kept_) {}

PrivateCopy::~PrivateCopy() {
    if (!file_.empty() && !is_kept_) {
        std::error_code ignored;
        fs::remove_all(file_.parent_path(), ignored);
    }
}

Result<std::string> PrivateCopy::text() const {
    constexpr base::Bytes largest = base::mebibytes(64); // as a session's file
    return base::read_whole(file_, largest.count);
}

} // namespace latch::app::sessions
