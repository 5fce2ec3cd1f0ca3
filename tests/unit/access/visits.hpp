// SPDX-License-Identifier: MIT
#pragma once

#include "support/builders.hpp"

#include "latch/access/login_talk.hpp"
#include "latch/http/exchange.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace latch::test {

/// What an application answers to a visit.
struct VisitAnswer {
    unsigned status = 200;
    http::Headers headers{};
    std::string body{};
    std::string cookies_after{}; ///< the Cookie header from now on; empty: as before
};

using VisitedApplication = std::function<VisitAnswer(const access::Visit&)>;

inline VisitAnswer leads_to(std::string location, std::string cookies_after = "") {
    return {302, {{"Location", std::move(location)}}, "", std::move(cookies_after)};
}

inline VisitAnswer shows(std::string html, std::string cookies_after = "") {
    return {
        200,
        {{"Content-Type", "text/html;charset=UTF-8"}},
        std::move(html),
        std::move(cookies_after)};
}

inline VisitAnswer says(unsigned status) {
    return {status, {{"Content-Type", "text/html"}}, "<h1>no", ""};
}

/// "GET /login", "POST /login a=b".
inline std::string in_words(const access::Visit& visit) {
    const std::string target = http::target(visit.url);
    return visit.form ? "POST " + target + ' ' + *visit.form : "GET " + target;
}

/// Makes the visits of a talk at an application that is a function; what they were.
template <class Talk>
std::vector<std::string>
visit(Talk& talk, const VisitedApplication& application, std::string cookies = "") {
    std::vector<std::string> made;
    std::optional<access::Visit> next = talk.begin(cookies);
    while (next && made.size() < 20) {
        made.push_back(in_words(*next));
        VisitAnswer answer = application(*next);
        http::Hop hop;
        if (!cookies.empty()) {
            hop.request.headers.add("Cookie", cookies);
        }
        cookies = answer.cookies_after.empty() ? cookies : answer.cookies_after;
        hop.request.method = next->form ? "POST" : "GET";
        hop.request.url = next->url;
        hop.request.target = http::target(next->url);
        hop.response = {.status = answer.status, .reason = {}, .headers = answer.headers};
        next = talk.answered(hop, answer.body, cookies);
    }
    return made;
}

} // namespace latch::test
