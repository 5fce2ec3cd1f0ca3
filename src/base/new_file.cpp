// SPDX-License-Identifier: MIT
#include "latch/base/new_file.hpp"

#include "latch/base/file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace latch::base {

namespace {

Error cannot_write_new(const std::filesystem::path& file, int error_number) {
    return Error(ErrorKind::file, "cannot write " + file.string())
        .because(error_number == EEXIST ? "it is there already" : system_words(error_number));
}

} // namespace

Result<void> write_new_file(const std::filesystem::path& file, std::string_view bytes) {
    constexpr int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const Descriptor made(::open(file.c_str(), flags, 0600));
    if (!made.is_open()) {
        return cannot_write_new(file, errno);
    }
    auto written = write_all(made.get(), bytes, file.string());
    if (written && (::fchmod(made.get(), 0600) != 0 || ::fsync(made.get()) != 0)) {
        written = cannot_write_new(file, errno);
    }
    if (!written) {
        ::unlink(file.c_str());
    }
    return written;
}

} // namespace latch::base
