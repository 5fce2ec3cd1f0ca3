// SPDX-License-Identifier: MIT
#pragma once

#include "net/pool_ledger.hpp"

#include <memory>

namespace latch::net {

class PoolState;

/// The right to have a connection open. It ends with the object, wherever that is destroyed: it may
/// outlive its pool, as a coroutine that is destroyed with its loop does.
class Place {
public:
    /// Nobody's.
    Place() = default;

    Place(std::weak_ptr<PoolState> pool, PoolLedger::Id id);
    Place(Place&& other) noexcept;
    Place& operator=(Place&& other) noexcept;
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place();

    PoolLedger::Id id() const noexcept { return id_; }

    /// It has ended already; there is nothing left to tell.
    void forget() noexcept { id_ = 0; }

private:
    void give_back() noexcept;

    std::weak_ptr<PoolState> pool_;
    PoolLedger::Id id_ = 0;
};

} // namespace latch::net
