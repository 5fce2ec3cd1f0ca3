// SPDX-License-Identifier: MIT
#include "latch/query/page.hpp"

#include "query/json_parts.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;

using Items = std::vector<std::string_view>;
using Members = std::vector<JsonMember>;

std::string_view find(const Members& members, std::string_view name) noexcept {
    const auto found = std::ranges::find(members, name, &JsonMember::name);
    return found == members.end() ? std::string_view() : found->value;
}

/// A template with no value for any of its expressions (RFC 6570, 3.2.1).
std::string expanded_with_nothing(std::string_view pattern) {
    std::string url;
    for (;;) {
        const auto before = base::split_once(pattern, '{');
        if (!before) {
            return url.append(pattern);
        }
        url += before->first;
        const auto expression = base::split_once(before->second, '}');
        pattern = expression ? expression->second : std::string_view();
    }
}

/// The reference of a link object; nothing for one without.
std::optional<std::string> href_of(std::string_view link) {
    auto href = json_string(json_member(link, "href"));
    if (!href || href->empty()) {
        return std::nullopt;
    }
    return json_member(link, "templated") == "true" ? expanded_with_nothing(*href) : href;
}

/// The next page in HAL, where a relation may have a link or a list of links.
std::optional<std::string> next_in_hal(std::string_view links) {
    const std::string_view next = json_member(links, "next");
    const Items several = json_elements(next);
    return href_of(several.empty() ? next : several.front());
}

/// The same as Spring HATEOAS writes it where HAL is not in use.
std::optional<std::string> next_among(std::string_view links) {
    for (const std::string_view link : json_elements(links)) {
        if (json_member(link, "rel") == R"("next")") {
            return href_of(link);
        }
    }
    return std::nullopt;
}

std::optional<std::string> next_of(const Members& document) {
    auto next = next_in_hal(find(document, "_links"));
    return next ? next : next_among(find(document, "links"));
}

/// Spring's Page and Slice say it beside the content, its PagedModel under "page". A Slice does
/// not know how many there are, a PagedModel not whether it is the last.
std::optional<Page::Number> number_of(const Members& document) {
    const std::string_view page = find(document, "page");
    const Members facts = is_json_object(page) ? json_members(page) : document;
    const auto number = base::parse_decimal(find(facts, "number"));
    const auto total = base::parse_decimal(find(facts, "totalPages"));
    const std::string_view last = find(facts, "last");
    const bool says_last = last == "true" || last == "false";
    if (!number || (!total && !says_last)) {
        return std::nullopt;
    }
    return Page::Number{
        .number = *number, .is_last = says_last ? last == "true" : *number + 1 >= *total};
}

/// All lists that HAL has embedded, one after the other.
Items embedded_in(std::string_view embedded) {
    Items items;
    for (const JsonMember& relation : json_members(embedded)) {
        const Items more = json_elements(relation.value);
        items.insert(items.end(), more.begin(), more.end());
    }
    return items;
}

/// What stands beside the items of a page and is none of them.
bool is_about_paging(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 5> names{
        "_links", "links", "page", "sort", "_templates"};
    return std::ranges::find(names, name) != names.end();
}

/// The only list of a document that has no name for it that is known.
std::optional<Items> only_list(const Members& document) {
    const auto is_list = [](const JsonMember& member) {
        return is_json_array(member.value) && !is_about_paging(member.name);
    };
    const auto list = std::ranges::find_if(document, is_list);
    if (list == document.end() || std::ranges::count_if(document, is_list) > 1) {
        return std::nullopt;
    }
    return json_elements(list->value);
}

/// Nothing if there is no list.
std::optional<Items> items_of(const Members& document) {
    if (const std::string_view embedded = find(document, "_embedded"); is_json_object(embedded)) {
        return embedded_in(embedded);
    }
    if (const std::string_view content = find(document, "content"); is_json_array(content)) {
        return json_elements(content);
    }
    if (auto list = only_list(document)) {
        return list;
    }
    // HAL without anything to embed.
    const bool is_empty_page =
        !document.empty() && std::ranges::all_of(document, [](const JsonMember& member) {
            return is_about_paging(member.name);
        });
    return is_empty_page ? std::optional(Items()) : std::nullopt;
}

Error no_list(std::string_view document) {
    return Error(ErrorKind::protocol, "there is no list to page through")
        .because(
            is_json_object(document) ? "the answer is an object without one that is known"
                                     : "the answer is one value"
        )
        .hinting("without --paginate it is shown as it is");
}

} // namespace

base::Result<Page> read_page(std::string_view text) {
    if (!is_json(text)) {
        return Error(ErrorKind::protocol, "there is no list to page through")
            .because("the answer is no JSON")
            .hinting("without --paginate it is shown as it is");
    }
    const std::string_view document = text.substr(text.find_first_not_of(" \t\r\n"));
    if (is_json_array(document)) {
        return Page{.items = json_elements(document), .next = {}, .number = {}};
    }
    const Members members = json_members(document);
    auto items = items_of(members);
    if (!items) {
        return no_list(document);
    }
    return Page{.items = *std::move(items), .next = next_of(members), .number = number_of(members)};
}

} // namespace latch::query
