// SPDX-License-Identifier: MIT
#include "latch/session/store.hpp"

#include "session/locked_file.hpp"
#include "unit/session/saving.hpp"

#include "latch/session/codec.hpp"

#include <array>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace latch;
using namespace std::chrono_literals;
using namespace latch::test;
using session::Delta;
using session::encode;
using session::Session;
using session::Store;
namespace fs = std::filesystem;

namespace {

constexpr uid_t nobody = 65534;

std::string cookies_in(const Store& store) {
    const auto session = store.load();
    REQUIRE(session);
    return session->cookies.header_for(site(), start + 1s);
}

ino_t inode_of(const fs::path& path) {
    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_ino;
}

/// What a new file may have; put back at the end, since the process has only one.
class Umask {
public:
    explicit Umask(mode_t mask) : old_(::umask(mask)) {}

    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;
    Umask(Umask&&) = delete;
    Umask& operator=(Umask&&) = delete;

    ~Umask() { ::umask(old_); }

private:
    mode_t old_;
};

/// Gives a file to somebody else, if we may; says so if not.
bool give_away(const fs::path& path) {
    const bool given = ::geteuid() == 0 && ::chown(path.c_str(), nobody, nobody) == 0;
    if (!given) {
        WARN("not root: nobody else can be made the owner of a file here");
    }
    return given;
}

void make_old(const fs::path& path, base::Clock::time_point moment) {
    const timespec time{.tv_sec = base::Clock::to_time_t(moment), .tv_nsec = 0};
    const std::array<timespec, 2> times{time, time};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0);
}

} // namespace

TEST_CASE("store: names are plain words", "[session]") {
    for (const char* good : {"a", "app", "app.prod-2_x", "0", "_x", "A"}) {
        INFO(good);
        CHECK(session::is_session_name(good));
    }
    CHECK(session::is_session_name(std::string(200, 'a')));
    for (const char* bad :
         {"", ".", "..", ".app", "-app", "a b", "a/b", "a\\b", "\xc3\xbc", "a\n", "a:b", "*"}) {
        INFO(bad);
        CHECK_FALSE(session::is_session_name(bad));
    }
    CHECK_FALSE(session::is_session_name(std::string(201, 'a')));
}

TEST_CASE("store: a name lies in a home, a path where it says", "[session]") {
    struct Case {
        std::string_view why, value, latch_home, xdg, file;
    };

    const auto cases = std::to_array<Case>({
        {"LATCH_HOME", "app", "/l", "/x", "/l/sessions/app.json"},
        {"a relative one starts at the working folder",
         "app",
         "l",
         "/x",
         "/place/l/sessions/app.json"},
        {"one with a tilde at home", "app", "~/l", "/x", "/home/bob/l/sessions/app.json"},
        {"XDG_CONFIG_HOME", "app", "", "/x", "/x/latch/sessions/app.json"},
        {"which has to be absolute", "app", "", "x", "/home/bob/.config/latch/sessions/app.json"},
        {"neither", "app", "", "", "/home/bob/.config/latch/sessions/app.json"},
        {"a suffix is added, whatever the name", "app.json", "/l", "", "/l/sessions/app.json.json"},
        {"a path", "./app.json", "/l", "", "/place/./app.json"},
        {"a path below", "x/app", "/l", "", "/place/x/app"},
        {"an absolute path", "/tmp/app.json", "/l", "", "/tmp/app.json"},
        {"a path at home", "~/app.json", "/l", "", "/home/bob/app.json"},
    });
    for (const Case& c : cases) {
        INFO(c.why);
        base::Environment environment;
        environment.home = "/home/bob";
        environment.working_directory = "/place";
        environment.variables["LATCH_HOME"] = c.latch_home;
        environment.variables["XDG_CONFIG_HOME"] = c.xdg;
        CHECK(located(c.value, environment).file() == c.file);
    }
}

TEST_CASE("store: a bad name and a missing home are errors", "[session]") {
    base::Environment environment;
    for (const char* bad : {"", "..", ".hidden", "-x", "a b"}) {
        INFO(bad);
        const auto store = Store::locate(bad, environment);
        REQUIRE_FALSE(store);
        CHECK(store.error().kind() == base::ErrorKind::usage);
    }
    const auto homeless = Store::locate("app", environment);
    REQUIRE_FALSE(homeless);
    CHECK(homeless.error().kind() == base::ErrorKind::file);
    CHECK(Store::locate("/x/app", environment));
}

TEST_CASE("store: a project's sessions come first, from the nearest folder", "[session]") {
    const TempDir home;
    const TempDir project;
    auto environment = environment_of(home);
    environment.working_directory = project / "a/b";
    fs::create_directories(environment.working_directory);
    const auto offer = [&](std::string_view folder) {
        fs::path file = project.write(std::string(folder) + ".latch/sessions/app.json", "");
        fs::permissions(file.parent_path(), fs::perms(0755));
        fs::permissions(file.parent_path().parent_path(), fs::perms(0755));
        return file;
    };
    const fs::path own = home / "sessions/app.json";
    CHECK(located("app", environment).file() == own);
    const fs::path far = offer("");
    CHECK(located("app", environment).file() == far);
    const fs::path near = offer("a/");
    CHECK(located("app", environment).file() == near);
    CHECK(located("other", environment).file() == home / "sessions/other.json"); // not found there
    offer("a/b/c/"); // below the working folder
    CHECK(located("app", environment).file() == near);
}

TEST_CASE("store: a project folder that others can write to is passed over", "[session]") {
    const TempDir home;
    const TempDir project;
    auto environment = environment_of(home);
    environment.working_directory = project.path();
    const fs::path file = project.write(".latch/sessions/app.json", "");
    const fs::path own = home / "sessions/app.json";
    for (const fs::path& folder : {project / ".latch", project / ".latch/sessions"}) {
        INFO(folder.filename());
        fs::permissions(project / ".latch", fs::perms(0700));
        fs::permissions(project / ".latch/sessions", fs::perms(0700));
        CHECK(located("app", environment).file() == file);
        fs::permissions(folder, fs::perms(0770));
        CHECK(located("app", environment).file() == own);
        fs::permissions(folder, fs::perms(01707));
        CHECK(located("app", environment).file() == own);
    }
    fs::permissions(project / ".latch/sessions", fs::perms(0700));
    if (give_away(project / ".latch")) {
        CHECK(located("app", environment).file() == own);
    }
}

TEST_CASE("store: what is not there yet is an empty session", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    const auto session = store.load();
    REQUIRE(session);
    CHECK(encode(*session) == encode(Session{}));
    CHECK_FALSE(fs::exists(home / "sessions")); // reading creates nothing
}

TEST_CASE("store: what was updated is loaded", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    CHECK(cookies_in(store) == "a=1");
    REQUIRE(store.update(cookie("b=2"), start));
    REQUIRE(store.update(cookie("a=; Max-Age=0"), start));
    CHECK(cookies_in(store) == "b=2");
    CHECK(slurp(store.file()) == encode(*store.load()));
}

TEST_CASE("store: two runs that overlap lose nothing", "[session]") {
    const TempDir home;
    const Store one = stored_in(home);
    const Store two = stored_in(home);
    REQUIRE(one.update(cookie("JSESSIONID=old", start), start));
    const auto seen_by_one = one.load();
    const auto seen_by_two = two.load();
    Delta login = cookie("JSESSIONID=new", start + 2s);
    login.typed = {site(), {{"X-One", "1"}}, {}};
    Delta slow = cookie("JSESSIONID=slow", start + 1s);
    slow.cookies.push_back({site(), "b=2", start + 1s});
    slow.typed = {site(), {{"X-Two", "2"}}, {}};
    REQUIRE(one.update(login, start + 3s));
    REQUIRE(two.update(slow, start + 4s));
    CHECK(cookies_in(one) == "JSESSIONID=new; b=2");
    const auto session = two.load();
    REQUIRE(session);
    CHECK(
        session->find(http::origin(site()))->headers ==
        http::Headers{{"X-One", "1"}, {"X-Two", "2"}}
    );
    REQUIRE(one.update(cookie("JSESSIONID=; Max-Age=0", start + 5s), start + 5s));
    REQUIRE(two.update(cookie("b=3", start + 5s), start + 5s)
    ); // saw the old one, does not restore it
    CHECK(cookies_in(one) == "b=3");
}

TEST_CASE("store: nothing is written when nothing has changed", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(Delta{}, start));
    CHECK_FALSE(fs::exists(store.file()));
    REQUIRE(store.update(cookie("a=1"), start));
    const ino_t before = inode_of(store.file());
    REQUIRE(store.update(Delta{}, start));
    REQUIRE(store.update(cookie("x=1; Domain=com"), start));
    CHECK(inode_of(store.file()) == before);
    REQUIRE(store.update(cookie("a=2"), start));
    CHECK(inode_of(store.file()) != before);
}

TEST_CASE("store: file and folder are private whatever the umask", "[session][pitfall]") {
    const mode_t mask = GENERATE(as<mode_t>{}, 0000, 0022, 0077, 0777);
    INFO("umask " << mask);
    const TempDir home;
    const Store store = stored_in(home);
    {
        const Umask umask(mask);
        REQUIRE(store.update(cookie("a=1"), start));
    }
    CHECK(mode_of(store.file()) == 0600);
    CHECK(mode_of(store.file().parent_path()) == 0700);
    CHECK(mode_of(home / "sessions/app.json.lock") == 0600);
}

TEST_CASE(
    "store: a file that others could read is narrowed when it is saved", "[session][pitfall]"
) {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    fs::permissions(store.file(), fs::perms(0644));
    REQUIRE(store.update(cookie("a=2"), start));
    CHECK(mode_of(store.file()) == 0600);
}

TEST_CASE("store: a symbolic link stays, the file behind it is replaced", "[session]") {
    const TempDir home;
    const TempDir dotfiles;
    const Store store = stored_in(home);
    fs::create_directories(store.file().parent_path());
    const fs::path real = dotfiles.write("app-session.json", encode(Session{}));
    fs::create_symlink(real, store.file());
    REQUIRE(store.update(cookie("a=1"), start));
    CHECK(fs::is_symlink(store.file()));
    CHECK(cookies_in(store) == "a=1");
    CHECK(slurp(real) == slurp(store.file()));
    CHECK(mode_of(real) == 0600);
    // Whoever comes by the other name waits for the same lock.
    CHECK(fs::exists(dotfiles / "app-session.json.lock"));
    CHECK_FALSE(fs::exists(home / "sessions/app.json.lock"));
}

TEST_CASE("store: a lock file that is a link is not followed", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    fs::create_directories(store.file().parent_path());
    const fs::path victim = home.write("victim", "precious");
    fs::create_symlink(victim, home / "sessions/app.json.lock");
    const auto updated = store.update(cookie("a=1"), start);
    REQUIRE_FALSE(updated);
    CHECK(updated.error().kind() == base::ErrorKind::file);
    CHECK(slurp(victim) == "precious");
}

TEST_CASE("store: a corrupt file is an error and stays as it is", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    const std::string text = GENERATE(
        std::string("{\"latch\": {\"session\": 1}, \"cookies\": ["),
        std::string(""),
        std::string("{\"latch\": {\"session\": 2}}"),
        std::string("[]")
    );
    home.write("sessions/app.json", text);
    const auto loaded = store.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().kind() == base::ErrorKind::bad_session);
    CHECK(loaded.error().what() == "cannot use the session file " + store.file().string());
    const auto updated = store.update(cookie("a=1"), start);
    REQUIRE_FALSE(updated);
    CHECK(updated.error() == loaded.error());
    CHECK(slurp(store.file()) == text);
    for (const auto& entry : fs::directory_iterator(store.file().parent_path())) {
        CHECK(entry.path().filename().string().starts_with("app.json")); // and its lock
    }
}

TEST_CASE("store: what is no readable file is an error", "[session]") {
    const TempDir home;
    const auto environment = environment_of(home);
    SECTION("a folder") {
        fs::create_directories(home / "sessions/app.json");
        const auto session = stored_in(home).load();
        REQUIRE_FALSE(session);
        CHECK(session.error().kind() == base::ErrorKind::bad_session);
    }
    SECTION("a device") {
        const auto session = located("/dev/null", environment).load();
        REQUIRE_FALSE(session);
        CHECK(session.error().kind() == base::ErrorKind::bad_session);
    }
    SECTION("more than 64 MiB") {
        const fs::path file = home.write("sessions/app.json", "{");
        fs::resize_file(file, (std::uintmax_t{64} << 20U) + 1);
        const auto session = stored_in(home).load();
        REQUIRE_FALSE(session);
        CHECK(session.error().kind() == base::ErrorKind::bad_session);
    }
    SECTION("a file in the place of the folder") {
        home.write("sessions", "");
        CHECK_FALSE(stored_in(home).load());
        CHECK_FALSE(stored_in(home).update(cookie("a=1"), start));
    }
}

TEST_CASE("store: a file of another user is refused", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    if (!give_away(store.file())) {
        return;
    }
    const std::string before = slurp(store.file());
    const auto loaded = store.load();
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().kind() == base::ErrorKind::file);
    CHECK(loaded.error().cause() == "it belongs to another user");
    const auto updated = store.update(cookie("b=1"), start);
    REQUIRE_FALSE(updated);
    CHECK(updated.error() == loaded.error());
    CHECK(slurp(store.file()) == before);
}

TEST_CASE("store: a folder where others could replace the file is refused", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    const fs::path folder = store.file().parent_path();
    const auto refused = [&] {
        const auto loaded = store.load();
        const auto updated = store.update(cookie("a=2"), start);
        CHECK(loaded.has_value() == updated.has_value());
        return loaded ? std::string("no") : loaded.error().cause();
    };
    fs::permissions(folder, fs::perms(0755));
    CHECK(refused() == "no");
    fs::permissions(folder, fs::perms(0775)); // the umask of many systems gives that
    CHECK(refused() == "no");
    fs::permissions(folder, fs::perms(01777));
    CHECK(refused() == "no");
    fs::permissions(folder, fs::perms(0777));
    CHECK(refused() == "anyone can replace files in this folder");
    fs::permissions(folder, fs::perms(0700));
    if (give_away(folder)) {
        CHECK(refused() == "the folder belongs to another user");
    }
}

TEST_CASE("store: leftovers of killed processes go after ten minutes", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    const auto now = start + 1h;
    const auto leave = [&](const std::string& name, base::Clock::time_point moment) {
        make_old(home.write("sessions/" + name, "half a sess"), moment);
        return home / ("sessions/" + name);
    };
    const fs::path old = leave(".latch-0123456789abcdef", now - 11min);
    const fs::path young = leave(".latch-fedcba9876543210", now - 9min);
    const fs::path longer = leave(".latch-0123456789abcdef0", now - 1h);
    const fs::path shorter = leave(".latch-0123456789abcde", now - 1h);
    const fs::path upper = leave(".latch-0123456789ABCDEF", now - 1h);
    const fs::path other = leave("other.json", now - 1h);
    fs::create_directory(home / "sessions/.latch-aaaaaaaaaaaaaaaa");
    make_old(home / "sessions/.latch-aaaaaaaaaaaaaaaa", now - 1h);
    REQUIRE(store.update(cookie("a=1"), now));
    CHECK_FALSE(fs::exists(old));
    for (const fs::path& kept : {young, longer, shorter, upper, other}) {
        INFO(kept.filename());
        CHECK(fs::exists(kept));
    }
    CHECK(fs::exists(home / "sessions/.latch-aaaaaaaaaaaaaaaa"));
}

TEST_CASE("store: a session is created where none is", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    Session session;
    session.base = "http://a.test";
    REQUIRE(store.create(session));
    session.epoch = store.load().value().epoch; // any
    CHECK(slurp(store.file()) == encode(session));
    CHECK(mode_of(store.file()) == 0600);
    session.base = "http://b.test";
    const auto again = store.create(session);
    REQUIRE_FALSE(again);
    CHECK(again.error().kind() == base::ErrorKind::file);
    CHECK(store.load()->base == "http://a.test");
}

TEST_CASE("store: what could not be read again is not written", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    const std::string before = slurp(store.file());
    const auto locked = session::LockedFile::acquire(store.file(), 1s);
    REQUIRE(locked);
    const auto written = locked->replace(std::string((std::size_t{64} << 20U) + 1, ' '));
    REQUIRE_FALSE(written);
    CHECK(written.error().cause() == "it would be larger than 64 MiB");
    CHECK(slurp(store.file()) == before);
}

TEST_CASE("store: creating does not write through a dangling link", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    fs::create_directories(store.file().parent_path());
    fs::create_symlink(home / "nowhere", store.file());
    CHECK_FALSE(store.create(Session{}));
    CHECK_FALSE(fs::exists(home / "nowhere"));
}

TEST_CASE("store: a save that fails leaves no temporary behind", "[session]") {
    const TempDir home;
    const fs::path file = home / "sessions/app.json";
    fs::create_directories(file); // a folder, which no rename replaces by a file
    const auto locked = session::LockedFile::acquire(file, 1s);
    REQUIRE(locked);
    const auto written = locked->write(Session{});
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == base::ErrorKind::file);
    for (const auto& entry : fs::directory_iterator(home / "sessions")) {
        CHECK(entry.path().filename().string().starts_with("app.json"));
    }
}

TEST_CASE(
    "store: where nothing changes a folder that cannot be written is no problem", "[session]"
) {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    fs::remove(store.file().string() + ".lock");
    fs::create_directory(store.file().string() + ".lock"); // no lock can be had, as root too
    CHECK(store.update(cookie("b=; Max-Age=0"), start));
    CHECK_FALSE(store.update(cookie("a=2"), start + 1s));
}
