// SPDX-License-Identifier: MIT
#pragma once

#include "app/inquiry.hpp"
#include "app/pages.hpp"
#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/client/conversation.hpp"
#include "latch/client/watched_body.hpp"
#include "latch/output/progress.hpp"
#include "latch/output/show.hpp"

#include <functional>
#include <optional>

namespace latch::app {

/// Passes a body on as long as something of it is shown to somebody. Nothing is learned from the
/// rest, and a stream may have no end at all.
class ReadBody final : public http::BodySink, public http::PipeSink {
public:
    /// `show` must outlive the object.
    explicit ReadBody(const output::Show& show) : show_(show) {}

    http::BodySink* onto(http::BodySink& shown) {
        shown_ = &shown;
        return this;
    }

    /// Errors: `output_closed` once the rest would not be shown; those of the sink.
    base::Result<void> write(std::string_view bytes) override;

    base::Result<void> finish() override { return shown_->finish(); }

    base::Result<void> write_piped(base::PipedBytes bytes) override {
        return shown_->piped()->write_piped(bytes);
    }

    /// A file never stops reading.
    http::PipeSink* piped() override { return shown_->piped() != nullptr ? this : nullptr; }

private:
    const output::Show& show_;
    http::BodySink* shown_ = nullptr;
};

/// What becomes of a login page that stands where something else was asked for.
enum class LoginPages {
    as_planned, ///< it is shown as the plan has it
    withheld,   ///< only a terminal gets it, and who asked for HTML
};

/// What a screen does, and for whom.
struct ScreenRules {
    const output::OutputPlan& plan;
    const base::Environment& environment;
    LoginPages login_pages = LoginPages::as_planned;
    bool tells_retries = true;
    std::optional<query::PagingRules> paging{};           ///< nothing: the answer is the end
    const std::optional<http::HstsHosts>* hsts = nullptr; ///< as the run goes on; null: nobody
    std::function<void(base::Bytes)> receiving{};         ///< hears of bodies; may be empty
    Inquiry* inquiry = nullptr; ///< hears the last answer's body; null: nobody asks
};

/// Passes what the conversation says on to the output.
class Screen final : public client::Audience {
public:
    /// What is sent and received becomes known to `report` before any of it is shown. `show` and
    /// it must outlive the object.
    Screen(output::Show& show, Report& report, const ScreenRules& rules);

    base::Result<void> sending(const http::PreparedRequest& request) override;
    void uploading(base::Bytes sent) override;

    bool can_take_back() const override { return show_.can_take_back(); }

    base::Result<client::Kept> take_back() override;

    void retrying(const client::Retry& retry) override;

    void downloading(base::Bytes received) override;

    base::Result<http::BodySink*> answered(const http::Hop& hop, http::Place place) override;

    base::Result<http::BodySink*> answered_aside(const http::Hop& hop) override;

    base::Result<void> ended(const http::Hop& hop) override;

    std::optional<http::Url> next_page() override;

    /// The list that is shown; null if the answer is none.
    const Pages* pages() const noexcept { return pages_ ? &*pages_ : nullptr; }

    /// How the body of the last answer begins, as far as that tells anything; empty otherwise.
    access::BodyStart body_start() const noexcept { return watched_body_.start(); }

private:
    void note(const http::Hop& hop);
    bool is_kept_back(const http::Hop& hop) const;
    http::BodySink* watched(const http::Hop& hop, http::BodySink* shown);
    bool is_of_list(const http::Hop& hop) const;
    base::Result<http::BodySink*> begin_page(const http::Hop& hop);
    http::HstsView hsts() const;

    output::Show& show_;
    Report& report_;
    bool saves_;
    bool withholds_; ///< login pages
    bool tells_retries_;
    client::WatchedBody::Manner manner_;
    std::optional<http::PreparedRequest>
        asked_; ///< of the first answer, to the page if there are several
    bool is_signed_out_ = false;
    ReadBody final_body_;
    client::WatchedBody watched_body_;
    std::optional<Pages> pages_;
    const std::optional<http::HstsHosts>* hsts_;
    std::function<base::Clock::time_point()> now_;
    std::function<void(base::Bytes)> receiving_;
    Inquiry* inquiry_;
    std::optional<output::Progress> upload_; ///< nothing if the user wants quiet
};

} // namespace latch::app
