// SPDX-License-Identifier: MIT
#include "latch/http/link.hpp"

#include "http/parameters.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::http {

namespace {

constexpr std::string_view blanks = " \t";

void skip(std::string_view& rest, std::string_view characters) noexcept {
    rest.remove_prefix(std::min(rest.find_first_not_of(characters), rest.size()));
}

/// How far the next parameter goes: up to a semicolon or comma that is in no quoted string.
std::size_t end_of_parameter(std::string_view rest) noexcept {
    bool is_quoted = false;
    for (std::size_t at = 0; at < rest.size(); ++at) {
        const char c = rest[at];
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (is_quoted && c == '\\') {
            ++at;
        } else if (!is_quoted && (c == ';' || c == ',')) {
            return at;
        }
    }
    return rest.size();
}

std::vector<std::string> relations_in(std::string_view text) {
    std::vector<std::string> relations;
    for (const std::string_view word : base::split(text, ' ')) {
        if (!base::trim(word).empty()) {
            relations.push_back(base::to_ascii_lower(base::trim(word)));
        }
    }
    return relations;
}

/// Takes what a parameter says, unless an earlier one of its name has said it.
void take_parameter(Link& link, std::string_view parameter) {
    const auto halves = base::split_once(parameter, '=');
    if (!halves) {
        return;
    }
    const std::string_view name = base::trim(halves->first);
    std::string value = unquoted(base::trim(halves->second));
    if (base::iequals(name, "rel") && link.relations.empty()) {
        link.relations = relations_in(value);
    }
    if (base::iequals(name, "anchor") && !link.anchor) {
        link.anchor = std::move(value);
    }
}

/// The link that comes next, taken off; nothing if none does. Empty elements of the list are passed
/// over (RFC 9110, 5.6.1.2).
std::optional<Link> take_link(std::string_view& rest) {
    skip(rest, " \t,");
    const std::size_t end = rest.find('>');
    if (!rest.starts_with('<') || end == std::string_view::npos) {
        return std::nullopt;
    }
    Link link{
        .target = std::string(base::trim(rest.substr(1, end - 1))), .relations = {}, .anchor = {}};
    rest.remove_prefix(end + 1);
    skip(rest, blanks);
    while (rest.starts_with(';')) {
        rest.remove_prefix(1);
        const std::size_t size = end_of_parameter(rest);
        take_parameter(link, rest.substr(0, size));
        rest.remove_prefix(size);
    }
    return link;
}

/// Whether a link is one of the page, and not of something else that the server knows about.
bool is_of(const Url& page, const Link& link) {
    if (!link.anchor || link.anchor->empty()) {
        return true;
    }
    const auto context = resolve_reference(page, *link.anchor);
    return context && *context == page;
}

} // namespace

std::vector<Link> parse_links(std::string_view field) {
    std::vector<Link> links;
    while (auto link = take_link(field)) {
        links.push_back(*std::move(link));
    }
    return links;
}

std::optional<std::string> next_link(const Headers& headers, const Url& page) {
    for (const std::string_view field : headers.all("Link")) {
        for (Link& link : parse_links(field)) {
            if (std::ranges::find(link.relations, "next") != link.relations.end() &&
                is_of(page, link)) {
                return std::move(link.target);
            }
        }
    }
    return std::nullopt;
}

} // namespace latch::http
