// SPDX-License-Identifier: MIT
#include "latch/access/csrf_offer.hpp"

#include "access/csrf_convention.hpp"
#include "access/login_place.hpp"

#include "latch/access/csrf.hpp"
#include "latch/access/page.hpp"
#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"
#include "latch/http/url.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace latch::access {

namespace {

using nlohmann::json;

/// The members of a JSON answer that hold a token and the name of its header.
struct Shape {
    const char* token;
    const char* header;
};

constexpr std::array<Shape, 4> shapes{{
    {"token", "headerName"},
    {"crumb", "crumbRequestField"},
    {"csrfToken", "headerName"},
    {"csrf_token", "headerName"},
}};

std::string text_of(const json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::optional<CsrfOffer> in_head(const http::Headers& headers) {
    const auto token = headers.find("X-CSRF-Token");
    // "Required" is the refusal, "Fetch" an echo of the question.
    if (!token || base::iequals(*token, "required") || base::iequals(*token, "fetch")) {
        return std::nullopt;
    }
    return CsrfOffer{.token = std::string(*token), .header = "X-CSRF-Token"};
}

std::optional<CsrfOffer> in_json(std::string_view body) {
    const json object = json::parse(body, nullptr, false);
    if (!object.is_object()) {
        return std::nullopt;
    }
    for (const Shape& shape : shapes) {
        CsrfOffer offer{text_of(object, shape.token), text_of(object, shape.header)};
        // {"token": …} alone is what logins answer: that one signs in.
        const bool is_said = !offer.header.empty() || std::string_view(shape.token) != "token";
        if (!offer.token.empty() && is_said) {
            offer.header = offer.header.empty() ? "X-CSRF-Token" : offer.header;
            return offer;
        }
    }
    return std::nullopt;
}

std::optional<CsrfOffer> in_metas(const Page& page) {
    for (const CsrfConvention& convention : csrf_conventions) {
        const auto token = convention.meta.empty() ? std::nullopt : page.meta(convention.meta);
        if (token && !token->empty()) {
            const std::string header_meta = std::string(convention.meta) + "_header";
            const auto header = page.meta(header_meta).value_or(convention.header);
            return CsrfOffer{std::string(*token), std::string(header)};
        }
    }
    return std::nullopt;
}

/// The method that Rails takes a form for: a field may say what forms of HTML cannot.
std::string method_of(const Form& form) {
    const auto said = std::ranges::find(form.fields, "_method", &Field::name);
    return said == form.fields.end() ? form.method : base::to_ascii_upper(said->value);
}

/// Whether submitting a form of a page would be a request like this one.
bool sends(const Form& form, const http::Url& page, const http::PreparedRequest& request) {
    const auto action = http::resolve_reference(page, form.action);
    return action && http::origin(*action) == http::origin(request.url) &&
           bare_path(*action) == bare_path(request.url) && method_of(form) == request.method;
}

std::optional<CsrfOffer>
in_form(const Form& form, const http::Url& page, const http::PreparedRequest& request) {
    for (const Field& field : form.fields) {
        const auto* const convention =
            std::ranges::find(csrf_conventions, field.name, &CsrfConvention::field);
        if (convention == csrf_conventions.end() || field.value.empty()) {
            continue;
        }
        CsrfOffer offer{field.value, std::string(convention->header)};
        if (convention->is_per_form) {
            offer.reach = sends(form, page, request) ? CsrfReach::request : CsrfReach::other_form;
        }
        return offer;
    }
    return std::nullopt;
}

std::optional<CsrfOffer>
in_page(std::string_view body, const http::Url& url, const http::PreparedRequest& request) {
    const Page page = read_page(body);
    auto best = in_metas(page);
    if (best) {
        return best;
    }
    for (const Form& form : page.forms) {
        auto offer = in_form(form, url, request);
        if (offer && (!best || offer->reach < best->reach)) {
            best = std::move(offer);
        }
    }
    return best;
}

} // namespace

std::optional<CsrfOffer>
csrf_offer(const http::Hop& hop, std::string_view body, const http::PreparedRequest& request) {
    const http::Headers& headers = hop.response.headers;
    auto offer = in_head(headers);
    if (!offer) {
        const auto type = http::parse_media_type(headers.find("Content-Type").value_or(""));
        const bool is_page = type && http::is_html(*type);
        offer = is_page ? in_page(body, hop.request.url, request) : in_json(body);
    }
    const bool is_usable = offer && !offer->token.empty() && http::is_field_value(offer->token) &&
                           http::is_token(offer->header) && is_csrf_header(offer->header);
    return is_usable ? offer : std::nullopt;
}

} // namespace latch::access
