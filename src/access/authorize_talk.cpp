// SPDX-License-Identifier: MIT
#include "latch/access/authorize_talk.hpp"

#include "access/login_place.hpp"

#include <algorithm>
#include <vector>

namespace latch::access {

namespace {

Visit asking_for(const http::Url& page) {
    return {.url = page};
}

/// What agrees to all that a form of consent asks for.
std::vector<FormField> agreeing_to(Form form) {
    for (Field& field : form.fields) {
        field.is_checked = field.is_checked || field.type == "checkbox";
    }
    return fields_as_they_stand(form);
}

const Form* form_of_consent(const Page& page) {
    const auto found = std::ranges::find_if(page.forms, [](const Form& form) {
        return form.method == "POST" && !asks_for_password(form) &&
               std::ranges::any_of(form.fields, [](const Field& field) {
                   return field.name == "state" || field.name == "scope" ||
                          field.name == "client_id";
               });
    });
    return found == page.forms.end() ? nullptr : &*found;
}

} // namespace

Visit AuthorizeTalk::begin(std::string_view /*cookies*/) const {
    return asking_for(login_.page);
}

bool AuthorizeTalk::is_sent_back(const http::Hop& hop) {
    const auto target = redirect_target(hop);
    const auto wanted = http::parse_url(redirect_uri_);
    if (!target || !wanted || http::origin(*target) != http::origin(wanted->url) ||
        target->path != wanted->url.path) {
        return false;
    }
    callback_ = *target;
    verdict_ = LoginVerdict::signed_in;
    return true;
}

std::optional<Visit>
AuthorizeTalk::answered(const http::Hop& hop, std::string_view body, std::string_view cookies) {
    if (is_sent_back(hop)) {
        return std::nullopt;
    }
    switch (phase_) {
    case Phase::asking:
        return redirect_target(hop) || asks_for_password(read_page(body)) ? sign_in(cookies)
                                                                          : agree(hop, body);
    case Phase::signing_in:
        return after_login(hop, body, cookies);
    case Phase::asking_again:
        return agree(hop, body);
    case Phase::agreeing:
        break;
    }
    const auto further = redirect_target(hop);
    if (further && http::origin(*further) == http::origin(login_.page) && redirects_left_ > 0) {
        --redirects_left_;
        return asking_for(*further);
    }
    return fail(
        "it answers " + std::to_string(hop.response.status) + " to the consent",
        "look at --scope, and at what the client may ask for"
    );
}

std::optional<Visit> AuthorizeTalk::sign_in(std::string_view cookies) {
    phase_ = Phase::signing_in;
    talk_.emplace(login_);
    return talk_->begin(cookies);
}

std::optional<Visit>
AuthorizeTalk::after_login(const http::Hop& hop, std::string_view body, std::string_view cookies) {
    auto next = talk_->answered(hop, body, cookies);
    if (next) {
        return next;
    }
    if (talk_->verdict() != LoginVerdict::signed_in) {
        verdict_ = talk_->verdict();
        error_ = talk_->error();
        return std::nullopt;
    }
    phase_ = Phase::asking_again;
    return asking_for(login_.page);
}

std::optional<Visit> AuthorizeTalk::agree(const http::Hop& hop, std::string_view body) {
    const Page page = read_page(body);
    const Form* const form = form_of_consent(page);
    if (form == nullptr) {
        return fail(
            "it answers " + std::to_string(hop.response.status) + " at " +
                std::string(bare_path(hop.request.url)) + ", and there is no form of consent",
            "look at --client-id, --scope and the redirect URI of the client"
        );
    }
    auto action = form->action.empty() ? base::Result<http::Url>(hop.request.url)
                                       : http::resolve_reference(hop.request.url, form->action);
    if (!action || http::origin(*action) != http::origin(hop.request.url)) {
        return fail("its form of consent leads to another server");
    }
    phase_ = Phase::agreeing;
    return Visit{
        .url = *std::move(action),
        .form = form_body(agreeing_to(*form)),
        .referer = http::to_string(hop.request.url)};
}

std::optional<Visit> AuthorizeTalk::fail(std::string cause, std::string hint) {
    verdict_ = LoginVerdict::failed;
    error_ = base::Error(base::ErrorKind::not_signed_in, "the authorization server let nobody in")
                 .because(std::move(cause))
                 .hinting(std::move(hint));
    return std::nullopt;
}

} // namespace latch::access
