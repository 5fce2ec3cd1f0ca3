// SPDX-License-Identifier: MIT
#include "cli/request_line.hpp"

#include "latch/base/text.hpp"
#include "latch/request/url_text.hpp"

#include <algorithm>
#include <array>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

/// IANA, HTTP Method Registry, and QUERY (draft-ietf-httpbis-safe-method-w-body).
constexpr std::array<std::string_view, 40> registered_methods{
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "OPTIONS",
    "ORDERPATCH",
    "PATCH",
    "POST",
    "PRI",
    "PROPFIND",
    "PROPPATCH",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "TRACE",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
};

bool has_only_letters(std::string_view word) noexcept {
    return !word.empty() && std::ranges::all_of(word, base::is_ascii_alpha);
}

bool has_only_digits(std::string_view text) noexcept {
    return std::ranges::all_of(text, base::is_ascii_digit);
}

bool is_host_character(char c) noexcept {
    return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '.' || c == '-' || c == '_' ||
           c == '%' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_and_port(std::string_view text) noexcept {
    const auto colon = text.find(':');
    const std::string_view host = text.substr(0, colon);
    if (host.empty() || !std::ranges::all_of(host, is_host_character)) {
        return false;
    }
    const std::string_view port = colon == std::string_view::npos ? "0" : text.substr(colon + 1);
    return !port.empty() && has_only_digits(port);
}

/// "[::1]:8080", but not the "[0]" of a JSON key.
bool is_literal_and_port(std::string_view text) noexcept {
    const auto end = text.find(']');
    if (!text.starts_with('[') || end == std::string_view::npos) {
        return false;
    }
    const std::string_view address = text.substr(1, end - 1);
    const std::string_view port = text.substr(end + 1);
    return address.find(':') != std::string_view::npos &&
           (port.empty() || (port.starts_with(':') && has_only_digits(port.substr(1))));
}

/// "http://…", and "://…" for the default scheme; not "next=http://…".
bool begins_with_scheme(std::string_view text) noexcept {
    const auto is_scheme_character = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '+' || c == '-' ||
               c == '.';
    };
    const auto* const end = std::ranges::find_if_not(text, is_scheme_character);
    return std::string_view(end, text.end()).starts_with("://");
}

/// "bob:pw@host", where only a URL can stand. Elsewhere "From:bob@host" would be taken for one.
bool can_be_url_of_user(std::string_view word) noexcept {
    const auto at = word.substr(0, word.find_first_of("/?#=;")).rfind('@');
    return at != std::string_view::npos && can_be_url(word.substr(at + 1));
}

bool is_method_name(std::string_view word) {
    return is_registered_method(word) ||
           (has_only_letters(word) && base::to_ascii_upper(word) == word);
}

/// Whether the first word is a method and not a host.
bool is_method(std::span<const std::string> words) {
    const std::string_view first = words.front();
    if (base::iequals(first, "localhost")) {
        return false;
    }
    if (is_method_name(first)) {
        return true;
    }
    return has_only_letters(first) && words.size() > 1 && can_be_url(words[1]);
}

Error no_url_after(const std::string& method) {
    return Error(
               ErrorKind::usage, "there is no URL after the method " + base::to_ascii_upper(method)
    )
        .hinting("if " + method + " is the name of a host, write http://" + method);
}

/// Takes the method away from the front, if there is one.
Result<std::optional<std::string>> take_method(std::span<const std::string>& words) {
    if (!is_method(words)) {
        return std::optional<std::string>();
    }
    const std::string& method = words.front();
    if (words.size() == 1) {
        return no_url_after(method);
    }
    words = words.subspan(1);
    if (words.front().starts_with('@')) {
        return Error(ErrorKind::usage, "a session comes before the method")
            .hinting("write " + words.front() + ' ' + base::to_ascii_upper(method) + " URL");
    }
    if (!can_be_url(words.front()) && !can_be_url_of_user(words.front())) {
        return no_url_after(method);
    }
    return std::optional(base::to_ascii_upper(method));
}

/// Whether a word can be nothing but a URL. "X-Limit:10" and "@file" could be one, and are items.
bool is_no_item(std::string_view word) noexcept {
    const bool is_of_localhost =
        word.starts_with(':') || base::istarts_with(word, "localhost:") || word == "localhost";
    return begins_with_scheme(word) || word.starts_with('/') ||
           (is_of_localhost && can_be_url(word));
}

/// Takes "@NAME" away from the front, if it is there.
Result<std::optional<std::string>> take_session(std::span<const std::string>& words) {
    if (!words.front().starts_with('@')) {
        return std::optional<std::string>();
    }
    std::string name = words.front().substr(1);
    words = words.subspan(1);
    if (name.empty()) {
        return Error(ErrorKind::usage, "there is no session name after the @");
    }
    return std::optional(std::move(name));
}

Result<void>
take_items(RequestLine& line, std::span<const std::string> words, base::Fillings fillings) {
    for (const std::string& word : words) {
        auto item = request::parse_item(word, fillings);
        if (!item) {
            return item.error();
        }
        line.items.push_back(*std::move(item));
    }
    return {};
}

std::optional<std::string> filled(std::optional<std::string> text, base::Fillings fillings) {
    return text ? std::optional(base::filled(*text, fillings)) : text;
}

} // namespace

bool can_be_url(std::string_view word) noexcept {
    if (begins_with_scheme(word) || word.starts_with('/')) {
        return true;
    }
    if (word.starts_with(base::hole_begins)) {
        return true;
    }
    word = word.substr(0, word.find(base::hole_begins));
    const std::string_view authority = word.substr(0, word.find_first_of("/?#"));
    if (authority.starts_with(':')) { // ":8080/x" and ":/x" are short for localhost
        return has_only_digits(authority.substr(1));
    }
    return is_name_and_port(authority) || is_literal_and_port(authority);
}

bool is_registered_method(std::string_view word) noexcept {
    return std::ranges::any_of(registered_methods, [&](std::string_view method) {
        return base::iequals(method, word);
    });
}

Result<RequestLine> read_request_line(std::span<const std::string> words, base::Fillings fillings) {
    if (words.empty()) {
        return nothing_to_do();
    }
    RequestLine line;
    auto session = take_session(words);
    if (!session) {
        return session.error();
    }
    line.session = filled(*std::move(session), fillings);
    if (words.empty()) {
        return Error(ErrorKind::usage, "there is no URL after the session @" + *line.session);
    }
    auto method = take_method(words);
    if (!method) {
        return method.error();
    }
    line.method = *std::move(method);
    auto url = request::fill_url(words.front(), fillings);
    if (!url) {
        return url.error();
    }
    line.url = *std::move(url);
    if (auto taken = take_items(line, words.subspan(1), fillings); !taken) {
        return taken.error();
    }
    return line;
}

Result<RequestLine>
read_line_without_url(std::span<const std::string> words, base::Fillings fillings) {
    RequestLine line;
    if (!words.empty()) {
        auto session = take_session(words);
        if (!session) {
            return session.error();
        }
        line.session = filled(*std::move(session), fillings);
    }
    if (!words.empty() && is_method_name(words.front())) {
        line.method = base::to_ascii_upper(words.front());
        words = words.subspan(1);
    }
    const auto url = std::ranges::find_if(words, is_no_item);
    if (url != words.end()) {
        return Error(ErrorKind::usage, "the URL " + *url + " is among the words")
            .hinting("with --url or --url-file each URL is given by one of them");
    }
    if (auto taken = take_items(line, words, fillings); !taken) {
        return taken.error();
    }
    return line;
}

Error nothing_to_do() {
    return Error(ErrorKind::usage, "there is no URL")
        .hinting("usage: latch [OPTIONS] [@SESSION] [METHOD] URL [ITEM...], see latch --help");
}

} // namespace latch::cli
