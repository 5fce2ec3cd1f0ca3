// SPDX-License-Identifier: MIT
#include "net/http1.hpp"

#include "net/failure.hpp"
#include "net/words.hpp"

#include <algorithm>
#include <utility>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::error_code;

/// Bodies arrive in pieces of this size; 512 bytes, as Beast reads them, cost 2 to 6 times more.
constexpr std::size_t body_buffer_size = std::size_t{256} * 1024;

/// What a pipe may hold without privileges; with less, splicing hardly beats reading.
constexpr std::size_t pipe_size = std::size_t{1024} * 1024;

/// Reads in a row before others have their turn: some 4 MiB.
constexpr int patience = 16;

/// How long a server may think about "Expect: 100-continue"; curl waits as long.
constexpr std::chrono::milliseconds consent_time{1000};

/// Sandboxes and exotic sockets do not let the kernel move bytes.
bool is_refused(const Io& spliced) {
    return spliced.error == std::errc::invalid_argument ||
           spliced.error == std::errc::function_not_supported ||
           spliced.error == std::errc::operation_not_permitted;
}

} // namespace

Http1::Http1(Connection& connection, RequestWriter& writer, const http::Policy& policy)
    : connection_(connection), writer_(writer), policy_(policy) {}

Task<Result<void>> Http1::read_head(BodyRule rule) {
    rule_ = rule;
    parser_.emplace(rule_, policy_.limits, connection_.peer);
    // An answer takes a while, and to look for it at once is in vain. TLS may have it all the same:
    // with what came last, in a buffer of its own.
    is_unheard_ = connection_.stream->can_splice();
    return pursue(Goal::head);
}

Task<Result<void>> Http1::read_body(http::BodySink& sink) {
    parser_->set_sink(sink);
    if (connection_.stream->can_splice() && parser_->piped_ahead() >= pipe_size) {
        pipe_ = base::Pipe::open(pipe_size);
    }
    return pursue(Goal::body);
}

Task<Result<bool>> Http1::drain() {
    const bool is_written = writer_.stopped();
    if (is_written &&
        !Drain::is_worth_it(parser_->body_announced(), parser_->ends_with_connection())) {
        co_return parser_->done();
    }
    is_unwanted_ = true;
    if (is_written) {
        drain_.emplace(SteadyClock::now(), connection_.buffer.unread().size());
    }
    http::DiscardBody sink;
    parser_->set_sink(sink);
    const Result<void> drained = co_await pursue(Goal::body);
    if (!drained && !writer_.stopped()) {
        co_return drained.error();
    }
    co_return drained.has_value();
}

bool Http1::reusable() const {
    return writer_.finished() && parser_->done() && parser_->keeps_alive() &&
           connection_.buffer.empty();
}

Task<Result<void>> Http1::pursue(Goal goal) {
    for (;;) {
        Interest interest;
        const Result<Pulled> pulled = advance(goal, interest);
        if (!pulled) {
            co_return pulled.error();
        }
        // An answer may be complete before the request is: what it says is no refusal, so the
        // server is owed the rest.
        if (*pulled == Pulled::reached && (goal == Goal::head || writer_.stopped())) {
            co_return Result<void>();
        }
        if (*pulled == Pulled::tired) {
            co_await connection_.stream->socket().yield();
            continue;
        }
        const error_code waited =
            co_await connection_.stream->socket().wait(interest, deadline(interest));
        if (waited && !writer_.has_asked()) {
            has_broken_off_ = true;
            co_return silence();
        }
        if (waited) {
            writer_.go_on(); // many servers know nothing of 100
        }
    }
}

/// Writes and reads as far as it goes without waiting.
Result<Http1::Pulled> Http1::advance(Goal goal, Interest& interest) {
    if (const Result<void> pushed = push(interest); !pushed) {
        return pushed.error();
    }
    if (std::exchange(is_unheard_, false)) {
        interest.readable = true;
        return Pulled::not_yet;
    }
    const bool awaited_consent = writer_.awaits_consent();
    Result<Pulled> pulled = pull(goal, interest);
    if (pulled && *pulled == Pulled::not_yet && awaited_consent && !writer_.awaits_consent()) {
        return Pulled::tired; // there is something to write again
    }
    return pulled;
}

/// The server's time to think begins when it has all of the request. What it says before the answer
/// itself (1xx) does not end it.
Deadline Http1::first_byte_until() const {
    const auto limit = policy_.timeouts.first_byte;
    const bool is_awaited = writer_.stopped() && !response_begun_;
    return is_awaited && limit != std::chrono::milliseconds::zero()
               ? Deadline(moments_.request_written + limit)
               : Deadline();
}

Deadline Http1::deadline(const Interest& interest) const {
    const auto idle = policy_.timeouts.idle;
    if (writer_.has_asked()) {
        return consent_until_;
    }
    if (drain_) {
        return drain_->end();
    }
    const bool waits_for_us = interest.input != nullptr || interest.alarm;
    if (idle == std::chrono::milliseconds::zero() || waits_for_us) {
        return first_byte_until(); // waiting for our own input or time is not the server's silence
    }
    return earlier(first_byte_until(), SteadyClock::now() + idle);
}

Error Http1::silence() const {
    const Deadline first_byte = first_byte_until();
    if (first_byte && SteadyClock::now() >= *first_byte) {
        return Error(
                   ErrorKind::timed_out,
                   "no first byte from " + connection_.peer + " within " +
                       words(policy_.timeouts.first_byte)
        )
            .hinting("try --first-byte-timeout to wait longer");
    }
    const std::string span = words(policy_.timeouts.idle);
    return Error(ErrorKind::timed_out, "nothing from " + connection_.peer + " for " + span)
        .hinting("try --timeout to wait longer");
}

Result<void> Http1::push(Interest& interest) {
    if (writer_.stopped()) {
        return {};
    }
    Result<void> advanced = writer_.advance(*connection_.stream, interest);
    if (writer_.has_asked() && !consent_until_) {
        consent_until_ = SteadyClock::now() + consent_time;
    }
    if (writer_.stopped()) {
        moments_.request_written = SteadyClock::now();
        if (is_unwanted_) {
            drain_.emplace(moments_.request_written, connection_.buffer.unread().size());
        }
    }
    return advanced;
}

Result<Http1::Pulled> Http1::pull(Goal goal, Interest& interest) {
    for (int turn = 0; turn < patience; ++turn) {
        const Result<bool> reached = parse(goal);
        if (!reached) {
            return reached.error();
        }
        if (*reached) {
            return Pulled::reached;
        }
        const Result<Io> got = receive(goal);
        if (!got) {
            return got.error();
        }
        if (got->is_over()) {
            const Result<void> complete = ended(*got);
            has_broken_off_ = !complete;
            return complete ? Result<Pulled>(Pulled::reached) : complete.error();
        }
        if (got->state != Io::State::done) {
            add_wish(interest, *got);
            return Pulled::not_yet;
        }
    }
    return Pulled::tired;
}

/// Takes what has come: into the buffer, or past it.
Result<Io> Http1::receive(Goal goal) {
    if (pipe_ && parser_->piped_ahead() > 0) {
        return receive_piped();
    }
    if (const Result<void> made = make_room(goal); !made) {
        return made.error();
    }
    const std::span<char> space = connection_.buffer.space();
    const Io got = connection_.stream->try_read(space);
    if (got.state == Io::State::done) {
        const Result<void> noted = note_arrival(got.count, space.size());
        return noted ? Result<Io>(got) : noted.error();
    }
    return got;
}

/// The buffer is empty by then: the parser takes all that is there of such a body.
Result<Io> Http1::receive_piped() {
    const auto most = std::min<std::uint64_t>(pipe_->capacity(), parser_->piped_ahead());
    const Io got = connection_.stream->try_splice(pipe_->entry(), most);
    if (is_refused(got)) {
        pipe_.reset();
        return receive(Goal::body);
    }
    if (got.state != Io::State::done) {
        return got;
    }
    const Result<void> taken = parser_->consume_piped({.pipe = pipe_->exit(), .count = got.count});
    return taken ? Result<Io>(got) : taken.error();
}

Result<void> Http1::note_arrival(std::size_t count, std::size_t room) {
    answer_begun_ = true;
    if (!std::exchange(response_begun_, true)) {
        moments_.first_byte = SteadyClock::now();
    }
    connection_.buffer.commit(count);
    if (drain_ && !drain_->goes_on(count, SteadyClock::now())) {
        return Error(ErrorKind::protocol, "the rest of the answer is not worth reading");
    }
    if (count == room && parser_->head_done()) {
        connection_.buffer.grow(body_buffer_size);
    }
    return {};
}

/// Whether the goal is reached with the bytes that have arrived.
Result<bool> Http1::parse(Goal goal) {
    ReadBuffer& buffer = connection_.buffer;
    while (!buffer.empty()) {
        const Result<std::size_t> used = parser_->consume(buffer.unread());
        if (!used) {
            return used.error();
        }
        buffer.consume(*used);
        if (!parser_->head_done() || parser_->head().status >= 200) {
            break;
        }
        if (const Result<void> skipped = skip_interim(); !skipped) {
            return skipped.error();
        }
    }
    if (goal == Goal::body) {
        return parser_->done();
    }
    if (parser_->head_done() && parser_->head().status >= 300) {
        writer_.give_up(); // whoever refuses early does not want the rest
    } else if (parser_->head_done()) {
        writer_.go_on();
    }
    return parser_->head_done();
}

/// A 1xx answer announces another one (RFC 9110, 15.2).
Result<void> Http1::skip_interim() {
    const Error refused(
        ErrorKind::protocol, "the answer of " + connection_.peer + " is not valid HTTP"
    );
    if (parser_->head().status == 101) {
        return Error(refused).because("it switches protocols, and nobody asked it to");
    }
    if (parser_->head().status == 100) {
        writer_.go_on();
    }
    if (++interim_ > policy_.limits.interim_responses) {
        return Error(refused).because(
            "more than " + std::to_string(policy_.limits.interim_responses) +
            " interim responses came before it"
        );
    }
    parser_.emplace(rule_, policy_.limits, connection_.peer);
    response_begun_ = !connection_.buffer.empty();
    return {};
}

/// What the parser could not use yet must leave room for more.
Result<void> Http1::make_room(Goal goal) {
    ReadBuffer& buffer = connection_.buffer;
    if (!buffer.full()) {
        return {};
    }
    // The parser itself refuses a head above the limit, given a chance to see more than that.
    constexpr std::size_t slack = 1024;
    const std::size_t most =
        goal == Goal::head ? policy_.limits.head.count + slack : body_buffer_size;
    if (buffer.capacity() >= most) {
        return Error(
                   ErrorKind::protocol, "the answer of " + connection_.peer + " is not valid HTTP"
        )
            .because("a line of its chunks is too long");
    }
    buffer.grow(std::min(most, 2 * buffer.capacity()));
    return {};
}

/// Nothing more will come: right for a body that is delimited by it, else an error.
Result<void> Http1::ended(const Io& got) {
    if (!answer_begun_) {
        if (writer_.failure() && writer_.sends_body()) {
            return upload_refused(connection_.peer, writer_.failure());
        }
        return no_answer(connection_.peer, got.error);
    }
    Result<void> complete = parser_->consume_end();
    if (got.state == Io::State::end) {
        return complete;
    }
    // What is missing says more than how the connection broke.
    return complete ? broken(connection_.peer, got.error) : cut_off(complete.error(), got.error);
}

} // namespace latch::net
