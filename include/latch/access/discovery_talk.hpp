// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"
#include "latch/access/oauth.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// What finding an authorization server starts from.
struct DiscoverySituation {
    http::Url resource;                ///< that is to be opened
    std::optional<http::Url> issuer{}; ///< nothing: the resource is asked who that is
};

/// How to find out where an authorization server is asked for what, without I/O: the documents of
/// RFC 8414 and OpenID Connect. Whose they are tells the resource by its challenge (RFC 9728, 5),
/// of its own origin alone; one that does not is taken to be its own issuer.
class DiscoveryTalk {
public:
    explicit DiscoveryTalk(DiscoverySituation situation) : situation_(std::move(situation)) {}

    Visit begin(std::string_view cookies);

    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    /// What was found; nothing until it is.
    const std::optional<OAuthServer>& server() const noexcept { return server_; }

    /// Why nothing was.
    const base::Error& error() const noexcept { return error_; }

private:
    enum class Phase { resource, resource_metadata, metadata };

    Visit look_up(http::Url issuer);
    Visit ask_issuer();
    std::optional<Visit> heard_of_resource(const http::Hop& hop);
    std::optional<Visit> heard_of_issuer(const http::Hop& hop, std::string_view body);
    std::optional<Visit> read(const http::Hop& hop, std::string_view body);

    DiscoverySituation situation_;
    Phase phase_ = Phase::metadata;
    std::vector<http::Url> places_;
    std::size_t next_ = 0; ///< place to look at
    std::optional<OAuthServer> server_;
    base::Error error_;
};

} // namespace latch::access
