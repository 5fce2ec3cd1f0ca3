// SPDX-License-Identifier: MIT
#include "net/pool.hpp"

#include <boost/asio/redirect_error.hpp>

#include <map>
#include <optional>
#include <utility>

namespace latch::net {

using Grant = PoolLedger::Grant;
using Id = PoolLedger::Id;

class Waiter;

class PoolState : public std::enable_shared_from_this<PoolState> {
public:
    PoolState(boost::asio::io_context& loop, const PoolLedger::Limits& limits)
        : loop_(loop), ledger_(limits) {}

    boost::asio::io_context& loop() noexcept { return loop_; }

    PoolLedger::Claimed claim(const PoolKey& key, PoolLedger::Wish wish) {
        auto claimed = ledger_.claim(key, wish, SteadyClock::now());
        close(claimed.close);
        return claimed;
    }

    /// What was granted to somebody who wants a connection for `key`, or what is there instead.
    Turn take(Grant grant, const PoolKey& key) {
        while (grant.is_idle) {
            auto node = idle_.extract(grant.id);
            std::unique_ptr<Connection>& connection = node.mapped();
            if (connection->stream->is_quiet()) {
                connection->reused = true;
                return {.connection = std::move(connection), .place = {}};
            }
            connection->place.forget();
            grant = ledger_.replace(grant.id, key, SteadyClock::now());
        }
        return {.connection = nullptr, .place = Place(weak_from_this(), grant.id)};
    }

    void put(std::unique_ptr<Connection> connection, const KeepAlive& promise) {
        const PoolLedger::Free free{
            .id = connection->place.id(),
            .key = connection->key,
            .born = connection->born,
            .promise = promise,
        };
        idle_.emplace(free.id, std::move(connection));
        obey(ledger_.put(free, SteadyClock::now()));
    }

    void give_back(Id id) { obey(ledger_.strike(id, SteadyClock::now())); }

    void enter(Id number, Waiter& waiter) { waiters_.emplace(number, &waiter); }

    void leave(Id number, std::optional<Grant> unused);

private:
    void close(const std::vector<Id>& ids) {
        for (const Id id : ids) {
            const auto node = idle_.extract(id);
            node.mapped()->place.forget(); // the ledger knows
        }
    }

    void obey(const PoolLedger::Changed& changed);

    boost::asio::io_context& loop_;
    PoolLedger ledger_;
    std::map<Id, std::unique_ptr<Connection>> idle_;
    std::map<Id, Waiter*> waiters_;
};

/// Somebody who waits; in the frame of the coroutine that does. What he was granted and has not
/// taken goes to the next one.
class Waiter {
public:
    Waiter(const std::shared_ptr<PoolState>& state, Id number)
        : state_(state), number_(number), bell_(state->loop()) {
        bell_.expires_at(SteadyClock::time_point::max());
        state->enter(number_, *this);
    }

    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    Waiter(Waiter&&) = delete;
    Waiter& operator=(Waiter&&) = delete;

    ~Waiter() {
        if (const auto state = state_.lock()) {
            state->leave(number_, grant_);
        }
    }

    void call(const Grant& grant) {
        grant_ = grant;
        bell_.cancel();
    }

    /// Throws if the task is cancelled.
    Task<void> wait() {
        while (!grant_) {
            boost::system::error_code ignored;
            co_await bell_.async_wait(boost::asio::redirect_error(use_awaitable, ignored));
        }
    }

    Grant taken() { return *std::exchange(grant_, std::nullopt); }

private:
    std::weak_ptr<PoolState> state_;
    Id number_;
    Timer bell_;
    std::optional<Grant> grant_;
};

void PoolState::leave(Id number, std::optional<Grant> unused) {
    waiters_.erase(number);
    ledger_.leave(number);
    if (unused && unused->is_idle) {
        const auto node = idle_.extract(unused->id); // gives its place back
    } else if (unused) {
        give_back(unused->id);
    }
}

void PoolState::obey(const PoolLedger::Changed& changed) {
    close(changed.close);
    if (changed.served) {
        waiters_.at(changed.served->waiter)->call(changed.served->grant);
    }
}

Place::Place(std::weak_ptr<PoolState> pool, Id id) : pool_(std::move(pool)), id_(id) {}

Place::Place(Place&& other) noexcept
    : pool_(std::move(other.pool_)), id_(std::exchange(other.id_, 0)) {}

Place& Place::operator=(Place&& other) noexcept {
    if (this != &other) {
        give_back();
        pool_ = std::move(other.pool_);
        id_ = std::exchange(other.id_, 0);
    }
    return *this;
}

Place::~Place() {
    give_back();
}

void Place::give_back() noexcept {
    const Id id = std::exchange(id_, 0);
    if (id == 0) {
        return;
    }
    if (const auto pool = pool_.lock()) {
        pool->give_back(id);
    }
}

Pool::Pool(boost::asio::io_context& loop, const http::ConnectionLimits& limits)
    : state_(std::make_shared<PoolState>(
          loop, PoolLedger::Limits{.idle = limits.total, .open = limits}
      )) {}

Task<Turn> Pool::claim(const PoolKey& key, PoolLedger::Wish wish) {
    const PoolLedger::Claimed claimed = state_->claim(key, wish);
    if (claimed.grant) {
        co_return state_->take(*claimed.grant, key);
    }
    Waiter waiter(state_, claimed.waiter);
    co_await waiter.wait();
    co_return state_->take(waiter.taken(), key);
}

void Pool::put(std::unique_ptr<Connection> connection, const KeepAlive& promise) {
    state_->put(std::move(connection), promise);
}

} // namespace latch::net
