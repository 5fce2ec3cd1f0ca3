// SPDX-License-Identifier: MIT
#include "session/interchange/curl.hpp"

#include "session/interchange/intake.hpp"
#include "session/interchange/leftovers.hpp"

#include "latch/base/shell_words.hpp"
#include "latch/base/text.hpp"
#include "latch/http/curl_options.hpp"
#include "latch/session/delta.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace latch::session::interchange {

namespace {

using access::SecretSource;
using base::ShellCommand;
using base::ShellWord;
using base::split_commands;
using http::curl_options;
using http::CurlOption;

/// What one command says that is not about one request alone.
struct Said {
    std::optional<http::ParsedUrl> url; ///< the first
    http::Headers headers;
    std::vector<std::string> cookies; ///< texts like "a=b; c=d"
    std::optional<std::string> user;
    std::optional<std::string> token;
    bool wants_digest = false;
    std::set<std::string> others; ///< options that mean nothing to a session
    std::vector<std::string> left_behind{};
};

bool is_curl(const ShellCommand& command) {
    const std::string_view name = command.front().text;
    return name == "curl" || name.ends_with("/curl") || name == "curl.exe";
}

/// A prompt that was copied with the command is no part of it.
ShellCommand without_prompt(ShellCommand command) {
    if (command.size() > 1 && command.front().text == "$") {
        command.erase(command.begin());
    }
    return command;
}

void read_url(const ShellWord& value, Said& said) {
    const auto url = http::parse_url(value.text);
    if (!value.is_known || !url) {
        said.left_behind.emplace_back("a URL that cannot be told");
    } else if (said.url) {
        said.left_behind.push_back(
            "what is for " + http::to_string(url->url) + ", which is not the first URL"
        );
    } else {
        said.url = *url;
    }
}

/// -b takes "NAME=VALUE; …", or the name of a file.
void read_cookie(const ShellWord& value, Said& said) {
    if (value.text.find('=') == std::string::npos) {
        said.left_behind.emplace_back("the cookies in a file: import it by itself");
    } else {
        said.cookies.push_back(value.text);
    }
}

/// What a header that is not kept is called; without a colon it may be anything.
std::string left_header(std::string_view text, std::string_view name) {
    if (text.starts_with('@')) {
        return "headers in a file";
    }
    return name.empty() ? "a header without a name" : "header " + std::string(name);
}

/// "Name: value", or "Name;" for an empty value; "Name:" and @file say nothing that can be kept.
void read_header(const ShellWord& value, Said& said) {
    const std::string_view text = value.text;
    const auto colon = base::split_once(text, ':');
    const bool is_empty = !colon && text.ends_with(';');
    http::Header header;
    if (colon) {
        header = {std::string(base::trim(colon->first)), std::string(base::trim(colon->second))};
    } else if (is_empty) {
        header.name = text.substr(0, text.size() - 1);
    }
    if (base::iequals(header.name, "cookie")) {
        said.cookies.push_back(std::move(header.value));
    } else if ((is_empty || !header.value.empty()) && is_kept(header)) {
        said.headers.add(std::move(header.name), std::move(header.value));
    } else {
        said.left_behind.push_back(left_header(text, header.name));
    }
}

void read_option(const CurlOption& option, Said& said) {
    const std::string& name = option.name;
    if (name == "url") {
        read_url(option.value, said);
    } else if (!option.value.is_known) {
        said.left_behind.push_back("--" + name + ": a shell would fill something in");
    } else if (name == "header") {
        read_header(option.value, said);
    } else if (name == "cookie") {
        read_cookie(option.value, said);
    } else if (name == "user-agent") {
        read_header({"User-Agent: " + option.value.text}, said);
    } else if (name == "user") {
        said.user = option.value.text;
    } else if (name == "oauth2-bearer") {
        said.token = option.value.text;
    } else if (name == "digest") {
        said.wants_digest = true;
    } else if (name != "basic") {
        said.others.insert((name.size() == 1 ? "-" : "--") + name);
    }
}

StoredAuth account_of(std::string_view user, const http::Url& url, access::Scheme scheme) {
    const auto colon = base::split_once(user, ':');
    StoredAuth auth;
    auth.account.scheme = scheme;
    auth.account.user = colon ? colon->first : user;
    if (colon) {
        auth.account.secret.text = base::Secret(std::string(colon->second));
    } else {
        const std::string whose = auth.account.user + '@' + url.host;
        auth.account.secret = {SecretSource::Kind::prompt, base::Secret("password for " + whose)};
    }
    return auth;
}

std::optional<StoredAuth> auth_of(const Said& said) {
    using access::Scheme;
    const Scheme scheme = said.wants_digest ? Scheme::digest : Scheme::basic;
    const http::Url& url = said.url->url;
    if (said.token) {
        StoredAuth auth;
        auth.account.scheme = Scheme::bearer;
        auth.account.secret.text = base::Secret(*said.token);
        return auth;
    }
    if (said.user) {
        return account_of(*said.user, url, scheme);
    }
    if (const auto& info = said.url->user_info) {
        const std::string password =
            info->password ? ':' + std::string(info->password->reveal()) : "";
        return account_of(info->user + password, url, scheme);
    }
    return std::nullopt;
}

void leave_others(const Said& said, Intake& intake) {
    for (const std::string& what : said.left_behind) {
        intake.leave(what);
    }
    std::string options;
    for (const std::string& name : said.others) {
        options += (options.empty() ? "" : ", ") + name;
    }
    if (!options.empty()) {
        intake.leave("what a session does not hold: " + options);
    }
}

void take_command(const ShellCommand& command, Intake& intake) {
    Said said;
    for (const CurlOption& option : curl_options(std::span(command).subspan(1))) {
        read_option(option, said);
    }
    leave_others(said, intake);
    if (!said.url) {
        intake.leave("a command without a URL");
        return;
    }
    const http::Url& url = said.url->url;
    std::optional<StoredAuth> auth = auth_of(said);
    if (auth && !access::is_user_name(auth->account.user)) {
        intake.leave("credentials of a user whose name no session can hold");
        auth.reset();
    }
    if (auth && said.headers.contains("Authorization")) { // which curl sends in their place
        intake.leave("credentials, beside a header Authorization");
        auth.reset();
    }
    Delta delta;
    delta.typed = {.url = url, .headers = said.headers, .auth = std::move(auth)};
    apply(delta, intake.session(), intake.now());
    for (const std::string& cookies : said.cookies) {
        for (const std::string_view pair : base::split(cookies, ';')) {
            if (!base::trim(pair).empty()) {
                intake.take(cookie_of_pair(pair, url), "");
            }
        }
    }
}

} // namespace

bool looks_like_curl(std::string_view text) {
    const auto commands = split_commands(text.substr(0, text.find('\n')));
    return !commands.empty() && is_curl(without_prompt(commands.front()));
}

base::Result<Imported> import_curl(std::string_view text, const Source& source) {
    if (text.find("^\"") != std::string_view::npos) {
        return unreadable(source.name, "the command is written for cmd.exe")
            .hinting("copy it as cURL (bash)");
    }
    Intake intake(source.now);
    bool found = false;
    for (ShellCommand& each : split_commands(text)) {
        const ShellCommand command = without_prompt(std::move(each));
        if (is_curl(command)) {
            found = true;
            take_command(command, intake);
        } else {
            intake.leave("a command that is not curl");
        }
    }
    if (!found) {
        return unreadable(source.name, "there is no curl command in it");
    }
    return std::move(intake).done();
}

} // namespace latch::session::interchange
