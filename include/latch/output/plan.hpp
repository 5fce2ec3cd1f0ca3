// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/output/format_options.hpp"
#include "latch/output/style.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::base {
class Redactor;
}

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

/// When what has come of a body is written.
enum class Pace {
    automatic, ///< at once where someone waits for it, in large pieces into a file
    at_once,   ///< --stream
    gathered,  ///< --no-stream
};

enum class Form {
    parts,    ///< heads and bodies as they come
    document, ///< --json-output: everything as one JSON document, in the end
};

/// Whether the answers are pages of a list, and how that is shown.
enum class List {
    none,
    array, ///< --paginate: the items of all pages in one JSON array
    lines, ///< --paginate-lines: an item a line
};

/// What stands in the place of the last answer's body.
enum class BodyPlace {
    body,
    lines, ///< what was taken out of it: `Show::lines`
};

/// Whether the body is saved as a file.
enum class Download {
    none,
    anew,    ///< --download
    resumed, ///< --continue: what the file lacks
};

/// What the command line says about output; everything unsaid depends on where it goes.
struct OutputWishes {
    std::optional<Parts> parts{};         ///< --print, -h, -b, -m
    std::optional<Parts> history_parts{}; ///< --history-print
    unsigned verbosity = 0;               ///< -v: whole exchange, all hops; -vv: and the meta part
    unsigned quiet = 0;                   ///< -q: nothing is shown; -qq: and nothing is remarked
    bool all_hops = false;                ///< --all
    std::optional<Pretty> pretty{};       ///< --pretty
    Style style = Style::automatic;       ///< --style
    FormatOptions format_options{};       ///< --format-options, --sorted, --unsorted
    Pace pace = Pace::automatic;          ///< --stream
    std::string response_charset{};       ///< --response-charset; empty: not said
    std::string response_mime{};          ///< --response-mime; empty: not said
    bool expects_json = false;            ///< --json: JSON is formatted whatever it is called
    Form form = Form::parts;              ///< --json-output
    List list = List::none;               ///< --paginate, --paginate-lines
    std::optional<std::string> file{};    ///< --output
    Download download = Download::none;   ///< --download, --continue
    BodyPlace body_place = BodyPlace::body; ///< --jq, --capture
    bool show_secrets = false;              ///< --show-secrets
    bool offline = false;                   ///< --offline: the request is what there is to show
};

enum class Secrets { shortened, shown };

/// What is shown, and how; nothing is left to decide when the bytes come.
struct OutputPlan {
    Parts parts{};
    std::optional<Parts> history_parts{}; ///< of the hops that are not the last; nothing: the same
    bool all_hops = false;
    bool format = false; ///< re-indent bodies
    bool color = false;
    bool for_terminal = false; ///< no raw bytes: controls are escaped, binary bodies noticed only
    bool sort_headers = false; ///< by name
    bool rich_colors = false;  ///< the terminal has 256 colours
    Style style = Style::automatic;
    FormatOptions format_options{};
    Pace pace = Pace::automatic;
    Form form = Form::parts;
    List list = List::none;
    BodyPlace body_place = BodyPlace::body;
    std::string response_charset{};
    std::string response_mime{};
    bool expects_json = false;
    std::optional<std::string> file{};
    /// The body goes into a file of its own, `parts` and all that is said about it to standard
    /// error.
    Download download = Download::none;
    bool is_quiet = false;     ///< --quiet: no progress is shown
    bool shows_status = false; ///< the response head stands on a terminal
    Secrets secrets = Secrets::shortened;
    /// The secrets of the run, which are learned while it goes on; outlives the plan. Null: none.
    const base::Redactor* known = nullptr;

    bool operator==(const OutputPlan&) const = default;
};

/// Fills in what was not said.
///
/// Terminal: response head and body, formatted and coloured; redirected or --output: the body's
/// bytes and nothing else; --offline: request head and body. Colour gives way to NO_COLOR and
/// TERM=dumb, and CLICOLOR_FORCE asks for it; an explicit --pretty beats all of them. A style other
/// than `automatic` needs a terminal with 256 colours. For --download standard error counts as the
/// output.
OutputPlan plan_output(const OutputWishes& wishes, const base::Environment& environment);

} // namespace latch::output
