// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/login_talk.hpp"

namespace latch::access {

/// What a logout starts from.
struct LogoutSituation {
    http::Url logout;
    http::Url login; ///< a page that may have a token
};

/// How a logout ended.
enum class LogoutVerdict {
    open, ///< it has not
    signed_out,
    by_get,  ///< the place takes no POST; the GET before that may have done it
    refused, ///< for want of a token, as far as can be told
    nowhere, ///< there is no such place
};

/// How to sign out, without I/O: as a person would, by the form of the page for that, or with the
/// token of another page in a form of our own (spring.md 1.7). A token in a form is right for every
/// checker of Spring's; a header beside it would be looked at instead, so there is none.
class LogoutTalk {
public:
    explicit LogoutTalk(LogoutSituation situation) : situation_(std::move(situation)) {}

    Visit begin(std::string_view cookies);
    std::optional<Visit>
    answered(const http::Hop& hop, std::string_view body, std::string_view cookies);

    LogoutVerdict verdict() const noexcept { return verdict_; }

    /// Why it is not `signed_out`.
    const base::Error& error() const noexcept { return error_; }

private:
    enum class Phase { asking, looking_for_token, sent };

    std::optional<Visit> asked(const http::Hop& hop, std::string_view body);
    Visit send(const std::vector<FormField>& fields);
    std::optional<Visit> judge(const http::Hop& hop);
    std::optional<Visit> end(LogoutVerdict verdict, base::Error error = {});

    LogoutSituation situation_;
    Phase phase_ = Phase::asking;
    bool had_token_ = false;
    bool was_heard_ = false; ///< a GET of the place was answered well, which may be all there is
    LogoutVerdict verdict_ = LogoutVerdict::open;
    base::Error error_;
};

} // namespace latch::access
