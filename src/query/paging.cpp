// SPDX-License-Identifier: MIT
#include "latch/query/paging.hpp"

#include "latch/base/text.hpp"
#include "latch/http/link.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

namespace latch::query {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using MaybeUrl = std::optional<http::Url>;

constexpr std::string_view parameter = "page";

std::size_t mark_of(const http::Url& url) {
    return std::hash<std::string>{}(http::to_string(url));
}

std::string_view name_in(std::string_view pair) noexcept {
    return pair.substr(0, pair.find('='));
}

std::string_view value_in(std::string_view pair) noexcept {
    const auto halves = base::split_once(pair, '=');
    return halves ? halves->second : std::string_view();
}

bool has_name(std::string_view query, std::string_view name) {
    return std::ranges::any_of(base::split(query, '&'), [name](std::string_view pair) {
        return name_in(pair) == name;
    });
}

void append(std::string& query, std::string_view pair) {
    query += query.empty() ? "" : "&";
    query += pair;
}

/// The URL of the page behind a numbered one. A number that was asked for is counted on from:
/// servers may count from 1 in their URLs and from 0 in their answers.
http::Url numbered(const http::Url& url, std::uint64_t number) {
    std::string query;
    std::uint64_t next = number + 1;
    for (const std::string_view pair : base::split(url.query, '&')) {
        if (name_in(pair) != parameter) {
            append(query, pair);
        } else if (const auto asked = base::parse_decimal(value_in(pair))) {
            next = *asked + 1;
        }
    }
    append(query, std::string(parameter) + '=' + std::to_string(next));
    http::Url other = url;
    other.query = std::move(query);
    other.has_query = true;
    return other;
}

Error cannot_go_on(unsigned page) {
    return {ErrorKind::protocol, "cannot go on to page " + std::to_string(page)};
}

/// A server behind a proxy that ends TLS takes itself for one of http.
std::string hint_about(const http::Url& url, const http::Url& from) {
    if (url.scheme == http::Scheme::http && from.scheme == http::Scheme::https &&
        url.host == from.host) {
        return "the server does not know that its proxy speaks https; Spring Boot: "
               "server.forward-headers-strategy=framework";
    }
    return "what is sent to one server is sent to no other; ask for that page by itself";
}

} // namespace

Result<void> Paging::enter(const http::Hop& hop, const Page& page) {
    ++pages_;
    entered_.insert(mark_of(hop.request.url));
    const auto counted_from = std::exchange(counted_from_, std::nullopt);
    if (counted_from && page.number && page.number->number <= *counted_from) {
        return Error(
                   ErrorKind::protocol,
                   "the server gives page number " + std::to_string(page.number->number) + " again"
        )
            .because("it was asked for " + http::to_string(hop.request.url))
            .hinting("if it counts from 1, begin with page==1; its parameter may have another name"
            );
    }
    return {};
}

Result<MaybeUrl> Paging::next(const http::Hop& hop, const Page& page, const http::HstsView& hsts) {
    auto url = named(hop, page);
    if (!url || !*url) {
        return url;
    }
    http::secure_url(**url, hsts);
    add_lasting(**url);
    if (rules_.limit && pages_ >= *rules_.limit) {
        is_cut_ = true;
        return MaybeUrl();
    }
    if (const auto good = check(**url, hop); !good) {
        return good.error();
    }
    return url;
}

Result<MaybeUrl> Paging::named(const http::Hop& hop, const Page& page) {
    const http::Url& here = hop.request.url;
    auto reference = page.next;
    if (!reference) {
        reference = http::next_link(hop.response.headers, here);
    }
    if (!reference) {
        const bool goes_on = page.number && !page.number->is_last;
        counted_from_ = goes_on ? std::optional(page.number->number) : std::nullopt;
        return goes_on ? MaybeUrl(numbered(here, page.number->number)) : MaybeUrl();
    }
    auto url = http::resolve_reference(here, *reference);
    if (!url) {
        return cannot_go_on(pages_ + 1).because("its link is " + *reference);
    }
    return MaybeUrl(*std::move(url));
}

void Paging::add_lasting(http::Url& url) const {
    for (const std::string& pair : rules_.lasting) {
        if (!has_name(url.query, name_in(pair))) {
            append(url.query, pair);
            url.has_query = true;
        }
    }
}

Result<void> Paging::check(const http::Url& url, const http::Hop& hop) const {
    if (http::origin(url) != http::origin(hop.request.url)) {
        return cannot_go_on(pages_ + 1)
            .because("it is at " + http::to_string(http::origin(url)))
            .hinting(hint_about(url, hop.request.url));
    }
    if (entered_.contains(mark_of(url))) {
        return cannot_go_on(pages_ + 1)
            .because(http::to_string(url) + " was there before: the list goes in a circle");
    }
    if (pages_ >= PagingRules::safe_limit && !rules_.limit) {
        return Error(
                   ErrorKind::protocol,
                   "stopped after " + base::counted(pages_, "page") + ", and there are more"
        )
            .hinting("--max-pages says how many are wanted");
    }
    return {};
}

} // namespace latch::query
