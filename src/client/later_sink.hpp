// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/body_sink.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <utility>

namespace latch::client {

/// A sink that is asked for when the first bytes for it are there, or the end.
class LaterSink final : public http::BodySink {
public:
    using Source = std::function<base::Result<http::BodySink*>()>;

    /// What `source` gives may be null: nobody wants the body.
    explicit LaterSink(Source source) : source_(std::move(source)) {}

    /// Whether it was asked for, and is not there.
    bool is_unwanted() const noexcept { return sink_ && *sink_ == nullptr; }

    /// Errors: `output_closed` if nobody wants the body; those of the sink and its source.
    base::Result<void> write(std::string_view bytes) override {
        if (auto ready = open(); !ready) {
            return ready;
        }
        if (is_unwanted()) {
            return base::Error(base::ErrorKind::output_closed, "nobody wants the body");
        }
        return (*sink_)->write(bytes);
    }

    base::Result<void> finish() override {
        auto ready = open();
        return ready && !is_unwanted() ? (*sink_)->finish() : ready;
    }

private:
    base::Result<void> open() {
        if (sink_) {
            return {};
        }
        auto sink = source_();
        if (!sink) {
            return sink.error();
        }
        sink_ = *sink;
        return {};
    }

    Source source_;
    std::optional<http::BodySink*> sink_;
};

} // namespace latch::client
