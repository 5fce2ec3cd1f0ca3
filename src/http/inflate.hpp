// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/body_sink.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace latch::http {

enum class Coding { gzip, deflate };

/// Undoes one gzip or deflate coding as the bytes come, in constant memory.
///
/// "deflate" ought to be a zlib stream (RFC 9110, 8.4.1.2) but is a raw one from some servers; the
/// first two bytes decide. gzip members may follow one another (RFC 1952, 2.2). What follows the
/// end and is no member is ignored, as gzip and browsers do. No bytes at all are an empty body.
class Inflate final : public BodySink {
public:
    Inflate(Coding coding, BodySink& next);
    Inflate(const Inflate&) = delete;
    Inflate& operator=(const Inflate&) = delete;
    Inflate(Inflate&&) = delete;
    Inflate& operator=(Inflate&&) = delete;
    ~Inflate() override;

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

private:
    class Stream;

    enum class State {
        at_start,        ///< no member has begun
        in_member,       ///< compressed bytes are expected
        between_members, ///< one has ended, another may follow
        at_end,          ///< whatever comes is ignored
    };

    base::Result<void> begin_member();
    base::Result<void> decode(std::string_view& bytes);
    base::Error corrupt(std::string_view cause) const;

    Coding coding_;
    BodySink& next_;
    State state_ = State::at_start;
    std::string magic_; ///< of the next member, until both bytes are there
    std::unique_ptr<Stream> stream_;
};

} // namespace latch::http
