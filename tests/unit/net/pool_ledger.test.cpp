// SPDX-License-Identifier: MIT
#include "net/pool_ledger.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <utility>
#include <vector>

using namespace latch;
using namespace latch::net;
using namespace std::chrono_literals;

namespace {

using Ids = std::vector<PoolLedger::Id>;
using Grant = PoolLedger::Grant;
using Wish = PoolLedger::Wish;

const PoolLedger::Time start{};

PoolKey a_key(std::string host = "api.test") {
    PoolKey key;
    key.origin = {.scheme = http::Scheme::https, .host = std::move(host), .port = 443};
    return key;
}

/// One of the two origins' other ways.
PoolKey by_ipv6(PoolKey key) {
    key.family = http::AddressFamily::ipv6;
    return key;
}

PoolLedger a_ledger(std::size_t per_origin, std::size_t total) {
    return PoolLedger({.open = {.per_origin = per_origin, .total = total}});
}

/// Makes a connection; there has to be room for it.
PoolLedger::Id
made(PoolLedger& ledger, const PoolKey& key = a_key(), PoolLedger::Time now = start) {
    const auto claimed = ledger.claim(key, Wish::fresh, now);
    REQUIRE(claimed.grant);
    CHECK_FALSE(claimed.grant->is_idle);
    return claimed.grant->id;
}

/// Waits for one; there must be none.
PoolLedger::Id queued(PoolLedger& ledger, const PoolKey& key = a_key(), Wish wish = Wish::any) {
    const auto claimed = ledger.claim(key, wish, start);
    REQUIRE_FALSE(claimed.grant);
    CHECK(claimed.close.empty());
    return claimed.waiter;
}

PoolLedger::Changed
put(PoolLedger& ledger, PoolLedger::Id id, PoolLedger::Time now = start, PoolKey key = a_key()) {
    return ledger.put({.id = id, .key = std::move(key), .born = start, .promise = {}}, now);
}

/// The idle connection that somebody gets, if it is one.
std::optional<PoolLedger::Id>
taken(PoolLedger& ledger, PoolLedger::Time now, const PoolKey& key = a_key()) {
    const auto claimed = ledger.claim(key, Wish::any, now);
    const bool is_idle = claimed.grant && claimed.grant->is_idle;
    return is_idle ? std::optional(claimed.grant->id) : std::nullopt;
}

} // namespace

TEST_CASE("pool ledger: what was put back last is taken first", "[net]") {
    PoolLedger ledger;
    const auto first = made(ledger);
    const auto second = made(ledger);
    CHECK(put(ledger, first).close.empty());
    CHECK(put(ledger, second, start + 1s).close.empty());
    CHECK(taken(ledger, start + 2s) == second);
    CHECK(taken(ledger, start + 2s) == first);
    CHECK(taken(ledger, start + 2s) == std::nullopt);
}

TEST_CASE("pool ledger: a connection is idle for 118 seconds at most", "[net]") {
    PoolLedger ledger;
    const auto first = made(ledger);
    CHECK(put(ledger, first).close.empty());
    SECTION("and good until then") {
        CHECK(taken(ledger, start + 118s - 1ms) == first);
    }
    SECTION("and closed after it") {
        const auto claimed = ledger.claim(a_key(), Wish::any, start + 118s);
        CHECK(claimed.close == Ids{first});
        CHECK_FALSE(claimed.grant->is_idle);
        CHECK(ledger.idle() == 0);
    }
}

TEST_CASE("pool ledger: a connection lives a day, however busy it is", "[net][pitfall]") {
    PoolLedger ledger;
    const auto first = made(ledger);
    const auto second = made(ledger);
    CHECK(put(ledger, first, start + 24h - 10s).close.empty());
    CHECK(put(ledger, second, start + 24h).close == Ids{first, second});
    CHECK(ledger.open() == 0);
}

TEST_CASE("pool ledger: what the server promised shortens the time, never lengthens it", "[net]") {
    struct Case {
        std::string_view why;
        KeepAlive promise;
        std::chrono::seconds usable, gone;
    };

    const Case cases[] = {
        {"a second is left for the way", {.timeout = 5s, .max = {}}, 3s, 4s},
        {"an hour is more than ours", {.timeout = 3600s, .max = {}}, 117s, 118s},
        {"requests are left", {.timeout = {}, .max = 1}, 117s, 118s},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        for (const auto& [after, there] : {std::pair(c.usable, true), std::pair(c.gone, false)}) {
            PoolLedger ledger;
            const auto id = made(ledger);
            const auto changed =
                ledger.put({.id = id, .key = a_key(), .born = start, .promise = c.promise}, start);
            CHECK(changed.close.empty());
            CHECK(taken(ledger, start + after).has_value() == there);
        }
    }
}

TEST_CASE("pool ledger: a connection without a future is not kept", "[net]") {
    const KeepAlive promises[] = {
        {.timeout = 0s, .max = {}}, {.timeout = 1s, .max = {}}, {.timeout = {}, .max = 0}};
    for (const KeepAlive& promise : promises) {
        PoolLedger ledger;
        const auto id = made(ledger);
        const auto changed =
            ledger.put({.id = id, .key = a_key(), .born = start, .promise = promise}, start);
        CHECK(changed.close == Ids{id});
        CHECK(ledger.open() == 0);
    }
}

TEST_CASE("pool ledger: of too many idle ones the one that was idle longest goes", "[net]") {
    PoolLedger ledger({.idle = 2});
    const auto first = made(ledger);
    const auto second = made(ledger, a_key("b.test"));
    const auto third = made(ledger);
    CHECK(put(ledger, first).close.empty());
    CHECK(put(ledger, second, start + 1s, a_key("b.test")).close.empty());
    SECTION("of all") {
        CHECK(put(ledger, third, start + 2s).close == Ids{first});
        CHECK(ledger.idle() == 2);
    }
    SECTION("but first what has aged out") {
        CHECK(put(ledger, third, start + 119s).close == Ids{first, second});
        CHECK(ledger.idle() == 1);
    }
}

TEST_CASE("pool ledger: an origin has so many connections, and who comes then waits", "[net]") {
    PoolLedger ledger = a_ledger(2, 9);
    const auto first = made(ledger);
    made(ledger, by_ipv6(a_key()));
    const auto waiter = queued(ledger);
    CHECK(ledger.open() == 2);
    made(ledger, a_key("b.test")); // another one has room

    SECTION("he gets what is put back") {
        const auto changed = put(ledger, first);
        CHECK(changed.close.empty());
        CHECK(changed.served == PoolLedger::Served{waiter, {.id = first, .is_idle = true}});
    }
    SECTION("or the place of what is closed, or was never made") {
        const auto changed = ledger.strike(first, start);
        REQUIRE(changed.served);
        CHECK(changed.served->waiter == waiter);
        CHECK_FALSE(changed.served->grant.is_idle);
        CHECK(changed.served->grant.id != first);
    }
    SECTION("or of what is of no use any more") {
        const auto changed = put(ledger, first, start + 24h);
        CHECK(changed.close == Ids{first});
        REQUIRE(changed.served);
        CHECK_FALSE(changed.served->grant.is_idle);
    }
    SECTION("unless he has left") {
        ledger.leave(waiter);
        CHECK_FALSE(ledger.strike(first, start).served);
    }
    CHECK(ledger.waiting() == 0);
    CHECK(ledger.open() <= 3);
}

TEST_CASE("pool ledger: an idle connection makes room for another", "[net]") {
    SECTION("of the same origin, where that has too many: the oldest") {
        PoolLedger ledger = a_ledger(3, 9);
        const auto first = made(ledger);
        const auto second = made(ledger);
        const auto other = made(ledger, a_key("b.test"));
        made(ledger);
        CHECK_FALSE(put(ledger, other, start, a_key("b.test")).served);
        CHECK_FALSE(put(ledger, first, start + 1s).served);
        CHECK_FALSE(put(ledger, second, start + 2s).served);
        const auto claimed = ledger.claim(by_ipv6(a_key()), Wish::any, start + 3s);
        CHECK(claimed.close == Ids{first});
        REQUIRE(claimed.grant);
        CHECK_FALSE(claimed.grant->is_idle);
        CHECK(ledger.open() == 4);
    }
    SECTION("of any origin, where there are too many in all: the oldest") {
        PoolLedger ledger = a_ledger(2, 2);
        const auto first = made(ledger);
        const auto second = made(ledger, a_key("b.test"));
        CHECK_FALSE(put(ledger, second, start, a_key("b.test")).served);
        CHECK_FALSE(put(ledger, first, start + 1s).served);
        const auto claimed = ledger.claim(a_key("c.test"), Wish::any, start + 2s);
        CHECK(claimed.close == Ids{second});
        CHECK(claimed.grant);
        CHECK(ledger.open() == 2);
    }
    SECTION("for who waits, as soon as it is idle") {
        PoolLedger ledger = a_ledger(2, 1);
        const auto only = made(ledger);
        const auto waiter = queued(ledger, a_key("b.test"));
        const auto changed = put(ledger, only);
        CHECK(changed.close == Ids{only});
        REQUIRE(changed.served);
        CHECK(changed.served->waiter == waiter);
        CHECK_FALSE(changed.served->grant.is_idle);
    }
    SECTION("for who wants a fresh one, even of his own key") {
        PoolLedger ledger = a_ledger(1, 9);
        const auto only = made(ledger);
        CHECK_FALSE(put(ledger, only).served);
        const auto claimed = ledger.claim(a_key(), Wish::fresh, start);
        CHECK(claimed.close == Ids{only});
        REQUIRE(claimed.grant);
        CHECK_FALSE(claimed.grant->is_idle);
    }
}

TEST_CASE("pool ledger: those who wait are served in the order they came", "[net]") {
    PoolLedger ledger = a_ledger(1, 2);
    const auto a = made(ledger);
    const auto b = made(ledger, a_key("b.test"));
    const auto first = queued(ledger, by_ipv6(a_key()));
    const auto second = queued(ledger, a_key("c.test"));
    const auto third = queued(ledger, a_key("c.test"));

    SECTION("but for those who cannot be") {
        CHECK(ledger.strike(b, start).served->waiter == second);
        CHECK(ledger.strike(a, start).served->waiter == first);
        CHECK(ledger.waiting() == 1);
    }
    SECTION("and behind him who needs no new connection") {
        const auto same = queued(ledger);
        CHECK(put(ledger, a).served == PoolLedger::Served{same, {.id = a, .is_idle = true}});
        CHECK(ledger.strike(a, start).served->waiter == first);
        CHECK(ledger.strike(b, start).served->waiter == second);
        static_cast<void>(third);
    }
    SECTION("an idle one is nothing to who wants a fresh one") {
        queued(ledger, a_key(), Wish::fresh);
        const auto changed = put(ledger, a);
        CHECK(changed.close == Ids{a});
        CHECK(changed.served->waiter == first);
    }
}

TEST_CASE("pool ledger: nobody is overtaken for ever", "[net]") {
    PoolLedger ledger = a_ledger(6, 1);
    auto connection = made(ledger);
    const auto patient = queued(ledger, a_key("b.test"));
    for (int turn = 0; turn < 16; ++turn) {
        const auto quick = queued(ledger);
        CHECK(put(ledger, connection).served->waiter == quick);
    }
    queued(ledger);
    const auto changed = put(ledger, connection);
    CHECK(changed.served->waiter == patient);
    CHECK(changed.close == Ids{connection});
}

TEST_CASE("pool ledger: a dead connection is replaced without waiting again", "[net]") {
    PoolLedger ledger = a_ledger(2, 2);
    const auto first = made(ledger);
    const auto second = made(ledger);
    CHECK_FALSE(put(ledger, first).served);
    CHECK_FALSE(put(ledger, second).served);
    CHECK(taken(ledger, start) == second);
    CHECK(ledger.replace(second, a_key(), start) == Grant{.id = first, .is_idle = true});
    CHECK(ledger.open() == 1);
    CHECK(ledger.replace(first, a_key(), start) == Grant{.id = first, .is_idle = false});
    CHECK(ledger.open() == 1);
}

namespace {

/// Many who claim connections and give them back, as it comes.
class Bustle {
public:
    Bustle(std::minstd_rand& random, std::size_t per_origin, std::size_t total)
        : random_(random), per_origin_(per_origin), total_(total),
          ledger_(a_ledger(per_origin, total)) {}

    void step() {
        now_ += std::chrono::seconds(any(30));
        if (any(2) == 0 && !used_.empty()) {
            give_back();
        } else {
            claim();
        }
    }

    void check() const {
        REQUIRE(ledger_.open() <= total_);
        REQUIRE(ledger_.open() == used_.size() + ledger_.idle());
        REQUIRE(ledger_.waiting() == waiting_.size());
        REQUIRE(std::ranges::all_of(keys_, [&](const PoolKey& key) { return is_within(key); }));
        // Who waits could not be served: there is no idle one, or his origin has no room.
        REQUIRE((waiting_.empty() || !used_.empty()));
    }

    void end() {
        while (!used_.empty()) {
            give_back();
        }
        CHECK(waiting_.empty());
        CHECK(ledger_.waiting() == 0);
    }

private:
    std::size_t any(std::size_t count) { return random_() % count; }

    bool is_within(const PoolKey& key) const {
        const auto count = std::ranges::count_if(used_, [&](const auto& one) {
            return one.second.origin == key.origin;
        });
        return static_cast<std::size_t>(count) <= per_origin_;
    }

    void claim() {
        const PoolKey& key = keys_[any(keys_.size())];
        const auto claimed = ledger_.claim(key, any(4) == 0 ? Wish::fresh : Wish::any, now_);
        if (claimed.grant) {
            used_.emplace_back(claimed.grant->id, key);
        } else {
            waiting_.emplace(claimed.waiter, key);
        }
    }

    void give_back() {
        const std::size_t which = any(used_.size());
        const auto [id, key] = used_[which];
        used_.erase(used_.begin() + static_cast<std::ptrdiff_t>(which));
        const auto changed =
            any(3) == 0 ? ledger_.strike(id, now_)
                        : ledger_.put({.id = id, .key = key, .born = now_, .promise = {}}, now_);
        if (changed.served) {
            used_.emplace_back(changed.served->grant.id, waiting_.at(changed.served->waiter));
            waiting_.erase(changed.served->waiter);
        }
    }

    std::vector<PoolKey> keys_ = {
        a_key(), by_ipv6(a_key()), a_key("b.test"), a_key("c.test"), a_key("d.test")};
    std::minstd_rand& random_;
    std::size_t per_origin_;
    std::size_t total_;
    PoolLedger ledger_;
    std::vector<std::pair<PoolLedger::Id, PoolKey>> used_;
    std::map<PoolLedger::Id, PoolKey> waiting_;
    PoolLedger::Time now_ = start;
};

} // namespace

TEST_CASE("pool ledger: the limits hold whatever happens, and nobody is forgotten", "[net]") {
    std::minstd_rand random(1);
    for (int round = 0; round < 300; ++round) {
        const std::size_t per_origin = 1 + random() % 3;
        const std::size_t total = 1 + random() % 5;
        Bustle bustle(random, per_origin, total);
        for (int step = 0; step < 60; ++step) {
            bustle.step();
            bustle.check();
        }
        bustle.end();
    }
}

TEST_CASE("pool ledger: Keep-Alive is a list of hints that may be garbled", "[net]") {
    struct Case {
        std::string_view why;
        std::vector<std::string> lines;
        KeepAlive promise;
    };

    const Case cases[] = {
        {"none", {}, {}},
        {"both", {"timeout=5, max=100"}, {.timeout = 5s, .max = 100}},
        {"on two lines", {"max=1", "timeout=2"}, {.timeout = 2s, .max = 1}},
        {"in capitals and with blanks", {" Timeout = 15 "}, {.timeout = 15s, .max = {}}},
        {"no numbers", {"timeout=soon, max=-1, max"}, {}},
        {"a number that would overflow the clock",
         {"timeout=18446744073709551615"},
         {.timeout = 1'000'000'000s, .max = {}}},
        {"unknown parameters", {"ext=1, max=3"}, {.timeout = {}, .max = 3}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        http::Headers headers;
        for (const std::string& line : c.lines) {
            headers.add("Keep-Alive", line);
        }
        CHECK(parse_keep_alive(headers) == c.promise);
    }
}
