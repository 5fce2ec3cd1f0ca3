// SPDX-License-Identifier: MIT
#include "net/request_writer.hpp"

#include "net/words.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <utility>
#include <variant>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// Bodies move in pieces of this size: larger ones gain nothing measurable.
constexpr std::size_t piece_size = std::size_t{256} * 1024;

/// A body up to this size goes out with the head, in the same packet if it fits.
constexpr std::size_t joins_head = std::size_t{16} * 1024;

/// Room for the size line of a chunk in front of its data; a cache line, so that the data begins
/// with one.
constexpr std::size_t size_line_room = 64;

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view last_chunk = "0\r\n\r\n";

/// "1f40\r\n".
std::string size_line(std::size_t size) {
    std::array<char, size_line_room> digits{};
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    return std::string(digits.data(), end).append(line_end);
}

bool expects_consent(const http::Headers& headers) {
    const auto expectations = headers.list("Expect");
    return std::ranges::any_of(expectations, [](std::string_view expectation) {
        return base::iequals(expectation, "100-continue");
    });
}

bool is_chunked(const http::Headers& headers) {
    const auto codings = headers.list("Transfer-Encoding");
    return !codings.empty() && base::iequals(codings.back(), "chunked");
}

} // namespace

Result<void> RequestWriter::start(boost::asio::io_context& loop) {
    auto head = http::serialize_head(*request_);
    if (!head) {
        return head.error();
    }
    buffer_ = *std::move(head);
    const std::size_t head_size = buffer_.size();
    chunked_ = is_chunked(request_->headers);
    awaits_consent_ = sends_body() && expects_consent(request_->headers);
    if (const auto* const bytes = std::get_if<http::BytesBody>(&request_->body)) {
        start_body(*bytes);
    } else if (const auto* const streamed = std::get_if<http::StreamBody>(&request_->body)) {
        if (auto started = start_body(loop, {*streamed}); !started) {
            return started;
        }
    } else if (const auto* const joined = std::get_if<http::JoinedBody>(&request_->body)) {
        if (auto started = start_body(loop, joined->pieces); !started) {
            return started;
        }
    }
    pending_ = std::string_view(buffer_).substr(0, awaits_consent_ ? head_size : buffer_.size());
    held_ = std::string_view(buffer_).substr(pending_.size());
    body_sent_.count = awaits_consent_ ? 0 : body_in_buffer_;
    return {};
}

void RequestWriter::start_body(const http::BytesBody& body) {
    if (chunked_ && !body.bytes.empty()) {
        buffer_.append(size_line(body.bytes.size())).append(body.bytes).append(line_end);
        body_in_buffer_ = body.bytes.size();
    }
    if (chunked_) {
        buffer_.append(last_chunk);
    } else if (body.bytes.size() <= joins_head) {
        buffer_.append(body.bytes);
        body_in_buffer_ = body.bytes.size();
    } else {
        direct_ = body.bytes;
    }
}

Result<void>
RequestWriter::start_body(boost::asio::io_context& loop, std::vector<http::BodyPiece> pieces) {
    const auto length = http::length_of(request_->body);
    if (!length && !chunked_) {
        return Error(ErrorKind::usage, "cannot send a body whose length is not known")
            .hinting("send it with Transfer-Encoding: chunked");
    }
    auto input = JoinedInput::open(loop, std::move(pieces));
    if (!input) {
        return input.error();
    }
    input_.emplace(*std::move(input));
    last_piece_ = !chunked_ && length->count == 0;
    return {};
}

void RequestWriter::go_on() noexcept {
    if (!awaits_consent()) {
        return;
    }
    awaits_consent_ = false;
    // What is left of the head, and what stands behind it in the buffer.
    pending_ = std::string_view(pending_.data(), pending_.size() + held_.size());
    body_sent_.count = body_in_buffer_;
}

Result<void> RequestWriter::advance(Stream& stream, Interest& interest) {
    const base::Bytes before = body_sent_;
    Result<void> moved = move_on(stream, interest);
    if (observer_ && body_sent_ != before) {
        observer_(body_sent_);
    }
    return moved;
}

Result<void> RequestWriter::move_on(Stream& stream, Interest& interest) {
    while (!stopped()) {
        if (!write_pending(stream, interest) || awaits_consent_) {
            return {};
        }
        if (last_piece_) {
            state_ = State::finished;
            return {};
        }
        const Result<bool> refilled = refill(interest);
        if (!refilled) {
            return refilled.error();
        }
        if (!*refilled) {
            return {};
        }
    }
    return {};
}

/// Whether everything that was pending is written.
bool RequestWriter::write_pending(Stream& stream, Interest& interest) {
    while (has_pending()) {
        std::string_view& next = pending_.empty() ? direct_ : pending_;
        const Io written = stream.try_write(next);
        if (written.is_over()) {
            failure_ = written.error;
            state_ = State::refused;
            return false;
        }
        if (written.state != Io::State::done) {
            add_wish(interest, written);
            return false;
        }
        body_sent_.count += pending_.empty() ? written.count : 0;
        next.remove_prefix(written.count);
    }
    return true;
}

bool RequestWriter::has_pending() const noexcept {
    return !pending_.empty() || (!direct_.empty() && !awaits_consent_);
}

/// Whether there is something new to write.
Result<bool> RequestWriter::refill(Interest& interest) {
    if (!piece_) {
        piece_.emplace(size_line_room + piece_size + line_end.size() + last_chunk.size());
    }
    const Result<Taken> taken = input_->take(piece_->bytes().subspan(size_line_room, piece_size));
    if (!taken) {
        return taken.error();
    }
    last_piece_ = taken->last;
    body_sent_.count += taken->count;
    if (taken->count == 0 && !taken->last) {
        interest.input = input_->watched();
        return false;
    }
    frame(taken->count);
    return true;
}

/// Makes pending what was read into `piece_`, in a chunk if need be.
void RequestWriter::frame(std::size_t count) {
    char* const bytes = piece_->data();
    std::size_t begin = size_line_room;
    std::size_t end = begin + count;
    const auto append = [&](std::string_view text) {
        text.copy(bytes + end, text.size());
        end += text.size();
    };
    if (chunked_ && count > 0) {
        const std::string size = size_line(count);
        begin -= size.size();
        size.copy(bytes + begin, size.size());
        append(line_end);
    }
    if (chunked_ && last_piece_) {
        append(last_chunk);
    }
    pending_ = {bytes + begin, end - begin};
}

} // namespace latch::net
