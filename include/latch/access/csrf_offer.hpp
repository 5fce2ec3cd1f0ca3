// SPDX-License-Identifier: MIT
#pragma once

#include "latch/http/response.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::access {

/// A CSRF token as a server hands it out, and the name of the header that it wants it back in.
struct CsrfOffer {
    std::string token;
    std::string header;

    bool operator==(const CsrfOffer&) const = default;
};

/// The token in an answer: in its header X-CSRF-Token; in JSON as Spring's CsrfToken {token,
/// headerName}, Jenkins' crumb {crumb, crumbRequestField} or {csrfToken}; in a page as meta data or
/// as a hidden field, under the names that are in use.
///
/// Nothing if there is none, if it could not go into a header, or if the header that it is wanted
/// in is none for tokens: a server's page has no say in Host or Content-Length.
std::optional<CsrfOffer> csrf_offer(const http::ResponseHead& response, std::string_view body);

} // namespace latch::access
