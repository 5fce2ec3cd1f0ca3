// SPDX-License-Identifier: MIT
#include "output/outlet.hpp"

#include "latch/base/new_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::output {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view standard_output = "standard output";

base::Error cannot_write(const fs::path& path) {
    const int problem = errno;
    return base::Error(base::ErrorKind::file, "cannot write to " + path.string())
        .because(base::system_words(problem));
}

/// Nothing if there is no such file.
std::optional<mode_t> mode_of(const fs::path& path) {
    struct stat facts {};

    if (::stat(path.c_str(), &facts) != 0) {
        return std::nullopt;
    }
    return facts.st_mode;
}

} // namespace

bool leads_to_file(int descriptor) {
    struct stat facts {};

    return ::fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

Outlet::Outlet(const base::Stream& stream)
    : place_(Borrowed{stream.descriptor, leads_to_file(stream.descriptor)}) {}

base::Result<void> Outlet::open() {
    const auto* const unopened = std::get_if<Unopened>(&place_);
    if (unopened == nullptr) {
        return {};
    }
    const fs::path path = unopened->path;
    const std::optional<mode_t> mode = mode_of(path);
    return mode && !S_ISREG(*mode) ? open_direct(path, 0) : start_replacing(path);
}

base::Result<void> Outlet::open_direct(const fs::path& path, int more_flags) {
    base::Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY | more_flags));
    if (!file.is_open()) {
        return cannot_write(path);
    }
    place_.emplace<Direct>(Direct{.file = std::move(file), .name = path.string()});
    return {};
}

base::Result<void> Outlet::start_replacing(const fs::path& path) {
    const std::optional<mode_t> present = mode_of(path);
    // A rename asks for rights on the folder only; a write-protected file is to stay as it is.
    if (present && ::access(path.c_str(), W_OK) != 0) {
        return cannot_write(path);
    }
    auto replacement = base::Replacement::start(path);
    if (!replacement) {
        return replacement.error();
    }
    const mode_t mode = present ? *present & 0777U : base::mode_of_new_files();
    place_.emplace<Pending>(Pending{.file = *std::move(replacement), .path = path, .mode = mode});
    return {};
}

base::Result<void> Outlet::write(std::string_view bytes) {
    if (auto opened = open(); !opened) {
        return opened;
    }
    if (auto* const pending = std::get_if<Pending>(&place_)) {
        return pending->file.write(bytes);
    }
    if (const auto* const direct = std::get_if<Direct>(&place_)) {
        return base::write_all(direct->file.get(), bytes, direct->name);
    }
    if (auto* const* const lane = std::get_if<Lane*>(&place_)) {
        return (*lane)->write(bytes);
    }
    if (const auto* const borrowed = std::get_if<Borrowed>(&place_)) {
        const auto write = borrowed->is_regular_file ? base::write_all : base::write_to_reader;
        return write(borrowed->descriptor, bytes, standard_output);
    }
    return {};
}

base::Result<void> Outlet::write_piped(base::PipedBytes bytes) {
    if (auto* const pending = std::get_if<Pending>(&place_)) {
        return pending->file.write_piped(bytes);
    }
    if (const auto* const direct = std::get_if<Direct>(&place_)) {
        return base::write_piped(direct->file.get(), bytes, direct->name);
    }
    if (const auto* const borrowed = std::get_if<Borrowed>(&place_)) {
        return base::write_piped(borrowed->descriptor, bytes, standard_output);
    }
    return {};
}

bool Outlet::takes_pipes() const {
    const auto* const borrowed = std::get_if<Borrowed>(&place_);
    return is_regular_file() &&
           (borrowed == nullptr || (::fcntl(borrowed->descriptor, F_GETFL) & O_APPEND) == 0);
}

base::Result<void> Outlet::commit() {
    if (auto opened = open(); !opened) {
        return opened;
    }
    auto* const pending = std::get_if<Pending>(&place_);
    if (pending == nullptr) {
        return {};
    }
    // What was downloaded can be downloaded again: no waiting for the disk.
    auto committed = pending->file.commit(pending->mode, base::Durability::left_to_system);
    if (committed) {
        place_.emplace<Committed>();
    }
    return committed;
}

base::Result<void> Outlet::reveal() {
    const auto* const pending = std::get_if<Pending>(&place_);
    if (pending == nullptr) {
        return {};
    }
    const fs::path path = pending->path;
    auto committed = commit();
    return committed ? open_direct(path, O_APPEND) : committed;
}

base::Result<void> Outlet::begin_anew() {
    const auto* const pending = std::get_if<Pending>(&place_);
    if (pending == nullptr) {
        return {};
    }
    const fs::path path = pending->path;
    return start_replacing(path);
}

bool Outlet::is_regular_file() const noexcept {
    const auto* const borrowed = std::get_if<Borrowed>(&place_);
    return std::holds_alternative<Pending>(place_) ||
           (borrowed != nullptr && borrowed->is_regular_file);
}

} // namespace latch::output
