// SPDX-License-Identifier: MIT
#include "output/replay.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace latch::output {

namespace {

constexpr std::size_t piece_size = 64UL * 1024;

} // namespace

Replay::Replay(const http::StreamBody& body)
    : body_(&body), left_(body.length.value_or(base::Bytes{}).count), position_(body.offset) {}

base::Result<std::string_view> Replay::next() {
    piece_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, left_)));
    if (piece_.empty()) {
        return std::string_view();
    }
    ssize_t count = -1;
    do {
        const auto position = static_cast<off_t>(position_);
        count = ::pread(body_->source->get(), piece_.data(), piece_.size(), position);
    } while (count < 0 && errno == EINTR);
    if (count <= 0) {
        return base::Error(base::ErrorKind::file, "cannot read " + body_->name)
            .because(
                count < 0 ? base::system_words(errno)
                          : "it lacks its last " + base::counted(left_, "byte")
            );
    }
    left_ -= static_cast<std::uint64_t>(count);
    position_ += static_cast<std::uint64_t>(count);
    return std::string_view(piece_).substr(0, static_cast<std::size_t>(count));
}

} // namespace latch::output
