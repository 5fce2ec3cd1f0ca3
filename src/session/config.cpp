// SPDX-License-Identifier: MIT
#include "latch/session/config.hpp"

#include "session/document.hpp"
#include "session/node.hpp"

#include <algorithm>
#include <utility>

namespace latch::session {

namespace {

constexpr std::string_view options_member = "default_options";

/// A member that nobody knows is a slip of the fingers: what it was meant to say would be missed.
void refuse_others(const Members& members, std::string_view known) {
    const UnknownMembers unknown = members.rest();
    if (!unknown.empty()) {
        members.object().complain(
            "holds the unknown member \"" + unknown.front().first + '"',
            "known are " + std::string(known)
        );
    }
}

DefaultOptions read_options(const Node& node) {
    DefaultOptions options{.member = node.path(), .words = {}};
    for (const Node& word : node.elements()) {
        if (!word.is_text()) {
            word.complain("must be text", "numbers stand in quotes too: \"--timeout=5\"");
            break;
        }
        options.words.push_back(word.bytes());
    }
    return options;
}

/// The object of a host or origin.
DefaultOptions read_entry(const Node& node) {
    Members members(node);
    DefaultOptions options = read_options(members.required(options_member));
    refuse_others(members, options_member);
    return options;
}

HostPattern read_pattern(const std::string& key, const Node& node) {
    constexpr std::string_view subdomains = "*.";
    const bool below = key.starts_with(subdomains);
    const std::string name = key.substr(below ? subdomains.size() : 0);
    const auto origin = http::parse_origin("http://" + name);
    if (!origin || origin->port != http::default_port(http::Scheme::http)) {
        node.complain("is no host", R"(a host is "api.test", and "*.api.test" all below it)");
        return {};
    }
    return {.name = origin->host, .below = below};
}

std::vector<Config::ForHost> read_hosts(const Node& node) {
    std::vector<Config::ForHost> hosts;
    for (const auto& [key, entry] : node.members()) {
        HostPattern pattern = read_pattern(key, entry);
        if (std::ranges::count(hosts, pattern, &Config::ForHost::host) != 0) {
            entry.complain("is there twice, spelt differently");
        }
        hosts.push_back({.host = std::move(pattern), .options = read_entry(entry)});
    }
    std::ranges::stable_sort(hosts, {}, [](const Config::ForHost& each) {
        return std::pair(!each.host.below, each.host.name.size());
    });
    return hosts;
}

std::vector<Config::ForOrigin> read_origins(const Node& node) {
    std::vector<Config::ForOrigin> origins;
    for (const auto& [key, entry] : node.members()) {
        const auto origin = http::parse_origin(key);
        if (!origin) {
            entry.complain("is no origin", "an origin is \"https://api.test\", without a path");
            break;
        }
        if (std::ranges::count(origins, *origin, &Config::ForOrigin::origin) != 0) {
            entry.complain("is there twice, spelt differently");
        }
        origins.push_back({.origin = *origin, .options = read_entry(entry)});
    }
    return origins;
}

Config read_members(Members& members) {
    Config config;
    if (const auto options = members.optional(options_member)) {
        config.general = read_options(*options);
    }
    if (const auto hosts = members.optional("hosts")) {
        config.hosts = read_hosts(*hosts);
    }
    if (const auto origins = members.optional("origins")) {
        config.origins = read_origins(*origins);
    }
    refuse_others(members, "default_options, hosts and origins");
    return config;
}

bool fits(const HostPattern& pattern, const http::Url& url) {
    if (!pattern.below) {
        return url.host == pattern.name;
    }
    return url.host_kind == http::HostKind::name && url.host.ends_with('.' + pattern.name);
}

/// The same fault in the words for this kind of file.
base::Error of_config(const base::Error& error, std::string_view name) {
    return unusable_config(name, error.cause()).hinting(error.hint());
}

} // namespace

base::Error unusable_config(std::string_view name, std::string cause) {
    return base::Error(
               base::ErrorKind::bad_config, "cannot use the configuration " + std::string(name)
    )
        .because(std::move(cause));
}

base::Result<Config> read_config(std::string_view text, std::string_view name) {
    const auto document = parse_document(text, name);
    if (!document) {
        return of_config(document.error(), name);
    }
    Problem problem;
    Members members(Node(*document, "", problem));
    Config config = read_members(members);
    if (problem.occurred()) {
        return of_config(problem.error(text, name), name);
    }
    return config;
}

std::vector<DefaultOptions> options_for_host(const Config& config, const http::Url& url) {
    std::vector<DefaultOptions> found;
    for (const Config::ForHost& each : config.hosts) {
        if (fits(each.host, url)) {
            found.push_back(each.options);
        }
    }
    return found;
}

std::vector<DefaultOptions> options_for_origin(const Config& config, const http::Url& url) {
    std::vector<DefaultOptions> found;
    for (const Config::ForOrigin& each : config.origins) {
        if (each.origin == http::origin(url)) {
            found.push_back(each.options);
        }
    }
    return found;
}

} // namespace latch::session
