// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/body_sink.hpp"

#include <memory>
#include <string_view>

namespace latch::http {

/// Undoes one brotli coding (RFC 7932) as the bytes come, with a window of at most 16 MiB. What
/// follows the end is ignored. No bytes at all are an empty body.
class Brotli final : public BodySink {
public:
    explicit Brotli(BodySink& next);
    Brotli(const Brotli&) = delete;
    Brotli& operator=(const Brotli&) = delete;
    Brotli(Brotli&&) = delete;
    Brotli& operator=(Brotli&&) = delete;
    ~Brotli() override;

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

private:
    class Stream;

    BodySink& next_;
    bool ended_ = false;
    std::unique_ptr<Stream> stream_; ///< from the first byte on
};

} // namespace latch::http
