// SPDX-License-Identifier: MIT
#pragma once

#include "net/joined_input.hpp"
#include "net/stream.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/base/page_buffer.hpp"
#include "latch/http/request.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

    /// The head is out, or on its way, and the body waits for the server to ask for it: "Expect:
    /// 100-continue" (RFC 9110, 10.1.1).
    bool awaits_consent() const noexcept { return awaits_consent_ && !stopped(); }

    /// All that comes before that is out.
    bool has_asked() const noexcept { return awaits_consent() && pending_.empty(); }

    /// The server asked for the body, or has been waited for long enough.
    void go_on() noexcept;

    /// Calls `observer` with `body_sent` whenever that grows.
    void observe(std::function<void(base::Bytes)> observer) { observer_ = std::move(observer); }

    /// How much of the body has been taken for the wire, its framing not counted.
    base::Bytes body_sent() const noexcept { return body_sent_; }

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

    base::Result<void>
    start_body(boost::asio::io_context& loop, std::vector<http::BodyPiece> pieces);
    void start_body(const http::BytesBody& body);
    base::Result<void> move_on(Stream& stream, Interest& interest);
    bool write_pending(Stream& stream, Interest& interest);
    bool has_pending() const noexcept;
    base::Result<bool> refill(Interest& interest);
    void frame(std::size_t count);

    const http::PreparedRequest* request_;
    State state_ = State::writing;
    bool chunked_ = false;
    bool awaits_consent_ = false;
    bool last_piece_ = true;                ///< nothing comes after what is pending
    std::string buffer_;                    ///< the head, and a little body behind it
    std::optional<base::PageBuffer> piece_; ///< of a streamed body, once its turn has come
    std::string_view pending_;              ///< not written yet; of `buffer_` or `piece_`
    std::string_view held_;            ///< behind the head in `buffer_`, until there is consent
    std::string_view direct_;          ///< body bytes that go from the request as they are
    std::optional<JoinedInput> input_; ///< of a streamed body
    std::error_code failure_;
    base::Bytes body_sent_;
    std::size_t body_in_buffer_ = 0; ///< body bytes that `buffer_` holds behind the head
    std::function<void(base::Bytes)> observer_;
};

} // namespace latch::net
