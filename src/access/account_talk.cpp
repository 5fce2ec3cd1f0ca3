// SPDX-License-Identifier: MIT
#include "latch/access/account_talk.hpp"

#include "access/login_place.hpp"

#include "latch/access/complaint.hpp"
#include "latch/access/lost.hpp"

#include <string>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using http::Hop;

/// A URL without its query, which may hold more than a terminal should show.
std::string place(const http::Url& url) {
    return http::to_string(http::origin(url)) + std::string(bare_path(url));
}

std::string what_it_says(const Hop& hop, std::string_view body) {
    const std::string words = complaint_of(hop, {.bytes = body, .is_whole = true}).words;
    return "the server answers " + std::to_string(hop.response.status) +
           (words.empty() ? "" : ": " + words);
}

Error refusal(const Hop& hop, std::string_view body) {
    return Error(ErrorKind::not_signed_in, "login refused at " + place(hop.request.url))
        .because(what_it_says(hop, body))
        .hinting("look at user name and password, or at the token");
}

/// It is no success; why nobody can tell.
Error untold(const Hop& hop, std::string cause, std::string hint) {
    return Error(
               ErrorKind::not_signed_in,
               "it cannot be told whether the login at " + place(hop.request.url) + " worked"
    )
        .because(std::move(cause))
        .hinting(std::move(hint));
}

Error wants_form(const Hop& hop, std::string cause) {
    return untold(hop, std::move(cause), "to sign in by its form: latch login @SESSION URL USER");
}

} // namespace

Visit AccountTalk::begin(std::string_view /*cookies*/) {
    return {.url = url_, .form = {}, .referer = {}, .kind = VisitKind::data};
}

std::optional<Visit>
AccountTalk::answered(const Hop& hop, std::string_view body, std::string_view /*cookies*/) {
    const unsigned status = hop.response.status;
    verdict_ = LoginVerdict::failed;
    if (status == 401) {
        verdict_ = LoginVerdict::refused;
        error_ = refusal(hop, body);
    } else if (sign_in_demanded(hop)) {
        error_ = wants_form(hop, "the answer leads to a login page");
    } else if (status < 200 || status >= 300) {
        error_ = untold(
            hop, what_it_says(hop, body), "give a URL that needs a login, and is for this user"
        );
    } else if (asks_for_password(read_page(body))) {
        error_ = wants_form(hop, "the answer is a login page");
    } else {
        verdict_ = LoginVerdict::signed_in;
    }
    return std::nullopt;
}

} // namespace latch::access
