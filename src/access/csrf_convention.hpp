// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string_view>

namespace latch::access {

/// How a framework hands out its token, and in which header it takes it back (spring.md 2.6).
struct CsrfConvention {
    std::string_view framework;
    std::string_view header;
    std::string_view cookie{}; ///< whose value is the token
    std::string_view field{};  ///< hidden, in forms
    std::string_view meta{};   ///< its name in the head of pages
    bool is_per_form = false;  ///< the field may be good for its own form only
};

/// The nearest to Spring first: of two that share a place, the first counts.
constexpr std::array<CsrfConvention, 9> csrf_conventions{{
    {
        .framework = "Spring Security",
        .header = "X-CSRF-TOKEN",
        .field = "_csrf",
        .meta = "_csrf",
    },
    {
        .framework = "Spring Security with a cookie, Angular, Axios, Laravel",
        .header = "X-XSRF-TOKEN",
        .cookie = "XSRF-TOKEN",
    },
    {
        .framework = "Django",
        .header = "X-CSRFToken",
        .cookie = "csrftoken",
        .field = "csrfmiddlewaretoken",
    },
    {
        .framework = "Rails",
        .header = "X-CSRF-Token",
        .field = "authenticity_token",
        .meta = "csrf-token",
        .is_per_form = true,
    },
    {.framework = "Laravel", .header = "X-CSRF-TOKEN", .field = "_token"},
    {
        .framework = "Flask-WTF",
        .header = "X-CSRFToken",
        .field = "csrf_token",
        .meta = "csrf_token",
    },
    {
        .framework = "ASP.NET",
        .header = "RequestVerificationToken",
        .field = "__RequestVerificationToken",
    },
    {.framework = "Express", .header = "CSRF-Token"},
    {.framework = "Jenkins", .header = "Jenkins-Crumb"},
}};

} // namespace latch::access
