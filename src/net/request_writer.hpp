// SPDX-License-Identifier: MIT
#pragma once

#include "net/body_input.hpp"
#include "net/stream.hpp"

#include "latch/base/error.hpp"
#include "latch/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::net {

/// Puts a request on the wire as far as the peer takes it: head, then body with its framing.
class RequestWriter {
public:
    /// `request` must outlive the writer.
    explicit RequestWriter(const http::PreparedRequest& request) : request_(&request) {}

    RequestWriter(const RequestWriter&) = delete;
    RequestWriter& operator=(const RequestWriter&) = delete;
    RequestWriter(RequestWriter&&) = delete;
    RequestWriter& operator=(RequestWriter&&) = delete;
    ~RequestWriter() = default;

    /// Makes the first bytes. Errors: `usage` for what must not be sent, `file`.
    base::Result<void> start(boost::asio::io_context& loop);

    /// Writes until all is written or something has to be waited for, which is added to
    /// `interest`. Errors: `file` for a source that cannot be read, ended early or grew.
    base::Result<void> advance(Stream& stream, Interest& interest);

    /// The answer makes the rest of the request pointless.
    void give_up() noexcept { state_ = finished() ? state_ : State::given_up; }

    /// The whole request has been handed to the peer.
    bool finished() const noexcept { return state_ == State::finished; }

    /// There is nothing more to do: finished, given up, or the peer takes no more.
    bool stopped() const noexcept { return state_ != State::writing; }

    bool sends_body() const noexcept { return http::has_body(request_->body); }

    /// Why the peer takes no more, if that is so.
    const std::error_code& failure() const noexcept { return failure_; }

private:
    enum class State { writing, finished, given_up, refused };

    base::Result<void> start_body(boost::asio::io_context& loop, const http::StreamBody& body);
    void start_body(const http::BytesBody& body);
    bool write_pending(Stream& stream, Interest& interest);
    base::Result<bool> refill(Interest& interest);
    void frame(std::size_t count);

    const http::PreparedRequest* request_;
    State state_ = State::writing;
    bool chunked_ = false;
    bool last_piece_ = true;         ///< nothing comes after what is pending
    std::string buffer_;             ///< the head, later pieces of a streamed body
    std::string_view pending_;       ///< not written yet; of `buffer_`
    std::string_view direct_;        ///< body bytes that go from the request as they are
    std::optional<BodyInput> input_; ///< of a streamed body
    std::error_code failure_;
};

} // namespace latch::net
