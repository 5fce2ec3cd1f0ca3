// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/base/environment.hpp"
#include "latch/client/sign_on.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/response.hpp"
#include "latch/request/compose.hpp"
#include "latch/session/session.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Somebody who is known at one URL by everything that a session can hold: a header item, an
/// account (with its nonce, if that is for digest authentication), cookies (one for the host, one
/// for the domain above it, a Secure one), and the host's wish for TLS.
class Acquaintance {
public:
    /// What was learnt comes by the ways of a run: composed, answered, made into a delta, applied.
    Acquaintance(std::string_view url, access::Scheme scheme);

    /// What a later request for `url` carries of it: "header auth host domain secure", or less.
    /// "stranger" is an account that is not the session's. "refused" if nothing can be sent.
    std::string sent_to(std::string_view url) const;

    /// The same with what hosts said of TLS in mind, and the URL that is asked in front.
    std::string sent_to_known(std::string_view url) const;

    /// What goes along if the first request, with a typed cookie ("typed") as well, is led from one
    /// of these to the next.
    std::string led_to(const std::vector<std::string>& locations) const;

private:
    http::ResponseHead answer() const;
    client::Identity identity(const session::Typed& typed) const;
    std::string sent(
        const http::Request& request, const session::Session& session, const client::Identity& as
    ) const;
    std::string words(const http::Headers& headers) const;
    bool is_ours(std::string_view authorization) const;

    access::Scheme scheme_;
    http::Origin origin_;
    request::Composed first_;
    session::Session session_;
    http::HstsHosts hsts_;
};

} // namespace latch::test
