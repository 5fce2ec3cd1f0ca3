// SPDX-License-Identifier: MIT
#include "unit/session/saving.hpp"

#include "latch/session/changes.hpp"

#include <array>
#include <fcntl.h>
#include <fstream>

using namespace latch;
using namespace latch::test;
using namespace std::chrono_literals;
using session::Snapshot;
using session::Store;
namespace fs = std::filesystem;

namespace {

Snapshot snapshot_of(const Store& store) {
    auto seen = store.snapshot();
    REQUIRE(seen);
    return *std::move(seen);
}

std::string cookies_in(const Store& store) {
    const auto session = store.load();
    REQUIRE(session);
    return session->cookies.header_for(site(), start + 1h);
}

/// Writes over a file, which stays the same file of the same times.
void write_unnoticed(const fs::path& file, std::string_view text) {
    struct stat facts {};

    REQUIRE(::stat(file.c_str(), &facts) == 0);
    std::ofstream(file, std::ios::in | std::ios::out | std::ios::binary) << text;
    const std::array<timespec, 2> times{facts.st_atim, facts.st_mtim};
    REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times.data(), 0) == 0);
}

std::string with(std::string text, std::string_view old, std::string_view replacement) {
    return text.replace(text.find(old), old.size(), replacement);
}

} // namespace

TEST_CASE("store: a snapshot is the session and the bytes it was read from", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    CHECK_FALSE(snapshot_of(store).text);
    REQUIRE(store.update(cookie("a=1"), start));
    const Snapshot seen = snapshot_of(store);
    CHECK(seen.text == slurp(store.file()));
    CHECK(seen.session.cookies.header_for(site(), start + 1h) == "a=1");
}

TEST_CASE("store: what was seen stands for a file of the same bytes", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    REQUIRE(store.update(cookie("a=1"), start));
    Snapshot seen = snapshot_of(store);
    seen.session.base = "http://seen.test"; // so that it can be told from what the file says
    REQUIRE(store.update(cookie("b=2"), start, seen));
    CHECK(cookies_in(store) == "a=1; b=2");
    CHECK(store.load()->base == "http://seen.test");
    REQUIRE(store.update(cookie("c=3"), start, seen)); // it is another file now
    CHECK(cookies_in(store) == "a=1; b=2; c=3");
}

TEST_CASE("store: what others do after a snapshot is not lost", "[session]") {
    const TempDir home;
    const Store store = stored_in(home);
    const Store other = stored_in(home);

    SECTION("a cookie that they saved") {
        REQUIRE(store.update(cookie("a=1"), start));
        const Snapshot seen = snapshot_of(store);
        REQUIRE(other.update(cookie("b=2"), start));
        REQUIRE(store.update(cookie("c=3"), start, seen));
        CHECK(cookies_in(store) == "a=1; b=2; c=3");
    }
    SECTION("a file where there was none") {
        const Snapshot seen = snapshot_of(store);
        REQUIRE(other.update(cookie("b=2"), start));
        REQUIRE(store.update(cookie("c=3"), start, seen));
        CHECK(cookies_in(store) == "b=2; c=3");
    }
    SECTION("a save of the same length within one tick of the clock") {
        REQUIRE(store.update(cookie("a=1"), start));
        const Snapshot seen = snapshot_of(store);
        write_unnoticed(store.file(), with(*seen.text, R"("value": "1")", R"("value": "2")"));
        REQUIRE(store.update(cookie("c=3"), start, seen));
        CHECK(cookies_in(store) == "a=2; c=3");
    }
    SECTION("a clear") {
        REQUIRE(store.update(cookie("a=1"), start));
        const Snapshot seen = snapshot_of(store);
        REQUIRE(other.change([](session::Session& session) -> base::Result<void> {
            session::clear(session);
            return {};
        }));
        session::Delta delta = cookie("c=3");
        delta.epoch = seen.session.epoch;
        REQUIRE(store.update(delta, start, seen));
        CHECK(cookies_in(store).empty());
    }
    SECTION("a removal") {
        REQUIRE(store.update(cookie("a=1"), start));
        const Snapshot seen = snapshot_of(store);
        REQUIRE(other.remove());
        session::Delta delta = cookie("c=3");
        delta.epoch = seen.session.epoch;
        REQUIRE(store.update(delta, start, seen));
        CHECK_FALSE(store.exists());
    }
    SECTION("a file that is broken now") {
        REQUIRE(store.update(cookie("a=1"), start));
        const Snapshot seen = snapshot_of(store);
        std::ofstream(store.file()) << "{";
        CHECK_FALSE(store.update(cookie("c=3"), start, seen));
        CHECK(slurp(store.file()) == "{");
    }
}
