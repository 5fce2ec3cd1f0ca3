// SPDX-License-Identifier: MIT
#include "http/brotli.hpp"

#include "http/undecodable.hpp"

#include <brotli/decode.h>
#include <new>
#include <string>
#include <vector>

namespace latch::http {

namespace {

base::Error corrupt(std::string_view cause) {
    return undecodable("brotli: " + std::string(cause));
}

} // namespace

/// The library's state and the buffer that it writes to.
class Brotli::Stream {
public:
    struct Step {
        BrotliDecoderResult status = BROTLI_DECODER_RESULT_ERROR;
        std::string_view output; ///< valid until the next step
    };

    Stream() : state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)), buffer_(65536) {
        if (!state_) {
            throw std::bad_alloc();
        }
    }

    /// Decodes until input or buffer is used up, and takes what it has read off `input`.
    Step step(std::string_view& input) {
        const auto* next_in = reinterpret_cast<const std::uint8_t*>(input.data());
        auto* next_out = reinterpret_cast<std::uint8_t*>(buffer_.data());
        std::size_t left = input.size();
        std::size_t room = buffer_.size();
        const BrotliDecoderResult status =
            BrotliDecoderDecompressStream(state_.get(), &left, &next_in, &room, &next_out, nullptr);
        input.remove_prefix(input.size() - left);
        return {.status = status, .output = {buffer_.data(), buffer_.size() - room}};
    }

private:
    struct Free {
        void operator()(BrotliDecoderState* state) const noexcept {
            BrotliDecoderDestroyInstance(state);
        }
    };

    std::unique_ptr<BrotliDecoderState, Free> state_;
    std::vector<char> buffer_;
};

Brotli::Brotli(BodySink& next) : next_(next) {}

Brotli::~Brotli() = default;

base::Result<void> Brotli::write(std::string_view bytes) {
    if (bytes.empty() || ended_) {
        return {};
    }
    if (!stream_) {
        stream_ = std::make_unique<Stream>();
    }
    for (;;) {
        const Stream::Step step = stream_->step(bytes);
        if (!step.output.empty()) {
            if (auto written = next_.write(step.output); !written) {
                return written;
            }
        }
        switch (step.status) {
        case BROTLI_DECODER_RESULT_ERROR:
            return corrupt("unusable data");
        case BROTLI_DECODER_RESULT_SUCCESS:
            ended_ = true;
            return {};
        case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
            return {};
        case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT:
            break;
        }
    }
}

base::Result<void> Brotli::finish() {
    if (stream_ && !ended_) {
        return corrupt("it ends in the middle");
    }
    return next_.finish();
}

} // namespace latch::http
