// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace latch::http {

/// Encodes a body for "Content-Encoding: deflate": zlib's format (RFC 9110, 8.4.1.2), piece by
/// piece.
class Deflate {
public:
    Deflate();
    Deflate(const Deflate&) = delete;
    Deflate& operator=(const Deflate&) = delete;
    Deflate(Deflate&&) = delete;
    Deflate& operator=(Deflate&&) = delete;
    ~Deflate();

    /// What can be said so far about all that was put in; often nothing.
    std::string write(std::string_view bytes);

    /// The rest. Nothing may be written after it.
    std::string finish();

private:
    class Stream;
    std::unique_ptr<Stream> stream_;
};

} // namespace latch::http
