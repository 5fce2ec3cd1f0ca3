// SPDX-License-Identifier: MIT
#include "latch/output/piece_store.hpp"

#include "latch/base/new_file.hpp"

#include <cerrno>
#include <span>
#include <unistd.h>

namespace latch::output {

using base::Result;

namespace {

std::uint64_t position_of(PieceStore::Number number) {
    return std::uint64_t{number} * PieceStore::piece_size;
}

} // namespace

Result<PieceStore::Number> PieceStore::keep(std::string_view piece) {
    if (!file_.is_open()) {
        auto file = base::nameless_file(folder_, "an answer");
        if (!file) {
            return file.error();
        }
        file_ = *std::move(file);
    }
    const std::string name = (folder_ / "temporary file").string();
    const Number number = free_.empty() ? count_ : free_.back();
    if (::lseek(file_.get(), static_cast<off_t>(position_of(number)), SEEK_SET) < 0) {
        return base::Error(base::ErrorKind::file, "cannot write " + name)
            .because(base::system_words(errno));
    }
    if (auto written = base::write_all(file_.get(), piece, name); !written) {
        return written.error();
    }
    if (free_.empty()) {
        ++count_;
    } else {
        free_.pop_back();
    }
    return number;
}

Result<std::string> PieceStore::take(Number number) {
    std::string piece(piece_size, '\0');
    for (std::size_t count = 0; count < piece_size;) {
        const auto read = base::read_some(
            file_.get(),
            std::span(piece).subspan(count),
            position_of(number) + count,
            "temporary file"
        );
        if (!read) {
            return read.error();
        }
        if (*read == 0) {
            return base::Error(base::ErrorKind::file, "cannot read temporary file")
                .because("it is shorter than it was");
        }
        count += *read;
    }
    free_.push_back(number);
    return piece;
}

} // namespace latch::output
