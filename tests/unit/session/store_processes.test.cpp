// SPDX-License-Identifier: MIT
#include "session/locked_file.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/session/store.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace latch;
using namespace std::chrono_literals;
using session::Delta;
using session::Session;
using session::Store;
using std::chrono::steady_clock;
using test::TempDir;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

http::Url site() {
    http::Url url;
    url.host = "a.test";
    return url;
}

Delta cookie(std::string line, base::Clock::time_point received = start) {
    Delta delta;
    delta.cookies = {{site(), std::move(line), received}};
    return delta;
}

Store stored_in(const TempDir& home) {
    base::Environment environment;
    environment.home = home.path();
    const auto store = Store::locate((home / "app.json").string(), environment);
    REQUIRE(store);
    return *store;
}

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

/// A child process that does `work` and ends with 0 if that was true.
template <class Work>
pid_t spawn(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(work() ? 0 : 1); // neither Catch nor a sanitizer has any business at that end
    }
    REQUIRE(child > 0);
    return child;
}

int wait_for(pid_t child) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return status;
}

/// Precise to the microsecond, which no sleep is.
void spin(steady_clock::duration time) {
    const auto end = steady_clock::now() + time;
    while (steady_clock::now() < end) {
    }
}

/// The value that the last save left; the file must be a whole session.
std::string value_in(const Store& store) {
    const auto session = store.load();
    REQUIRE(session);
    REQUIRE(session->cookies.size() == 4);
    return session->cookies.all().back()->value;
}

/// A session of some 12 KiB, so that half of it would be noticed.
Session large_session() {
    Session session;
    for (int i = 0; i < 3; ++i) {
        http::Cookie filler;
        filler.name = "filler" + std::to_string(i);
        filler.value = std::string(4000, 'x');
        filler.domain = "a.test";
        session.cookies.restore({filler});
    }
    return session;
}

} // namespace

TEST_CASE("store: forty processes at once lose no cookie", "[session]") {
    constexpr int processes = 40;
    const TempDir home;
    const Store store = stored_in(home);
    Signal go;
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
        children.push_back(spawn([&] {
            go.wait();
            const auto mine =
                cookie("c" + std::to_string(i) + "=1", start + std::chrono::seconds(i));
            return store.update(mine, start + 1min).has_value();
        }));
    }
    go.give();
    for (const pid_t child : children) {
        CHECK(wait_for(child) == 0);
    }
    const auto session = store.load();
    REQUIRE(session);
    CHECK(session->cookies.size() == processes);
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

TEST_CASE("store: a process killed while it saves leaves the old file or the new", "[session]") {
    constexpr int tries = 200;
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.create(large_session()));

    // The kill sweeps from before the save to well after it; a busy machine must not stretch that.
    steady_clock::duration save = 1h;
    for (int i = 0; i < 5; ++i) {
        const auto before = steady_clock::now();
        REQUIRE(store.update(cookie("try=0", start), start));
        save = std::min(save, steady_clock::now() - before);
    }
    const auto step = save * 3 / 2 / tries;

    std::string last = "0";
    int kept = 0;
    for (int i = 1; i <= tries; ++i) {
        Signal ready;
        const std::string value = std::to_string(i);
        const pid_t child = spawn([&] {
            const Delta delta = cookie("try=" + value, start + std::chrono::seconds(i));
            ready.give();
            return store.update(delta, start).has_value();
        });
        ready.wait();
        spin(step * i);
        ::kill(child, SIGKILL);
        wait_for(child);
        const std::string found = value_in(store);
        INFO("try " << i);
        REQUIRE((found == last || found == value));
        kept += found == last ? 1 : 0;
        last = found;
    }
    INFO(kept << " of " << tries << " left the old file");
    REQUIRE(store.update(cookie("try=done", start + 1h), base::Clock::now() + 1h));
    CHECK(value_in(store) == "done");
    for (const auto& entry : fs::directory_iterator(home.path())) {
        CHECK_FALSE(entry.path().filename().string().starts_with(".latch-"));
    }
}
