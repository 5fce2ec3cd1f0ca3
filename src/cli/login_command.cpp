// SPDX-License-Identifier: MIT
#include "cli/login_command.hpp"

#include "cli/auth_wish.hpp"
#include "cli/network_wish.hpp"
#include "cli/session_choice.hpp"

#include "latch/request/item.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using request::Item;
using Words = std::span<const std::string>;

Error usage(std::string what) {
    return {ErrorKind::usage, std::move(what)};
}

Result<void> check_options(std::string_view command, const CommandLine& line) {
    for (const Occurrence& occurrence : line.occurrences) {
        if (!suits_login(*occurrence.option)) {
            return usage(std::string(command) + " has no option " + name_of(occurrence))
                .hinting("latch help login tells which it has");
        }
    }
    return {};
}

/// Takes "@NAME" away from the front, if it is there.
std::optional<std::string> take_session(Words& words) {
    if (words.empty() || !words.front().starts_with('@')) {
        return std::nullopt;
    }
    std::string name = words.front().substr(1);
    words = words.subspan(1);
    return name;
}

Result<SessionChoice>
chosen_session(std::string_view command, const Draft& draft, Words& positionals) {
    auto choice = session_choice(draft, take_session(positionals));
    if (!choice) {
        return choice.error();
    }
    if (!*choice || (*choice)->value.empty()) {
        return usage(std::string(command) + " needs a session")
            .because("without one nobody would remember it")
            .hinting("write latch " + std::string(command) + " @NAME URL");
    }
    if ((*choice)->access == SessionChoice::Access::read_only) {
        return usage(
            std::string(command) + " changes a session, which --session-read-only forbids"
        );
    }
    return **std::move(choice);
}

/// The request without what only the login itself is about.
Result<Send> request_of(Draft& draft, SessionChoice session) {
    if (auto settled = settle_network(draft); !settled) {
        return settled.error();
    }
    Send send = std::move(draft.send);
    send.policy.redirects.follow = false;
    send.session = std::move(session);
    send.ignore_stdin = true;
    send.use_netrc = false;
    send.request.format = request::BodyFormat::implied_json;
    send.output.download = output::Download::none;
    return send;
}

/// The way that an option names, if it names one.
std::optional<Login::Way> way_of(const Occurrence& occurrence) noexcept {
    struct Named {
        std::string_view option;
        std::string_view value;
        Login::Way way;
    };

    constexpr std::array<Named, 7> ways{{
        {"form", "", Login::Way::form},
        {"json", "", Login::Way::json},
        {"basic", "", Login::Way::basic},
        {"bearer", "", Login::Way::bearer},
        {"oauth2", "", Login::Way::oauth2},
        {"auth-type", "basic", Login::Way::basic},
        {"auth-type", "bearer", Login::Way::bearer},
    }};
    const std::string_view name = long_name(*occurrence.option);
    const auto* const found = std::ranges::find_if(ways, [&](const Named& each) {
        return each.option == name && (each.value.empty() || each.value == occurrence.text);
    });
    return found == ways.end() ? std::nullopt : std::optional(found->way);
}

/// The last one typed; what the configuration says is about requests.
Result<Login::Way> typed_way(const CommandLine& line) {
    Login::Way way = Login::Way::known;
    for (const Occurrence& occurrence : line.occurrences) {
        const auto named = way_of(occurrence);
        const bool is_plain = occurrence.form == Occurrence::Form::plain;
        if (!named && is_plain && long_name(*occurrence.option) == "auth-type") {
            return usage("login by " + occurrence.text)
                .because("its answer is to be given anew to each request")
                .hinting(
                    "write latch @SESSION --auth-type=" + occurrence.text + " --auth USER URL"
                );
        }
        if (named && is_plain) {
            way = *named;
        } else if (named && way == *named) {
            way = Login::Way::known;
        }
    }
    return way;
}

/// Whether a word behind the URL is the user, and no item: "bob", "bob:pw", "bob@example.com".
bool is_user(std::string_view word) noexcept {
    return word.substr(0, word.find(':')).find('=') == std::string_view::npos;
}

/// Takes the URL away from the front; empty if there is none.
std::string take_url(Words& words) {
    if (words.empty()) {
        return {};
    }
    std::string url = words.front();
    words = words.subspan(1);
    return url;
}

/// Leaves of what was said about credentials what is for this way. What the configuration says of
/// other ways does not count.
void keep_what_suits(Draft& draft, Login::Way way) {
    using access::Scheme;
    if (way == Login::Way::bearer) {
        draft.auth_type = Scheme::bearer;
        return;
    }
    draft.bearer.reset();
    draft.auth_type =
        way == Login::Way::basic ? std::optional(Scheme::basic) : std::optional<Scheme>();
}

/// Takes the user away from the front, who may be that of --auth instead.
Result<request::AuthWish>
take_user(Draft& draft, Words& words, Login::Way way, const base::Environment& environment) {
    const bool asks_none = draft.oauth && draft.oauth->is_interactive;
    const bool is_item =
        asks_none && !words.empty() && words.front().find(':') != std::string::npos;
    if (!words.empty() && is_user(words.front()) && !is_item) {
        if (way == Login::Way::bearer) {
            return usage("a login by a token has no user")
                .hinting("write --bearer TOKEN, or --auth-type=bearer --auth-from SOURCE");
        }
        if (draft.auth) {
            return usage("two users").because("one behind the URL, and one of --auth");
        }
        draft.auth = base::Secret(words.front());
        words = words.subspan(1);
    }
    keep_what_suits(draft, way);
    return auth_wish(draft, environment);
}

/// What belongs to OAuth 2 belongs to no other way.
Result<void> take_oauth(Login& login, const Draft& draft, const base::Environment& environment) {
    using Way = Login::Way;
    if (!draft.refresh_url.empty() && login.way != Way::json && login.way != Way::known) {
        return usage("--refresh-url is for a login by JSON");
    }
    if (!draft.oauth) {
        return {};
    }
    if (login.way != Way::known && login.way != Way::oauth2) {
        return usage(std::string(draft.for_login_only) + " is for --oauth2")
            .because("another way to log in was chosen");
    }
    login.way = Way::oauth2;
    login.oauth = *draft.oauth;
    if (login.oauth.secret) {
        login.oauth.secret = anchored(*std::move(login.oauth.secret), environment);
    }
    if (login.user && login.oauth.is_interactive) {
        return usage("a login by OAuth 2 asks no USER")
            .because("somebody signs in at a browser, or the client for itself")
            .hinting("--non-interactive lets the client in as USER");
    }
    return {};
}

/// Headers go with the request, fields with the form or the JSON.
Result<void> take_item(Login& login, const std::string& word) {
    using Way = Login::Way;
    auto item = request::parse_item(word);
    if (!item) {
        return item.error();
    }
    const bool is_json = item->kind == Item::Kind::json_field;
    if ((is_json || item->kind == Item::Kind::text_field) &&
        (login.way == Way::basic || login.way == Way::bearer || login.way == Way::oauth2)) {
        return usage("this login has no fields");
    }
    if (is_json && login.way == Way::form) {
        return usage("a form has no JSON").hinting("write " + item->name + "=VALUE");
    }
    switch (item->kind) {
    case Item::Kind::text_field:
    case Item::Kind::json_field:
        login.fields.push_back(*std::move(item));
        return {};
    case Item::Kind::header:
    case Item::Kind::unset_header:
    case Item::Kind::empty_header:
        login.request.request.items.push_back(*std::move(item));
        return {};
    case Item::Kind::query:
    case Item::Kind::upload:
    case Item::Kind::body_file:
        break;
    }
    return usage("a login takes fields and headers")
        .hinting("write NAME=VALUE, NAME:=JSON or Name:value");
}

} // namespace

bool suits_login(const Option& option) noexcept {
    constexpr std::array<std::string_view, 5> others{
        "form", "json", "verbose", "quiet", "show-secrets"};
    constexpr std::array<std::string_view, 8> meaningless{
        "csrf",
        "csrf-token",
        "csrf-url",
        "decode",
        "follow",
        "max-redirects",
        "retry",
        "retry-unsafe"};
    const std::string_view name = long_name(option);
    if (std::ranges::find(others, name) != others.end()) {
        return true;
    }
    return option.group != Group::body && option.group != Group::output &&
           option.group != Group::checks && option.group != Group::waiting &&
           option.group != Group::several && option.group != Group::flows &&
           std::ranges::find(meaningless, name) == meaningless.end();
}

Result<Invocation>
login_of(Draft draft, const CommandLine& line, const base::Environment& environment) {
    if (auto checked = check_options("login", line); !checked) {
        return checked.error();
    }
    Words words = line.positionals;
    auto session = chosen_session("login", draft, words);
    if (!session) {
        return session.error();
    }
    const auto way = typed_way(line);
    if (!way) {
        return way.error();
    }
    const std::string url = take_url(words);
    auto wish = take_user(draft, words, *way, environment);
    if (!wish) {
        return wish.error();
    }
    Login login;
    login.way = *way;
    login.user = std::move(wish->user);
    login.secret = std::move(wish->secret);
    login.forces = draft.forces_login;
    if (auto said = take_oauth(login, draft, environment); !said) {
        return said.error();
    }
    login.refresh_url = draft.refresh_url;
    auto send = request_of(draft, *std::move(session));
    if (!send) {
        return send.error();
    }
    login.request = *std::move(send);
    login.request.request.url = url;
    for (const std::string& word : words) {
        if (auto taken = take_item(login, word); !taken) {
            return taken.error();
        }
    }
    return Invocation(std::move(login));
}

Result<Invocation>
logout_of(Draft draft, const CommandLine& line, const base::Environment& /*environment*/) {
    if (auto checked = check_options("logout", line); !checked) {
        return checked.error();
    }
    Words words = line.positionals;
    auto session = chosen_session("logout", draft, words);
    if (!session) {
        return session.error();
    }
    if (words.size() > 1) {
        return usage("logout is used wrongly").hinting("usage: latch logout @SESSION [URL]");
    }
    auto send = request_of(draft, *std::move(session));
    if (!send) {
        return send.error();
    }
    Logout logout{.request = *std::move(send)};
    logout.request.request.url = take_url(words);
    return Invocation(std::move(logout));
}

} // namespace latch::cli
