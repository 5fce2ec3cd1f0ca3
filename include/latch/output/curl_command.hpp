// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/redactor.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/http/url.hpp"
#include "latch/output/plan.hpp"

#include <optional>
#include <string>
#include <vector>

namespace latch::output {

enum class CurlOptions { terse, spelled_out };

/// How a curl command is written.
struct CurlStyle {
    CurlOptions options = CurlOptions::terse;
    Secrets secrets = Secrets::shortened;
    const base::Redactor* known = nullptr; ///< secrets that may stand in the URL; null: none
};

struct CurlCommand {
    std::string line;                  ///< for a POSIX shell, without a line end
    std::vector<std::string> warnings; ///< what it does not do that latch would
};

/// Where the answer's body would go.
struct BodyDestination {
    std::optional<std::string> file{}; ///< --output's
    Download download = Download::none;
};

/// A request, and how it would be sent.
struct CurlSubject {
    const http::PreparedRequest& request;
    const http::Policy& policy;
    std::optional<http::UserInfo> digest; ///< who answers a digest challenge; nothing: nobody
    BodyDestination destination{};
};

/// The curl command that sends the same request.
CurlCommand curl_command(const CurlSubject& subject, const CurlStyle& style);

} // namespace latch::output
