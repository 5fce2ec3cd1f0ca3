// SPDX-License-Identifier: MIT
#include "latch/base/likeness.hpp"

#include "support/catch.hpp"

using namespace latch::base;

TEST_CASE("likeness: one letter in three may be wrong, and always one", "[base]") {
    CHECK(allowed_slips(0) == 1);
    CHECK(allowed_slips(5) == 1);
    CHECK(allowed_slips(6) == 2);
}

TEST_CASE("likeness: the nearest words are those with the fewest slips", "[base]") {
    using Words = std::vector<std::string>;
    const Words words{"name", "game", "names", "id"};
    CHECK(nearest_words("name", words, 1) == Words{"name"});
    CHECK(nearest_words("nmae", words, 1) == Words{"name"});
    CHECK(nearest_words("fame", words, 1) == Words{"name", "game"});
    CHECK(nearest_words("nam", words, 1) == Words{"name"});
    CHECK(nearest_words("price", words, 1).empty());
    CHECK(nearest_words("name", {}, 1).empty());
}
