// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/static_address.hpp"
#include "cli/value.hpp"

#include <array>
#include <utility>

namespace latch::cli {

namespace {

using base::Result;
using base::Secret;
using Done = Result<void>;
using Text = std::string_view;

/// Passes a value on to what wants it, or the error that it is instead.
template <class T, class Take>
Done take(Result<T> value, const Take& consume) {
    if (!value) {
        return value.error();
    }
    consume(*std::move(value));
    return {};
}

constexpr auto auth_types = std::to_array<Choice<Draft::AuthType>>({
    {"basic", Draft::AuthType::basic},
    {"bearer", Draft::AuthType::bearer},
});

constexpr auto schemes = std::to_array<Choice<http::Scheme>>({
    {"http", http::Scheme::http},
    {"https", http::Scheme::https},
});

constexpr auto pretties = std::to_array<Choice<output::Pretty>>({
    {"all", output::Pretty::all},
    {"colors", output::Pretty::colors},
    {"format", output::Pretty::format},
    {"none", output::Pretty::none},
});

/// The one place where an option is named.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--json,-j",
        .group = Group::body,
        .summary = "send fields as JSON (the default)",
        .details = "Asks for a JSON answer even when there is no body.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.format = request::BodyFormat::json;
            return {};
        },
    },
    {
        .names = "--form,-f",
        .group = Group::body,
        .summary = "send fields as an HTML form",
        .details = "Of --json and --form the last one counts.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.format = request::BodyFormat::form;
            return {};
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
    },
    {
        .names = "--headers,-h",
        .group = Group::output,
        .summary = "show the response head only: --print=h",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.parts = output::Parts{.response_head = true};
            return {};
        },
    },
    {
        .names = "--body,-b",
        .group = Group::output,
        .summary = "show the response body only: --print=b",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.parts = output::Parts{.response_body = true};
            return {};
        },
    },
    {
        .names = "--meta,-m",
        .group = Group::output,
        .summary = "show times, address, TLS: --print=m",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.parts = output::Parts{.meta = true};
            return {};
        },
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
    },
    {
        .names = "--all",
        .group = Group::output,
        .summary = "show redirects on the way as well",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.output.all_hops = true;
            return {};
        },
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
    },
    {
        .names = "--output,-o",
        .value = {.name = "FILE", .completes = Completes::files},
        .group = Group::output,
        .summary = "write to FILE instead of standard output",
        .details = "FILE is replaced once the answer is complete; until then it stays as it is.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string file) {
                draft.send.output.file = std::move(file);
            });
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

    {
        .names = "--auth,-a",
        .value = {.name = "USER:PASS"},
        .group = Group::authentication,
        .summary = "sign in with a name and a password",
        .details = "The name ends at the first colon. With --auth-type=bearer the value is a "
                   "token. Other users of the machine can see the arguments of a command.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.auth = Secret(std::string(text));
            draft.bearer.reset();
            return {};
        },
    },
    {
        .names = "--auth-type,-A",
        .value = {.name = "TYPE", .words = "basic bearer"},
        .group = Group::authentication,
        .summary = "what --auth holds: basic or bearer",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<Draft::AuthType>(text, auth_types), [&](Draft::AuthType type) {
                draft.auth_type = type;
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
        .names = "--follow,-F",
        .group = Group::network,
        .summary = "follow redirects",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.policy.redirects.follow = true;
            return {};
        },
    },
    {
        .names = "--max-redirects",
        .value = {.name = "N"},
        .group = Group::network,
        .summary = "follow at most N redirects (30)",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_count(text), [&](unsigned limit) {
                draft.send.policy.redirects.limit = limit;
            });
        },
    },
    {
        .names = "--timeout",
        .value = {.name = "SECONDS"},
        .group = Group::network,
        .summary = "give up after SECONDS without a byte",
        .details = "Counts again from each byte. 0, the default, waits for ever.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_seconds(text), [&](std::chrono::milliseconds time) {
                draft.send.policy.timeouts.idle = time;
            });
        },
    },
    {
        .names = "--connect-timeout",
        .value = {.name = "SECONDS"},
        .group = Group::network,
        .summary = "give up connecting after SECONDS (30)",
        .details = "Counts from looking up the name to the end of the TLS handshake. 0 waits as "
                   "long as the system does.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_seconds(text), [&](std::chrono::milliseconds time) {
                draft.send.policy.timeouts.connect = time;
            });
        },
    },
    {
        .names = "--verify",
        .value = {.name = "yes|no|PATH", .words = "yes no", .completes = Completes::files},
        .group = Group::network,
        .summary = "check certificates: yes, no, by those of PATH",
        .details = "PATH is a bundle of certificates in PEM, or a folder of them hashed as "
                   "openssl-rehash does. The default is yes, with those of the system.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_verify(text), [&](http::TlsPolicy tls) {
                draft.send.policy.tls = std::move(tls);
            });
        },
    },
    {
        .names = "--resolve",
        .value = {.name = "HOST[:PORT]:ADDR"},
        .group = Group::network,
        .summary = "take ADDR as the address of HOST",
        .details = "May be given several times. Without PORT it holds for all of them. An IPv6 "
                   "address may stand in brackets.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_static_address(text), [&](http::StaticAddress address) {
                draft.send.policy.addresses.push_back(std::move(address));
            });
        },
    },
    {
        .names = "--default-scheme",
        .value = {.name = "SCHEME", .words = "http https"},
        .group = Group::network,
        .summary = "scheme of URLs without one: http or https",
        .details = "The default is http, or https if the program is called latchs.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<http::Scheme>(text, schemes), [&](http::Scheme scheme) {
                draft.send.request.url_rules.default_scheme = scheme;
            });
        },
    },
    {
        .names = "--https",
        .group = Group::network,
        .summary = "the same as --default-scheme=https",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.url_rules.default_scheme = http::Scheme::https;
            return {};
        },
    },

    {
        .names = "--help",
        .group = Group::general,
        .summary = "show this text",
        .apply = [](Draft& draft, Text) -> Done {
            draft.instead = Draft::Instead::help;
            return {};
        },
    },
    {
        .names = "--version",
        .group = Group::general,
        .summary = "show the version",
        .apply = [](Draft& draft, Text) -> Done {
            draft.instead = Draft::Instead::version;
            return {};
        },
    },
});

} // namespace

std::span<const Option> all_options() noexcept {
    return table;
}

} // namespace latch::cli
