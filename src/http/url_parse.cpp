// SPDX-License-Identifier: MIT
#include "http/authority.hpp"
#include "http/percent.hpp"

#include "latch/base/byte_set.hpp"
#include "latch/base/text.hpp"
#include "latch/http/url.hpp"

#include <algorithm>

namespace latch::http {

namespace {

constexpr std::string_view after_scheme = "://";

base::Error wrong(std::string what) {
    return {base::ErrorKind::usage, std::move(what)};
}

/// The scheme that `text` begins with, if a colon follows it (RFC 3986, 3.1).
std::optional<std::string_view> leading_scheme(std::string_view text) noexcept {
    const auto is_scheme_character = [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) || c == '+' || c == '-' ||
               c == '.';
    };
    const auto colon = text.find(':');
    if (colon == 0 || colon == std::string_view::npos || !base::is_ascii_alpha(text.front()) ||
        !std::ranges::all_of(text.substr(0, colon), is_scheme_character)) {
        return std::nullopt;
    }
    return text.substr(0, colon);
}

base::Result<Scheme> scheme_of(std::string_view name) {
    if (base::iequals(name, "http")) {
        return Scheme::http;
    }
    if (base::iequals(name, "https")) {
        return Scheme::https;
    }
    return wrong("the scheme " + std::string(name) + " is not supported");
}

/// A URL for an error message: without what may be a password, and not without end.
///
/// A password with a raw '/', '?' or '#' ends up behind the authority, so everything before the
/// last '@' is hidden, wherever that is.
std::string shown(std::string_view url) {
    constexpr std::size_t most = 200;
    std::string text;
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        const auto scheme = leading_scheme(url);
        const bool has_scheme = scheme && url.substr(scheme->size()).starts_with(after_scheme);
        text = has_scheme ? std::string(*scheme).append(after_scheme) : "";
        text += "****";
        url.remove_prefix(at);
    }
    text += url.size() > most ? std::string(url.substr(0, most)) + "..." : url;
    return base::printable(text);
}

base::Error about(base::ErrorKind kind, std::string_view what, const base::Error& fault) {
    return base::Error(kind, std::string(what)).because(fault.what()).hinting(fault.hint());
}

/// Without blanks around it and without the fragment; controls are an error.
base::Result<std::string_view> cleaned(std::string_view text) {
    constexpr base::ByteSet no_controls([](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7f;
    });
    if (!no_controls.covers(text)) {
        return wrong("it holds a control character");
    }
    text = base::trim(text);
    return text.substr(0, text.find('#'));
}

/// ":", ":8080", ":8080/x", ":/x": HTTPie's short forms of localhost.
bool is_localhost_shorthand(std::string_view text) noexcept {
    if (!text.starts_with(':')) {
        return false;
    }
    const auto end = std::min(text.find_first_of("/?"), text.size());
    return std::ranges::all_of(text.substr(1, end - 1), base::is_ascii_digit);
}

/// "https:/example.com" and "http:example.com" would reach hosts called https and http.
bool lacks_slashes(std::string_view scheme, std::string_view after_colon) noexcept {
    return scheme_of(scheme).has_value() &&
           (after_colon.empty() || !base::is_ascii_digit(after_colon.front()));
}

/// A URL taken apart as far as encoding needs it: the scheme, and what follows "//".
struct Absolute {
    Scheme scheme;
    std::string rest;
    bool is_unix_socket = false; ///< the authority is the path of one, percent-encoded
};

/// The scheme before "+unix"; nothing for a name that does not end so.
std::optional<Scheme> scheme_over_unix(std::string_view name) {
    constexpr std::string_view suffix = "+unix";
    if (name.size() <= suffix.size() ||
        !base::iequals(name.substr(name.size() - suffix.size()), suffix)) {
        return std::nullopt;
    }
    const auto scheme = scheme_of(name.substr(0, name.size() - suffix.size()));
    return scheme ? std::optional(*scheme) : std::nullopt;
}

/// Finds the scheme. "host:8080/x" has none: a scheme is what is followed by "://".
base::Result<Absolute> with_scheme(std::string_view text, Scheme fallback) {
    if (text.starts_with(after_scheme)) {
        return Absolute{fallback, std::string(text.substr(after_scheme.size()))};
    }
    if (is_localhost_shorthand(text)) {
        return Absolute{fallback, "localhost" + std::string(text)};
    }
    const auto name = leading_scheme(text);
    if (!name) {
        return Absolute{fallback, std::string(text)};
    }
    const std::string_view after_name = text.substr(name->size());
    if (after_name.starts_with(after_scheme)) {
        if (const auto scheme = scheme_over_unix(*name)) {
            return Absolute{*scheme, std::string(after_name.substr(after_scheme.size())), true};
        }
        const auto scheme = scheme_of(*name);
        if (!scheme) {
            return scheme.error();
        }
        return Absolute{*scheme, std::string(after_name.substr(after_scheme.size()))};
    }
    if (lacks_slashes(*name, after_name.substr(1))) {
        return wrong("two slashes have to follow " + std::string(*name) + ":");
    }
    return Absolute{fallback, std::string(text)};
}

enum class DotSegments { squashed, kept };

/// Puts path and query, as they were written, in the place of the URL's own.
void set_target(Url& url, std::string_view text, DotSegments dots) {
    const auto path_end = std::min(text.find('?'), text.size());
    const std::string path = encode_illegal(text.substr(0, path_end));
    if (!path.empty()) {
        url.path = dots == DotSegments::kept ? path : remove_dot_segments(path);
    }
    url.has_query = path_end < text.size();
    url.query = url.has_query ? encode_illegal(text.substr(path_end + 1)) : "";
}

/// The path of a socket as if it were a host. Errors say what is wrong, not of what.
base::Result<Authority> parse_socket_path(std::string_view encoded) {
    std::string path = percent_decode(encoded);
    if (!path.starts_with('/')) {
        return wrong("the path of the socket does not begin with a slash")
            .hinting("write its slashes as %2F: http+unix://%2Frun%2Fapp.sock/path");
    }
    if (path.find('\0') != std::string::npos) {
        return wrong("the path of the socket holds a NUL");
    }
    return Authority{
        .user_info = std::nullopt,
        .host = {.text = std::move(path), .kind = HostKind::unix_socket},
        .port = std::nullopt};
}

base::Result<ParsedUrl> parse_absolute(const Absolute& absolute, DotSegments dots) {
    const std::string_view rest = absolute.rest;
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    auto authority = absolute.is_unix_socket ? parse_socket_path(rest.substr(0, end))
                                             : parse_authority(rest.substr(0, end));
    if (!authority) {
        return authority.error();
    }
    Url url{
        .scheme = absolute.scheme,
        .host = std::move(authority->host.text),
        .host_kind = authority->host.kind,
        .port = authority->port.value_or(default_port(absolute.scheme)),
        .path = "/",
        .query = {},
        .has_query = false};
    set_target(url, rest.substr(end), dots);
    return ParsedUrl{.url = std::move(url), .user_info = std::move(authority->user_info)};
}

base::Result<ParsedUrl> parse_typed(std::string_view text, const UrlRules& rules) {
    const auto clean = cleaned(text);
    if (!clean) {
        return clean.error();
    }
    if (clean->empty()) {
        return wrong("it is empty");
    }
    const auto absolute = with_scheme(*clean, rules.default_scheme);
    if (!absolute) {
        return absolute.error();
    }
    return parse_absolute(*absolute, rules.path_as_is ? DotSegments::kept : DotSegments::squashed);
}

/// The Location as an absolute URL; its scheme is the base's where it has none of its own.
base::Result<Absolute> with_base_scheme(std::string_view reference, Scheme scheme) {
    if (reference.starts_with("//")) {
        return Absolute{scheme, std::string(reference.substr(2))};
    }
    const auto name = leading_scheme(reference);
    const auto named = scheme_of(name.value_or(""));
    if (!named) {
        return named.error();
    }
    if (!reference.substr(name->size()).starts_with(after_scheme)) {
        return wrong("two slashes have to follow " + std::string(*name) + ":");
    }
    return Absolute{*named, std::string(reference.substr(name->size() + after_scheme.size()))};
}

/// A reference without scheme and authority, laid over the base (RFC 3986, 5.2.2 and 5.2.3).
Url merge(const Url& base, std::string_view reference) {
    Url url = base;
    if (reference.empty()) {
        return url;
    }
    const bool relative = reference.front() != '/' && reference.front() != '?';
    const std::string folder = relative ? base.path.substr(0, base.path.rfind('/') + 1) : "";
    set_target(url, folder + std::string(reference), DotSegments::squashed);
    return url;
}

base::Result<Url> resolve(const Url& base, std::string_view location) {
    const auto reference = cleaned(location);
    if (!reference) {
        return reference.error();
    }
    if (!leading_scheme(*reference) && !reference->starts_with("//")) {
        return merge(base, *reference);
    }
    const auto absolute = with_base_scheme(*reference, base.scheme);
    if (!absolute) {
        return absolute.error();
    }
    auto parsed = parse_absolute(*absolute, DotSegments::squashed);
    if (!parsed) {
        return parsed.error();
    }
    return std::move(parsed->url);
}

} // namespace

base::Result<ParsedUrl> parse_url(std::string_view text, const UrlRules& rules) {
    auto parsed = parse_typed(text, rules);
    if (!parsed) {
        return about(base::ErrorKind::usage, "cannot use the URL " + shown(text), parsed.error());
    }
    return parsed;
}

base::Result<Url> resolve_reference(const Url& base, std::string_view location) {
    auto url = resolve(base, location);
    if (!url) {
        return about(
            base::ErrorKind::protocol, "cannot follow a redirect to " + shown(location), url.error()
        );
    }
    return url;
}

base::Result<Origin> parse_origin(std::string_view text) {
    const auto slashes = text.find(after_scheme);
    const bool bare =
        slashes != std::string_view::npos && slashes != 0 &&
        text.find_first_of("/?#@", slashes + after_scheme.size()) == std::string_view::npos;
    if (!bare) {
        return wrong("cannot use the origin " + shown(text))
            .because("it has to be scheme, host and port only")
            .hinting("write it like https://api.example.com:8443");
    }
    const auto parsed = parse_url(text);
    if (!parsed) {
        return parsed.error();
    }
    return origin(parsed->url);
}

} // namespace latch::http
