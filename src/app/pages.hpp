// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/request.hpp"
#include "latch/output/show.hpp"
#include "latch/query/paging.hpp"
#include "latch/session/session.hpp"

#include <optional>
#include <string>

namespace latch::app {

/// How far a request is followed from page to page: each asks for what the session puts into every
/// query, unless the first request left it away.
query::PagingRules paging_rules(
    std::optional<unsigned> limit, const http::Request& request, const session::Session& session
);

/// --paginate: keeps a page until it is whole, has its items shown, and tells where the next is.
class Pages final : public http::BodySink {
public:
    /// Much more than any server puts into one.
    static constexpr base::Bytes largest = base::mebibytes(64);

    /// `show` and `plan` must outlive the object.
    Pages(output::Show& show, const output::OutputPlan& plan, query::PagingRules rules)
        : show_(show), plan_(plan), paging_(std::move(rules)) {}

    /// Begins a page: the sink for its body.
    http::BodySink* begin();

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

    /// Whether a page is there that was not turned yet.
    bool is_whole() const noexcept { return is_whole_; }

    /// Shows the items of the page and looks for the next one. Errors: `protocol` for what is no
    /// page, those of `query::Paging`, those of showing.
    base::Result<void> turn(const http::Hop& hop, const http::HstsView& hsts);

    /// The page that is to be asked for; nothing: there is none.
    std::optional<http::Url> take_next() { return std::exchange(next_, std::nullopt); }

    /// How many pages were shown.
    unsigned count() const noexcept { return paging_.pages(); }

    /// Whether all is there that was wanted, or nobody reads it any more.
    bool is_over() const noexcept { return is_over_; }

    /// Whether there is more of the list than was wanted.
    bool is_cut() const noexcept { return paging_.is_cut(); }

private:
    base::Result<query::Page> read(const http::Hop& hop, std::string& text) const;

    output::Show& show_;
    const output::OutputPlan& plan_;
    query::Paging paging_;
    std::string body_;
    bool is_whole_ = false;
    bool is_over_ = false;
    std::optional<http::Url> next_;
};

} // namespace latch::app
