// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

using base::Result;
using base::Secret;
using Done = Result<void>;
using Text = std::string_view;

constexpr auto auth_types = std::to_array<Choice<access::Scheme>>({
    {"basic", access::Scheme::basic},
    {"digest", access::Scheme::digest},
    {"bearer", access::Scheme::bearer},
});

/// The options of all groups but those which have files of their own: Group::login, output, checks,
/// network, several, waiting and flows. Each is named in its table and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--json,-j",
        .group = Group::body,
        .summary = "send fields as JSON (the default)",
        .details = "Asks for a JSON answer even when there is no body, and formats it as JSON "
                   "whatever its type.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.format = request::BodyFormat::json;
            draft.send.output.expects_json = true;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--form,-f",
        .group = Group::body,
        .summary = "send fields as an HTML form",
        .details = "A file (NAME@FILE) makes it a multipart form. Of --json, --form and "
                   "--multipart the last one counts.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.format = request::BodyFormat::form;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--multipart",
        .group = Group::body,
        .summary = "send fields and files as a multipart form",
        .details = "NAME@FILE;type=TYPE;filename=NAME says what the file is and what it is called "
                   "there.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.format = request::BodyFormat::multipart;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--boundary",
        .value = {.name = "TEXT"},
        .group = Group::body,
        .summary = "put TEXT between the parts of a form",
        .details = "The default is random. Up to 70 letters, digits and '()+_,-./:=? are allowed.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_boundary(text), [&](std::string boundary) {
                draft.send.request.boundary = std::move(boundary);
            });
        },
    },
    {
        .names = "--raw",
        .value = {.name = "TEXT"},
        .group = Group::body,
        .summary = "send TEXT as the body, as it is",
        .details = "An empty TEXT is a body too, and makes the request a POST.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.send.request.raw = std::string(text);
            return {};
        },
        .fills = Fills::body,
    },
    {
        .names = "--chunked",
        .group = Group::body,
        .summary = "send the body in chunks, without a length",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.chunked = true;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--compress,-x",
        .group = Group::body,
        .summary = "deflate the body if smaller; -xx: always",
        .details = "The body is compressed before anything is sent. Neither --chunked nor a "
                   "multipart form can be compressed.",
        .apply = [](Draft& draft, Text) -> Done {
            using request::Compression;
            Compression& wish = draft.send.request.compression;
            wish = wish == Compression::none ? Compression::if_smaller : Compression::always;
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--ignore-stdin,-I",
        .group = Group::body,
        .summary = "never read a body from standard input",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.ignore_stdin = true;
            return {};
        },
    },

    {
        .names = "--auth,-a",
        .value = {.name = "USER[:PASS]"},
        .group = Group::authentication,
        .summary = "sign in with a name and a password",
        .details =
            "The name ends at the first colon. Without a colon the password is asked for on "
            "the terminal; with one and nothing behind it, it is empty. With "
            "--auth-type=bearer the value is a token. Other users of the machine can see "
            "the arguments of a command: --auth-from takes the password from elsewhere. What is "
            "typed here is the secret itself, also where it begins with env: or @.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.auth = Secret(std::string(text));
            draft.bearer.reset();
            return {};
        },
        .hides = Hides::password,
    },
    {
        .names = "--auth-type,-A",
        .value = {.name = "TYPE", .words = "basic digest bearer"},
        .group = Group::authentication,
        .summary = "how to sign in: basic, digest or bearer",
        .details = "The default is basic. Holds for the credentials of the URL and of .netrc, too. "
                   "digest never sends the password; a session keeps the server's nonce, so that "
                   "only the first request is sent twice.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<access::Scheme>(text, auth_types), [&](access::Scheme type) {
                draft.auth_type = type;
            });
        },
    },
    {
        .names = "--auth-from",
        .value = {.name = "SOURCE", .words = "prompt"},
        .group = Group::authentication,
        .summary = "where the password or token is to be had",
        .details = "SOURCE is env:NAME, file:PATH, fd:NUMBER, cmd:COMMAND, keyring:SERVICE/USER or "
                   "prompt. One line end behind the secret is no part of it. COMMAND is for the "
                   "shell. SERVICE and USER are what Python's keyring calls an entry, and the "
                   "attributes service and username of secret-tool. Command and keyring have a "
                   "minute, or --max-time if that is less. A keyring that is locked asks in a "
                   "window; without a display that is an error at once. "
                   "A session remembers the SOURCE, never what it gave. With fd:0 standard input "
                   "is no body.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(access::parse_secret_source(text), [&](access::SecretSource source) {
                draft.auth_from = std::move(source);
            });
        },
    },
    {
        .names = "--bearer",
        .value = {.name = "TOKEN"},
        .group = Group::authentication,
        .summary = "sign in with a token",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.bearer = Secret(std::string(text));
            draft.auth.reset();
            return {};
        },
        .hides = Hides::value,
    },
    {
        .names = "--ignore-netrc",
        .group = Group::authentication,
        .summary = "do not look for passwords in .netrc",
        .details = "Otherwise the file that NETRC names, or ~/.netrc or ~/_netrc, gives user and "
                   "password for a host where neither the command line nor the session does.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.use_netrc = false;
            return {};
        },
    },

    {
        .names = "--csrf",
        .group = Group::authentication,
        .summary = "answer CSRF protection (the default)",
        .details =
            "Requests that change something carry the token that the server wants: of a cookie, or "
            "of a page of the same origin that is fetched for it once. A session remembers how. A "
            "refused request is sent again with a better token, twice at most. Headers and form "
            "fields that are typed come first, and nothing is fetched for requests that carry "
            "neither a cookie nor credentials.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.csrf.is_automatic = true;
            return {};
        },
        .denial =
            {
                .summary = "add no CSRF token, fetch none",
                .apply = [](Draft& draft) { draft.send.csrf.is_automatic = false; },
            },
        .setter = Setter::project,
    },
    {
        .names = "--csrf-token",
        .value = {.name = "TOKEN"},
        .group = Group::authentication,
        .summary = "send this CSRF token, look for no other",
        .details = "In the header that the session knows to take it, else X-CSRF-TOKEN. env:NAME, "
                   "file:PATH and the other sources of --auth-from say where it is to be had.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string token) {
                auto source = access::parse_secret_source(token);
                access::SecretSource literal;
                literal.text = Secret(std::move(token));
                draft.send.csrf.token = source ? *std::move(source) : std::move(literal);
            });
        },
        .hides = Hides::value,
    },
    {
        .names = "--csrf-url",
        .value = {.name = "URL"},
        .group = Group::authentication,
        .summary = "where to fetch the CSRF token first",
        .details = "A page, or JSON with {token, headerName}; a path will do. It has to be of the "
                   "same scheme, host and port as the request.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string url) {
                draft.send.csrf.url = std::move(url);
            });
        },
    },

    {
        .names = "--basic",
        .group = Group::authentication,
        .summary = "short for --auth-type=basic",
        .details = "With latch login: sign in with each request, after one to see whether that is "
                   "right.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.auth_type = access::Scheme::basic;
            return {};
        },
    },
    {
        .names = "--decode",
        .group = Group::authentication,
        .summary = "show what a token says, for latch token",
        .details = "Its claims, as JSON. Nobody but the server can tell whether they are true.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.decodes = true;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--session",
        .value = {.name = "NAME", .completes = Completes::sessions},
        .group = Group::session,
        .summary = "remember under NAME; the same as @NAME",
        .details = "A NAME with a slash in it is the path of a session file.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string name) {
                draft.session = std::move(name);
            });
        },
    },
    {
        .names = "--session-read-only",
        .value = {.name = "NAME", .completes = Completes::sessions},
        .group = Group::session,
        .summary = "use what is remembered, change nothing",
        .details = "The session is neither written nor created.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string name) {
                draft.session_read_only = std::move(name);
            });
        },
    },

    {
        .names = "--config",
        .group = Group::general,
        .summary = "heed config.json (the default)",
        .details = "Its options stand before those typed.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.is_configured = true;
            return {};
        },
        .denial =
            {
                .summary = "heed no config.json",
                .apply = [](Draft& draft) { draft.is_configured = false; },
            },
        .setter = Setter::nobody,
    },
    {
        .names = "--help",
        .group = Group::general,
        .summary = "show this text",
        .apply = [](Draft& draft, Text) -> Done {
            draft.instead = Draft::Instead::help;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--manual",
        .group = Group::general,
        .summary = "show this text and all topics",
        .details = "The same as the manual page has, without macros and without a pager.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.instead = Draft::Instead::manual;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--version,-V",
        .group = Group::general,
        .summary = "show the version",
        .apply = [](Draft& draft, Text) -> Done {
            draft.instead = Draft::Instead::version;
            return {};
        },
        .setter = Setter::nobody,
    },
});

} // namespace

std::span<const Option> all_options() {
    static const std::vector<Option> all = [] {
        std::vector<Option> joined(table.begin(), table.end());
        for (const auto more :
             {login_options(),
              output_options(),
              check_options(),
              network_options(),
              several_options(),
              wait_options(),
              flow_options()}) {
            joined.insert(joined.end(), more.begin(), more.end());
        }
        std::ranges::stable_sort(joined, {}, &Option::group);
        return joined;
    }();
    return all;
}

} // namespace latch::cli
