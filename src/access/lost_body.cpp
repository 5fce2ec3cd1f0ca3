// SPDX-License-Identifier: MIT
#include "latch/access/lost_body.hpp"

#include "access/csrf_refusal.hpp"
#include "access/login_place.hpp"

#include "latch/access/page.hpp"
#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"

#include <algorithm>
#include <array>

namespace latch::access {

namespace {

using base::Error;
using base::ErrorKind;
using http::MediaType;

constexpr std::string_view expired_sentence =
    "This session has been expired (possibly due to multiple concurrent logins being attempted as "
    "the same user).";

/// A longer error has a stack trace in it, which nobody reads in one line.
constexpr base::Bytes error_limit = base::kibibytes(64);

constexpr std::string_view blanks = " \t\r\n";

/// Room for the sentence and blanks around it.
constexpr std::uint64_t short_body = 512;

bool is_short(const http::Headers& headers) {
    const auto length = headers.find("Content-Length");
    const auto count = length ? base::parse_decimal(*length) : std::nullopt;
    return !count || *count <= short_body;
}

/// Whether a path names the login page, under any of the names that these pages have.
bool names_login(std::string_view path) {
    constexpr std::array<std::string_view, 7> names{
        "login", "log-in", "log_in", "logon", "signin", "sign-in", "sign_in"};
    while (path.size() > 1 && path.ends_with('/')) {
        path.remove_suffix(1);
    }
    const std::string last = base::to_ascii_lower(path.substr(path.rfind('/') + 1));
    return std::ranges::any_of(names, [&last](std::string_view name) {
        return last.find(name) != std::string::npos;
    });
}

std::string_view essence(std::string_view accepted) noexcept {
    return base::trim(accepted.substr(0, accepted.find(';')));
}

bool takes_anything(const http::PreparedRequest& request) {
    return std::ranges::all_of(request.headers.list("Accept"), [](std::string_view accepted) {
        return essence(accepted) == "*/*";
    });
}

BodyClue clue_in_page(const http::Hop& hop, const http::Url& asked) {
    if (asks_for_html(hop.request)) {
        return BodyClue::none;
    }
    const bool is_looked_at =
        http::is_safe(hop.request.method) && hop.request.url == asked && names_login(asked.path);
    if (!takes_anything(hop.request)) {
        return is_looked_at ? BodyClue::none : BodyClue::password_form;
    }
    return is_looked_at || !has_authority(hop.request) ? BodyClue::none : BodyClue::login_form;
}

bool may_explain(const MediaType& type) {
    return http::is_html(type) || type.essence == "application/json" ||
           type.essence.ends_with("+json");
}

Suspicion of_sentence(const BodyStart& body) {
    std::string_view text = body.bytes;
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    if (text.size() < expired_sentence.size()) {
        const bool may_be = expired_sentence.starts_with(text) && body.bytes.size() <= short_body;
        return may_be && !body.is_whole ? Suspicion::open : Suspicion::unfounded;
    }
    const bool is_alone =
        text.starts_with(expired_sentence) &&
        text.find_first_not_of(blanks, expired_sentence.size()) == std::string_view::npos &&
        body.bytes.size() <= short_body;
    if (!is_alone) {
        return Suspicion::unfounded;
    }
    return body.is_whole ? Suspicion::expired : Suspicion::open;
}

/// Whether it is worth the while to read the page.
bool speaks_of_password(std::string_view page) {
    constexpr std::string_view word = "password";
    const auto* const found =
        std::search(page.begin(), page.end(), word.begin(), word.end(), [](char a, char b) {
            return base::to_ascii_lower(a) == b;
        });
    return found != page.end();
}

/// A login asks for one password; who changes it or registers types two, or three.
bool is_form_for(BodyClue clue, const Form& form) {
    const auto passwords =
        std::ranges::count(form.fields, std::string_view("password"), &Field::type);
    if (clue == BodyClue::container_form) {
        return passwords == 1 && is_container_action(form.action);
    }
    return clue == BodyClue::password_form ? passwords > 0 : passwords == 1;
}

Suspicion of_page(BodyClue clue, const BodyStart& body) {
    if (!body.is_whole && body.bytes.size() < telling_length(clue).count) {
        return Suspicion::open;
    }
    if (!speaks_of_password(body.bytes)) {
        return Suspicion::unfounded;
    }
    const Page page = read_page(body.bytes);
    const bool found = std::ranges::any_of(page.forms, [clue](const Form& form) {
        return is_form_for(clue, form);
    });
    return found ? Suspicion::login_page : Suspicion::unfounded;
}

} // namespace

bool asks_for_html(const http::PreparedRequest& request) {
    return std::ranges::any_of(request.headers.list("Accept"), [](std::string_view accepted) {
        const auto type = http::parse_media_type(accepted);
        return type && (http::is_html(*type) || type->essence == "text/*");
    });
}

BodyClue clue_in(const http::Hop& hop, const http::Url& asked) {
    if (hop.request.method == "HEAD") {
        return BodyClue::none;
    }
    const auto field = hop.response.headers.find("Content-Type");
    const auto type = http::parse_media_type(field.value_or(""));
    if (hop.response.status >= 400) {
        return type && may_explain(*type) ? BodyClue::error : BodyClue::none;
    }
    if (hop.response.status != 200) {
        return BodyClue::none;
    }
    if (type && http::is_html(*type)) {
        return clue_in_page(hop, asked);
    }
    const bool is_text = !field || (type && type->essence == "text/plain");
    return is_text && is_short(hop.response.headers) ? BodyClue::expired_sentence : BodyClue::none;
}

base::Bytes telling_length(BodyClue clue) {
    switch (clue) {
    case BodyClue::none:
        return {0};
    case BodyClue::expired_sentence:
        return {short_body + 1};
    case BodyClue::error:
        return error_limit;
    case BodyClue::login_form:
    case BodyClue::password_form:
    case BodyClue::container_form:
        break;
    }
    return page_limit;
}

Suspicion suspicion(BodyClue clue, const BodyStart& body) {
    switch (clue) {
    case BodyClue::expired_sentence:
        return of_sentence(body);
    case BodyClue::login_form:
    case BodyClue::password_form:
    case BodyClue::container_form:
        return of_page(clue, body);
    case BodyClue::error:
    case BodyClue::none:
        break;
    }
    return Suspicion::unfounded;
}

std::optional<Error> signed_out(Suspicion suspicion) {
    switch (suspicion) {
    case Suspicion::expired:
        return Error(ErrorKind::not_signed_in, "signed out: another login has ended this session")
            .hinting("the server allows a user so many sessions at once (maximumSessions): log in "
                     "again, or give scripts a user of their own");
    case Suspicion::login_page:
        return Error(ErrorKind::not_signed_in, "not signed in: the answer is a login page")
            .hinting("sign in with: latch login @NAME URL USER; "
                     "Accept:text/html shows the page");
    case Suspicion::unfounded:
    case Suspicion::open:
        break;
    }
    return std::nullopt;
}

} // namespace latch::access
