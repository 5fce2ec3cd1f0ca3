// SPDX-License-Identifier: MIT
#pragma once

#include "support/byte_stream.hpp"
#include "support/message.hpp"

#include <optional>
#include <string>

namespace latch::test {

/// Takes the requests of one connection off its stream, one after the other.
class RequestReader {
public:
    explicit RequestReader(ByteStream& stream) noexcept : stream_(stream) {}

    /// The next request; nothing when the peer has left, or did not speak HTTP.
    std::optional<Request> next(Deadline deadline);

    /// What was wrong with the last bytes; empty if they were in order.
    const std::string& problem() const noexcept { return problem_; }

private:
    ByteStream& stream_;
    std::string unread_;
    std::string problem_;
};

/// Whether the client wants to go on with the connection (RFC 9112, 9.3).
bool keeps_alive(const Request& request);

/// Whether the connection can carry another exchange after this one.
enum class Sent { and_ready, and_close };

Sent send(ByteStream& stream, const Request& request, const Response& response, Deadline deadline);

} // namespace latch::test
