// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/network_value.hpp"
#include "cli/option.hpp"
#include "cli/static_address.hpp"
#include "cli/value.hpp"

#include <array>
#include <limits>
#include <string>
#include <utility>

namespace latch::cli {

namespace {

using base::Secret;
using Done = base::Result<void>;
using Text = std::string_view;

constexpr auto schemes = std::to_array<Choice<http::Scheme>>({
    {"http", http::Scheme::http},
    {"https", http::Scheme::https},
});

constexpr auto http_versions = std::to_array<Choice<unsigned>>({
    {"1.0", 10},
    {"1.1", 11},
    {"1", 10},
});

constexpr auto tls_versions = std::to_array<Choice<http::TlsVersion>>({
    {"auto", http::TlsVersion::automatic},
    {"tls1", http::TlsVersion::tls1_0},
    {"tls1.1", http::TlsVersion::tls1_1},
    {"tls1.2", http::TlsVersion::tls1_2},
    {"tls1.3", http::TlsVersion::tls1_3},
    {"ssl2.3", http::TlsVersion::automatic}, // HTTPie's name for it
});

/// Both families together are no restriction, as in xh.
void restrict_to(http::AddressFamily family, Draft& draft) {
    const bool is_other = draft.family.value_or(family) != family;
    draft.family = is_other ? http::AddressFamily::any : family;
}

/// The options of Group::network; named here and nowhere else.
constexpr auto table = std::to_array<Option>({
    {
        .names = "--follow,-F",
        .group = Group::network,
        .summary = "follow redirects",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.policy.redirects.follow = true;
            return {};
        },
        .setter = Setter::project,
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
        .setter = Setter::project,
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
        .setter = Setter::project,
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
        .setter = Setter::project,
    },
    {
        .names = "--tls-timeout",
        .value = {.name = "SECONDS"},
        .group = Group::network,
        .summary = "give up a TLS handshake after SECONDS",
        .details = "Within --connect-timeout, and for each handshake by itself where an https "
                   "proxy takes one, too. 0, the default, is no limit of its own.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_seconds(text), [&](std::chrono::milliseconds time) {
                draft.send.policy.timeouts.tls = time;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--first-byte-timeout",
        .value = {.name = "SECONDS"},
        .group = Group::network,
        .summary = "give up if no answer begins after SECONDS",
        .details = "Counts from the last byte of the request, however long that took to send. What "
                   "announces an answer (100 Continue, 103 Early Hints) is none. 0, the default, "
                   "waits for ever.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_seconds(text), [&](std::chrono::milliseconds time) {
                draft.send.policy.timeouts.first_byte = time;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--limit-rate",
        .value = {.name = "SPEED"},
        .group = Group::network,
        .summary = "move at most SPEED bytes per second, each way",
        .details = "K, M and G stand for their multiples by 1024: 500K, 2M. 0 is no limit.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_rate(text), [&](base::Bytes rate) {
                draft.send.policy.rate_limit = rate;
            });
        },
        .setter = Setter::project,
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
                draft.send.policy.tls.verify = tls.verify;
                draft.send.policy.tls.ca = std::move(tls.ca);
            });
        },
    },
    {
        .names = "--hsts",
        .group = Group::network,
        .summary = "use https where the host asked for it",
        .details =
            "This is the default. What hosts say by Strict-Transport-Security over a verified "
            "connection is kept in hsts.json for all sessions. Their http URLs, typed or "
            "redirected to, become https before cookies are chosen. Addresses and names of this "
            "machine are left out.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.use_hsts = true;
            return {};
        },
        .denial =
            {
                .summary = "neither heed nor note who asked for https",
                .apply = [](Draft& draft) { draft.send.use_hsts = false; },
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
        .names = "--max-time",
        .value = {.name = "SECONDS"},
        .group = Group::network,
        .summary = "give up after SECONDS in all",
        .details = "Covers everything from waiting for a connection and looking up the name to "
                   "the last byte, redirects included. 0, the default, is no limit.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_seconds(text), [&](std::chrono::milliseconds time) {
                draft.send.policy.timeouts.total = time;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--tls-resume",
        .group = Group::network,
        .summary = "let connections go on with a TLS session",
        .details = "This is the default. It is done within a run, and from run to run of a session "
                   "that may be written, to the same server, if all that was demanded of the first "
                   "connection is the same, the CA files included, and not a day after its "
                   "certificate was checked. A client certificate and --verify=no exclude it.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.policy.tls.resume = true;
            return {};
        },
        .denial =
            {
                .summary = "make a full TLS handshake for each connection",
                .apply = [](Draft& draft) { draft.send.policy.tls.resume = false; },
            },
        .setter = Setter::project,
    },
    {
        .names = "--retry",
        .value = {.name = "N"},
        .group = Group::network,
        .summary = "try again, N times, what fails for a moment",
        .details =
            "A name that is not found, a connection that is refused or breaks before an answer, "
            "silence (--timeout and its like) and the statuses 408, 429, 502, 503 and 504. "
            "It waits as long as the server says (Retry-After), else a random part of 0.2 s, "
            "which doubles each time up to 5 s. What would not end within --max-time is not "
            "begun. POST and PATCH are sent again only if they cannot have arrived. An answer "
            "that breaks off is asked for again as long as nobody has seen anything of it: not "
            "once it goes to standard output, but --output begins a file anew that holds nothing "
            "else, and --download asks for what is missing if the server says which version that "
            "is of (ETag, "
            "Last-Modified). --meta tells the number of tries.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_count(text), [&](unsigned limit) {
                draft.send.policy.retries.limit = limit;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--retry-unsafe",
        .group = Group::network,
        .summary = "let --retry repeat POST and PATCH as well",
        .details = "Even if they may have arrived: what they do may be done twice.",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.policy.retries.is_unsafe = true;
            return {};
        },
        .setter = Setter::user,
    },
    {
        .names = "--max-headers",
        .value = {.name = "N"},
        .group = Group::network,
        .summary = "accept at most N response headers (5000)",
        .details = "0 is no limit for their number; all of them together may have 300 KiB.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_count(text), [&](unsigned limit) {
                draft.send.policy.limits.fields =
                    limit == 0 ? std::numeric_limits<unsigned>::max() : limit;
            });
        },
        .setter = Setter::project,
    },
    {
        .names = "--proxy",
        .value = {.name = "[PROTO:]URL"},
        .group = Group::network,
        .summary = "go through a proxy",
        .details = "URL is http, https, socks4, socks4a, socks5 or socks5h, with user and password "
                   "if need be. PROTO (http, https or all) is the scheme of the URLs that it is "
                   "for. May be given several times. Beats the variables http_proxy, https_proxy, "
                   "all_proxy and no_proxy; with an empty URL nothing is a proxy.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_proxy_rule(text), [&](http::ProxyRule rule) {
                draft.send.policy.proxies.typed.push_back(std::move(rule));
            });
        },
    },
    {
        .names = "--unix-socket",
        .value = {.name = "PATH", .completes = Completes::files},
        .group = Group::network,
        .summary = "connect to the socket PATH instead",
        .details = "For all hosts, redirects included, and past every proxy. A URL can name a "
                   "socket by itself: http+unix://%2Frun%2Fapp.sock/path.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string path) {
                draft.send.policy.unix_socket = std::move(path);
            });
        },
    },
    {
        .names = "--connect-to",
        .value = {.name = "H1:P1:H2:P2"},
        .group = Group::network,
        .summary = "connect to H2:P2 where it would be H1:P1",
        .details = "Nothing else changes: certificates and the Host field are H1's. An empty H1 or "
                   "P1 is any, an empty H2 or P2 the same. May be given several times; the first "
                   "that fits counts.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_detour(text), [&](http::Detour detour) {
                draft.send.policy.detours.push_back(std::move(detour));
            });
        },
    },
    {
        .names = "--interface",
        .value = {.name = "NAME|ADDR"},
        .group = Group::network,
        .summary = "connect from this interface or address",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string name) {
                draft.send.policy.interface = std::move(name);
            });
        },
    },
    {
        .names = "--ipv4,-4",
        .group = Group::network,
        .summary = "connect to IPv4 addresses only",
        .details = "Together with --ipv6 it is no restriction.",
        .apply = [](Draft& draft, Text) -> Done {
            restrict_to(http::AddressFamily::ipv4, draft);
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--ipv6,-6",
        .group = Group::network,
        .summary = "connect to IPv6 addresses only",
        .apply = [](Draft& draft, Text) -> Done {
            restrict_to(http::AddressFamily::ipv6, draft);
            return {};
        },
        .setter = Setter::project,
    },
    {
        .names = "--http-version",
        .value = {.name = "VERSION", .words = "1.0 1.1"},
        .group = Group::network,
        .summary = "speak HTTP 1.0 or 1.1 (the default)",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(choose<unsigned>(text, http_versions), [&](unsigned version) {
                draft.send.policy.http_version = version;
            });
        },
    },
    {
        .names = "--cert",
        .value = {.name = "FILE", .completes = Completes::files},
        .group = Group::network,
        .summary = "show the server this client certificate",
        .details = "FILE is PEM and may hold the certificates that it was signed with and the key.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string file) {
                draft.send.policy.tls.certificate = std::move(file);
            });
        },
    },
    {
        .names = "--cert-key",
        .value = {.name = "FILE", .completes = Completes::files},
        .group = Group::network,
        .summary = "the key of --cert, if it is not in there",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string file) {
                draft.send.policy.tls.key = std::move(file);
            });
        },
    },
    {
        .names = "--cert-key-pass",
        .value = {.name = "TEXT"},
        .group = Group::network,
        .summary = "the passphrase of the key",
        .details = "Without it a terminal is asked. Other users of the machine can see the "
                   "arguments of a command.",
        .apply = [](Draft& draft, Text text) -> Done {
            draft.send.policy.tls.key_password = Secret(std::string(text));
            return {};
        },
        .hides = Hides::value,
    },
    {
        .names = "--ssl",
        .value = {.name = "VERSION", .words = "auto tls1 tls1.1 tls1.2 tls1.3"},
        .group = Group::network,
        .summary = "speak this version of TLS only",
        .details = "The default is auto: 1.3 or 1.2, whatever both sides have.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(
                choose<http::TlsVersion>(text, tls_versions),
                [&](http::TlsVersion version) { draft.send.policy.tls.version = version; }
            );
        },
    },
    {
        .names = "--ciphers",
        .value = {.name = "LIST"},
        .group = Group::network,
        .summary = "accept these ciphers, named as OpenSSL does",
        .details = "Names stand between colons. Those that begin with TLS_ are for TLS 1.3.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_nonempty(text), [&](std::string list) {
                draft.send.policy.tls.ciphers = std::move(list);
            });
        },
    },
    {
        .names = "--pin",
        .value = {.name = "SHA256"},
        .group = Group::network,
        .summary = "believe only a server with this public key",
        .details = "The SHA-256 digest of the key, as sha256//BASE64, in bare base64 or in "
                   "hexadecimal; several between semicolons. Counts with --verify=no too.",
        .apply = [](Draft& draft, Text text) -> Done {
            return take(parse_pins(text), [&](std::vector<std::string> pins) {
                for (std::string& pin : pins) {
                    draft.send.policy.tls.pins.push_back(std::move(pin));
                }
            });
        },
    },
    {
        .names = "--native-tls",
        .group = Group::network,
        .summary = "use the system's TLS and certificates",
        .details = "That is always so: the option changes nothing, and is there for scripts that "
                   "were written for xh.",
        .apply = [](Draft& /*draft*/, Text) -> Done { return {}; },
        .setter = Setter::project,
    },
    {
        .names = "--path-as-is",
        .group = Group::network,
        .summary = "keep /../ and /./ in the path of the URL",
        .apply = [](Draft& draft, Text) -> Done {
            draft.send.request.url_rules.path_as_is = true;
            return {};
        },
        .setter = Setter::project,
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
});

} // namespace

std::span<const Option> network_options() noexcept {
    return table;
}

} // namespace latch::cli
