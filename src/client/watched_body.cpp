// SPDX-License-Identifier: MIT
#include "latch/client/watched_body.hpp"

namespace latch::client {

using base::Result;

namespace {

base::Error enough() {
    return {base::ErrorKind::output_closed, "the rest would not be shown"};
}

} // namespace

http::BodySink* WatchedBody::onto(http::BodySink* shown, access::BodyClue clue, Manner manner) {
    shown_ = shown;
    clue_ = clue;
    state_ = manner == Manner::holding ? State::holding : State::passing;
    start_.clear();
    is_whole_ = false;
    return this;
}

Result<void> WatchedBody::write(std::string_view bytes) {
    keep(bytes);
    switch (state_) {
    case State::passing:
        return pass(bytes);
    case State::holding:
        return decide();
    case State::dropping:
        break;
    }
    return enough();
}

Result<void> WatchedBody::finish() {
    is_whole_ = !is_full();
    if (state_ == State::holding) {
        if (auto decided = decide(); !decided) {
            return decided;
        }
    }
    return state_ == State::passing && shown_ != nullptr ? shown_->finish() : Result<void>();
}

void WatchedBody::keep(std::string_view bytes) {
    if (!is_full()) {
        start_ += bytes;
    }
}

bool WatchedBody::is_full() const noexcept {
    return start_.size() >= access::telling_length(clue_).count;
}

Result<void> WatchedBody::decide() {
    const access::Suspicion suspicion = access::suspicion(clue_, start());
    if (suspicion == access::Suspicion::open) {
        return {};
    }
    if (access::signed_out(suspicion)) {
        state_ = State::dropping;
        return is_whole_ ? Result<void>() : Result<void>(enough());
    }
    state_ = State::passing;
    return pass(start_);
}

Result<void> WatchedBody::pass(std::string_view bytes) {
    if (shown_ != nullptr) {
        return shown_->write(bytes);
    }
    return is_full() ? Result<void>(enough()) : Result<void>();
}

} // namespace latch::client
