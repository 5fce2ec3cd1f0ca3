// SPDX-License-Identifier: MIT
#include "session/locked_file.hpp"
#include "support/traced.hpp"
#include "unit/session/saving.hpp"

#include <csignal>
#include <fstream>
#include <functional>
#include <optional>
#include <sched.h>
#include <set>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/syscall.h>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using session::Session;
using session::Store;
namespace fs = std::filesystem;

namespace {

constexpr uid_t nobody = 65534;
constexpr std::string_view no_space = "no space left on device";
constexpr std::string_view too_large = "file too large";

/// The C library chooses among those that the machine has.
bool is_rename(std::uint64_t number) {
#ifdef SYS_rename
    if (number == SYS_rename) {
        return true;
    }
#endif
    return number == SYS_renameat || number == SYS_renameat2;
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

/// The value that the last save left, nothing if there is no file; it must be a whole session, and
/// nobody else's.
std::optional<std::string> value_in(const Store& store, std::size_t cookies) {
    if (!store.exists()) {
        return std::nullopt;
    }
    CHECK(mode_of(store.file()) == 0600);
    const auto session = store.load();
    REQUIRE(session);
    REQUIRE(session->cookies.size() == cookies);
    return session->cookies.all().back()->value;
}

std::set<std::string> names_beside(const Store& store) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(store.file().parent_path())) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

/// How far a save came before it was killed.
struct Progress {
    bool is_over = false;
    bool has_renamed = false; ///< the new file has taken the place of the old one
};

/// Lets a save go on for at most `stops` stops. How many it has is not the same each time: an
/// allocator, above all a sanitizer's, asks for memory when it likes.
Progress advance(Traced& saver, std::size_t stops) {
    Progress progress;
    bool in_rename = false;
    for (std::size_t passed = 0; passed < stops; ++passed) {
        const auto stop = saver.next();
        if (!stop) {
            progress.is_over = true;
            break;
        }
        progress.has_renamed = progress.has_renamed || in_rename;
        in_rename = stop->is_entry && is_rename(stop->number);
    }
    return progress;
}

/// The calls of a save that matter if the machine loses its power, each with a blank behind it; one
/// write for several, as a sanitizer has some of its own.
std::string durable_steps(Traced& saver) {
    std::string steps;
    while (const auto stop = saver.next()) {
        if (stop->is_entry && is_rename(stop->number)) {
            steps += "rename ";
        } else if (stop->is_entry && stop->number == SYS_fsync) {
            steps += "fsync ";
        } else if (stop->is_entry && stop->number == SYS_write && !steps.ends_with("write ")) {
            steps += "write ";
        }
    }
    return steps;
}

/// After a kill: nothing is locked, and what was left lying about goes with the next save once it
/// is old.
void check_next_save(const Store& store, base::Clock::time_point received) {
    CHECK(session::LockedFile::acquire(store.file(), 0ms));
    CHECK(store.update(cookie("try=next", received), base::Clock::now() + 1h));
    CHECK(names_beside(store) == std::set<std::string>{"app.json", "app.json.lock"});
}

/// Runs `work` in a process of its own, which may do to itself what it likes; what it found amiss.
std::string fault_in_child(const std::function<std::string()>& work) {
    Pipe pipe = make_pipe();
    const pid_t child = spawn([&] {
        const std::string fault = work();
        return base::write_all(pipe.writing.get(), fault, "a pipe").has_value();
    });
    pipe.writing.close();
    const auto fault = base::read_to_end(pipe.reading.get(), 4096, "a pipe");
    CHECK(wait_for(child) == 0);
    REQUIRE(fault);
    return *fault;
}

/// What is wrong with how a session of one cookie, "try=small", fares when there is no room for
/// more; nothing if all is well.
std::string fault_where_little_fits(const Store& store, std::string_view cause) {
    if (!store.update(cookie("try=small"), start)) {
        return "the small session was not saved";
    }
    session::Delta large;
    for (int i = 0; i < 30; ++i) {
        const std::string line = "large" + std::to_string(i) + '=' + std::string(4000, 'x');
        large.cookies.push_back({site(), line, start});
    }
    const auto saved = store.update(large, start);
    if (saved || saved.error().cause() != cause) {
        return "the large session: " + (saved ? "saved" : saved.error().cause());
    }
    const auto session = store.load();
    if (!session || session->cookies.size() != 1) {
        return "the small session is gone";
    }
    if (names_beside(store) != std::set<std::string>{"app.json", "app.json.lock"}) {
        return "something is left beside the session";
    }
    return store.update(cookie("try=other", start + 1s), start) ? "" : "nothing can be saved then";
}

void put(const char* file, const std::string& text) {
    std::ofstream(file) << text;
}

/// Mounts a disk of 64 KiB on `folder`, for this process and its children alone; whether this
/// machine allows that.
bool mount_small_disk(const fs::path& folder) {
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        return false;
    }
    if (user != 0) { // be the user that owns the files, within the namespace too
        put("/proc/self/setgroups", "deny");
        put("/proc/self/uid_map", std::to_string(user) + ' ' + std::to_string(user) + " 1");
        put("/proc/self/gid_map", std::to_string(group) + ' ' + std::to_string(group) + " 1");
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
           ::mount("none", folder.c_str(), "tmpfs", 0, "size=64k,mode=700") == 0;
}

/// Gives everything to somebody who is not root, whom read-only folders do not stop.
void give_to_nobody(const fs::path& folder) {
    ::chown(folder.c_str(), nobody, nobody);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        ::chown(entry.path().c_str(), nobody, nobody);
    }
    ::setresgid(nobody, nobody, nobody);
    ::setresuid(nobody, nobody, nobody);
}

std::string fault_of_read_only_folder(const TempDir& home, const Store& store) {
    if (::geteuid() == 0) {
        give_to_nobody(home.path());
    }
    if (!store.update(cookie("try=old"), start)) {
        return "the first save";
    }
    fs::permissions(store.file().parent_path(), fs::perms(0500));
    const auto saved = store.update(cookie("try=new", start + 1s), start);
    const auto unchanged = store.update(cookie("none=; Max-Age=0", start + 1s), start);
    const auto session = store.load();
    fs::permissions(store.file().parent_path(), fs::perms(0700));
    if (saved || saved.error().cause() != "permission denied") {
        return "saving: " + (saved ? "done" : saved.error().cause());
    }
    if (!unchanged) {
        return "not saving: " + unchanged.error().cause();
    }
    return session && session->cookies.all().front()->value == "old" ? "" : "the old session";
}

} // namespace

TEST_CASE("store: killed at any system call of a save it is the old file or the new", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.create(large_session()));
    REQUIRE(store.update(cookie("try=next"), start));
    std::size_t kept = 0;
    std::size_t stops = 0;
    for (bool is_over = false; !is_over; ++stops) {
        INFO("killed after " << stops << " stops");
        const auto moment = start + std::chrono::seconds(2 * stops + 1);
        Traced saver([&] { return store.update(cookie("try=new", moment), moment).has_value(); });
        const auto progress = advance(saver, stops);
        is_over = progress.is_over;
        CHECK((!is_over || saver.status() == 0));
        saver.kill();
        CHECK(value_in(store, 4) == (progress.has_renamed ? "new" : "next"));
        kept += progress.has_renamed ? 0U : 1U;
        check_next_save(store, moment + 1s);
    }
    INFO(kept << " of " << stops << " left the old file");
    CHECK(kept > 20);
    CHECK(kept + 5 < stops);
}

TEST_CASE("store: killed at any system call of the first save it is no file or all", "[session]") {
    std::size_t without_file = 0;
    std::size_t stops = 0;
    for (bool is_over = false; !is_over; ++stops) {
        INFO("killed after " << stops << " stops");
        const TempDir home;
        const Store store = stored_in(home);
        Traced saver([&] { return store.update(cookie("try=new"), start).has_value(); });
        const auto progress = advance(saver, stops);
        is_over = progress.is_over;
        CHECK((!is_over || saver.status() == 0));
        saver.kill();
        CHECK(value_in(store, 1).value_or("no file") == (progress.has_renamed ? "new" : "no file"));
        without_file += progress.has_renamed ? 0U : 1U;
        check_next_save(store, start + 1s);
    }
    CHECK(without_file > 20);
    CHECK(without_file + 5 < stops);
}

TEST_CASE("store: a save is on the disk before its name is, and then the name", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("try=old"), start));
    const auto moment = start + 1s;
    Traced saver([&] { return store.update(cookie("try=new", moment), moment).has_value(); });
    CHECK(durable_steps(saver) == "write fsync rename fsync ");
    CHECK(saver.status() == 0);
}

TEST_CASE("store: a stop that comes while it saves waits until that is done", "[session]") {
    const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
    const TempDir home;
    const Store store = stored_in(home);
    std::size_t stops = 0;
    Traced probe([&] { return store.update(cookie("try=0"), start).has_value(); });
    REQUIRE(probe.go_to(SYS_flock));
    REQUIRE(probe.go_to(SYS_rt_sigprocmask)); // from here on it is held back
    while (probe.pass(1)) {
        ++stops;
    }
    for (std::size_t n = 1; n + 8 < stops; n += 7) {
        INFO("stopped at " << n << " of " << stops);
        const std::string value = std::to_string(n);
        const auto moment = start + std::chrono::seconds(n);
        Traced saver([&] {
            return store.update(cookie("try=" + value, moment), moment).has_value();
        });
        REQUIRE(saver.go_to(SYS_flock));
        REQUIRE(saver.go_to(SYS_rt_sigprocmask));
        REQUIRE(saver.pass(n));
        saver.send_signal(signal);
        while (saver.pass(1)) {
        }
        CHECK(WIFSIGNALED(saver.status()));
        CHECK(value_in(store, 1) == value);
    }
}

TEST_CASE("store: a stop that comes while sessions are created waits for the last", "[session]") {
    const TempDir home;
    const Store first = stored_in(home);
    const Store last = first.beside("last");
    Traced maker([&] {
        return Store::create_all({{last, Session()}, {first, Session()}}).has_value();
    });
    REQUIRE(maker.go_to(SYS_fsync)); // of the first file
    maker.send_signal(SIGTERM);
    while (maker.pass(1)) {
    }
    CHECK(WIFSIGNALED(maker.status()));
    CHECK(first.exists());
    CHECK(last.exists());
}

TEST_CASE("store: sessions that are created are locked in the order of their names", "[session]") {
    // Two that are given the same names in different orders do not wait for each other.
    const TempDir home;
    const Store first = stored_in(home);
    const Store last = first.beside("last");
    Traced maker([&] {
        return Store::create_all({{last, Session()}, {first, Session()}}).has_value();
    });
    REQUIRE(maker.go_to(SYS_flock));
    REQUIRE(maker.pass(1));
    CHECK_FALSE(session::LockedFile::acquire(first.file(), 0ms));
    CHECK(session::LockedFile::acquire(last.file(), 0ms));
}

TEST_CASE("store: on a full disk the old file stays", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    fs::create_directory(store.file().parent_path());
    const std::string fault = fault_in_child([&]() -> std::string {
        return mount_small_disk(store.file().parent_path())
                   ? fault_where_little_fits(store, no_space)
                   : "no disk";
    });
    if (fault == "no disk") {
        WARN("no disk can be mounted here; the next test does without");
        return;
    }
    CHECK(fault == "");
}

TEST_CASE("store: where files may not grow the old one stays", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    CHECK(fault_in_child([&] {
              static_cast<void>(std::signal(SIGXFSZ, SIG_IGN));
              constexpr rlim_t most = 65536;
              const rlimit limit{.rlim_cur = most, .rlim_max = most};
              ::setrlimit(RLIMIT_FSIZE, &limit);
              return fault_where_little_fits(store, too_large);
          }) == "");
}

TEST_CASE("store: in a folder that is read-only the old file stays", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    CHECK(fault_in_child([&] { return fault_of_read_only_folder(home, store); }) == "");
}
