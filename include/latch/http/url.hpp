// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latch::http {

enum class Scheme { http, https };

std::string_view to_string(Scheme scheme) noexcept;
std::uint16_t default_port(Scheme scheme) noexcept;

/// A unix socket has no host; its path takes the place of one.
enum class HostKind { name, ipv4, ipv6, unix_socket };

/// Who secrets belong to: scheme, host and port (RFC 6454), compared byte for byte.
struct Origin {
    Scheme scheme = Scheme::http;
    std::string host; ///< as in `Url::host`
    std::uint16_t port = 80;

    bool operator==(const Origin&) const = default;
};

/// "https://api.test", the port only where it is not the scheme's own; IPv6 in brackets.
std::string to_string(const Origin& origin);

/// Reads what `to_string` writes; the session file's keys.
base::Result<Origin> parse_origin(std::string_view text);

/// An absolute http or https URL, parsed once; every later step uses these parts.
struct Url {
    Scheme scheme = Scheme::http;
    /// Lowercase, punycoded, without brackets and trailing dot; IPv6 in RFC 5952 form. Of a unix
    /// socket the path, which is the only one to begin with a slash.
    std::string host;
    HostKind host_kind = HostKind::name;
    std::uint16_t port = 80; ///< never 0
    std::string path = "/";  ///< begins with '/', percent-encoded, dot segments squashed
    std::string query;       ///< without '?', percent-encoded
    bool has_query = false;  ///< "/x?" and "/x" are different targets

    bool operator==(const Url&) const = default;
};

/// The origin-form of RFC 9112, 3.2.1: path and query.
std::string target(const Url& url);

/// What goes into `Host`: host and, unless it is the scheme's own, port. Of a unix socket it is
/// "localhost", as other clients have it.
std::string authority(const Url& url);

Origin origin(const Url& url);

/// A host as it stands before a colon: an IPv6 literal in brackets.
std::string bracketed(std::string_view host);

/// "api.test:8080", "[::1]:80".
std::string host_and_port(std::string_view host, std::uint16_t port);

/// A host and a port to connect to.
struct Peer {
    std::string host; ///< as in `Url::host`
    HostKind host_kind = HostKind::name;
    std::uint16_t port = 80;

    bool operator==(const Peer&) const = default;
};

Peer peer(const Url& url);

/// The whole URL again; never holds credentials.
std::string to_string(const Url& url);

/// Whether the host is the machine itself: localhost, *.localhost, 127/8, ::1 (RFC 6761, 6.3).
bool is_loopback(std::string_view host, HostKind kind) noexcept;

/// Credentials out of a URL, percent-decoded. `user:@` has an empty password, `user@` none.
struct UserInfo {
    std::string user;
    std::optional<base::Secret> password;

    bool operator==(const UserInfo&) const = default;
};

struct ParsedUrl {
    Url url;
    std::optional<UserInfo> user_info;
};

struct UrlRules {
    Scheme default_scheme = Scheme::http; ///< for URLs without one
    bool path_as_is = false;              ///< keep dot segments
};

/// What a user typed or a file holds, made into a URL.
///
/// Takes HTTPie's shorthands (":8080/x", ":/x", ":", "://host/x", scheme-less "host:port/x",
/// "[::1]:8080"), and "http+unix://%2Frun%2Fa.sock/x" (https+unix too) for a unix socket. Spaces
/// and non-ASCII characters are percent-encoded as UTF-8, as are the characters that Tomcat refuses
/// raw ([ ] { } | ^ \ ` " < >); existing escapes stay, the fragment goes, IDN hosts are punycoded
/// (IDNA 2008). The last '@' before the path ends the user info; an escaped dot counts as a dot in
/// dot segments. Refused: controls, a backslash before the path, characters that no host name has,
/// IPv6 zones. Errors: `usage`, naming the URL without credentials.
base::Result<ParsedUrl> parse_url(std::string_view text, const UrlRules& rules = {});

/// The URL that a `Location` value means, seen from `base` (RFC 3986, 5.2). Its credentials are
/// dropped. Errors: `protocol`; also for a scheme other than http and https.
base::Result<Url> resolve_reference(const Url& base, std::string_view location);

/// The URL up to its query.
Url without_query(Url url);

/// Appends "name=value" to the query, form-encoded: space becomes '+', '/' becomes "%2F".
void append_query(Url& url, std::string_view name, std::string_view value);

/// Form encoding of one name or value (application/x-www-form-urlencoded, WHATWG URL 5.2).
std::string form_encode(std::string_view text);

/// The bytes behind %XX escapes; a '%' that begins none stays.
std::string percent_decode(std::string_view text);

} // namespace latch::http
