// SPDX-License-Identifier: MIT
#include "output/theme.hpp"

#include "captured.hpp"
#include "support/catch.hpp"

#include <set>

using namespace latch::output;
using latch::test::painted;

namespace {

std::string sequence(Style style, Role role) {
    const Look* const look = theme_of(style).look(role);
    return {look->bytes.data(), look->size};
}

} // namespace

TEST_CASE("theme: every style sets one foreground for every role", "[output]") {
    for (const Style style :
         {Style::automatic,
          Style::pie,
          Style::pie_dark,
          Style::pie_light,
          Style::solarized,
          Style::monokai,
          Style::fruity}) {
        std::set<std::string> seen;
        for (std::size_t role = 0; role < role_count; ++role) {
            INFO(static_cast<int>(style) << ' ' << role);
            const std::string look = sequence(style, static_cast<Role>(role));
            CHECK(look.starts_with("\x1b["));
            CHECK(look.ends_with('m'));
            CHECK(look != "\x1b[0m"); // it would take away what the terminal had
            seen.insert(look);
        }
        CHECK(seen.size() > 4);
    }
}

TEST_CASE("theme: the styles are HTTPie's", "[output]") {
    CHECK(sequence(Style::automatic, Role::json_key) == "\x1b[94m");
    CHECK(sequence(Style::pie_dark, Role::json_key) == "\x1b[38;5;213m");
    CHECK(sequence(Style::pie, Role::status_server_error) == "\x1b[38;5;167m");
    CHECK(sequence(Style::pie_light, Role::header_name) == "\x1b[38;5;61m");
    CHECK(sequence(Style::solarized, Role::json_string) == "\x1b[38;5;37m");
    CHECK(sequence(Style::monokai, Role::json_number) == "\x1b[38;5;141m");
    CHECK(sequence(Style::fruity, Role::header_name) == "\x1b[38;5;198m");
}
