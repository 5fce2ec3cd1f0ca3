// SPDX-License-Identifier: MIT
#include "output/painter.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace latch::output;
using namespace latch::test;

namespace {

std::string colored(const Rendering& rendering) {
    return painted([&](Painter& painter) { painter.put(rendering); }, sixteen_colors());
}

} // namespace

TEST_CASE("painter: a change of look costs one sequence, the same look none", "[output]") {
    struct Case {
        const char* why;
        Rendering rendering;
        const char* shown;
    };

    const std::vector<Case> cases{
        {"ordinary text needs nothing", {{Role::plain, "a"}, {Role::punctuation, "b"}}, "ab"},
        {"a colour begins", {{Role::json_key, "k"}}, "\x1b[94mk"},
        {"and gives way to the next",
         {{Role::json_string, "s"}, {Role::json_number, "1"}},
         "\x1b[33ms\x1b[34m1"},
        {"roles that look alike",
         {{Role::json_number, "1"}, {Role::json_literal, "null"}},
         "\x1b[34m1null"},
        {"back to the terminal's own",
         {{Role::method, "GET"}, {Role::plain, " "}},
         "\x1b[32mGET\x1b[39m "},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(colored(each.rendering) == each.shown);
    }
}

TEST_CASE("painter: without colours there is text and nothing else", "[output]") {
    const auto paint = [](Painter& painter) {
        painter.put(Role::json_key, "k");
        painter.put(Role::notice, "n");
        painter.rest();
    };
    CHECK(painted(paint, colorless()) == "kn");
}

TEST_CASE("painter: resting twice is resting once", "[output]") {
    const auto paint = [](Painter& painter) {
        painter.rest();
        painter.put(Role::reason, "OK");
        painter.rest();
        painter.rest();
    };
    CHECK(painted(paint, sixteen_colors()) == "\x1b[36mOK\x1b[39m");
}

TEST_CASE("theme: every look sets one foreground colour", "[output]") {
    for (std::size_t number = 0; number < role_count; ++number) {
        INFO("role " << number);
        const Look& look = *sixteen_colors().look(static_cast<Role>(number));
        const std::string_view sequence(look.bytes.data(), look.size);
        CHECK(sequence.size() == 5);
        CHECK(sequence.starts_with("\x1b["));
        CHECK((sequence[2] == '3' || sequence[2] == '9'));
        CHECK(sequence.ends_with('m'));
        CHECK(colorless().look(static_cast<Role>(number))->size == 0);
    }
}
