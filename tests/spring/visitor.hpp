// SPDX-License-Identifier: MIT
#pragma once

#include "support/latch.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// What a person types into a login form, under the names that the form has for it.
struct LoginForm {
    std::string page = "/login";
    std::string action = "/login";
    std::string user = "username=alice";
    std::string password = "password=wonderland";
};

/// The value of the hidden field `_csrf` that comes last in a page; fails the test without one.
std::string csrf_field(std::string_view page);

/// Somebody who uses one named session with one context of the application; each call is a run
/// of the program.
class Visitor {
public:
    Visitor(const Latch& latch, std::string context, std::string session = "app");

    const std::string& context() const noexcept { return context_; }

    std::string url(std::string_view path) const;

    /// `latch @SESSION METHOD URL ITEM…`.
    Ran send(
        const std::string& method, std::string_view path, const std::vector<std::string>& items = {}
    ) const;
    /// `latch OPTION… @SESSION WORD…`, with what the context needs to be trusted.
    Ran run(const std::vector<std::string>& options, const std::vector<std::string>& words) const;

    /// Signs in as a script would: fetch the page, take the token, post the form. Fails the test
    /// unless the answer is a redirect.
    Ran sign_in(const LoginForm& form = {}) const;

    /// The session file; fails the test if there is none.
    nlohmann::json file() const;
    /// The one cookie of that name in the file; fails the test if there is another number of them.
    nlohmann::json cookie(std::string_view name) const;
    std::string cookie_value(std::string_view name) const;
    /// How many cookies of that name are in the file.
    std::size_t count_cookies(std::string_view name) const;

private:
    const Latch& latch_;
    std::string context_;
    std::string session_;
};

} // namespace latch::test
