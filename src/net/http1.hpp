// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.hpp"
#include "net/drain.hpp"
#include "net/request_writer.hpp"
#include "net/response_parser.hpp"

#include "latch/base/error.hpp"
#include "latch/base/pipe.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/policy.hpp"

#include <optional>

namespace latch::net {

/// When things happened on the connection; turned into timings by who asks.
struct Moments {
    SteadyClock::time_point request_written{};
    SteadyClock::time_point first_byte{};
};

/// One HTTP/1.1 request and its answer on a connection.
///
/// Writing and reading go on at the same time, so that an answer that comes before the request is
/// written is heard: an error ends the upload, and a server that answers while it reads does not
/// end in both sides waiting. All that is referred to must outlive it.
class Http1 {
public:
    Http1(Connection& connection, RequestWriter& writer, const http::Policy& policy);
    Http1(const Http1&) = delete;
    Http1& operator=(const Http1&) = delete;
    Http1(Http1&&) = delete;
    Http1& operator=(Http1&&) = delete;
    ~Http1() = default;

    /// Until the head of the final response is there.
    Task<base::Result<void>> read_head(BodyRule rule);

    /// Reads the body into `sink`, its transfer coding undone, and writes what is left of the
    /// request; does not finish the sink.
    Task<base::Result<void>> read_body(http::BodySink& sink);

    /// Forgets the body: reads it as long as the request is being written, and then as far as
    /// `Drain` says; whether it was read to its end. Errors: of such a request.
    Task<base::Result<bool>> drain();

    /// All of the request and the answer has gone over, and neither side means to close.
    bool reusable() const;

    /// At least one byte has come back.
    bool answer_begun() const noexcept { return answer_begun_; }

    /// The connection closed, broke or fell silent before the end of the answer.
    bool has_broken_off() const noexcept { return has_broken_off_; }

    const ResponseParser& response() const noexcept { return *parser_; }

    const Moments& moments() const noexcept { return moments_; }

private:
    enum class Goal { head, body };
    enum class Pulled { reached, not_yet, tired };

    Task<base::Result<void>> pursue(Goal goal);
    base::Result<void> push(Interest& interest);
    base::Result<Pulled> advance(Goal goal, Interest& interest);
    base::Result<Pulled> pull(Goal goal, Interest& interest);
    base::Result<Io> receive(Goal goal);
    base::Result<Io> receive_piped();
    base::Result<bool> parse(Goal goal);
    base::Result<void> skip_interim();
    base::Result<void> make_room(Goal goal);
    base::Result<void> note_arrival(std::size_t count, std::size_t room);
    base::Result<void> ended(const Io& got);
    Deadline first_byte_until() const;
    Deadline deadline(const Interest& interest) const;
    base::Error silence() const;

    Connection& connection_;
    RequestWriter& writer_;
    const http::Policy& policy_;
    std::optional<ResponseParser> parser_;
    BodyRule rule_ = BodyRule::by_framing;
    std::optional<base::Pipe> pipe_; ///< for a body that nobody here has to see
    bool is_unwanted_ = false;
    std::optional<Drain> drain_; ///< for what is unwanted, once the request is written
    Deadline consent_until_;     ///< when a body that the server was to ask for is sent unasked
    unsigned interim_ = 0;
    bool is_unheard_ = false; ///< nobody has looked for an answer
    bool answer_begun_ = false;
    bool response_begun_ = false; ///< the one that is being read, interim or not
    bool has_broken_off_ = false;
    Moments moments_;
};

} // namespace latch::net
