// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/exchange.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latch::access {

/// What a token is good for. Rails makes one for each form, for its action and method alone.
enum class CsrfReach : std::uint8_t {
    application, ///< whatever the application checks
    request,     ///< requests like the one that it is wanted for
    other_form,  ///< perhaps nothing but the form that it stands in, which sends something else
};

/// A CSRF token as a server hands it out, and the name of the header that it wants it back in.
struct CsrfOffer {
    std::string token;
    std::string header;
    CsrfReach reach = CsrfReach::application;

    bool operator==(const CsrfOffer&) const = default;
};

/// The token in an answer, for `request` of the same origin: in its header X-CSRF-Token; in JSON as
/// Spring's CsrfToken {token, headerName}, Jenkins' crumb {crumb, crumbRequestField} or
/// {csrfToken}; in a page as meta data or as a hidden field, under the names that are in use. Of
/// the fields that may be good for their own form only, that of a form which sends what the request
/// does comes first, and others last.
///
/// Nothing if there is none, if it could not go into a header, or if the header that it is wanted
/// in is none for tokens: a server's page has no say in Host or Content-Length.
std::optional<CsrfOffer>
csrf_offer(const http::Hop& hop, std::string_view body, const http::PreparedRequest& request);

} // namespace latch::access
