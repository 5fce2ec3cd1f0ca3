// SPDX-License-Identifier: MIT
#include "latch/access/recipe.hpp"

#include "support/catch.hpp"

using namespace latch::access;
using latch::base::Secret;

TEST_CASE("recipe: refused credentials are known again, others are not", "[access]") {
    const auto refused = refused_login("bob", Secret("wrong"), "a1b2", {});
    CHECK(was_refused(refused, "bob", Secret("wrong")));
    CHECK_FALSE(was_refused(refused, "bob", Secret("right")));
    CHECK_FALSE(was_refused(refused, "eve", Secret("wrong")));
}

TEST_CASE("recipe: what is kept of a refused password is of no use to guess it", "[access]") {
    const auto refused = refused_login("bob", Secret("wrong"), "a1b2", {});
    CHECK(refused.mark.size() == 4);
    CHECK(refused.mark != refused_login("bob", Secret("wrong"), "a1b3", {}).mark);
}
