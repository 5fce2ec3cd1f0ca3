// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "cli/value.hpp"

#include <array>
#include <string>
#include <utility>

namespace latch::cli {

namespace {

using Done = base::Result<void>;
using Text = std::string_view;

/// What is said about OAuth 2, from the first option of it on.
OAuthWish& oauth_of(Draft& draft, std::string_view option) {
    draft.for_login_only = option;
    if (!draft.oauth) {
        draft.oauth.emplace();
    }
    return *draft.oauth;
}

Done take_text(Draft& draft, std::string_view option, Text text, std::string OAuthWish::*place) {
    return take(parse_nonempty(text), [&](std::string url) {
        oauth_of(draft, option).*place = std::move(url);
    });
}

constexpr auto grants = std::to_array<Choice<access::Grant>>({
    {"authorization_code", access::Grant::authorization_code},
    {"client_credentials", access::Grant::client_credentials},
    {"device_code", access::Grant::device_code},
});

/// The options of Group::login; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--force",
        .group = Group::login,
        .summary = "log in with what was refused before",
        .details = "Otherwise credentials that the server has refused are not sent again: an "
                   "account may be locked by that.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.for_login_only = "--force";
            draft.forces_login = true;
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--refresh-url",
        .value = {.name = "URL"},
        .group = Group::login,
        .summary = "where to refresh the token of --json",
        .details = "A path, or a URL of the same scheme, host and port as the login. Without it "
                   "the usual places next to the login are tried, once.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.for_login_only = "--refresh-url";
            return take(parse_nonempty(text), [&](std::string url) {
                draft.refresh_url = std::move(url);
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--oauth2",
        .group = Group::login,
        .summary = "log in for a token of OAuth 2",
        .details = "URL is what the token is for; it goes to no other server.",
        .apply = [](Draft& draft, Text) -> Done {
            oauth_of(draft, "--oauth2");
            return {};
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--client-id",
        .value = {.name = "ID"},
        .group = Group::login,
        .summary = "the client that asks for the token",
        .apply = [](Draft& draft, Text text) -> Done {
            return take_text(draft, "--client-id", text, &OAuthWish::client);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--client-secret-from",
        .value = {.name = "SOURCE", .words = "prompt"},
        .group = Group::login,
        .summary = "where the secret of the client is to be had",
        .details = "As for --auth-from. Without one the client is a public one.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(access::parse_secret_source(text), [&](access::SecretSource source) {
                oauth_of(draft, "--client-secret-from").secret = std::move(source);
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--grant",
        .value = {.name = "GRANT", .words = "authorization_code client_credentials device_code"},
        .group = Group::login,
        .summary = "how the client gets its token",
        .details = "client_credentials: for itself. authorization_code: somebody lets it in at a "
                   "browser on this machine. device_code: somebody types a code at any browser. "
                   "Without this it is client_credentials for a client with a secret and without "
                   "a USER, and authorization_code for others.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<access::Grant>(text, grants), [&](access::Grant grant) {
                oauth_of(draft, "--grant").grant = grant;
            });
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--scope",
        .value = {.name = "SCOPES"},
        .group = Group::login,
        .summary = "what the token is to be good for",
        .details = "Several in one value, with blanks between them.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take_text(draft, "--scope", text, &OAuthWish::scope);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--issuer",
        .value = {.name = "URL"},
        .group = Group::login,
        .summary = "the authorization server",
        .details = "Where it takes requests it tells itself (RFC 8414, OpenID Connect). Without "
                   "this the challenge of the server at URL names it, or it is that server.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take_text(draft, "--issuer", text, &OAuthWish::issuer);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--token-url",
        .value = {.name = "URL"},
        .group = Group::login,
        .summary = "where the authorization server gives tokens",
        .details = "Nothing is looked up then; --authorize-url and --device-url say the rest.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take_text(draft, "--token-url", text, &OAuthWish::token_url);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--authorize-url",
        .value = {.name = "URL"},
        .group = Group::login,
        .summary = "where somebody lets the client in",
        .apply = [](Draft& draft, Text text) -> Done {
            return take_text(draft, "--authorize-url", text, &OAuthWish::authorize_url);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--device-url",
        .value = {.name = "URL"},
        .group = Group::login,
        .summary = "where devices get their codes",
        .apply = [](Draft& draft, Text text) -> Done {
            return take_text(draft, "--device-url", text, &OAuthWish::device_url);
        },
        .setter = Setter::nobody,
    },
    {
        .names = "--non-interactive",
        .group = Group::login,
        .summary = "let the client in as USER, without a browser",
        .details = "latch signs in by the form of the authorization server and agrees to what it "
                   "asks for.",
        .apply = [](Draft& draft, Text) -> Done {
            oauth_of(draft, "--non-interactive").is_interactive = false;
            return {};
        },
        .setter = Setter::nobody,
    },
});

} // namespace

std::span<const Option> login_options() noexcept {
    return table;
}

} // namespace latch::cli
