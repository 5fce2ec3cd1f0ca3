// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/response.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

namespace latch::net {

/// Whether a response can have a body at all: one to HEAD has none (RFC 9112, 6.3).
enum class BodyRule { by_framing, never };

/// One HTTP/1 response out of bytes: no socket, no clock. Beast's parser with deliberate limits.
///
/// Bytes go in through `consume`; the head is there when `head_done`, then the body goes to the
/// sink. Errors are `protocol`, or what the sink said.
class ResponseParser {
public:
    /// `peer` is who answers, for errors: "api.test:8080".
    ResponseParser(BodyRule rule, const http::ResponseLimits& limits, std::string_view peer);
    ResponseParser(ResponseParser&&) noexcept;
    ResponseParser& operator=(ResponseParser&&) noexcept;
    ResponseParser(const ResponseParser&) = delete;
    ResponseParser& operator=(const ResponseParser&) = delete;
    ~ResponseParser();

    /// Takes from the front of `bytes` and tells how much; never anything behind the response.
    /// The head alone, until a sink is set. What was not taken must be offered again, with more
    /// behind it.
    base::Result<std::size_t> consume(std::string_view bytes);

    /// How much of the body comes next as it is, and need not be seen: it may go past `consume`
    /// through `consume_piped`; the last byte of a body may not. Zero: none of it.
    std::uint64_t piped_ahead() const noexcept;

    /// Takes what lies in a pipe, at most `piped_ahead`, to the sink's other entrance.
    base::Result<void> consume_piped(base::PipedBytes bytes);

    /// The peer has sent everything. Right at the end of a body that is delimited by it.
    base::Result<void> consume_end();

    /// Where the body goes; must outlive the parsing.
    void set_sink(http::BodySink& sink);

    bool head_done() const noexcept;
    bool done() const noexcept;
    /// Whether the body goes on until the connection is closed.
    bool ends_with_connection() const noexcept;
    /// Whether the connection may carry another request, as far as this response tells.
    bool keeps_alive() const noexcept;
    /// Content-Length, or what a chunked body has told so far.
    std::uint64_t body_announced() const noexcept;
    /// How much of the body has arrived, without the framing.
    std::uint64_t body_received() const noexcept;

    /// Complete when `head_done`.
    const http::ResponseHead& head() const noexcept;

    /// The fields behind a chunked body, complete when `done`.
    const http::Headers& trailers() const noexcept;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace latch::net
