// SPDX-License-Identifier: MIT
#include "latch/session/ticket_file.hpp"

#include "session/locked_file.hpp"
#include "unit/session/saving.hpp"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace latch;
using namespace latch::test;
using http::TlsTicket;
using session::Store;
using session::TicketFile;
using std::chrono::hours;

namespace fs = std::filesystem;

namespace {

TlsTicket ticket(std::string key, std::string session) {
    return {
        .key = std::move(key),
        .session = base::Secret(std::move(session)),
        .verified = start,
        .until = start + hours(1)};
}

/// A home with sessions that are there.
struct Home {
    Store made(const std::string& name) const {
        const Store store = located(name, environment_of(folder));
        REQUIRE(store.create({}));
        return store;
    }

    fs::path file(const std::string& name) const {
        return folder.path() / "sessions" / (name + ".json.tickets");
    }

    /// What lies beside the sessions themselves.
    std::string beside() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder.path() / "sessions")) {
            const std::string name = entry.path().filename().string();
            if (!name.ends_with(".json") && !name.ends_with(".json.lock")) {
                names.push_back(name);
            }
        }
        std::ranges::sort(names);
        std::string all;
        for (const std::string& name : names) {
            all += (all.empty() ? "" : " ") + name;
        }
        return all;
    }

    TempDir folder;
};

std::string taken(const TicketFile& file, std::string_view key) {
    const auto found = file.take(key, start);
    return found ? std::string(found->session.reveal()) : "";
}

} // namespace

TEST_CASE("ticket file: what a run leaves the next ones take, each once", "[session]") {
    const Home home;
    const TicketFile file(home.made("s"));
    CHECK(taken(file, "a").empty());
    file.add({}, start);
    CHECK(home.beside().empty());

    file.add({ticket("a", "1"), ticket("b", "2")}, start);
    file.add({ticket("a", "3")}, start);
    CHECK(mode_of(home.file("s")) == 0600);
    CHECK(mode_of(home.file("s").string() + ".lock") == 0600);
    CHECK(taken(file, "c").empty());
    CHECK(taken(file, "a") == "3");
    CHECK(taken(file, "a") == "1");
    CHECK(taken(file, "a").empty());
    CHECK(taken(file, "b") == "2");
    CHECK(home.beside().empty());
}

TEST_CASE("ticket file: it is written only if there is something to write", "[session]") {
    const Home home;
    const TicketFile file(home.made("s"));
    file.add({ticket("a", "1")}, start);
    const auto inode = [&] {
        struct stat facts {};

        ::stat(home.file("s").c_str(), &facts);
        return facts.st_ino;
    };
    const auto before = inode();
    CHECK(taken(file, "b").empty());
    file.add({}, start);
    CHECK(inode() == before);
    file.add({ticket("a", "2")}, start);
    CHECK(inode() != before);
}

TEST_CASE("ticket file: of those that take at once each ticket has one", "[session]") {
    const Home home;
    const TicketFile file(home.made("s"));
    const std::size_t count = 8;
    for (std::size_t number = 0; number < count; ++number) {
        file.add({ticket("a", std::to_string(number))}, start);
    }
    std::mutex mutex;
    std::vector<std::string> all;
    std::vector<std::thread> takers;
    for (std::size_t number = 0; number < 2 * count; ++number) {
        takers.emplace_back([&] {
            const auto found = file.take("a", start);
            const std::lock_guard guard(mutex);
            if (found) {
                all.emplace_back(found->session.reveal());
            }
        });
    }
    for (std::thread& taker : takers) {
        taker.join();
    }
    while (all.size() < count) { // those who did not wait long enough for the lock left some
        all.push_back(taken(file, "a"));
    }
    std::ranges::sort(all);
    CHECK(all == std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7"});
}

TEST_CASE("ticket file: where another has the lock a ticket is done without", "[session]") {
    const Home home;
    const TicketFile file(home.made("s"));
    file.add({ticket("a", "1")}, start);
    {
        const auto locked = session::LockedFile::acquire(home.file("s"));
        REQUIRE(locked);
        CHECK(taken(file, "a").empty());
        file.add({ticket("a", "2")}, start);
    }
    CHECK(taken(file, "a") == "1");
    CHECK(taken(file, "a").empty());
}

TEST_CASE(
    "ticket file: one that is broken, strange or open to others is as good as none", "[session]"
) {
    const std::string good = "latch tickets 1\na 1795392000 1795395600 b2xk\n";

    struct Case {
        std::string why;
        std::string text;
        unsigned mode;
        std::string session;
    };

    const std::vector<Case> cases{
        {"nothing is wrong", good, 0600, "old"},
        {"others may read it", good, 0644, ""},
        {"the group may write it", good, 0620, ""},
        {"broken", "\xff\x01 noise", 0600, ""},
        {"of a newer version", "latch tickets 9\n", 0600, ""},
        {"too large", good + std::string(std::size_t{3} << 20U, '\n'), 0600, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Home home;
        const TicketFile file(home.made("s"));
        const auto write = [&] {
            home.folder.write("sessions/s.json.tickets", c.text);
            fs::permissions(home.file("s"), fs::perms(c.mode));
        };
        write();
        CHECK(taken(file, "a") == c.session);
        write();
        file.add({ticket("a", "new")}, start);
        CHECK(taken(file, "a") == "new");
        CHECK(taken(file, "a") == c.session);
        write();
        file.add({ticket("a", "new")}, start);
        CHECK(mode_of(home.file("s")) == 0600);
    }
}

TEST_CASE("ticket file: what is no file is left alone, and nothing is taken from it", "[session]") {
    const Home home;
    const TicketFile file(home.made("s"));
    fs::create_directory(home.file("s"));
    CHECK(taken(file, "a").empty());
    file.add({ticket("a", "1")}, start);
    CHECK(taken(file, "a").empty());
    CHECK(fs::is_directory(home.file("s")));
}

TEST_CASE("ticket file: where the session is gone none is made", "[session]") {
    const Home home;
    const Store store = home.made("s");
    REQUIRE(store.remove());
    TicketFile(store).add({ticket("a", "1")}, start);
    CHECK(home.beside().empty());
}

TEST_CASE("ticket file: it goes with the session, and never to another", "[session]") {
    const Home home;
    const Store store = home.made("s");
    const Store other = home.made("t");
    const auto fill = [&] { TicketFile(store).add({ticket("a", "s")}, start); };
    fill();
    SECTION("removed") {
        REQUIRE(store.remove());
        CHECK(home.beside().empty());
    }
    SECTION("renamed") {
        REQUIRE(store.move_to(store.beside("u"), session::Existing::kept));
        CHECK(home.beside() == "u.json.tickets u.json.tickets.lock");
        CHECK(taken(TicketFile(store.beside("u")), "a") == "s");
    }
    SECTION("renamed to one that had its own") {
        TicketFile(other).add({ticket("a", "t"), ticket("b", "t")}, start);
        REQUIRE(store.move_to(other, session::Existing::replaced));
        CHECK(taken(TicketFile(other), "b").empty());
        CHECK(taken(TicketFile(other), "a") == "s");
        CHECK(home.beside().empty());
    }
    SECTION("the place of one that had its own is taken by one that has none") {
        REQUIRE(other.move_to(store, session::Existing::replaced));
        CHECK(home.beside().empty());
    }
    SECTION("replaced by a new one") {
        REQUIRE(store.create({}, session::Existing::replaced));
        CHECK(home.beside().empty());
    }
    SECTION("deleted by hand, and created with others") {
        fs::remove(store.file());
        REQUIRE(Store::create_all({{store, {}}}));
        CHECK(home.beside().empty());
    }
}

TEST_CASE("ticket file: it lies beside the file that a link leads to", "[session]") {
    const Home home;
    const Store store = home.made("s");
    const Store link = store.beside("link");
    fs::create_symlink(store.file(), link.file());
    TicketFile(link).add({ticket("a", "1")}, start);
    CHECK(home.beside() == "s.json.tickets s.json.tickets.lock");
    REQUIRE(link.move_to(store.beside("renamed"), session::Existing::kept));
    CHECK(home.beside() == "s.json.tickets s.json.tickets.lock");
    REQUIRE(store.beside("renamed").remove());
    CHECK(taken(TicketFile(store), "a") == "1");
}
