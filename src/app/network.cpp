// SPDX-License-Identifier: MIT
#include "app/network.hpp"

#include "latch/base/file.hpp"
#include "latch/base/terminal.hpp"
#include "latch/base/text.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

struct Variable {
    std::string name;
    std::string value;
};

/// The variable in lower case, else in upper case.
std::optional<Variable> lookup(std::string_view name, const base::Environment& environment) {
    const bool is_cgi = environment.variable("REQUEST_METHOD").has_value();
    for (std::string spelled : {std::string(name), base::to_ascii_upper(name)}) {
        if (spelled == "HTTP_PROXY" && is_cgi) {
            continue;
        }
        if (auto value = environment.variable(spelled)) {
            return value->empty() ? std::nullopt
                                  : std::optional(Variable{std::move(spelled), *std::move(value)});
        }
    }
    return std::nullopt;
}

Result<http::Proxy> proxy_of(const Variable& variable) {
    auto proxy = http::parse_proxy(variable.value);
    if (!proxy) {
        return Error(ErrorKind::usage, "cannot use the proxy of the variable " + variable.name)
            .because(proxy.error().cause())
            .hinting(proxy.error().hint());
    }
    return proxy;
}

/// PEM says so in a header of the old form, or in its first line in the new one.
Result<bool> is_encrypted(const std::string& key) {
    constexpr base::Bytes largest_key = base::mebibytes(1);
    std::error_code missing;
    const auto status = std::filesystem::status(key, missing);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        return false; // a pipe gives what it has once, and TLS is going to need it
    }
    const auto text = base::read_whole(key, largest_key.count);
    if (!text) {
        return text.error();
    }
    return text->find("BEGIN ENCRYPTED PRIVATE KEY") != std::string::npos ||
           text->find("Proc-Type: 4,ENCRYPTED") != std::string::npos;
}

} // namespace

void add_proxies(http::ProxyPolicy& proxies, const base::Environment& environment) {
    struct Rule {
        std::string_view variable;
        std::optional<http::Scheme> scheme;
    };

    constexpr auto rules = std::to_array<Rule>({
        {"http_proxy", http::Scheme::http},
        {"https_proxy", http::Scheme::https},
        {"all_proxy", std::nullopt},
    });
    for (const Rule& rule : rules) {
        const auto variable = lookup(rule.variable, environment);
        if (!variable) {
            continue;
        }
        proxies.environment.push_back({.scheme = rule.scheme, .proxy = proxy_of(*variable)});
    }
    if (auto exceptions = lookup("no_proxy", environment)) {
        proxies.exceptions = std::move(exceptions->value);
    }
}

Result<void> complete_identity(http::TlsPolicy& tls, const base::Environment& environment) {
    if (tls.certificate.empty()) {
        return {};
    }
    tls.certificate = environment.resolve(tls.certificate).string();
    tls.key = tls.key.empty() ? tls.certificate : environment.resolve(tls.key).string();
    if (tls.key_password) {
        return {};
    }
    const auto encrypted = is_encrypted(tls.key);
    if (!encrypted) {
        return encrypted.error();
    }
    if (!*encrypted) {
        return {};
    }
    auto password = base::ask_secret(
        environment.terminal, "latch: passphrase for " + tls.key, "give it with --cert-key-pass"
    );
    if (!password) {
        return password.error();
    }
    tls.key_password = *std::move(password);
    return {};
}

} // namespace latch::app
