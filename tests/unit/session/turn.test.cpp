// SPDX-License-Identifier: MIT
#include "latch/session/turn.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <thread>

using namespace latch;
using session::Store;
using session::Turn;
using test::TempDir;

namespace {

Store store_in(const TempDir& dir) {
    base::Environment environment;
    environment.working_directory = dir.path();
    return Store::locate("./s.json", environment).value();
}

} // namespace

TEST_CASE("turn: one has it, and gives it back", "[session]") {
    const TempDir dir;
    const Store store = store_in(dir);
    std::optional<Turn> mine = Turn::try_take(store).value();
    REQUIRE(mine);
    CHECK_FALSE(Turn::try_take(store).value());
    std::optional<Turn> moved(*std::move(mine));
    mine.reset();
    CHECK_FALSE(Turn::try_take(store).value());
    moved.reset();
    CHECK(Turn::try_take(store).value());
}

TEST_CASE("turn: whoever can wait has it in the end", "[session]") {
    const TempDir dir;
    const Store store = store_in(dir);
    std::optional<Turn> others = Turn::try_take(store).value();
    std::thread other([&] { others.reset(); });
    CHECK(Turn::take(store));
    other.join();
}

TEST_CASE("turn: its lock is private, and leaves nothing behind", "[session]") {
    const TempDir dir;
    const Store store = store_in(dir);
    const std::filesystem::path sidecar = dir.path() / "s.json.login.lock";
    {
        const auto turn = Turn::try_take(store).value();

        struct stat facts {};

        REQUIRE(::stat(sidecar.c_str(), &facts) == 0);
        CHECK((facts.st_mode & 07777U) == 0600);
    }
    CHECK_FALSE(std::filesystem::exists(sidecar));
}

TEST_CASE("turn: a save is no reason to wait for it", "[session]") {
    const TempDir dir;
    const Store store = store_in(dir);
    const auto turn = Turn::try_take(store).value();
    CHECK(store.create({}, session::Existing::kept));
}

TEST_CASE("turn: where no lock can be, that is an error", "[session]") {
    base::Environment environment;
    environment.working_directory = "/proc";
    CHECK_FALSE(Turn::try_take(Store::locate("./s.json", environment).value()));
}
