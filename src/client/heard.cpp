// SPDX-License-Identifier: MIT
#include "client/heard.hpp"

#include "latch/http/body_sink.hpp"

#include <utility>

namespace latch::client {

namespace {

using base::Result;

/// Keeps what comes, and ends the transfer once it has enough.
class Memory final : public http::BodySink {
public:
    explicit Memory(base::Bytes most) : most_(most) {}

    Result<void> write(std::string_view bytes) override {
        text_ += bytes;
        if (is_full()) {
            return base::Error(base::ErrorKind::output_closed, "the rest is not wanted");
        }
        return {};
    }

    Result<void> finish() override { return {}; }

    bool is_full() const noexcept { return text_.size() >= most_.count; }

    std::string text() && { return std::move(text_); }

private:
    base::Bytes most_;
    std::string text_;
};

} // namespace

net::Task<Result<Heard>> listen(net::Answer& answer, base::Bytes most) {
    Memory memory(most);
    const Result<void> complete = co_await answer.read_body(memory);
    if (!complete && !memory.is_full()) {
        co_return complete.error();
    }
    co_return Heard{.hop = std::move(answer).hop(), .body = std::move(memory).text()};
}

} // namespace latch::client
