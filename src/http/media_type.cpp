// SPDX-License-Identifier: MIT
#include "latch/http/media_type.hpp"

#include "http/parameters.hpp"

#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"

namespace latch::http {

namespace {

std::optional<std::string> find_parameter(std::string_view parameters, std::string_view name) {
    while (!parameters.empty()) {
        const auto halves = base::split_once(take_parameter(parameters), '=');
        if (halves && base::iequals(base::trim(halves->first), name)) {
            return unquoted(base::trim(halves->second));
        }
    }
    return std::nullopt;
}

/// The first charset among the parameters; empty if there is none.
std::string charset_of(std::string_view parameters) {
    const auto charset = find_parameter(parameters, "charset");
    return charset ? base::to_ascii_lower(base::trim(*charset)) : std::string();
}

bool is_essence(std::string_view text) noexcept {
    const auto halves = base::split_once(text, '/');
    return halves && is_token(halves->first) && is_token(halves->second);
}

} // namespace

std::optional<MediaType> parse_media_type(std::string_view text) {
    const auto halves = base::split_once(text, ';').value_or(std::pair(text, std::string_view()));
    const std::string_view essence = base::trim(halves.first);
    if (!is_essence(essence)) {
        return std::nullopt;
    }
    return MediaType{
        .essence = base::to_ascii_lower(essence), .charset = charset_of(halves.second)};
}

std::optional<std::string> media_type_parameter(std::string_view text, std::string_view name) {
    const auto halves = base::split_once(text, ';');
    return halves ? find_parameter(halves->second, name) : std::nullopt;
}

bool is_html(const MediaType& type) noexcept {
    return type.essence == "text/html" || type.essence == "application/xhtml+xml";
}

} // namespace latch::http
