// SPDX-License-Identifier: MIT
#include "output/theme.hpp"

#include <algorithm>
#include <string_view>

namespace latch::output {

namespace {

constexpr Look look_of(std::string_view sequence) {
    Look look{.size = sequence.size()};
    std::copy(sequence.begin(), sequence.end(), look.bytes.begin());
    return look;
}

constexpr Look nothing = look_of("");
constexpr Look ordinary = look_of("\x1b[39m");
constexpr Look red = look_of("\x1b[31m");
constexpr Look green = look_of("\x1b[32m");
constexpr Look yellow = look_of("\x1b[33m");
constexpr Look blue = look_of("\x1b[34m");
constexpr Look magenta = look_of("\x1b[35m");
constexpr Look cyan = look_of("\x1b[36m");
constexpr Look bright_red = look_of("\x1b[91m");
constexpr Look bright_blue = look_of("\x1b[94m");

constexpr Looks all_alike(const Look& look) {
    Looks looks{};
    looks.fill(&look);
    return looks;
}

constexpr Looks sixteen_color_looks() {
    Looks looks = all_alike(ordinary);
    const auto set = [&looks](Role role, const Look& look) {
        looks[static_cast<std::size_t>(role)] = &look;
    };
    set(Role::method, green);
    set(Role::method_read, green);
    set(Role::method_create, green);
    set(Role::method_change, green);
    set(Role::method_delete, red);
    set(Role::target, cyan);
    set(Role::version, blue);
    set(Role::status_informational, cyan);
    set(Role::status_success, green);
    set(Role::status_redirect, yellow);
    set(Role::status_client_error, red);
    set(Role::status_server_error, bright_red);
    set(Role::reason, cyan);
    set(Role::header_name, cyan);
    set(Role::time_short, green);
    set(Role::time_fair, yellow);
    set(Role::time_long, red);
    set(Role::time_too_long, bright_red);
    set(Role::json_key, bright_blue);
    set(Role::json_string, yellow);
    set(Role::json_number, blue);
    set(Role::json_literal, blue);
    set(Role::tag, bright_blue);
    set(Role::attribute, cyan);
    set(Role::attribute_value, yellow);
    set(Role::comment, green);
    set(Role::notice, magenta);
    return looks;
}

constexpr Theme colorless_theme{all_alike(nothing)};
constexpr Theme sixteen_color_theme{sixteen_color_looks()};

} // namespace

const Theme& colorless() noexcept {
    return colorless_theme;
}

const Theme& sixteen_colors() noexcept {
    return sixteen_color_theme;
}

} // namespace latch::output
