// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace latch::access {

/// Whether credentials that each request is signed with are good, without I/O: one GET of a URL
/// that needs them.
///
/// An answer with 2xx is success, unless it is a login page. 401 is a refusal. What else may come
/// tells nothing of the credentials for certain, and is a failure that says so.
class AccountTalk {
public:
    explicit AccountTalk(http::Url url) : url_(std::move(url)) {}

    /// The only visit.
    Visit begin(std::string_view cookies);

    /// Judges the answer; there is never another visit.
    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    LoginVerdict verdict() const noexcept { return verdict_; }

    /// Why it is not `signed_in`.
    const base::Error& error() const noexcept { return error_; }

private:
    http::Url url_;
    LoginVerdict verdict_ = LoginVerdict::open;
    base::Error error_;
};

} // namespace latch::access
