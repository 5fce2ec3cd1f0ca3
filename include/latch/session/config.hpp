// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/url.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace latch::session {

/// Arguments that stand before those typed, and the member of the file that holds them.
struct DefaultOptions {
    std::string member; ///< "default_options", "hosts.*.test.default_options"
    std::vector<std::string> words;

    bool operator==(const DefaultOptions&) const = default;
};

/// A host, or all hosts below it without itself.
struct HostPattern {
    std::string name; ///< as in `Url::host`
    bool below = false;

    bool operator==(const HostPattern&) const = default;
};

/// What a configuration file says: options for all requests, for those to a host, for those to an
/// origin.
struct Config {
    struct ForHost {
        HostPattern host;
        DefaultOptions options;
    };

    struct ForOrigin {
        http::Origin origin;
        DefaultOptions options;
    };

    DefaultOptions general;
    std::vector<ForHost> hosts; ///< in the order in which they are applied: the nearest last
    std::vector<ForOrigin> origins;
};

/// Reads the text of a configuration file; `name` is for errors. Errors: `bad_config`, with line
/// and column where it is no JSON, else with the member that is wrong or unknown.
base::Result<Config> read_config(std::string_view text, std::string_view name);

/// "cannot use the configuration NAME", because of `cause`.
base::Error unusable_config(std::string_view name, std::string cause);

/// Those of the hosts that the URL's is one of, the nearest last.
std::vector<DefaultOptions> options_for_host(const Config& config, const http::Url& url);

/// Those of the URL's origin, at most one.
std::vector<DefaultOptions> options_for_origin(const Config& config, const http::Url& url);

} // namespace latch::session
