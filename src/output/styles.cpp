// SPDX-License-Identifier: MIT
#include "output/theme.hpp"

#include <initializer_list>

/// The styles for terminals with 256 colours.
///
/// Numbers are those of the xterm palette that come nearest to the colours of HTTPie and Pygments.
namespace latch::output {

namespace {

/// ESC [ 38;5;N m.
constexpr Look rich(unsigned number) {
    Look look;
    for (const char c : {'\x1b', '[', '3', '8', ';', '5', ';'}) {
        look.bytes[look.size++] = c;
    }
    for (unsigned unit = number >= 100 ? 100 : 10; unit > 0; unit /= 10) {
        look.bytes[look.size++] = static_cast<char>('0' + number / unit % 10);
    }
    look.bytes[look.size++] = 'm';
    return look;
}

struct Painted {
    const Look* look = nullptr;
    std::initializer_list<Role> roles;
};

constexpr Theme theme(std::initializer_list<Painted> paints, const Look& rest) {
    Looks looks{};
    looks.fill(&rest);
    for (const Painted& paint : paints) {
        for (const Role role : paint.roles) {
            looks[static_cast<std::size_t>(role)] = paint.look;
        }
    }
    return Theme(looks);
}

constexpr Look ordinary{.bytes = {'\x1b', '[', '3', '9', 'm'}, .size = 5};
/// "Bright black" of the sixteen: readable on light and dark alike.
constexpr Look dim{.bytes = {'\x1b', '[', '9', '0', 'm'}, .size = 5};

/// The colours of HTTPie's own styles, in one shade.
struct Pie {
    Look primary, grey, aqua, orange, red, blue, pink, green, yellow, purple, secondary;
};

constexpr Theme pie_theme(const Pie& pie) {
    using enum Role;
    return theme(
        {
            {&pie.primary, {target, header_value, attribute_value}},
            {&pie.grey, {version, punctuation, method}},
            {&pie.green, {method_read, status_success, time_short, json_string}},
            {&pie.yellow, {method_create, status_redirect, time_fair}},
            {&pie.orange, {method_change, status_client_error, time_long, json_literal}},
            {&pie.red, {method_delete, status_server_error, time_too_long}},
            {&pie.aqua, {status_informational, reason, json_number}},
            {&pie.blue, {header_name, attribute}},
            {&pie.pink, {json_key, tag}},
            {&pie.secondary, {comment}},
            {&pie.purple, {notice}},
        },
        ordinary
    );
}

constexpr Pie universal{
    .primary = dim,
    .grey = rich(244),
    .aqua = rich(109),
    .orange = rich(209),
    .red = rich(167),
    .blue = rich(62),
    .pink = rich(176),
    .green = rich(72),
    .yellow = rich(185),
    .purple = rich(134),
    .secondary = rich(242),
};

constexpr Pie on_dark{
    .primary = rich(255),
    .grey = rich(244),
    .aqua = rich(110),
    .orange = rich(215),
    .red = rich(203),
    .blue = rich(68),
    .pink = rich(213),
    .green = rich(78),
    .yellow = rich(185),
    .purple = rich(135),
    .secondary = rich(242),
};

constexpr Pie on_light{
    .primary = rich(234),
    .grey = rich(244),
    .aqua = rich(66),
    .orange = rich(172),
    .red = rich(166),
    .blue = rich(61),
    .pink = rich(133),
    .green = rich(71),
    .yellow = rich(142),
    .purple = rich(97),
    .secondary = rich(238),
};

constexpr Theme pie_theme_universal = pie_theme(universal);
constexpr Theme pie_theme_dark = pie_theme(on_dark);
constexpr Theme pie_theme_light = pie_theme(on_light);

/// A style of Pygments by the few tokens that HTTP, JSON and XML have.
struct Pygments {
    Look text, keyword, number, string, key, attribute, function, exception, punctuation, comment;
};

constexpr Theme pygments_theme(const Pygments& style) {
    using enum Role;
    return theme(
        {
            {&style.keyword, {version, json_literal}},
            {&style.number,
             {json_number,
              status_informational,
              status_success,
              status_redirect,
              status_client_error,
              status_server_error,
              time_short,
              time_fair,
              time_long,
              time_too_long}},
            {&style.string, {json_string, header_value, attribute_value}},
            {&style.key, {json_key, tag}},
            {&style.attribute, {header_name, attribute}},
            {&style.function, {method, method_read, method_create, method_change, method_delete}},
            {&style.exception, {reason, notice}},
            {&style.punctuation, {punctuation}},
            {&style.comment, {comment}},
        },
        style.text
    );
}

constexpr Pygments solarized{
    .text = rich(245),
    .keyword = rich(33),
    .number = rich(37),
    .string = rich(37),
    .key = rich(33),
    .attribute = rich(245),
    .function = rich(33),
    .exception = rich(136),
    .punctuation = rich(245),
    .comment = rich(239),
};

constexpr Pygments monokai{
    .text = rich(255),
    .keyword = rich(81),
    .number = rich(141),
    .string = rich(186),
    .key = rich(204),
    .attribute = rich(148),
    .function = rich(148),
    .exception = rich(148),
    .punctuation = rich(255),
    .comment = rich(245),
};

constexpr Pygments fruity{
    .text = rich(231),
    .keyword = rich(202),
    .number = rich(33),
    .string = rich(32),
    .key = rich(202),
    .attribute = rich(198),
    .function = rich(198),
    .exception = rich(231),
    .punctuation = rich(231),
    .comment = rich(28),
};

constexpr Theme solarized_theme = pygments_theme(solarized);
constexpr Theme monokai_theme = pygments_theme(monokai);
constexpr Theme fruity_theme = pygments_theme(fruity);

} // namespace

const Theme& theme_of(Style style) noexcept {
    switch (style) {
    case Style::automatic:
        break;
    case Style::pie:
        return pie_theme_universal;
    case Style::pie_dark:
        return pie_theme_dark;
    case Style::pie_light:
        return pie_theme_light;
    case Style::solarized:
        return solarized_theme;
    case Style::monokai:
        return monokai_theme;
    case Style::fruity:
        return fruity_theme;
    }
    return sixteen_colors();
}

} // namespace latch::output
