// SPDX-License-Identifier: MIT
#include "net/answer_state.hpp"

#include "latch/base/text.hpp"
#include "latch/http/content_coding.hpp"

#include <algorithm>
#include <utility>

namespace latch::net {

using base::Result;

namespace {

bool asks_to_close(const http::Headers& headers) {
    return std::ranges::any_of(headers.list("Connection"), [](std::string_view option) {
        return base::iequals(option, "close");
    });
}

/// Passes a body on and tells how much of it has come.
class Observed final : public http::BodySink, public http::PipeSink {
public:
    /// `observers` may be null.
    Observed(http::BodySink& next, const Observers* observers)
        : next_(next), observers_(observers) {}

    Result<void> write(std::string_view bytes) override {
        tell_of(bytes.size());
        return next_.write(bytes);
    }

    Result<void> write_piped(base::PipedBytes bytes) override {
        tell_of(bytes.count);
        return next_.piped()->write_piped(bytes);
    }

    Result<void> finish() override { return next_.finish(); }

    http::PipeSink* piped() override { return next_.piped() != nullptr ? this : nullptr; }

private:
    void tell_of(std::size_t count) {
        received_.count += count;
        if (observers_ != nullptr && observers_->download) {
            observers_->download(received_);
        }
    }

    http::BodySink& next_;
    const Observers* observers_;
    base::Bytes received_;
};

} // namespace

Answer::State::State(Loop& loop, http::PreparedRequest request, const Observers* observers)
    : loop_(loop), observers_(observers), writer_(hop_.request) {
    hop_.request = std::move(request);
    if (observers != nullptr) {
        writer_.observe(observers->upload);
    }
}

Task<Result<void>> Answer::State::connect(Transport::Connection wish) {
    const PoolKey key = loop_.dialer.key_for(hop_.request.url);
    const auto will_do =
        wish == Transport::Connection::fresh ? PoolLedger::Wish::fresh : PoolLedger::Wish::any;
    Turn turn = co_await loop_.pool.claim(key, will_do);
    // Only now, so that who waits for his place has no file open.
    const Result<void> started = writer_.start(loop_.context);
    if (!started && turn.connection) {
        loop_.pool.put(std::move(turn.connection), {});
    }
    if (!started) {
        co_return started;
    }
    connection_ = std::move(turn.connection);
    if (!connection_) {
        Result<Dialled> dialled = co_await loop_.dialer.dial(hop_.request.url, key);
        if (!dialled) {
            co_return dialled.error();
        }
        connection_ = std::move(dialled->connection);
        connection_->place = std::move(turn.place);
        hop_.timings = dialled->timings;
    }
    hop_.carrier = {
        .remote_address = connection_->remote_address,
        .tls = connection_->tls,
        .certificate_expires = connection_->certificate_expires,
        .resumed = connection_->resumed,
        .reused = connection_->reused,
    };
    co_return Result<void>();
}

Task<Result<void>> Answer::State::converse() {
    http1_.emplace(*connection_, writer_, loop_.policy);
    const BodyRule rule = hop_.request.method == "HEAD" ? BodyRule::never : BodyRule::by_framing;
    const Result<void> heard = co_await http1_->read_head(rule);
    if (!heard) {
        co_return heard;
    }
    hop_.received = base::Clock::now();
    hop_.body_sent = writer_.body_sent();
    hop_.response = http1_->response().head();
    const Moments& moments = http1_->moments();
    if (writer_.finished()) {
        hop_.timings.first_byte = moments.first_byte - moments.request_written;
    }
    hop_.timings.total = SteadyClock::now() - begun_;
    co_return heard;
}

Failure Answer::State::failure(base::Error error) {
    return {
        .error = std::move(error),
        .on_reused_connection = hop_.carrier.reused,
        .request_begun = http1_.has_value(),
        .answer_begun = http1_ && http1_->answer_begun(),
        .request = std::move(hop_.request),
    };
}

/// What has no body has no coding to undo either, whatever its fields say.
bool Answer::State::is_bodyless() const noexcept {
    const unsigned status = hop_.response.status;
    return hop_.request.method == "HEAD" || status == 204 || status == 304;
}

Task<Result<void>> Answer::State::read_body(http::BodySink& sink) {
    std::unique_ptr<http::BodySink> decoder;
    if (!is_bodyless()) {
        auto made = http::decoding_sink(hop_.response.headers, sink, loop_.policy.limits);
        if (!made) {
            hang_up();
            co_return made.error();
        }
        decoder = *std::move(made);
    }
    Observed first(decoder ? *decoder : sink, observers_);
    const Result<void> read = co_await http1_->read_body(first);
    if (!read) {
        has_broken_off_ = http1_->has_broken_off();
        hang_up();
        co_return read;
    }
    // A coding of no bytes at all is no coding: servers announce gzip and send an empty body.
    const bool is_empty = http1_->response().body_received() == 0;
    settle();
    co_return is_empty ? sink.finish() : first.finish();
}

Task<Result<void>> Answer::State::discard_body() {
    const Result<bool> drained = co_await http1_->drain();
    if (drained && *drained) {
        settle();
    }
    has_broken_off_ = !drained && http1_->has_broken_off();
    hang_up();
    co_return drained ? Result<void>() : drained.error();
}

/// The end of the body: takes down the figures and gives the connection back.
void Answer::State::settle() {
    const auto now = SteadyClock::now();
    hop_.timings.transfer = now - http1_->moments().first_byte;
    hop_.timings.total = now - begun_;
    hop_.body_sent = writer_.body_sent();
    hop_.body_on_wire = {http1_->response().body_received()};
    hop_.trailers = http1_->response().trailers();
    const bool reusable =
        http1_->reusable() && hop_.request.version == 11 && !asks_to_close(hop_.request.headers);
    http1_.reset();
    if (reusable) {
        loop_.pool.put(std::move(connection_), parse_keep_alive(hop_.response.headers));
    }
    connection_.reset();
}

/// Lets go of the connection: whoever holds an answer may wait for another one.
void Answer::State::hang_up() {
    http1_.reset();
    connection_.reset();
}

Answer::Answer(std::unique_ptr<State> state) : state_(std::move(state)) {}

Answer::Answer(Answer&&) noexcept = default;
Answer& Answer::operator=(Answer&&) noexcept = default;
Answer::~Answer() = default;

const http::Hop& Answer::hop() const& noexcept {
    return state_->hop();
}

bool Answer::has_broken_off() const noexcept {
    return state_->has_broken_off();
}

http::Hop Answer::hop() && {
    return state_->take_hop();
}

Task<Result<void>> Answer::read_body(http::BodySink& sink) {
    return state_->read_body(sink);
}

Task<Result<void>> Answer::discard_body() {
    return state_->discard_body();
}

} // namespace latch::net
