// SPDX-License-Identifier: MIT
#include "output/writer.hpp"

#include <utility>

namespace latch::output {

Writer::Writer(Outlet outlet) : outlet_(std::move(outlet)) {}

base::Result<void> Writer::open() {
    return outlet_.open();
}

base::Result<void> Writer::end_chunk(Pace pace) {
    const bool can_wait =
        pace == Pace::gathered || (pace == Pace::automatic && outlet_.is_regular_file());
    return can_wait ? status() : flush();
}

base::Result<void> Writer::flush() {
    write_out({buffer_.data(), std::exchange(used_, 0)});
    return status();
}

base::Result<void> Writer::commit() {
    if (auto flushed = flush(); !flushed) {
        return flushed;
    }
    return outlet_.commit();
}

bool Writer::at_line_start() const noexcept {
    return (used_ == 0 ? last_written_ : buffer_.data()[used_ - 1]) == '\n';
}

base::Result<void> Writer::go_back(std::uint64_t total) {
    if (total >= written_) {
        used_ = static_cast<std::size_t>(total - written_);
        return status();
    }
    used_ = 0;
    written_ = 0;
    last_written_ = '\n';
    return problem_ ? status() : outlet_.begin_anew();
}

void Writer::append_beyond(std::string_view bytes) {
    if (buffer_.size() == 0) {
        buffer_ = base::PageBuffer(outlet_.is_lane() ? capacity_of_lane : capacity);
    }
    write_out({buffer_.data(), std::exchange(used_, 0)});
    if (bytes.size() > buffer_.size() / 2) { // copying it first would gain nothing
        write_out(bytes);
    } else {
        append(bytes);
    }
}

void Writer::append_piped(base::PipedBytes bytes) {
    write_out({buffer_.data(), std::exchange(used_, 0)});
    if (problem_) {
        return;
    }
    if (const auto moved = outlet_.write_piped(bytes); !moved) {
        problem_ = moved.error();
        return;
    }
    written_ += bytes.count;
    last_written_ = unseen;
}

void Writer::write_out(std::string_view bytes) {
    if (bytes.empty()) {
        return;
    }
    written_ += bytes.size();
    last_written_ = bytes.back();
    if (reader_gone_ || problem_) {
        return;
    }
    const auto written = write_through(bytes);
    if (!written && written.error().kind() == base::ErrorKind::output_closed) {
        reader_gone_ = true;
    } else if (!written) {
        problem_ = written.error();
    }
}

base::Result<void> Writer::write_through(std::string_view bytes) {
    auto written = outlet_.write(bytes);
    return written && std::exchange(reveals_, false) ? outlet_.reveal() : written;
}

base::Result<void> Writer::status() const {
    return problem_ ? base::Result<void>(*problem_) : base::Result<void>();
}

} // namespace latch::output
