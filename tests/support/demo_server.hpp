// SPDX-License-Identifier: MIT
#pragma once

#include "support/message.hpp"

#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// A small application that behaves as Spring Security 6 does with form login, a CSRF token in the
/// session and Tomcat's cookies (spring.md 1.2 to 1.5, 2.1, 2.2): what the demo signs in to.
///
/// One user, alice with the password wonderland.
class DemoApplication {
public:
    Response operator()(const Request& request);

private:
    /// What Tomcat keeps for a JSESSIONID.
    struct HttpSession {
        std::string user;       ///< empty: anonymous
        std::string csrf_token; ///< raw; empty until somebody reads it
        std::string saved;      ///< where a login leads back to
    };

    /// One request on its way through the application.
    struct Visit {
        const Request& request;
        std::optional<std::string> session_id; ///< of a session that lives
        bool is_new = false;                   ///< the response has to set the cookie
    };

    Response route(Visit& visit);
    Response route_signed_in(Visit& visit);
    Response home(Visit& visit);
    Response login_page(Visit& visit);
    Response log_in(Visit& visit);
    Response log_out(Visit& visit);
    Response csrf_document(Visit& visit);
    Response add_item(Visit& visit);
    Response refuse(Visit& visit);
    Response demand_login(Visit& visit);

    HttpSession& session(Visit& visit);
    std::string user_of(const Visit& visit) const;
    std::string masked_token(Visit& visit);
    bool passes_csrf_check(const Visit& visit) const;
    std::string new_session_id();
    std::string new_uuid();
    unsigned random_byte();

    std::map<std::string, HttpSession, std::less<>> sessions_;
    std::vector<std::string> items_; ///< JSON texts
    std::random_device random_;
};

/// The token that a rendered one hides: the second half of the bytes, unmasked with the first.
/// Nothing if it is no rendered token.
std::optional<std::string> unmask_csrf_token(std::string_view masked);

} // namespace latch::test
