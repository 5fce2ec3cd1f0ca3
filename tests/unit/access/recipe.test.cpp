// SPDX-License-Identifier: MIT
#include "latch/access/recipe.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

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

TEST_CASE("recipe: fields without a value name the user and the password", "[access]") {
    using Fields = std::vector<FormField>;

    struct Case {
        std::string why;
        Fields given;
        LoginNames names;
        Fields left;
    };

    const std::vector<Case> cases{
        {"nothing", {}, {}, {}},
        {"fields alone", {{"a", "1"}}, {}, {{"a", "1"}}},
        {"the user", {{"email", ""}}, {.user = "email", .password = "password"}, {}},
        {"both",
         {{"a", "1"}, {"email", ""}, {"b", "2"}, {"secret", ""}},
         {.user = "email", .password = "secret"},
         {{"a", "1"}, {"b", "2"}}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Fields fields = c.given;
        const auto names = take_names(fields);
        REQUIRE(names);
        CHECK(*names == c.names);
        CHECK(fields == c.left);
    }
    Fields three{{"a", ""}, {"b", ""}, {"c", ""}};
    CHECK(take_names(three).error().kind() == latch::base::ErrorKind::usage);
}
