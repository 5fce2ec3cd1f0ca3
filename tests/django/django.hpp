// SPDX-License-Identifier: MIT
#pragma once

#include "support/foreign_server.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// Where Django keeps its token against CSRF.
enum class DjangoToken { in_cookie, in_session };

/// A request as Django saw it.
struct DjangoArrival {
    std::string in_words; ///< "POST /accounts/login/ 302"
    std::string token;    ///< of the header X-CSRFToken, or "none"
    std::string cookies;
};

/// The Django project of this folder, running, with one user: alice, wonderland.
class Django {
public:
    explicit Django(DjangoToken token = DjangoToken::in_cookie);

    std::string url(std::string_view path) const;

    /// What came since the last call.
    std::vector<DjangoArrival> arrivals();
    /// The same, in words.
    std::vector<std::string> in_words();

    /// What the end of their time does to all sessions.
    void end_sessions() const;

private:
    nlohmann::json ask(const std::string& method, const std::string& target) const;

    ForeignServer server_;
    unsigned short port_;
    std::size_t seen_ = 0;
};

} // namespace latch::test
