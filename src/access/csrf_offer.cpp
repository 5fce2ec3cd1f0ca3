// SPDX-License-Identifier: MIT
#include "latch/access/csrf_offer.hpp"

#include "access/csrf_convention.hpp"

#include "latch/access/csrf.hpp"
#include "latch/access/page.hpp"
#include "latch/base/text.hpp"
#include "latch/http/media_type.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

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

std::optional<CsrfOffer> in_field(const Field& field) {
    const auto* const convention =
        std::ranges::find(csrf_conventions, field.name, &CsrfConvention::field);
    if (convention == csrf_conventions.end() || field.value.empty()) {
        return std::nullopt;
    }
    return CsrfOffer{field.value, std::string(convention->header)};
}

std::optional<CsrfOffer> in_page(std::string_view body) {
    const Page page = read_page(body);
    if (auto offer = in_metas(page)) {
        return offer;
    }
    for (const Form& form : page.forms) {
        for (const Field& field : form.fields) {
            if (auto offer = in_field(field)) {
                return offer;
            }
        }
    }
    return std::nullopt;
}

std::optional<CsrfOffer> in_body(const http::Headers& headers, std::string_view body) {
    const auto type = http::parse_media_type(headers.find("Content-Type").value_or(""));
    const bool is_page = type && http::is_html(*type);
    return is_page ? in_page(body) : in_json(body);
}

} // namespace

std::optional<CsrfOffer> csrf_offer(const http::ResponseHead& response, std::string_view body) {
    auto offer = in_head(response.headers);
    if (!offer) {
        offer = in_body(response.headers, body);
    }
    const bool is_usable = offer && !offer->token.empty() && http::is_field_value(offer->token) &&
                           http::is_token(offer->header) && is_csrf_header(offer->header);
    return is_usable ? offer : std::nullopt;
}

} // namespace latch::access
