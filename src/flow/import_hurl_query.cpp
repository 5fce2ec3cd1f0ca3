// SPDX-License-Identifier: MIT
#include "flow/import_hurl_query.hpp"

#include "flow/import_path.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::flow::foreign {

namespace {

using Type = HurlQuery::Type;

/// Queries that are one word.
constexpr auto words = std::to_array<std::pair<std::string_view, HurlQuery::Type>>({
    {"status", Type::number},
    {"version", Type::text},
    {"url", Type::text},
    {"body", Type::text},
    {"sha256", Type::text},
    {"md5", Type::text},
});

constexpr auto filters = std::to_array<std::string_view>(
    {"base64Decode",
     "base64Encode",
     "base64UrlSafeDecode",
     "base64UrlSafeEncode",
     "charsetDecode",
     "count",
     "dateFormat",
     "daysAfterNow",
     "daysBeforeNow",
     "decode",
     "first",
     "format",
     "htmlEscape",
     "htmlUnescape",
     "jsonpath",
     "last",
     "location",
     "nth",
     "regex",
     "replace",
     "replaceRegex",
     "split",
     "toDate",
     "toFloat",
     "toHex",
     "toInt",
     "toString",
     "urlDecode",
     "urlEncode",
     "urlQueryParam",
     "utf8Decode",
     "utf8Encode",
     "xpath"}
);

/// `NAME[Attribute]` of a cookie; nothing for one that latch has no word for.
std::optional<std::string> cookie_query(std::string_view text) {
    const std::size_t open = text.find('[');
    const std::string name = "cookie." + std::string(text.substr(0, open));
    if (open == std::string_view::npos || text.ends_with("[Value]")) {
        return name;
    }
    std::string attribute = base::to_ascii_lower(text.substr(open + 1));
    attribute.resize(std::min(attribute.find(']'), attribute.size()));
    std::erase(attribute, '-');
    constexpr auto known = std::to_array<std::string_view>(
        {"path", "domain", "secure", "httponly", "samesite", "maxage"}
    );
    const bool is_known = std::ranges::find(known, attribute) != known.end();
    return is_known ? std::optional(name + '.' + attribute) : std::nullopt;
}

std::optional<HurlQuery> query_with_text(std::string_view name, HurlScan& scan) {
    const auto text =
        name == "regex" && !scan.next_word().starts_with('"') ? scan.pattern() : scan.quoted();
    if (!text || has_placeholders(*text)) {
        return std::nullopt;
    }
    if (name == "header") {
        return HurlQuery{.text = "header." + *text};
    }
    if (name == "regex") {
        return HurlQuery{.text = "regex /" + *text + '/'};
    }
    if (name == "xpath") {
        return HurlQuery{.text = "xpath " + *text};
    }
    if (name == "cookie") {
        auto query = cookie_query(*text);
        return query ? std::optional(HurlQuery{.text = *std::move(query)}) : std::nullopt;
    }
    if (name != "jsonpath" || !text->starts_with('$')) {
        return std::nullopt;
    }
    auto path = jq_path(std::string_view(*text).substr(1));
    return path ? std::optional(HurlQuery{.text = *std::move(path), .type = Type::json})
                : std::nullopt;
}

std::optional<HurlQuery> query_of(HurlScan& scan) {
    const std::string_view name = scan.word();
    const auto* const found =
        std::ranges::find(words, name, &std::pair<std::string_view, HurlQuery::Type>::first);
    if (found != words.end()) {
        return HurlQuery{.text = std::string(name), .type = found->second};
    }
    if (name == "duration") {
        return HurlQuery{.text = "time", .type = Type::time};
    }
    if (name == "bytes" && scan.next_word() == "count") {
        scan.word();
        return HurlQuery{.text = "size", .type = Type::number};
    }
    return query_with_text(name, scan);
}

/// Whether the query has a value with the filter, which is taken.
bool take_filter(HurlQuery& query, HurlScan& scan) {
    const std::string_view filter = scan.word();
    if (query.type != Type::json) {
        return false;
    }
    if (filter == "count") {
        query.text += " | length";
        return true;
    }
    if (filter == "first" || filter == "last") {
        query.text += filter == "first" ? " | .[0]" : " | .[-1]";
        return true;
    }
    const std::string_view index = filter == "nth" ? scan.word() : "";
    if (!base::parse_decimal(index.substr(index.starts_with('-') ? 1 : 0))) {
        return false;
    }
    query.text += " | .[" + std::string(index) + ']';
    return true;
}

} // namespace

std::optional<HurlQuery> read_hurl_query(HurlScan& scan) {
    auto query = query_of(scan);
    while (query && std::ranges::find(filters, scan.next_word()) != filters.end()) {
        if (!take_filter(*query, scan)) {
            return std::nullopt;
        }
    }
    return query;
}

} // namespace latch::flow::foreign
