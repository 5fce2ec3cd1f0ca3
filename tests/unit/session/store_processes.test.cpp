// SPDX-License-Identifier: MIT
#include "session/locked_file.hpp"
#include "support/spawn.hpp"
#include "unit/session/saving.hpp"

#include <array>
#include <csignal>
#include <vector>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using session::Store;
using std::chrono::steady_clock;

namespace {

/// One end tells the other that it is time: a byte, or the end of the pipe.
class Signal {
public:
    Signal() { REQUIRE(::pipe(ends_.data()) == 0); }

    Signal(const Signal&) = delete;
    Signal& operator=(const Signal&) = delete;
    Signal(Signal&&) = delete;
    Signal& operator=(Signal&&) = delete;

    ~Signal() {
        ::close(ends_[0]);
        give();
    }

    /// To all who wait, now and later.
    void give() {
        if (ends_[1] >= 0) {
            ::close(ends_[1]);
            ends_[1] = -1;
        }
    }

    void wait() {
        give(); // our own copy of that end, in the process that waits
        char byte = 0;
        while (::read(ends_[0], &byte, 1) > 0) {
        }
    }

private:
    std::array<int, 2> ends_{};
};

/// What one of many processes has done to the session.
struct Tally {
    int process = 0;
    int updates = 0;
    bool is_whole = true; ///< each update was there when the next was due
};

/// The value of a cookie; "none" if the session cannot be loaded or holds no such cookie.
std::string value_of(const Store& store, const std::string& name) {
    const auto session = store.load();
    if (session) {
        for (const http::Cookie* cookie : session->cookies.all()) {
            if (cookie->name == name) {
                return cookie->value;
            }
        }
    }
    return "none";
}

/// Counts a cookie of its own up, which nobody else touches, until the time is over. Every other
/// process has looked at the session before it saves, as runs do.
Tally count_up(const Store& store, int process, steady_clock::time_point end) {
    Tally tally{.process = process};
    const std::string name = "c" + std::to_string(process);
    while (tally.is_whole && steady_clock::now() < end) {
        ++tally.updates;
        const std::string value = std::to_string(tally.updates);
        const auto moment = base::Clock::now();
        session::Snapshot seen;
        if (auto taken = store.snapshot(); taken && process % 2 == 0) {
            seen = *std::move(taken);
        }
        tally.is_whole =
            store.update(cookie(name + '=' + value, moment), moment, std::move(seen)) &&
            value_of(store, name) == value;
    }
    return tally;
}

std::vector<Tally> read_tallies(const Pipe& pipe, std::size_t count) {
    std::vector<Tally> tallies(count);
    for (Tally& tally : tallies) {
        REQUIRE(::read(pipe.reading.get(), &tally, sizeof tally) == sizeof tally);
    }
    return tallies;
}

} // namespace

TEST_CASE("store: a hundred processes at once lose no update", "[session]") {
    constexpr int processes = 100;
    constexpr auto time = 10s;
    const TempDir home;
    const Store store = stored_in(home);
    const Pipe results = make_pipe();
    Signal go;
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        children.push_back(spawn([&] {
            go.wait();
            const Tally tally = count_up(store, i, steady_clock::now() + time);
            return ::write(results.writing.get(), &tally, sizeof tally) == sizeof tally;
        }));
    }
    go.give();
    for (const pid_t child : children) {
        REQUIRE(wait_for(child) == 0);
    }
    for (const Tally& tally : read_tallies(results, processes)) {
        INFO("process " << tally.process);
        CHECK(tally.is_whole);
        CHECK(tally.updates > 0);
        CHECK(
            value_of(store, "c" + std::to_string(tally.process)) == std::to_string(tally.updates)
        );
    }
}

TEST_CASE("store: a lock that another process holds is waited for, but not for ever", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    Signal held;
    Signal release;
    const pid_t holder = spawn([&] {
        const auto lock = session::LockedFile::acquire(store.file(), 1s);
        held.give();
        release.wait();
        return lock.has_value();
    });
    held.wait();
    const auto before = steady_clock::now();
    const auto refused = session::LockedFile::acquire(store.file(), 30ms);
    CHECK(steady_clock::now() - before >= 30ms);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind() == base::ErrorKind::file);
    CHECK(refused.error().cause() == "another process holds it");

    SECTION("it is free when the other is done") {
        release.give();
        CHECK(store.update(cookie("a=1"), start)); // waits, if need be
        CHECK(wait_for(holder) == 0);
    }
    SECTION("or has been killed") {
        ::kill(holder, SIGKILL);
        CHECK(WIFSIGNALED(wait_for(holder)));
        CHECK(session::LockedFile::acquire(store.file(), 30ms));
        release.give();
    }
}
