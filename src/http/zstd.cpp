// SPDX-License-Identifier: MIT
#include "http/zstd.hpp"

#include "http/undecodable.hpp"

#include "latch/base/text.hpp"

#include <zstd.h>

#include <new>
#include <string>
#include <vector>

namespace latch::http {

namespace {

base::Error corrupt(std::string_view cause) {
    return undecodable("zstd: " + base::to_ascii_lower(cause));
}

} // namespace

/// The library's state and the buffer that it writes to.
class Zstd::Stream {
public:
    struct Step {
        std::size_t status = 0;  ///< 0 at the end of a frame; may be an error code
        std::string_view output; ///< valid until the next step
        bool is_full = false;    ///< there may be more output without more input
    };

    Stream() : state_(ZSTD_createDCtx()), buffer_(65536) {
        constexpr int window = 23;
        if (!state_ ||
            ZSTD_isError(ZSTD_DCtx_setParameter(state_.get(), ZSTD_d_windowLogMax, window)) != 0) {
            throw std::bad_alloc();
        }
    }

    /// Decodes until input or buffer is used up, and takes what it has read off `input`.
    Step step(std::string_view& input) {
        ZSTD_inBuffer in{input.data(), input.size(), 0};
        ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
        const std::size_t status = ZSTD_decompressStream(state_.get(), &out, &in);
        input.remove_prefix(in.pos);
        return {
            .status = status, .output = {buffer_.data(), out.pos}, .is_full = out.pos == out.size};
    }

private:
    struct Free {
        void operator()(ZSTD_DCtx* state) const noexcept { ZSTD_freeDCtx(state); }
    };

    std::unique_ptr<ZSTD_DCtx, Free> state_;
    std::vector<char> buffer_;
};

Zstd::Zstd(BodySink& next) : next_(next) {}

Zstd::~Zstd() = default;

base::Result<void> Zstd::write(std::string_view bytes) {
    if (bytes.empty()) {
        return {};
    }
    if (!stream_) {
        stream_ = std::make_unique<Stream>();
    }
    Stream::Step step;
    do {
        step = stream_->step(bytes);
        if (ZSTD_isError(step.status) != 0) {
            return corrupt(ZSTD_getErrorName(step.status));
        }
        in_frame_ = step.status != 0;
        if (!step.output.empty()) {
            if (auto written = next_.write(step.output); !written) {
                return written;
            }
        }
    } while (!bytes.empty() || (step.is_full && in_frame_));
    return {};
}

base::Result<void> Zstd::finish() {
    if (in_frame_) {
        return corrupt("it ends in the middle");
    }
    return next_.finish();
}

} // namespace latch::http
