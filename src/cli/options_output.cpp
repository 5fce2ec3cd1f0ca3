// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include "latch/output/known_charset.hpp"

#include <array>
#include <utility>

namespace latch::cli {

namespace {

using Done = base::Result<void>;
using Text = std::string_view;

constexpr auto pretties = std::to_array<Choice<output::Pretty>>({
    {"all", output::Pretty::all},
    {"colors", output::Pretty::colors},
    {"format", output::Pretty::format},
    {"none", output::Pretty::none},
});

constexpr auto styles = std::to_array<Choice<output::Style>>({
    {"auto", output::Style::automatic},
    {"pie", output::Style::pie},
    {"pie-dark", output::Style::pie_dark},
    {"pie-light", output::Style::pie_light},
    {"solarized", output::Style::solarized},
    {"monokai", output::Style::monokai},
    {"fruity", output::Style::fruity},
});

/// The options of Group::output; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--print,-p",
        .value = {.name = "PARTS"},
        .group = Group::output,
        .summary = "show these parts: letters of HBhbm",
        .details = "H and B are head and body of the request, h and b those of the response, m is "
                   "the meta part. No letters at all show nothing. Of --print, --headers, --body "
                   "and --meta the last one counts.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(output::parse_parts(text), [&](output::Parts parts) {
                draft.send.output.parts = parts;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--headers,-h",
        .group = Group::output,
        .summary = "show the response head only: --print=h",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.parts = output::Parts{.response_head = true};
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--body,-b",
        .group = Group::output,
        .summary = "show the response body only: --print=b",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.parts = output::Parts{.response_body = true};
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--meta,-m",
        .group = Group::output,
        .summary = "show times, address, TLS: --print=m",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.parts = output::Parts{.meta = true};
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--verbose,-v",
        .group = Group::output,
        .summary = "show request and response; -vv: and meta",
        .details = "All hops of a redirected request are shown. Where --print or one of its short "
                   "forms is given as well, that chooses the parts.",
        .apply = [](Draft& draft, Text) -> Done {
            ++draft.send.output.verbosity;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--all",
        .group = Group::output,
        .summary = "show redirects on the way as well",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.all_hops = true;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--history-print,-P",
        .value = {.name = "PARTS"},
        .group = Group::output,
        .summary = "as --print, for hops that are not the last",
        .details = "They are shown with --all only. The default is what --print says.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(output::parse_parts(text), [&](output::Parts parts) {
                draft.send.output.history_parts = parts;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--quiet,-q",
        .group = Group::output,
        .summary = "show nothing; -qq: and warn of nothing",
        .details = "Errors are reported all the same, and --output gets its file.",
        .apply = [](Draft& draft, Text) -> Done {
            ++draft.send.output.quiet;
            return {};
        },
    },
    {
        .names = "--stream,-S",
        .group = Group::output,
        .summary = "write each piece as soon as it comes",
        .details = "That is the rule anyway on a terminal, in a pipe, and for event streams and "
                   "lines of JSON; with this option it is for files as well. What has to be known "
                   "as a whole to be formatted, as XML, is shown as it is.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.pace = output::Pace::at_once;
            return {};
        },
        .denial =
            {
                .summary = "gather output into large pieces",
                .apply = [](Draft& draft) { draft.send.output.pace = output::Pace::gathered; },
            },
        .setter = Setter::project,
    },
    {
        .names = "--pretty",
        .value = {.name = "HOW", .words = "all colors format none"},
        .group = Group::output,
        .summary = "what to prettify: all, colors, format, none",
        .details = "The default is all on a terminal and none elsewhere.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<output::Pretty>(text, pretties), [&](output::Pretty pretty) {
                draft.send.output.pretty = pretty;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--style,-s",
        .value = {.name = "STYLE", .words = "auto pie pie-dark pie-light solarized monokai fruity"},
        .group = Group::output,
        .summary = "the colours: auto, pie, monokai and more",
        .details = "auto takes the sixteen colours of the terminal. The others are pie, pie-dark, "
                   "pie-light, solarized, monokai and fruity; they need a terminal with 256 "
                   "colours and are auto on one that has less.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<output::Style>(text, styles), [&](output::Style style) {
                draft.send.output.style = style;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--format-options",
        .value = {.name = "NAME:VALUE,..."},
        .group = Group::output,
        .summary = "how to lay out, for example json.indent:2",
        .details = "headers.sort, json.format, json.sort_keys and xml.format are true or false; "
                   "json.indent and xml.indent are numbers up to 16. The defaults are "
                   "json.format:true, json.indent:4, json.sort_keys:false, xml.format:true and "
                   "xml.indent:2; headers are sorted on a terminal. May be given several times.",
        .apply = [](Draft& draft, Text text) -> Done {
            return output::apply_format_options(draft.send.output.format_options, text);
        },
        .setter = Setter::project,
    },
    {
        .names = "--sorted",
        .group = Group::output,
        .summary = "sort headers and the keys of JSON",
        .details = "Short for --format-options=headers.sort:true,json.sort_keys:true. Sorted keys "
                   "are shown once a document is whole.",
        .apply = [](Draft& draft, Text) -> Done {
            output::apply_sorting(draft.send.output.format_options, output::Sorting::sorted);
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--unsorted",
        .group = Group::output,
        .summary = "sort nothing",
        .details = "Short for --format-options=headers.sort:false,json.sort_keys:false.",
        .apply = [](Draft& draft, Text) -> Done {
            output::apply_sorting(draft.send.output.format_options, output::Sorting::unsorted);
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--json-output",
        .group = Group::output,
        .summary = "show the whole exchange as one JSON document",
        .details =
            "All hops with heads, bodies and times. A body is under json if it is JSON, else "
            "under text, or under base64 if it is no text. Secrets in heads are shortened "
            "unless --show-secrets is given. The exchange is kept in memory.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.form = output::Form::document;
            return {};
        },
    },
    {
        .names = "--paginate",
        .group = Group::output,
        .summary = "follow a list, show all items as one array",
        .details = "The next page is HAL's _links.next, a Link header with rel=next, or the next "
                   "number of "
                   "a page as Spring Data writes it. latch help paging tells more.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.list = output::List::array;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--paginate-lines",
        .group = Group::output,
        .summary = "the same with an item a line",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.list = output::List::lines;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--max-pages",
        .value = {.name = "N"},
        .group = Group::output,
        .summary = "read no more than N pages of a list",
        .details = "By default a list is read to its end, and one of more than 10000 pages is an "
                   "error.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_positive(text), [&](unsigned limit) {
                draft.send.max_pages = limit;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--curl",
        .group = Group::output,
        .summary = "show a curl command instead of sending",
        .details =
            "It sends the same request, with cookies and credentials of the session. Secrets "
            "are shortened unless --show-secrets is given. What curl cannot do is said on "
            "standard error.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.curl = output::CurlOptions::terse;
            return {};
        },
    },
    {
        .names = "--curl-long",
        .group = Group::output,
        .summary = "the same with the long options of curl",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.curl = output::CurlOptions::spelled_out;
            return {};
        },
    },
    {
        .names = "--response-charset",
        .value = {.name = "CHARSET"},
        .group = Group::output,
        .summary = "read the response's text as CHARSET",
        .details =
            "Any that iconv knows. It matters where text is shown or formatted; redirected "
            "bytes stay as they are. By default the response's own word counts, then its "
            "byte order mark, then for JSON where its first bytes are zero (UTF-16, UTF-32); "
            "then it is UTF-8 if it can be, else what 64 KiB of it look like (else Windows-1252).",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(output::known_charset(text), [&](std::string charset) {
                draft.send.output.response_charset = std::move(charset);
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--response-mime",
        .value = {.name = "TYPE"},
        .group = Group::output,
        .summary = "format the response as if of TYPE",
        .details = "For example application/json.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_mime(text), [&](std::string mime) {
                draft.send.output.response_mime = std::move(mime);
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--output,-o",
        .value = {.name = "FILE", .completes = Completes::files},
        .group = Group::output,
        .summary = "write to FILE instead of standard output",
        .details = "FILE is replaced once the answer is complete, with --stream as soon as its "
                   "first byte is there; until then it stays as it is.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string file) {
                draft.send.output.file = std::move(file);
            });
        },
    },
    {
        .names = "--download,-d",
        .group = Group::output,
        .summary = "save the body as a file, show heads only",
        .details =
            "The file is the one of --output; else, if standard output is redirected, that is; "
            "else "
            "it is a new one in the working directory, named as the server suggests or by the URL, "
            "with -1, -2 and so on where that name is taken. Heads and progress go to standard "
            "error. Redirects are followed, the status is checked, and nothing but a success is "
            "saved. What has come of a body that breaks off is kept.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.download = output::Download::anew;
            return {};
        },
    },
    {
        .names = "--continue,-c",
        .group = Group::output,
        .summary = "fetch what a broken --download lacks",
        .details = "Needs --download and --output, whose FILE holds the part that is there. A "
                   "server that cannot continue, or has another version by now, sends the whole "
                   "again, and FILE is replaced by it once it is complete.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.resumes = true;
            return {};
        },
    },
    {
        .names = "--show-secrets",
        .group = Group::output,
        .summary = "show credentials and cookies unshortened",
        .details = "What is sent is always the real thing.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.show_secrets = true;
            return {};
        },
    },
    {
        .names = "--offline",
        .group = Group::output,
        .summary = "show the request, send nothing",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.offline = true;
            draft.send.output.offline = true;
            return {};
        },
    },
    {
        .names = "--check-status",
        .group = Group::output,
        .summary = "exit with 3, 4 or 5 by status (default)",
        .details = "The body is shown all the same. A redirect does not count with --follow. "
                   "Called by the name http or https, latch checks only if it is told to.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.check_status = true;
            return {};
        },
        .denial =
            {
                .summary = "exit with 0 whatever the status",
                .apply = [](Draft& draft) { draft.send.check_status = false; },
            },
    },
});

} // namespace

std::span<const Option> output_options() noexcept {
    return table;
}

} // namespace latch::cli
