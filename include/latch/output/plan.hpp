// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::output {

/// The parts of an exchange that can be shown: the letters H B h b m of --print.
struct Parts {
    bool request_head = false;
    bool request_body = false;
    bool response_head = false;
    bool response_body = false;
    bool meta = false;

    bool operator==(const Parts&) const = default;
};

/// Reads --print's letters. Errors: `usage`, naming the letter that is none.
base::Result<Parts> parse_parts(std::string_view letters);

enum class Pretty { all, colors, format, none };

/// What the command line says about output; everything unsaid depends on where it goes.
struct OutputWishes {
    std::optional<Parts> parts{};      ///< --print, -h, -b, -m
    unsigned verbosity = 0;            ///< -v: whole exchange, all hops; -vv: and the meta part
    bool all_hops = false;             ///< --all
    std::optional<Pretty> pretty{};    ///< --pretty
    std::optional<std::string> file{}; ///< --output
    bool show_secrets = false;         ///< --show-secrets
    bool offline = false;              ///< --offline: the request is what there is to show
};

enum class Secrets { shortened, shown };

/// What is shown, and how; nothing is left to decide when the bytes come.
struct OutputPlan {
    Parts parts{};
    bool all_hops = false;
    bool format = false; ///< re-indent bodies
    bool color = false;
    bool for_terminal = false; ///< no raw bytes: controls are escaped, binary bodies noticed only
    bool sort_headers = false; ///< by name, only on a terminal
    std::optional<std::string> file{};
    Secrets secrets = Secrets::shortened;

    bool operator==(const OutputPlan&) const = default;
};

/// Fills in what was not said.
///
/// Terminal: response head and body, formatted and coloured; redirected or --output: the body's
/// bytes and nothing else; --offline: request head and body. Colour gives way to NO_COLOR and
/// TERM=dumb, and CLICOLOR_FORCE asks for it; an explicit --pretty beats all of them.
OutputPlan plan_output(const OutputWishes& wishes, const base::Environment& environment);

} // namespace latch::output
