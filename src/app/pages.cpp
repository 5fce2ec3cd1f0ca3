// SPDX-License-Identifier: MIT
#include "app/pages.hpp"

#include "latch/base/text.hpp"
#include "latch/output/in_utf8.hpp"

#include <algorithm>
#include <utility>

namespace latch::app {

using base::Error;
using base::Result;

query::PagingRules paging_rules(
    std::optional<unsigned> limit, const http::Request& request, const session::Session& session
) {
    query::PagingRules rules{.limit = limit, .lasting = {}};
    const session::OriginState* const state = session.find(http::origin(request.url));
    if (state == nullptr) {
        return rules;
    }
    const auto asked = base::split(request.url.query, '&');
    for (const session::Param& param : state->params) {
        std::string pair = http::form_encode(param.name) + '=' + http::form_encode(param.value);
        if (std::ranges::find(asked, pair) != asked.end()) {
            rules.lasting.push_back(std::move(pair));
        }
    }
    return rules;
}

http::BodySink* Pages::begin() {
    body_.clear();
    is_whole_ = false;
    return this;
}

Result<void> Pages::write(std::string_view bytes) {
    if (body_.size() + bytes.size() > largest.count) {
        return Error(
                   base::ErrorKind::protocol,
                   "page " + std::to_string(count() + 1) + " has more than 64 MiB"
        )
            .hinting("ask for smaller ones, to Spring with size==100; or go without --paginate");
    }
    body_ += bytes;
    return {};
}

Result<void> Pages::finish() {
    is_whole_ = true;
    return {};
}

Result<query::Page> Pages::read(const http::Hop& hop, std::string& text) const {
    constexpr unsigned no_content = 204;
    if (hop.response.status == no_content) {
        return query::Page{};
    }
    text = output::json_in_utf8(hop.response.headers, body_, plan_);
    auto page = query::read_page(text);
    if (!page && count() > 0) {
        return Error(page.error().kind(), "cannot read page " + std::to_string(count() + 1))
            .because(page.error().cause());
    }
    return page;
}

Result<void> Pages::turn(const http::Hop& hop, const http::HstsView& hsts) {
    is_whole_ = false;
    std::string text;
    const auto page = read(hop, text);
    if (!page) {
        return page.error();
    }
    if (auto entered = paging_.enter(hop, *page); !entered) {
        return entered;
    }
    if (auto shown = show_.items(page->items, base::Bytes{body_.size()}); !shown) {
        return shown;
    }
    auto next = paging_.next(hop, *page, hsts);
    if (!next) {
        return next.error();
    }
    is_over_ = !*next || show_.has_enough();
    if (!is_over_) {
        next_ = *std::move(next);
        return plan_.all_hops ? show_.done(hop) : Result<void>();
    }
    if (auto ended = show_.end_of_list(); !ended) {
        return ended;
    }
    return show_.done(hop);
}

} // namespace latch::app
