// SPDX-License-Identifier: MIT
#include "latch/output/piece_store.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

using namespace latch;
using output::PieceStore;

namespace {

std::string a_piece(char letter) {
    std::string piece(PieceStore::piece_size, letter);
    piece.front() = '<';
    piece.back() = '>';
    return piece;
}

std::size_t open_descriptors() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        count += entry.exists() ? 1U : 0U;
    }
    return count;
}

} // namespace

TEST_CASE("piece store: what is taken is what was kept, in whatever order", "[output]") {
    const test::TempDir folder;
    PieceStore store(folder.path());
    const auto a = store.keep(a_piece('a')).value();
    const auto b = store.keep(a_piece('b')).value();
    const auto c = store.keep(a_piece('c')).value();
    CHECK(store.take(b).value() == a_piece('b'));
    CHECK(store.take(a).value() == a_piece('a'));
    const auto d = store.keep(a_piece('d')).value();
    const auto e = store.keep(a_piece('e')).value();
    CHECK(store.take(c).value() == a_piece('c'));
    CHECK(store.take(e).value() == a_piece('e'));
    CHECK(store.take(d).value() == a_piece('d'));
}

TEST_CASE("piece store: what was taken makes room, and one descriptor is enough", "[output]") {
    const test::TempDir folder;
    PieceStore store(folder.path());
    const std::size_t before = open_descriptors();
    PieceStore::Number most = 0;
    for (int round = 0; round < 8; ++round) {
        const auto a = store.keep(a_piece('a')).value();
        const auto b = store.keep(a_piece('b')).value();
        most = std::max({most, a, b});
        CHECK(store.take(a).has_value());
        CHECK(store.take(b).has_value());
    }
    CHECK(most == 1);
    CHECK(open_descriptors() == before + 1);
}

TEST_CASE("piece store: a folder that cannot be written is an error", "[output]") {
    PieceStore store("/nowhere");
    const auto kept = store.keep(a_piece('a'));
    REQUIRE_FALSE(kept);
    CHECK(kept.error().kind() == base::ErrorKind::file);
}
