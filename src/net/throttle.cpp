// SPDX-License-Identifier: MIT
#include "net/throttle.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace latch::net {

namespace {

using Seconds = std::chrono::duration<double>;

constexpr double window = 0.1; ///< seconds whose bytes may go at once

class ThrottledStream final : public Stream {
public:
    ThrottledStream(std::unique_ptr<Stream> stream, base::Bytes rate)
        : stream_(std::move(stream)), reading_(rate, SteadyClock::now()),
          writing_(rate, SteadyClock::now()) {}

    Io try_read(std::span<char> into) override {
        return within(reading_, into.size(), [&](std::size_t count) {
            return spent(stream_->try_read(into.first(count)));
        });
    }

    Io try_splice(int pipe, std::size_t most) override {
        return within(reading_, most, [&](std::size_t count) {
            return spent(stream_->try_splice(pipe, count));
        });
    }

    bool can_splice() const noexcept override { return stream_->can_splice(); }

    /// What was begun is tried again as it was, whatever the allowance.
    Io try_write(std::string_view bytes) override {
        if (begun_ > 0) {
            return write(bytes.substr(0, begun_));
        }
        return within(writing_, bytes.size(), [&](std::size_t count) {
            return write(bytes.substr(0, count));
        });
    }

    /// Nothing is spent on asking.
    bool is_quiet() override { return stream_->is_quiet(); }

    std::string tls() const override { return stream_->tls(); }

    base::Clock::time_point certificate_end() const override { return stream_->certificate_end(); }

    bool is_resumed() const noexcept override { return stream_->is_resumed(); }

    Socket& socket() noexcept override { return stream_->socket(); }

private:
    template <class Attempt>
    static Io within(Bucket& bucket, std::size_t wanted, Attempt attempt) {
        const std::size_t count = bucket.allowance(wanted, SteadyClock::now());
        if (count == 0) {
            return {.state = Io::State::wants_time, .not_before = bucket.refilled()};
        }
        return attempt(count);
    }

    Io spent(const Io& outcome) {
        reading_.spend(outcome.count);
        return outcome;
    }

    Io write(std::string_view bytes) {
        const Io outcome = stream_->try_write(bytes);
        writing_.spend(outcome.count);
        begun_ = outcome.state == Io::State::done ? 0 : bytes.size();
        return outcome;
    }

    std::unique_ptr<Stream> stream_;
    Bucket reading_;
    Bucket writing_;
    std::size_t begun_ = 0; ///< bytes of a write that has not come to its end
};

} // namespace

Bucket::Bucket(base::Bytes rate, SteadyClock::time_point now)
    : rate_(static_cast<double>(rate.count)), capacity_(std::max(1.0, rate_ * window)),
      level_(capacity_), seen_(now) {}

std::size_t Bucket::allowance(std::size_t wanted, SteadyClock::time_point now) {
    level_ = std::min(capacity_, level_ + rate_ * Seconds(now - seen_).count());
    seen_ = now;
    const double least = std::min(static_cast<double>(wanted), worth_moving());
    return level_ >= least ? std::min(wanted, static_cast<std::size_t>(level_)) : 0;
}

void Bucket::spend(std::size_t count) noexcept {
    level_ -= static_cast<double>(count);
}

SteadyClock::time_point Bucket::refilled() const {
    const double missing = worth_moving() - level_;
    return seen_ + std::chrono::ceil<SteadyClock::duration>(Seconds(missing / rate_));
}

std::unique_ptr<Stream> throttled(std::unique_ptr<Stream> stream, base::Bytes rate) {
    return std::make_unique<ThrottledStream>(std::move(stream), rate);
}

} // namespace latch::net
