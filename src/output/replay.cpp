// SPDX-License-Identifier: MIT
#include "output/replay.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <algorithm>

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
    const auto count = base::read_some(body_->source->get(), piece_, position_, body_->name);
    if (!count) {
        return count.error();
    }
    if (*count == 0) {
        return base::Error(base::ErrorKind::file, "cannot read " + body_->name)
            .because("it lacks its last " + base::counted(left_, "byte"));
    }
    left_ -= *count;
    position_ += *count;
    return std::string_view(piece_).substr(0, *count);
}

} // namespace latch::output
