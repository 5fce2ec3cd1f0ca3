// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/discovery_talk.hpp"
#include "latch/access/grant_talk.hpp"
#include "latch/access/login_talk.hpp"
#include "latch/access/oauth.hpp"
#include "latch/base/error.hpp"

#include <optional>

namespace latch::client {

/// Tells a person what to do.
class Attendant {
public:
    Attendant() = default;
    Attendant(const Attendant&) = delete;
    Attendant& operator=(const Attendant&) = delete;
    Attendant(Attendant&&) = delete;
    Attendant& operator=(Attendant&&) = delete;
    virtual ~Attendant() = default;

    /// A page to let the client in at. Errors: nobody is there.
    virtual base::Result<void> open(const http::Url& page) = 0;

    /// A code to type at a page.
    virtual base::Result<void> show(const access::DeviceCode& code) = 0;
};

/// What it takes to get a token of OAuth 2.
struct TokenOrder {
    access::OAuthClient client;
    access::ClientSecret secret{};
    /// Who lets the client in where no browser is; nothing: a person at one does. Its page does not
    /// count.
    std::optional<access::LoginSituation> person{};
    /// How to find the endpoints; nothing: they are known.
    std::optional<access::DiscoverySituation> discovery{};
    Attendant* attendant =
        nullptr; ///< null: nobody is told anything, and what needs a person fails
};

/// Whose credentials a server has looked at and not taken.
enum class Refused { nobody, person, client };

/// What came of it.
struct Obtained {
    access::LoginVerdict verdict = access::LoginVerdict::failed;
    base::Error error;            ///< unless it worked
    access::ReceivedToken token;  ///< if it did
    access::OAuthServer server{}; ///< as it was found, or known
    Refused refused = Refused::nobody;
};

} // namespace latch::client
