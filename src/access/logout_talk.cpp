// SPDX-License-Identifier: MIT
#include "latch/access/logout_talk.hpp"

#include "access/login_place.hpp"

#include "latch/access/csrf.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using http::Hop;
using http::Url;

bool is_token(const FormField& field) {
    return carries_csrf_field(form_body({field}), http::NoBody{});
}

/// The form that is sent to that place.
const Form* form_for(const Page& page, const Hop& hop, const Url& logout) {
    const auto found = std::ranges::find_if(page.forms, [&](const Form& form) {
        const auto action = form.action.empty()
                                ? base::Result<Url>(hop.request.url)
                                : http::resolve_reference(hop.request.url, form.action);
        return form.method == "POST" && action && http::origin(*action) == http::origin(logout) &&
               bare_path(*action) == bare_path(logout);
    });
    return found == page.forms.end() ? nullptr : &*found;
}

/// The token of whatever form has one, or of the head of the page.
std::vector<FormField> token_of(const Page& page) {
    for (const Form& form : page.forms) {
        for (const Field& field : form.fields) {
            if (is_token({field.name, field.value})) {
                return {{field.name, field.value}};
            }
        }
    }
    const auto value = page.meta("_csrf");
    const auto name = page.meta("_csrf_parameter");
    return value
               ? std::vector<FormField>{{std::string(name.value_or("_csrf")), std::string(*value)}}
               : std::vector<FormField>{};
}

} // namespace

Visit LogoutTalk::begin(std::string_view /*cookies*/) {
    return {.url = situation_.logout};
}

std::optional<Visit>
LogoutTalk::answered(const Hop& hop, std::string_view body, std::string_view /*cookies*/) {
    switch (phase_) {
    case Phase::asking:
        return asked(hop, body);
    case Phase::looking_for_token:
        return send(
            http::is_success(hop.response.status) ? token_of(read_page(body))
                                                  : std::vector<FormField>{}
        );
    case Phase::sent:
        break;
    }
    return judge(hop);
}

std::optional<Visit> LogoutTalk::asked(const Hop& hop, std::string_view body) {
    const auto target = redirect_target(hop);
    if (target && (is_login_place(*target) || query_has(*target, "logout"))) {
        return end(LogoutVerdict::signed_out);
    }
    if (http::is_success(hop.response.status)) {
        const Page page = read_page(body);
        if (const Form* const form = form_for(page, hop, situation_.logout)) {
            return send(fields_as_they_stand(*form));
        }
    }
    was_heard_ = target || http::is_success(hop.response.status);
    phase_ = Phase::looking_for_token;
    return Visit{.url = situation_.login};
}

Visit LogoutTalk::send(const std::vector<FormField>& fields) {
    phase_ = Phase::sent;
    had_token_ = std::ranges::any_of(fields, is_token);
    return {.url = situation_.logout, .form = form_body(fields)};
}

std::optional<Visit> LogoutTalk::judge(const Hop& hop) {
    const unsigned status = hop.response.status;
    const auto target = redirect_target(hop);
    const bool leads_to_login = target && is_login_place(*target) && !query_has(*target, "logout");
    if (http::is_success(status) || (target && (!leads_to_login || had_token_))) {
        return end(LogoutVerdict::signed_out);
    }
    const std::string where = place_of(situation_.logout);
    if (status == 404 || status == 405) {
        if (was_heard_) {
            return end(LogoutVerdict::by_get);
        }
        return end(
            LogoutVerdict::nowhere,
            Error(ErrorKind::not_signed_in, "there is no logout at " + where)
                .because("the server answers " + std::to_string(status))
                .hinting("give the URL of the logout: latch logout @SESSION URL")
        );
    }
    const std::string answer = leads_to_login ? "it leads to the login page"
                                              : "the server answers " + std::to_string(status);
    return end(
        LogoutVerdict::refused,
        Error(ErrorKind::not_signed_in, "logout refused at " + where)
            .because(answer)
            .hinting(had_token_ ? "" : "no CSRF token was found, which may be the reason")
    );
}

std::optional<Visit> LogoutTalk::end(LogoutVerdict verdict, Error error) {
    verdict_ = verdict;
    error_ = std::move(error);
    return std::nullopt;
}

} // namespace latch::access
