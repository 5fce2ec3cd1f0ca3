// SPDX-License-Identifier: MIT
#include "app/keeping.hpp"

#include <utility>

namespace latch::app {

using base::Result;

bool Keeping::writes() const {
    return setup_.store && command_.session->access == cli::SessionChoice::Access::read_write;
}

void Keeping::add(const session::Typed& typed, const client::Outcome& outcome, std::size_t number) {
    for (const http::HstsNews& news : outcome.hsts_news) {
        std::erase_if(hsts_news_, [&](const http::HstsNews& old) { return old.host == news.host; });
        hsts_news_.push_back(news);
    }
    if (!writes() || outcome.exchange.hops.empty()) {
        return;
    }
    session::Delta delta = session::delta_after(typed, outcome.exchange);
    add_typed(std::move(delta.typed), number);
    for (session::ReceivedCookie& cookie : delta.cookies) {
        cookies_.add(std::move(cookie));
    }
    for (const session::LearnedNonce& learned : outcome.nonces) {
        std::erase_if(nonces_, [&](const session::LearnedNonce& old) {
            return old.origin == learned.origin;
        });
        nonces_.push_back(learned);
    }
    for (const session::LearnedWay& learned : outcome.csrf.learned) {
        std::erase_if(csrf_, [&](const session::LearnedWay& old) {
            return old.origin == learned.origin && old.way.path == learned.way.path;
        });
        csrf_.push_back(learned);
    }
}

void Keeping::add_typed(session::Typed typed, std::size_t number) {
    if (typed.url.host.empty()) {
        return;
    }
    if (!typed_ || number < first_) {
        first_ = number;
        std::swap(typed, typed_ ? *typed_ : typed_.emplace());
    }
    if (typed.url.host.empty()) {
        return;
    }
    const http::Origin origin = http::origin(typed.url);
    if ((!typed.headers.empty() || typed.auth) && origin != http::origin(typed_->url)) {
        typed_after_[http::to_string(origin)] = std::move(typed);
    }
}

Result<session::Updated> Keeping::save() {
    // First of all: hosts can be asked another time.
    auto saved = save_session();
    if (setup_.hsts_file) {
        // That it cannot be kept is no reason for a request to fail.
        static_cast<void>(setup_.hsts_file->learn(hsts_news_));
    }
    return saved;
}

Result<session::Updated> Keeping::save_session() {
    session::Delta delta{
        .typed = typed_.value_or(session::Typed{}),
        .cookies = cookies_.in_order(),
        .nonces = std::move(nonces_),
        .csrf = std::move(csrf_),
        .login = {},
        .epoch = setup_.session.epoch,
    };
    const bool is_nothing =
        !typed_ && delta.cookies.empty() && delta.nonces.empty() && delta.csrf.empty();
    if (!writes() || is_nothing) {
        return session::Updated::yes;
    }
    const auto saved = setup_.store->update(delta, environment_.now(), std::move(setup_.seen));
    return saved ? save_typed(*saved) : saved;
}

/// A delta has one origin for which something was typed.
Result<session::Updated> Keeping::save_typed(session::Updated saved) {
    for (const auto& [origin, typed] : typed_after_) {
        session::Delta delta;
        delta.typed = typed;
        delta.epoch = setup_.session.epoch;
        auto updated = setup_.store->update(delta, environment_.now());
        if (!updated) {
            return updated;
        }
        saved = *updated == session::Updated::too_late ? *updated : saved;
    }
    return saved;
}

void Keeping::tell(const Result<session::Updated>& kept, const Report& report) const {
    if (!kept) {
        report.error(kept.error());
    } else if (*kept == session::Updated::too_late && command_.output.quiet < 2) {
        report.remark(
            "what the server handed out was not saved",
            "the session was removed, renamed or cleared during the request"
        );
    }
}

} // namespace latch::app
