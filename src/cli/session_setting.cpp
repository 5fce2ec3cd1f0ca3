// SPDX-License-Identifier: MIT
#include "cli/session_setting.hpp"

#include "cli/auth_wish.hpp"
#include "cli/draft.hpp"
#include "cli/value.hpp"
#include "cli/value_elsewhere.hpp"

#include "latch/base/text.hpp"
#include "latch/request/item.hpp"
#include "latch/session/delta.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace latch::cli {

namespace {

using base::Environment;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;

/// What the words have said so far.
struct Said {
    session::Changes changes;
    Draft draft;              ///< credentials, which are settled as for requests
    http::UrlRules url_rules; ///< those of the program's name
    std::vector<ValueElsewhere> elsewhere = {};
};

constexpr AuthNames auth_names{.auth = "auth=", .bearer = "bearer="};

/// One kind of setting: "header:NAME=VALUE".
struct Setting {
    std::string_view beginning; ///< "header:" if a name follows, else "base="
    std::string_view form;
    Result<void> (*take)(Said& said, const std::string& name, const std::string& value);
    Hides hides = Hides::nothing;
};

/// The setting that no beginning tells, but the separator of an item.
constexpr std::string_view param_form = "NAME==VALUE";

Error lacking(std::string_view form) {
    return Error(ErrorKind::usage, "a setting lacks its name or its value")
        .hinting("write " + std::string(form));
}

/// A URL without a path is written as its origin, as a first request would have left it.
std::string text_of(const http::Url& url) {
    return url.path == "/" && !url.has_query ? http::to_string(http::origin(url))
                                             : http::to_string(url);
}

http::UrlRules rules_of(std::string_view program) {
    const bool is_secure = program == "latchs" || program == "https";
    return {.default_scheme = is_secure ? http::Scheme::https : http::Scheme::http};
}

Result<http::Url> parse_site(std::string_view text, const http::UrlRules& rules) {
    auto parsed = http::parse_url(text, rules);
    if (!parsed) {
        return parsed.error();
    }
    if (parsed->user_info) {
        return Error(ErrorKind::usage, "a URL of a session holds no credentials")
            .hinting("write them as auth=USER:PASSWORD");
    }
    return std::move(parsed->url);
}

Result<void> take_base(Said& said, const std::string& /*name*/, const std::string& value) {
    if (value.empty()) {
        said.changes.base = "";
        return {};
    }
    const auto url = parse_site(value, said.url_rules);
    if (!url) {
        return url.error();
    }
    said.changes.base = text_of(*url);
    return {};
}

Result<void> take_header(Said& said, const std::string& name, const std::string& value) {
    const bool is_to_read = is_elsewhere(value);
    const http::Header header{name, std::string(is_to_read ? "" : base::trim(value))};
    if (!http::is_token(header.name) || !http::is_field_value(header.value)) {
        return Error(ErrorKind::usage, "no header can be called " + name + " or have that value");
    }
    if (!session::is_kept(header)) {
        return Error(ErrorKind::usage, "no session remembers the header " + name)
            .because("it describes one request")
            .hinting("cookies are set one by one: cookie:NAME=VALUE");
    }
    if (is_to_read) {
        said.elsewhere.push_back(
            {.of = ValueElsewhere::Of::header, .name = name, .place = place_of(value)}
        );
    } else {
        said.changes.headers.add(header.name, header.value);
    }
    return {};
}

/// "name==value" as among the items of a request. Nothing if the word is no such item.
Result<bool> take_param(Said& said, std::string_view word) {
    const auto item = request::parse_item(word);
    if (!item || item->kind != request::Item::Kind::query) {
        return false;
    }
    if (item->name.empty()) {
        return lacking(param_form);
    }
    if (item->from == request::Item::From::file) {
        return Error(ErrorKind::usage, "the parameter " + item->name + " is not read from a file")
            .hinting(R"(write \@ for an @ that is meant as text)");
    }
    said.changes.params.push_back({.name = item->name, .value = item->value});
    return true;
}

Result<void> take_cookie(Said& said, const std::string& name, const std::string& value) {
    if (name.find(';') != std::string::npos) {
        return Error(ErrorKind::usage, "no cookie can be called " + name);
    }
    if (is_elsewhere(value)) {
        said.elsewhere.push_back(
            {.of = ValueElsewhere::Of::cookie, .name = name, .place = place_of(value)}
        );
    } else {
        said.changes.cookies.push_back({name, value});
    }
    return {};
}

Result<void> take_auth(Said& said, const std::string& /*name*/, const std::string& value) {
    said.changes.forgets_auth = value.empty();
    said.draft.auth = value.empty() ? std::nullopt : std::optional(Secret(value));
    said.draft.bearer.reset();
    return {};
}

Result<void> take_bearer(Said& said, const std::string& /*name*/, const std::string& value) {
    said.changes.forgets_auth = value.empty();
    said.draft.bearer = value.empty() ? std::nullopt : std::optional(Secret(value));
    said.draft.auth.reset();
    return {};
}

constexpr auto port_choices = std::to_array<Choice<http::LoopbackPorts>>({
    {"separate", http::LoopbackPorts::separate},
    {"shared", http::LoopbackPorts::shared},
});

Result<void> take_ports(Said& said, const std::string& /*name*/, const std::string& value) {
    const std::string_view text = value.empty() ? "separate" : std::string_view(value);
    const auto ports = choose<http::LoopbackPorts>(text, port_choices);
    if (!ports) {
        return about("cookie_ports", ports.error());
    }
    said.changes.cookie_ports = *ports;
    return {};
}

constexpr auto table = std::to_array<Setting>({
    {"base=", "base=URL", take_base},
    {"header:", "header:NAME=VALUE", take_header},
    {"cookie:", "cookie:NAME=VALUE", take_cookie},
    {"auth=", "auth=USER[:PASSWORD]", take_auth, Hides::password},
    {"bearer=", "bearer=TOKEN", take_bearer, Hides::value},
    {"cookie_ports=", "cookie_ports=shared|separate", take_ports},
});

std::string forms() {
    std::string text;
    for (const Setting& setting : table) {
        text += std::string(setting.form) + ", ";
    }
    return text.append(param_form);
}

/// Only what stands before the value is repeated.
Error no_setting(std::string_view word) {
    const std::string name(word.substr(0, word.find_first_of("=:")));
    return Error(ErrorKind::usage, "'" + name + "' is nothing that a session can be set")
        .hinting("write " + forms());
}

Result<void> take_word(Said& said, std::string_view word) {
    if (const auto taken = take_param(said, word); !taken || *taken) {
        return taken ? Result<void>() : taken.error();
    }
    const auto* const setting = std::ranges::find_if(table, [&](const Setting& each) {
        return word.starts_with(each.beginning);
    });
    if (setting == table.end()) {
        return no_setting(word);
    }
    const bool is_named = setting->beginning.ends_with(':');
    const std::size_t begin = is_named ? setting->beginning.size() : 0;
    const auto halves = base::split_once(word.substr(begin), '=');
    if (!halves || halves->first.empty()) {
        return lacking(setting->form);
    }
    return setting->take(said, std::string(halves->first), std::string(halves->second));
}

/// The flags that mean what they mean to requests.
Result<void> take_flags(Said& said, const SessionWords& words) {
    for (const char* const name : {"--auth-type", "--auth-from"}) {
        if (const auto value = words.value(name)) {
            if (auto applied = find_option(name)->apply(said.draft, *value); !applied) {
                return about(name, applied.error());
            }
        }
    }
    if (const auto origin = words.value("--origin")) {
        const auto url = parse_site(*origin, said.url_rules);
        if (!url) {
            return url.error();
        }
        said.changes.site = *url;
    }
    return {};
}

} // namespace

Result<http::Url> parse_site(std::string_view text, const Environment& environment) {
    return parse_site(text, rules_of(environment.program_name));
}

Result<SetSession> settings_of(const SessionWords& said, const Environment& environment) {
    Said all;
    all.url_rules = rules_of(environment.program_name);
    for (const std::string& word : std::span(said.words).subspan(1)) {
        if (auto taken = take_word(all, word); !taken) {
            return taken.error();
        }
    }
    if (auto taken = take_flags(all, said); !taken) {
        return taken.error();
    }
    auto wish = auth_wish(all.draft, environment, auth_names);
    if (!wish) {
        return wish.error();
    }
    if (said.words.size() == 1 && *wish == request::AuthWish{}) {
        return Error(ErrorKind::usage, "there is nothing to set").hinting("write " + forms());
    }
    SetSession set{
        .session = {},
        .changes = std::move(all.changes),
        .auth = *std::move(wish),
        .values_elsewhere = std::move(all.elsewhere),
        .is_quiet = said.has("--quiet"),
    };
    const auto name = all.draft.bearer ? auth_names.bearer : auth_names.auth;
    if (auto settled = settle_secret(set, name, environment); !settled) {
        return settled.error();
    }
    if (auto known = check_elsewhere(set); !known) {
        return known.error();
    }
    return set;
}

Hides hidden_of_setting(std::string_view word) noexcept {
    const auto* const setting = std::ranges::find_if(table, [&](const Setting& each) {
        return word.starts_with(each.beginning);
    });
    return setting == table.end() ? Hides::nothing : setting->hides;
}

std::string setting_beginnings() {
    std::string text;
    for (const Setting& setting : table) {
        text += (text.empty() ? "" : " ") + std::string(setting.beginning);
    }
    return text;
}

} // namespace latch::cli
