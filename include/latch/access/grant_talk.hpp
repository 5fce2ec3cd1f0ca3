// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"
#include "latch/access/oauth.hpp"
#include "latch/access/token_answer.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::access {

/// A request of a client to its authorization server: a POST of a form.
struct GrantRequest {
    http::Url url;
    std::string form;
    std::optional<base::Secret> authorization{}; ///< of a client that has a secret
    std::vector<base::Secret> secrets{}; ///< that it holds: servers repeat in errors what they got
};

/// The client's own credentials, as far as requests need them.
using ClientSecret = std::optional<base::Secret>;

/// For a token of its own (RFC 6749, 4.4.2). Errors of all of them: `usage` for what no header can
/// hold, `protocol` for a server without the endpoint.
base::Result<GrantRequest> client_request(const OAuthClient& client, const ClientSecret& secret);

/// For the token of a code (RFC 6749, 4.1.3; RFC 7636, 4.5).
struct CodeGrant {
    base::Secret code;
    std::string redirect_uri;
    base::Secret verifier;
};

base::Result<GrantRequest>
code_request(const OAuthClient& client, const ClientSecret& secret, const CodeGrant& grant);

/// For the next token (RFC 6749, 6).
base::Result<GrantRequest>
refresh_request(const OAuthClient& client, const ClientSecret& secret, const base::Secret& refresh);

/// For a code that a person can type on another device (RFC 8628, 3.1).
base::Result<GrantRequest> device_request(const OAuthClient& client, const ClientSecret& secret);

/// For the token of a device, which may not be there yet (RFC 8628, 3.4).
base::Result<GrantRequest> device_token_request(
    const OAuthClient& client, const ClientSecret& secret, const base::Secret& device_code
);

/// That a token is to be worth nothing any more (RFC 7009, 2.1).
base::Result<GrantRequest> revocation_request(
    const OAuthClient& client, const ClientSecret& secret, const base::Secret& token
);

/// One request for a token, and what its answer says (RFC 6749, 5).
class GrantTalk {
public:
    explicit GrantTalk(GrantRequest request) : request_(std::move(request)) {}

    Visit begin(std::string_view cookies) const;

    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    /// `refused` if what was granted is worth nothing, or never was (invalid_grant; RFC 6749, 5.2).
    LoginVerdict verdict() const noexcept { return verdict_; }

    /// Why it is not `signed_in`.
    const base::Error& error() const noexcept { return error_; }

    /// The server's code for that: "invalid_grant", "authorization_pending", "slow_down"; may be
    /// empty.
    const std::string& code() const noexcept { return code_; }

    /// What was handed out; empty unless it is `signed_in`.
    const ReceivedToken& token() const noexcept { return token_; }

private:
    GrantRequest request_;
    LoginVerdict verdict_ = LoginVerdict::open;
    std::string code_;
    base::Error error_;
    ReceivedToken token_;
};

/// Has tokens declared worthless, one after the other (RFC 7009, 2).
class RevocationTalk {
public:
    /// At least one request.
    explicit RevocationTalk(std::vector<GrantRequest> requests) : requests_(std::move(requests)) {}

    Visit begin(std::string_view cookies);

    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    /// Why the server does not do that; nothing: it does.
    const std::optional<base::Error>& error() const noexcept { return error_; }

private:
    Visit visit();

    std::vector<GrantRequest> requests_;
    std::size_t next_ = 0;
    std::optional<base::Error> error_;
};

/// What a person has to do to let a device in (RFC 8628, 3.2).
struct DeviceCode {
    base::Secret device_code;
    std::string user_code;    ///< what is typed there
    std::string page;         ///< the URL where
    std::string whole_page{}; ///< with the code in it; may be empty
    std::chrono::seconds lifetime{};
    std::chrono::seconds interval{5}; ///< between two requests for the token
};

/// Of the answer to a `device_request`. Errors: `protocol` for an answer that is none,
/// `not_signed_in` for a refusal.
base::Result<DeviceCode>
read_device_code(const http::Hop& hop, std::string_view body, const GrantRequest& request);

} // namespace latch::access
