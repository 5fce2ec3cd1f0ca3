// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/session/saving.hpp"

#include "latch/session/changes.hpp"
#include "latch/session/store.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace latch;
using session::Existing;
using session::Saved;
using session::Session;
using session::Store;
using session::Updated;
using test::located;
using test::slurp;
using test::TempDir;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view plain = R"({"latch": {"session": 1}, "base": "http://a.test"})";

/// With the folders that a home has in use.
base::Environment furnished(const TempDir& home) {
    base::Environment environment = test::environment_of(home);
    environment.working_directory = home / "work";
    fs::create_directories(home / "work");
    fs::create_directories(home / "sessions");
    return environment;
}

std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("store: all are those that a name leads to, by name", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    for (const char* const file :
         {"b.json", "a.json", "a.json.lock", ".hidden.json", "-x.json", "c.txt", "d e.json"}) {
        home.write(std::string("sessions/") + file, plain);
    }
    const fs::path project = home / "work/.latch/sessions";
    fs::create_directories(project);
    home.write("work/.latch/sessions/b.json", plain);
    home.write("work/.latch/sessions/p.json", plain);
    const auto all = Store::all(environment);
    REQUIRE(all);
    Names names;
    for (const auto& [name, store] : *all) {
        names.push_back(name);
        CHECK(store.file() == located(name, environment).file());
    }
    CHECK(names == Names{"a", "b", "p"});
    fs::permissions(project, fs::perms::all); // now anyone could have put it there
    CHECK(Store::all(environment)->size() == 2);
}

TEST_CASE("store: there may be no folder, but one that is no folder is an error", "[session]") {
    const TempDir home;
    auto environment = furnished(home);
    environment.variables["LATCH_HOME"] = home / "none";
    CHECK(Store::all(environment)->empty());
    home.write("file/x", "");
    fs::create_directories(home / "odd");
    home.write("odd/sessions", "");
    environment.variables["LATCH_HOME"] = home / "odd";
    REQUIRE_FALSE(Store::all(environment));
    CHECK(Store::all(environment).error().kind() == base::ErrorKind::file);
}

TEST_CASE("store: a change begins with what the file holds, and may be refused", "[session]") {
    const TempDir home;
    const Store store = located("s", furnished(home));
    REQUIRE(store.change([](Session& session) -> base::Result<void> {
        CHECK_FALSE(session.epoch);
        session.base = "http://a.test";
        return {};
    }));
    const std::string before = slurp(store.file());
    const auto refused = store.change([](Session& session) -> base::Result<void> {
        CHECK(session.base == "http://a.test");
        session.base.reset();
        return base::Error(base::ErrorKind::usage, "no");
    });
    CHECK(refused.error().what() == "no");
    CHECK(slurp(store.file()) == before);
}

TEST_CASE("store: a file that changed since it was read is not written over", "[session]") {
    const TempDir home;
    const Store store = located("s", furnished(home));
    CHECK(store.text().error().kind() == base::ErrorKind::file);
    home.write("sessions/s.json", "no session at all");
    const auto before = store.text();
    REQUIRE(before);
    CHECK(*store.save_over("another text", Session{}, {}) == Saved::changed_meanwhile);
    CHECK(slurp(store.file()) == "no session at all");
    CHECK(*store.save_over(*before, Session{}, {}) == Saved::yes);
    CHECK(store.load());
    REQUIRE(store.remove());
    CHECK(*store.save_over(*before, Session{}, {}) == Saved::removed_meanwhile);
    CHECK(files_in(home / "sessions").empty());
}

TEST_CASE("store: a session moves with what lies beside it, and over none unasked", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    const Store a = located("a", environment);
    const Store b = located("b", environment);
    home.write("sessions/a.json", "no session at all");
    home.write("sessions/a.json.before-latch", "old");
    REQUIRE(a.move_to(b, Existing::kept));
    CHECK(files_in(home / "sessions") == Names{"b.json", "b.json.before-latch", "b.json.lock"});
    CHECK(slurp(b.file()) == "no session at all");
    home.write("sessions/a.json", plain);
    CHECK(b.move_to(a, Existing::kept).error().kind() == base::ErrorKind::file);
    CHECK(slurp(a.file()) == plain);
    home.write("sessions/a.json.before-latch", "not of what comes");
    home.write("sessions/a.json.before-latch-1", "neither");
    REQUIRE(b.move_to(a, Existing::replaced));
    CHECK(slurp(a.file()) == "no session at all");
    CHECK(files_in(home / "sessions") == Names{"a.json", "a.json.before-latch", "a.json.lock"});
    CHECK(slurp(a.file().string() + ".before-latch") == "old");
    CHECK_FALSE(b.exists());
    CHECK(b.move_to(a, Existing::replaced).error().kind() == base::ErrorKind::file);
}

TEST_CASE("store: a session is removed with what lies beside it", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    const Store store = located("s", environment);
    home.write("sessions/s.json", "no session at all");
    home.write("sessions/s.json.before-latch", "old");
    home.write("sessions/other.json", plain);
    REQUIRE(store.remove());
    CHECK(files_in(home / "sessions") == Names{"other.json"});
    CHECK(store.remove().error().kind() == base::ErrorKind::file);
    // Of a link only the link goes.
    home.write("real.json", plain);
    fs::create_symlink(home / "real.json", home / "sessions/s.json");
    REQUIRE(store.remove());
    CHECK(fs::exists(home / "real.json"));
    CHECK_FALSE(store.exists());
}

TEST_CASE("store: a copy is written where none is, or over one", "[session]") {
    const TempDir home;
    const Store store = located("s", furnished(home));
    Session session;
    session.base = "http://a.test";
    REQUIRE(store.create(session));
    CHECK_FALSE(store.create(session));
    session.base = "http://b.test";
    REQUIRE(store.create(session, Existing::replaced));
    CHECK(store.load()->base == "http://b.test");
    CHECK(store.beside("t").file() == store.file().parent_path() / "t.json");
}

TEST_CASE(
    "store: a run that ends after its session was removed does not bring it back", "[session]"
) {
    const TempDir home;
    const Store store = located("s", furnished(home));
    home.write("sessions/s.json", plain);
    session::Delta delta;
    delta.epoch = store.load()->epoch;
    delta.typed.url.host = "a.test";
    delta.typed.headers = {{"X", "1"}};
    REQUIRE(store.remove());
    CHECK(*store.update(delta, {}) == Updated::too_late);
    CHECK(files_in(home / "sessions").empty()); // not even a lock
}

TEST_CASE("store: a name that is used again gets nothing of runs of before", "[session]") {
    const TempDir home;
    const Store store = located("s", furnished(home));
    REQUIRE(store.update(test::cookie("a=1"), test::start));
    session::Delta old_run = test::cookie("old=1");
    old_run.epoch = store.load()->epoch;
    REQUIRE(store.remove());
    REQUIRE(store.update(test::cookie("b=2"), test::start));
    CHECK(*store.update(old_run, test::start) == Updated::too_late);
    const auto session = store.load();
    REQUIRE(session);
    CHECK(session->cookies.header_for(test::site(), test::start) == "b=2");
    CHECK(session->epoch != old_run.epoch);
}

TEST_CASE("store: sessions are created together, or none of them", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    Session session;
    session.base = "http://a.test";
    session.epoch = 7; // of another session
    const auto make = [&](const std::vector<std::string>& names) {
        std::vector<std::pair<Store, Session>> sessions;
        for (const std::string& name : names) {
            sessions.emplace_back(located(name, environment), session);
        }
        return Store::create_all(std::move(sessions));
    };
    home.write("sessions/b.json", plain);
    const auto refused = make({"c", "b", "a"});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().cause() == "there is one already");
    CHECK(files_in(home / "sessions") == Names{"b.json", "b.json.lock"});
    REQUIRE(make({"c", "a"}));
    CHECK(located("a", environment).load()->base == "http://a.test");
    CHECK(located("c", environment).load()->epoch != 7U);
}

TEST_CASE("store: what was made is taken back where not all can be", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    Session unsettled; // nothing says for whom the header is, so that it cannot be saved
    unsettled.foreign.emplace().headers.add("X", "1");
    REQUIRE_FALSE(Store::create_all(
        {{located("a", environment), Session()}, {located("b", environment), unsettled}}
    ));
    CHECK(files_in(home / "sessions").empty());
}

TEST_CASE(
    "store: a link goes, and what it leads to stays with all that lies beside it", "[session]"
) {
    const TempDir home;
    const auto environment = furnished(home);
    home.write("work/real.json", plain);
    home.write("work/real.json.before-latch", "{}");
    const fs::path sessions = home / "sessions";
    fs::create_symlink(home / "work/real.json", sessions / "l.json");
    REQUIRE(located("l", environment).move_to(located("m", environment), Existing::kept));
    CHECK(fs::is_symlink(sessions / "m.json"));
    REQUIRE(located("m", environment).remove());
    CHECK_FALSE(fs::exists(fs::symlink_status(sessions / "m.json")));
    CHECK(slurp(home / "work/real.json") == plain);
    CHECK(slurp(home / "work/real.json.before-latch") == "{}");
}

TEST_CASE("store: a session does not move to another spelling of its own name", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    home.write("sessions/a.json", plain);
    fs::create_symlink(home / "sessions/a.json", home / "work/b.json");
    for (const char* const other : {"a", "./../sessions/a.json", "./b.json"}) {
        INFO(other);
        const auto moved =
            located("a", environment).move_to(located(other, environment), Existing::replaced);
        REQUIRE_FALSE(moved);
        CHECK(moved.error().cause() == "both names lead to the same file");
    }
    CHECK(slurp(home / "sessions/a.json") == plain);
}

TEST_CASE("store: a change that is refused leaves the original of a removed session", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    home.write("sessions/a.json.before-latch", "{}");
    const auto refused = located("a", environment).change([](Session& /*session*/) {
        return base::Result<void>(base::Error(base::ErrorKind::usage, "no"));
    });
    CHECK_FALSE(refused);
    CHECK(files_in(home / "sessions") == Names{"a.json.before-latch"});
}

TEST_CASE("store: what takes the place of a session begins an epoch", "[session]") {
    const TempDir home;
    const auto environment = furnished(home);
    home.write("sessions/a.json", plain);
    const Store store = located("a", environment);
    const auto before = store.load().value().epoch;
    Session other;
    other.epoch = before; // whatever it was called before
    REQUIRE(store.create(other, Existing::replaced));
    CHECK(store.load().value().epoch != before);
    CHECK(store.load().value().epoch != 0U);
}
