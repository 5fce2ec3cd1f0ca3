// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/body_sink.hpp"

#include <memory>
#include <string_view>

namespace latch::http {

/// Undoes one zstd coding (RFC 8878) as the bytes come. Frames may follow one another; a window of
/// more than 8 MiB is refused (RFC 9659). No bytes at all are an empty body.
class Zstd final : public BodySink {
public:
    explicit Zstd(BodySink& next);
    Zstd(const Zstd&) = delete;
    Zstd& operator=(const Zstd&) = delete;
    Zstd(Zstd&&) = delete;
    Zstd& operator=(Zstd&&) = delete;
    ~Zstd() override;

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

private:
    class Stream;

    BodySink& next_;
    bool in_frame_ = false;
    std::unique_ptr<Stream> stream_; ///< from the first byte on
};

} // namespace latch::http
