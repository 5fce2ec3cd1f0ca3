// SPDX-License-Identifier: MIT
#include "output/curl_line.hpp"

#include "latch/base/duration.hpp"
#include "latch/base/text.hpp"
#include "latch/http/proxy.hpp"

#include <string>

namespace latch::output {

namespace {

std::string port_words(const std::optional<std::uint16_t>& port) {
    return port ? std::to_string(*port) : std::string();
}

void put_redirects(CurlLine& line, const http::RedirectPolicy& redirects) {
    if (redirects.follow) {
        line.put("-L", "--location");
        line.put_long("--max-redirs", std::to_string(redirects.limit));
    }
}

void put_retries(CurlLine& line, const http::RetryPolicy& retries) {
    if (retries.limit > 0) {
        line.put_long("--retry", std::to_string(retries.limit));
        line.put_long("--retry-connrefused");
        if (!retries.is_unsafe) {
            line.warn("curl's --retry sends POST and PATCH again, too");
        }
    }
}

void put_timeouts(CurlLine& line, const http::Timeouts& timeouts) {
    if (timeouts.connect != http::Timeouts{}.connect) {
        line.put_long("--connect-timeout", base::decimal_seconds(timeouts.connect));
    }
    if (timeouts.total.count() > 0) {
        line.put("-m", "--max-time", base::decimal_seconds(timeouts.total));
    }
    if (timeouts.tls.count() > 0) {
        line.warn("--tls-timeout, for which curl has no option");
    }
    if (timeouts.first_byte.count() > 0) {
        line.warn("--first-byte-timeout, for which curl has no option");
    }
    if (timeouts.idle.count() > 0) {
        line.warn("--timeout counts between bytes, curl has --max-time for everything");
    }
}

std::string_view version_option(http::TlsVersion version) {
    switch (version) {
    case http::TlsVersion::automatic:
        return {};
    case http::TlsVersion::tls1_0:
        return "--tlsv1.0";
    case http::TlsVersion::tls1_1:
        return "--tlsv1.1";
    case http::TlsVersion::tls1_2:
        return "--tlsv1.2";
    case http::TlsVersion::tls1_3:
        return "--tlsv1.3";
    }
    return {};
}

void put_trust(CurlLine& line, const http::TlsPolicy& tls) {
    if (!tls.verify) {
        line.put("-k", "--insecure");
    } else if (!tls.ca.empty()) {
        line.put_long("--cacert", tls.ca.front());
    }
    if (tls.verify && tls.ca.size() > 1) {
        line.warn("curl takes CA certificates from one file only");
    }
    std::string pins;
    for (const std::string& pin : tls.pins) {
        pins += (pins.empty() ? "sha256//" : ";sha256//") + base::base64_encode(pin);
    }
    if (!pins.empty()) {
        line.put_long("--pinnedpubkey", pins);
    }
}

void put_tls(CurlLine& line, const http::TlsPolicy& tls) {
    put_trust(line, tls);
    if (const std::string_view version = version_option(tls.version); !version.empty()) {
        line.put_long(version);
        line.put_long("--tls-max", version.substr(std::string_view("--tlsv").size()));
    }
    if (!tls.ciphers.empty()) {
        line.put_long(
            tls.ciphers.starts_with("TLS_") ? "--tls13-ciphers" : "--ciphers", tls.ciphers
        );
    }
    if (!tls.certificate.empty()) {
        line.put("-E", "--cert", tls.certificate);
    }
    if (!tls.key.empty() && tls.key != tls.certificate) {
        line.put_long("--key", tls.key);
    }
    if (tls.key_password) {
        line.put_secret("--pass", tls.key_password->reveal(), "****");
    }
}

void put_proxy(CurlLine& line, const http::ProxyPolicy& proxies, const http::Url& url) {
    // Nobody gets here who would need a proxy that cannot be used (`http::route_for`).
    const auto found = http::proxy_for(proxies, url);
    const std::optional<http::Proxy> proxy = found ? *found : std::nullopt;
    if (!proxy && !proxies.typed.empty()) {
        line.put_long("--noproxy", "*");
    }
    if (!proxy) {
        return;
    }
    line.put(
        "-x",
        "--proxy",
        std::string(http::to_string(proxy->kind)) + "://" +
            http::host_and_port(proxy->peer.host, proxy->peer.port)
    );
    if (const auto& account = proxy->credentials) {
        const std::string user = account->user + ':';
        const auto password = account->password.value_or(base::Secret());
        line.put_secret("--proxy-user", user + std::string(password.reveal()), user + "****");
    }
}

void put_addresses(CurlLine& line, const http::Policy& policy, const http::Url& url) {
    for (const http::StaticAddress& address : policy.addresses) {
        line.put_long(
            "--resolve",
            address.host + ':' + std::to_string(address.port.value_or(url.port)) + ':' +
                http::bracketed(address.address)
        );
    }
    for (const http::Detour& detour : policy.detours) {
        line.put_long(
            "--connect-to",
            http::bracketed(detour.from_host) + ':' + port_words(detour.from_port) + ':' +
                http::bracketed(detour.to_host) + ':' + port_words(detour.to_port)
        );
    }
}

void put_route(CurlLine& line, const http::Policy& policy, const http::Url& url) {
    put_proxy(line, policy.proxies, url);
    put_addresses(line, policy, url);
    if (!policy.unix_socket.empty()) {
        line.put_long("--unix-socket", policy.unix_socket);
    }
    if (!policy.interface.empty()) {
        line.put_long("--interface", policy.interface);
    }
    if (policy.family != http::AddressFamily::any) {
        const bool is_ipv4 = policy.family == http::AddressFamily::ipv4;
        line.put(is_ipv4 ? "-4" : "-6", is_ipv4 ? "--ipv4" : "--ipv6");
    }
    constexpr unsigned http_1_0 = 10;
    if (policy.http_version == http_1_0) {
        line.put("-0", "--http1.0");
    }
}

} // namespace

void put_policy(CurlLine& line, const http::Policy& policy, const http::Url& url) {
    put_redirects(line, policy.redirects);
    put_retries(line, policy.retries);
    put_timeouts(line, policy.timeouts);
    put_tls(line, policy.tls);
    put_route(line, policy, url);
    if (policy.limits.fields != http::ResponseLimits{}.fields) {
        line.warn("--max-headers, for which curl has no option");
    }
    if (policy.rate_limit.count > 0) {
        line.put_long("--limit-rate", std::to_string(policy.rate_limit.count));
    }
}

} // namespace latch::output
