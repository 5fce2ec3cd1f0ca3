// SPDX-License-Identifier: MIT
#include "output/theme.hpp"

namespace latch::output {

namespace {

constexpr std::string_view nothing = "";
constexpr std::string_view ordinary = "\x1b[39m";
constexpr std::string_view red = "\x1b[31m";
constexpr std::string_view green = "\x1b[32m";
constexpr std::string_view yellow = "\x1b[33m";
constexpr std::string_view blue = "\x1b[34m";
constexpr std::string_view magenta = "\x1b[35m";
constexpr std::string_view cyan = "\x1b[36m";
constexpr std::string_view bright_red = "\x1b[91m";
constexpr std::string_view bright_blue = "\x1b[94m";

constexpr Theme::Looks all_alike(std::string_view look) {
    Theme::Looks looks{};
    for (std::string_view& each : looks) {
        each = look;
    }
    return looks;
}

constexpr Theme::Looks sixteen_color_looks() {
    Theme::Looks looks = all_alike(ordinary);
    const auto set = [&looks](Role role, std::string_view look) {
        looks[static_cast<std::size_t>(role)] = look;
    };
    set(Role::method, green);
    set(Role::target, cyan);
    set(Role::version, blue);
    set(Role::status_informational, cyan);
    set(Role::status_success, green);
    set(Role::status_redirect, yellow);
    set(Role::status_client_error, red);
    set(Role::status_server_error, bright_red);
    set(Role::reason, cyan);
    set(Role::header_name, cyan);
    set(Role::json_key, bright_blue);
    set(Role::json_string, yellow);
    set(Role::json_number, blue);
    set(Role::json_literal, blue);
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
