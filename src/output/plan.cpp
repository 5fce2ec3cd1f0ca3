// SPDX-License-Identifier: MIT
#include "latch/output/plan.hpp"

#include <algorithm>
#include <array>

namespace latch::output {

namespace {

using base::Environment;

enum class Destination { terminal, stream, file };

bool* part_of(Parts& parts, char letter) noexcept {
    switch (letter) {
    case 'H':
        return &parts.request_head;
    case 'B':
        return &parts.request_body;
    case 'h':
        return &parts.response_head;
    case 'b':
        return &parts.response_body;
    case 'm':
        return &parts.meta;
    default:
        return nullptr;
    }
}

constexpr Parts request_parts{.request_head = true, .request_body = true};

Destination destination_of(const OutputWishes& wishes, const Environment& environment) {
    if (wishes.file) {
        return Destination::file;
    }
    return environment.out.is_terminal ? Destination::terminal : Destination::stream;
}

Parts default_parts(const OutputWishes& wishes, Destination destination) {
    if (wishes.verbosity > 0) {
        return {
            .request_head = true,
            .request_body = true,
            .response_head = true,
            .response_body = true,
            .meta = wishes.verbosity > 1,
        };
    }
    if (wishes.offline) {
        return request_parts;
    }
    return {.response_head = destination == Destination::terminal, .response_body = true};
}

/// Without a server there is no answer to wait for, whatever letters ask for one. --quiet silences
/// standard output only.
Parts parts_for(
    const OutputWishes& wishes, Destination destination, const std::optional<Parts>& said
) {
    if (wishes.quiet > 0 && destination != Destination::file) {
        return {};
    }
    Parts parts = said.value_or(default_parts(wishes, destination));
    if (wishes.offline) {
        parts.response_head = parts.response_body = parts.meta = false;
    }
    return parts;
}

bool is_set(const Environment& environment, std::string_view name) {
    const auto value = environment.variable(name);
    return value && !value->empty(); // no-color.org: an empty NO_COLOR says nothing
}

bool has_colors(const Environment& environment) {
    return is_set(environment, "TERM") && environment.variable("TERM") != "dumb";
}

/// A file is to be read by programs, so that CLICOLOR_FORCE does not reach it.
bool is_colored_by_default(const Environment& environment, Destination destination) {
    if (is_set(environment, "NO_COLOR") || destination == Destination::file) {
        return false;
    }
    if (is_set(environment, "CLICOLOR_FORCE") && environment.variable("CLICOLOR_FORCE") != "0") {
        return true;
    }
    return destination == Destination::terminal && has_colors(environment);
}

/// Whether the terminal says that it has 256 colours. Where it says nothing, because the output
/// goes elsewhere, it has.
bool has_rich_colors(const Environment& environment) {
    const std::string term = environment.variable("TERM").value_or("");
    const std::string depth = environment.variable("COLORTERM").value_or("");
    if (depth == "truecolor" || depth == "24bit" || term.empty()) {
        return true;
    }
    // Those that have no "256" in their names.
    constexpr std::array<std::string_view, 8> rich{
        "256", "direct", "kitty", "alacritty", "foot", "ghostty", "wezterm", "contour"};
    return std::ranges::any_of(rich, [&term](std::string_view part) {
        return term.find(part) != std::string::npos;
    });
}

OutputPlan plan_shown(const OutputWishes& wishes, const Environment& environment) {
    const Destination destination = destination_of(wishes, environment);
    const bool on_terminal = destination == Destination::terminal;
    OutputPlan plan;
    plan.parts = parts_for(wishes, destination, wishes.parts);
    if (wishes.history_parts) {
        plan.history_parts = parts_for(wishes, destination, wishes.history_parts);
    }
    plan.all_hops = wishes.all_hops || wishes.verbosity > 0;
    if (wishes.pretty) {
        plan.format = wishes.pretty == Pretty::all || wishes.pretty == Pretty::format;
        plan.color = wishes.pretty == Pretty::all || wishes.pretty == Pretty::colors;
    } else {
        plan.format = on_terminal;
        plan.color = is_colored_by_default(environment, destination);
    }
    // What is made to be looked at reaches a terminal sooner or later, be it through a pager.
    plan.for_terminal = on_terminal || plan.format || plan.color;
    plan.sort_headers = plan.format && wishes.format_options.sort_headers.value_or(on_terminal);
    plan.rich_colors = has_rich_colors(environment);
    plan.style = wishes.style;
    plan.format_options = wishes.format_options;
    plan.pace = wishes.pace;
    // A silenced document has nothing to be silent about but itself.
    plan.form = wishes.quiet > 0 && destination != Destination::file ? Form::parts : wishes.form;
    plan.list = wishes.list;
    plan.body_place = wishes.body_place;
    plan.response_charset = wishes.response_charset;
    plan.response_mime = wishes.response_mime;
    plan.expects_json = wishes.expects_json;
    plan.file = wishes.file;
    plan.download = wishes.download;
    plan.is_quiet = wishes.quiet > 0;
    plan.shows_status = on_terminal && plan.parts.response_head;
    plan.secrets = wishes.show_secrets ? Secrets::shown : Secrets::shortened;
    return plan;
}

/// The body goes into its file; the heads go to standard error, by the rules for standard output.
OutputPlan plan_download(const OutputWishes& wishes, const Environment& environment) {
    OutputWishes heads = wishes;
    heads.file.reset();
    Environment surroundings = environment;
    surroundings.out = environment.err;
    OutputPlan plan = plan_shown(heads, surroundings);
    plan.parts.response_body = false;
    if (plan.history_parts) {
        plan.history_parts->response_body = false;
    }
    plan.file = wishes.file;
    return plan;
}

} // namespace

base::Result<Parts> parse_parts(std::string_view letters) {
    Parts parts;
    for (const char letter : letters) {
        bool* const part = part_of(parts, letter);
        if (part == nullptr) {
            return base::Error(
                       base::ErrorKind::usage, std::string("unknown letter '") + letter + "'"
            )
                .hinting("H and B are the request's head and body, h and b the response's, m is "
                         "the meta part");
        }
        *part = true;
    }
    return parts;
}

OutputPlan plan_output(const OutputWishes& wishes, const Environment& environment) {
    return wishes.download == Download::none ? plan_shown(wishes, environment)
                                             : plan_download(wishes, environment);
}

} // namespace latch::output
