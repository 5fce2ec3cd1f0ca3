// SPDX-License-Identifier: MIT
#include "latch/base/new_file.hpp"

#include "latch/base/file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace latch::base {

namespace {

Error cannot_write_new(const std::filesystem::path& file, int error_number) {
    return Error(ErrorKind::file, "cannot write " + file.string())
        .because(error_number == EEXIST ? "it is there already" : system_words(error_number));
}

} // namespace

Result<Descriptor> nameless_file(const std::filesystem::path& folder, std::string_view what) {
    Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
    if (file.is_open()) {
        return file;
    }
    // Some file systems cannot do that (NFS, older overlays).
    std::string path = (folder / "latch-XXXXXX").string();
    file = Descriptor(::mkostemp(path.data(), O_CLOEXEC));
    if (!file.is_open()) {
        return Error(ErrorKind::file, "cannot keep " + std::string(what) + " in " + folder.string())
            .because(system_words(errno))
            .hinting("TMPDIR names another folder");
    }
    ::unlink(path.c_str());
    return file;
}

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

unsigned mode_of_new_files() {
    const mode_t mask = ::umask(0); // the only way to ask for it; latch runs one thread
    ::umask(mask);
    return 0644U & ~mask;
}

} // namespace latch::base
