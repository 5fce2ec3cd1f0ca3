// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/url.hpp"
#include "latch/query/page.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace latch::query {

/// How far a list is followed.
struct PagingRules {
    /// What a server that never ends would cost: longer lists are rare, and can be asked for.
    static constexpr unsigned safe_limit = 10'000;

    /// So many pages are all that is wanted; nothing: all, and more than `safe_limit` are an error.
    std::optional<unsigned> limit{};
    /// Parts of the query ("name=value", encoded) that every page is asked for with, whatever
    /// the server's links have of them.
    std::vector<std::string> lasting{};
};

/// The way from page to page of one list: a decision for each page, without I/O.
class Paging {
public:
    explicit Paging(PagingRules rules) : rules_(std::move(rules)) {}

    /// Takes the page that was asked for, before any of its items count. Errors: `protocol` for one
    /// that was there before, which a server gives that does not know how it is asked for the next.
    base::Result<void> enter(const http::Hop& hop, const Page& page);

    /// Where the page behind the one that was entered last is: its own link, the `Link` field of
    /// its head, or the number behind its own; nothing if it is the last. Errors: `protocol` for a
    /// page of another origin, for one that was entered before, and for one too many.
    base::Result<std::optional<http::Url>>
    next(const http::Hop& hop, const Page& page, const http::HstsView& hsts = {});

    /// How many pages were entered.
    unsigned pages() const noexcept { return pages_; }

    /// Whether there is more of the list than was wanted.
    bool is_cut() const noexcept { return is_cut_; }

private:
    base::Result<std::optional<http::Url>> named(const http::Hop& hop, const Page& page);
    void add_lasting(http::Url& url) const;
    base::Result<void> check(const http::Url& url, const http::Hop& hop) const;

    PagingRules rules_;
    unsigned pages_ = 0;
    bool is_cut_ = false;
    std::optional<std::uint64_t> counted_from_; ///< the number of the last page, if it led here
    std::unordered_set<std::size_t> entered_;   ///< hashes: a list may have many pages
};

} // namespace latch::query
