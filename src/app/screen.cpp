// SPDX-License-Identifier: MIT
#include "app/screen.hpp"

#include "app/secrets.hpp"

#include "latch/access/lost.hpp"
#include "latch/base/duration.hpp"
#include "latch/http/media_type.hpp"

#include <utility>

namespace latch::app {

using base::Result;

namespace {

/// Whether a login page would end up where a program reads it, instead of what it asked for.
bool withholds(const ScreenRules& rules) {
    const output::OutputPlan& plan = rules.plan;
    if (plan.download != output::Download::none) {
        return true;
    }
    const bool is_read_by_program = plan.file || !rules.environment.out.is_terminal;
    return rules.login_pages == LoginPages::withheld && is_read_by_program &&
           plan.form == output::Form::parts;
}

bool is_page(const http::Headers& headers) {
    const auto type = http::parse_media_type(headers.find("Content-Type").value_or(""));
    return type && http::is_html(*type);
}

} // namespace

Result<void> ReadBody::write(std::string_view bytes) {
    if (auto written = shown_->write(bytes); !written) {
        return written;
    }
    if (show_.has_enough()) {
        return base::Error(base::ErrorKind::output_closed, "the rest would not be shown");
    }
    return {};
}

Screen::Screen(output::Show& show, Report& report, const ScreenRules& rules)
    : show_(show), report_(report), saves_(rules.plan.download != output::Download::none),
      withholds_(withholds(rules)), tells_retries_(rules.tells_retries),
      // Who wants to see everything at once waits for no end of a page.
      manner_(
          withholds_ && rules.plan.pace != output::Pace::at_once
              ? client::WatchedBody::Manner::holding
              : client::WatchedBody::Manner::passing
      ),
      final_body_(show), hsts_(rules.hsts), now_(rules.environment.now),
      receiving_(rules.receiving), inquiry_(rules.inquiry) {
    if (rules.paging) {
        pages_.emplace(show, rules.plan, *rules.paging);
        manner_ = rules.login_pages == LoginPages::withheld ? client::WatchedBody::Manner::holding
                                                            : client::WatchedBody::Manner::passing;
    }
    if (!rules.plan.is_quiet) {
        upload_.emplace("uploading", rules.environment);
    }
}

Result<void> Screen::sending(const http::PreparedRequest& request) {
    if (upload_) {
        upload_->begin(http::length_of(request.body));
    }
    learn_headers(request.headers, report_.secrets());
    return show_.request(request);
}

void Screen::uploading(base::Bytes sent) {
    if (upload_) {
        upload_->moved(sent);
    }
}

void Screen::downloading(base::Bytes received) {
    show_.receiving(received);
    if (receiving_) {
        receiving_(received);
    }
}

Result<client::Kept> Screen::take_back() {
    auto kept = show_.take_back();
    if (!kept) {
        return kept.error();
    }
    return client::Kept{.size = kept->size, .validator = std::move(kept->validator)};
}

void Screen::retrying(const client::Retry& retry) {
    if (upload_) {
        upload_->end();
    }
    if (tells_retries_) {
        report_.remark(
            retry.why + "; trying again in " + base::decimal_seconds(retry.delay) + " s (" +
            std::to_string(retry.number) + " of " + std::to_string(retry.limit) + ")"
        );
    }
}

void Screen::note(const http::Hop& hop) {
    if (upload_) {
        upload_->end();
    }
    learn_headers(hop.response.headers, report_.secrets());
}

Result<http::BodySink*> Screen::answered_aside(const http::Hop& hop) {
    note(hop);
    return show_.response(hop, http::Place::intermediate);
}

Result<http::BodySink*> Screen::answered(const http::Hop& hop, http::Place place) {
    note(hop);
    asked_ = asked_ ? asked_ : hop.request;
    is_signed_out_ = (is_signed_out_ && !access::has_come_back(*asked_, hop)) ||
                     access::sign_in_demanded(hop).has_value();
    if (place == http::Place::final && is_of_list(hop)) {
        return begin_page(hop);
    }
    auto shown = show_.response(hop, place);
    if (shown && is_kept_back(hop)) {
        return inquiry_ == nullptr ? nullptr : inquiry_->onto(nullptr);
    }
    if (!shown || place != http::Place::final) {
        return shown;
    }
    http::BodySink* const sink = *shown == nullptr ? nullptr : final_body_.onto(**shown);
    return watched(hop, inquiry_ == nullptr ? sink : inquiry_->onto(sink));
}

/// What comes behind a page is another, or the list is broken off: it is not shown among the items.
bool Screen::is_of_list(const http::Hop& hop) const {
    const bool is_success = http::is_success(hop.response.status) && !is_signed_out_;
    return pages_ && (is_success || pages_->count() > 0);
}

Result<http::BodySink*> Screen::begin_page(const http::Hop& hop) {
    if (hop.response.status / 100 != 2 || is_signed_out_) {
        const auto shown = show_.response(hop, http::Place::intermediate);
        return shown ? watched(hop, *shown) : shown;
    }
    if (auto shown = show_.page(hop); !shown) {
        return shown.error();
    }
    return watched(hop, pages_->begin());
}

Result<void> Screen::ended(const http::Hop& hop) {
    return pages_ && pages_->is_whole() ? pages_->turn(hop, hsts()) : show_.done(hop);
}

std::optional<http::Url> Screen::next_page() {
    asked_.reset();
    return pages_ ? pages_->take_next() : std::nullopt;
}

http::HstsView Screen::hsts() const {
    return {.hosts = hsts_ != nullptr && *hsts_ ? &**hsts_ : nullptr, .now = now_()};
}

/// A login page is not the file that was asked for, nor what a program can read.
bool Screen::is_kept_back(const http::Hop& hop) const {
    return is_signed_out_ && (saves_ || (withholds_ && is_page(hop.response.headers) &&
                                         !access::asks_for_html(hop.request)));
}

http::BodySink* Screen::watched(const http::Hop& hop, http::BodySink* shown) {
    const access::BodyClue clue = access::clue_in(hop, asked_->url);
    return clue == access::BodyClue::none ? shown : watched_body_.onto(shown, clue, manner_);
}

} // namespace latch::app
