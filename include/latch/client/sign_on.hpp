// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/access/digest.hpp"
#include "latch/access/netrc.hpp"
#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/session.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace latch::client {

/// Turns the source of a secret into the secret; errors name the source, never the secret.
using SecretResolver = std::function<base::Result<base::Secret>(const access::SecretSource&)>;

/// What .netrc has for a host.
using NetrcLookup = std::function<
    base::Result<std::optional<access::Basic>>(std::string_view host, access::NetrcReach reach)>;

/// Who the user is, as far as it does not stand in the session.
struct Identity {
    struct Typed {
        http::Origin origin; ///< the only one that gets it
        access::Account account;
    };

    std::optional<Typed> typed;
    http::Origin asked; ///< by the user; a redirect may lead to others
    NetrcLookup netrc;  ///< empty: there is none
    access::Scheme netrc_scheme = access::Scheme::basic;
    std::vector<session::LearnedNonce> nonces; ///< of earlier runs, whose next use is ours
};

/// The account that a request is to be signed with: what was typed for this origin, else what the
/// session holds for it, else what .netrc has for the host. Where a redirect has led to another
/// origin, .netrc has to name its host, and nothing of it goes out in the clear after https, but to
/// loopback. Nothing if the request carries an
/// Authorization item, if that was unset, or if the session holds one as a header.
base::Result<std::optional<access::Account>> account_for(
    const http::Request& request, const Identity& identity, const session::Session& session
);

/// How the last request proved who sends it, as far as a challenge could change that.
enum class DigestProof {
    not_in_play,      ///< there is no account for digest authentication
    none,             ///< no nonce was known
    remembered_nonce, ///< by a nonce that was not the answer to this very request
    fresh_nonce,
};

/// Signs the requests of one conversation; keeps count of the nonces.
class SignOn {
public:
    /// Both must outlive the object.
    SignOn(const Identity& identity, const SecretResolver& secrets);

    /// The Authorization value of a request, a count further each time; nothing if there is no
    /// account, or if the server has to be asked for a nonce first. The secret is looked up even
    /// then: what is wrong with it is known before anything is sent.
    base::Result<std::optional<base::Secret>>
    sign(const http::Request& request, const session::Session& session);

    /// Of the request signed last.
    DigestProof proof() const noexcept { return proof_; }

    /// The nonce to use for that origin from now on: the answer to a request.
    void learn(const http::Origin& origin, access::DigestChallenge challenge);

    /// Notes that a signed request was not refused, and what nonce the server wants next.
    void accepted(const http::Origin& origin, const http::Headers& response);

    /// All nonces that were accepted, as they stand.
    std::vector<session::LearnedNonce> nonces() const;

private:
    struct InUse {
        session::LearnedNonce of;
        bool is_fresh = false;
        bool is_accepted = false;
    };

    InUse* find(const http::Origin& origin) noexcept;
    base::Result<std::optional<base::Secret>>
    prove(const access::Digest& credentials, const http::Request& request);

    const Identity& identity_;
    const SecretResolver& secrets_;
    std::vector<InUse> nonces_;
    DigestProof proof_ = DigestProof::not_in_play;
};

} // namespace latch::client
