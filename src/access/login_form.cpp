// SPDX-License-Identifier: MIT
#include "latch/access/login_form.hpp"

#include "latch/http/url.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::array<std::string_view, 5> text_types{"text", "email", "tel", "username", "search"};

bool is_password(const Field& field) noexcept {
    return field.type == "password";
}

bool takes_text(const Field& field) noexcept {
    return std::ranges::find(text_types, field.type) != text_types.end();
}

bool is_button(const Field& field) noexcept {
    return field.type == "submit" || field.type == "image";
}

/// Whether a browser sends it, buttons apart.
bool is_sent(const Field& field) noexcept {
    if (field.type == "checkbox" || field.type == "radio") {
        return field.is_checked;
    }
    return !is_button(field) && field.type != "reset" && field.type != "button" &&
           field.type != "file";
}

/// The fields that go along, by their places in the form.
std::vector<const Field*> sent_fields(const Form& form) {
    std::vector<const Field*> sent;
    const auto button = std::ranges::find_if(form.fields, is_button);
    for (auto field = form.fields.begin(); field != form.fields.end(); ++field) {
        if (is_sent(*field) || field == button) {
            sent.push_back(&*field);
        }
    }
    return sent;
}

std::vector<FormField> as_pairs(const std::vector<const Field*>& fields) {
    std::vector<FormField> pairs;
    pairs.reserve(fields.size());
    for (const Field* const field : fields) {
        pairs.emplace_back(field->name, field->value);
    }
    return pairs;
}

std::string named(const Form& form) {
    return form.action.empty() ? "that of the page itself" : form.action;
}

Error no_form(const std::string& place) {
    return Error(ErrorKind::not_signed_in, "there is no login form at " + place)
        .because("no form there asks for one password")
        .hinting("give the URL of the login page; a page that is made by a script has no form");
}

Error two_forms(const std::string& place, const std::vector<const Form*>& forms) {
    return Error(ErrorKind::not_signed_in, "there is more than one login form at " + place)
        .because("they are sent to " + named(*forms[0]) + " and " + named(*forms[1]))
        .hinting("give the URL of a page that has one");
}

/// The fields whose value is the name: the nearest one before the password, else the first of all.
std::optional<std::size_t>
user_among(const std::vector<const Field*>& fields, std::size_t password) {
    std::optional<std::size_t> found;
    for (std::size_t at = 0; at < fields.size(); ++at) {
        if (takes_text(*fields[at]) && (at < password || !found)) {
            found = at;
        }
    }
    return found;
}

} // namespace

bool asks_for_password(const Form& form) noexcept {
    return std::ranges::any_of(form.fields, is_password);
}

bool asks_for_password(const Page& page) noexcept {
    return std::ranges::any_of(page.forms, [](const Form& form) {
        return asks_for_password(form);
    });
}

std::vector<FormField> fields_as_they_stand(const Form& form) {
    return as_pairs(sent_fields(form));
}

Result<LoginForm> login_form(const Page& page, const std::string& place) {
    std::vector<const Form*> forms;
    for (const Form& form : page.forms) {
        if (std::ranges::count_if(form.fields, is_password) == 1) {
            forms.push_back(&form);
        }
    }
    if (forms.empty()) {
        return no_form(place);
    }
    if (forms.size() > 1) {
        return two_forms(place, forms);
    }
    const Form& form = *forms.front();
    if (form.method != "POST") {
        return Error(
                   ErrorKind::not_signed_in, "the login form at " + place + " is sent by a script"
        )
            .because(
                "its own method is " + form.method + ", which would put the password into a URL"
            );
    }
    const auto sent = sent_fields(form);
    const auto password =
        std::ranges::find_if(sent, [](const Field* field) { return is_password(*field); });
    const auto at = static_cast<std::size_t>(password - sent.begin());
    const auto user = user_among(sent, at);
    if (!user) {
        return Error(ErrorKind::not_signed_in, "the login form at " + place + " has no user name")
            .because("it holds no field for text beside the password");
    }
    return LoginForm{
        .action = form.action, .fields = as_pairs(sent), .user = *user, .password = at};
}

std::string filled_in(
    LoginForm form,
    const std::string& user,
    const base::Secret& password,
    const std::vector<FormField>& more
) {
    form.fields[form.user].second = user;
    form.fields[form.password].second = std::string(password.reveal());
    for (const FormField& field : more) {
        std::erase_if(form.fields, [&](const FormField& each) {
            return each.first == field.first;
        });
    }
    form.fields.insert(form.fields.end(), more.begin(), more.end());
    return form_body(form.fields);
}

std::string form_body(const std::vector<FormField>& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        body +=
            (body.empty() ? "" : "&") + http::form_encode(name) + '=' + http::form_encode(value);
    }
    return body;
}

} // namespace latch::access
