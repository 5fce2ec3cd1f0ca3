// SPDX-License-Identifier: MIT
#include "http/inflate.hpp"

#include "http/undecodable.hpp"

#define ZLIB_CONST // NOLINT(cppcoreguidelines-macro-usage): how zlib makes next_in const
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>
#include <utility>
#include <vector>

namespace latch::http {

namespace {

constexpr std::size_t magic_length = 2;

/// How zlib is told what to expect: the window in the value, the wrapper in its sign and height.
enum class WindowBits : int { raw = -MAX_WBITS, zlib = MAX_WBITS, gzip = MAX_WBITS + 16 };

bool is_gzip(std::string_view magic) noexcept {
    return magic == "\x1f\x8b";
}

/// Whether the bytes are a zlib header: deflate, a window of at most 32 KiB, and the check of RFC
/// 1950, 2.2. No raw stream begins so: it would be a stored block with bits set in its padding.
bool is_zlib(std::string_view magic) noexcept {
    const unsigned method = static_cast<unsigned char>(magic[0]);
    const unsigned flags = static_cast<unsigned char>(magic[1]);
    return (method & 15U) == Z_DEFLATED && method >> 4U <= 7 && (method << 8U | flags) % 31 == 0;
}

} // namespace

/// zlib's state and the buffer that it writes to.
class Inflate::Stream {
public:
    struct Step {
        int status = Z_OK;
        std::string_view output; ///< valid until the next step
        bool is_full = false;    ///< there may be more output without more input
    };

    explicit Stream(WindowBits window) : buffer_(65536) {
        if (inflateInit2(&zlib_, static_cast<int>(window)) != Z_OK) {
            throw std::bad_alloc();
        }
    }

    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    Stream(Stream&&) = delete;
    Stream& operator=(Stream&&) = delete;

    ~Stream() { inflateEnd(&zlib_); }

    void reset() { inflateReset(&zlib_); }

    /// Decodes until input or buffer is used up, and takes what it has read off `input`.
    Step step(std::string_view& input) {
        const auto given = std::min<std::size_t>(input.size(), std::numeric_limits<uInt>::max());
        zlib_.next_in = reinterpret_cast<const Bytef*>(input.data());
        zlib_.avail_in = static_cast<uInt>(given);
        zlib_.next_out = reinterpret_cast<Bytef*>(buffer_.data());
        zlib_.avail_out = static_cast<uInt>(buffer_.size());
        const int status = ::inflate(&zlib_, Z_NO_FLUSH);
        input.remove_prefix(given - zlib_.avail_in);
        return {
            .status = status,
            .output = {buffer_.data(), buffer_.size() - zlib_.avail_out},
            .is_full = zlib_.avail_out == 0};
    }

    std::string_view message() const { return zlib_.msg == nullptr ? "unusable data" : zlib_.msg; }

private:
    z_stream zlib_{};
    std::vector<char> buffer_;
};

Inflate::Inflate(Coding coding, BodySink& next) : coding_(coding), next_(next) {}

Inflate::~Inflate() = default;

base::Result<void> Inflate::write(std::string_view bytes) {
    while (!bytes.empty() && state_ != State::at_end) {
        if (state_ == State::in_member) {
            if (auto decoded = decode(bytes); !decoded) {
                return decoded;
            }
            continue;
        }
        magic_ += bytes.front();
        bytes.remove_prefix(1);
        if (magic_.size() == magic_length) {
            if (auto begun = begin_member(); !begun) {
                return begun;
            }
        }
    }
    return {};
}

base::Result<void> Inflate::finish() {
    const bool cut_in_magic = state_ == State::at_start && !magic_.empty();
    if (state_ == State::in_member || cut_in_magic) {
        return corrupt("it ends in the middle");
    }
    return next_.finish();
}

base::Result<void> Inflate::begin_member() {
    const std::string magic = std::exchange(magic_, {});
    if (coding_ == Coding::gzip && !is_gzip(magic)) {
        if (state_ == State::at_start) {
            return corrupt("it does not begin like gzip");
        }
        state_ = State::at_end;
        return {};
    }
    if (stream_) {
        stream_->reset();
    } else {
        const WindowBits deflate = is_zlib(magic) ? WindowBits::zlib : WindowBits::raw;
        stream_ = std::make_unique<Stream>(coding_ == Coding::gzip ? WindowBits::gzip : deflate);
    }
    state_ = State::in_member;
    std::string_view begun = magic;
    return decode(begun);
}

base::Result<void> Inflate::decode(std::string_view& bytes) {
    Stream::Step step;
    do {
        step = stream_->step(bytes);
        if (step.status != Z_OK && step.status != Z_BUF_ERROR && step.status != Z_STREAM_END) {
            return corrupt(stream_->message());
        }
        if (!step.output.empty()) {
            if (auto written = next_.write(step.output); !written) {
                return written;
            }
        }
        if (step.status == Z_STREAM_END) {
            state_ = coding_ == Coding::gzip ? State::between_members : State::at_end;
            return {};
        }
    } while (!bytes.empty() || step.is_full);
    return {};
}

base::Error Inflate::corrupt(std::string_view cause) const {
    const std::string_view coding = coding_ == Coding::gzip ? "gzip: " : "deflate: ";
    return undecodable(std::string(coding).append(cause));
}

} // namespace latch::http
