// SPDX-License-Identifier: MIT
#pragma once

#include "output/body.hpp"
#include "output/items.hpp"
#include "output/painter.hpp"
#include "output/presentation.hpp"
#include "output/theme.hpp"
#include "output/writer.hpp"

#include "latch/base/bytes.hpp"
#include "latch/output/rendering.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace latch::output {

/// Counts a body that is not shown, but of which the facts are.
class Tally final : public http::BodySink {
public:
    base::Result<void> write(std::string_view bytes) override {
        received_.count += bytes.size();
        return {};
    }

    base::Result<void> finish() override { return {}; }

    base::Bytes received() const noexcept { return received_; }

private:
    base::Bytes received_;
};

/// Heads and bodies as they come, each as the plan's letters want it.
class PartByPart final : public Presentation {
public:
    PartByPart(OutputPlan plan, const Theme& theme, Outlet outlet);

    base::Result<void> request(const http::PreparedRequest& request) override;
    base::Result<http::BodySink*> response(const http::Hop& hop, http::Place place) override;
    base::Result<void> page(const http::Hop& hop) override;
    base::Result<void> items(std::span<const std::string_view> items, base::Bytes decoded) override;
    base::Result<void> lines(std::span<const std::string> lines) override;
    base::Result<void> end_of_list() override;
    base::Result<void> done(const http::Hop& hop) override;
    base::Result<void> finish() override;
    void abandon() override;

    bool can_take_back() const noexcept override {
        return !begun_ || writer_.can_go_back(begun_->total);
    }

    base::Result<Partial> take_back() override;

    bool has_enough() const noexcept override {
        return writer_.reader_gone() || (body_ && body_->is_suppressed() && !parts_.meta);
    }

private:
    base::Result<void> show_request(const http::PreparedRequest& request, const Parts& parts);
    base::Result<void> show_held_request(const Parts& parts);
    void leave();
    bool shows_body(http::Place place) const noexcept;
    http::BodySink* taker_of_body();
    void begin_message();

    /// Where an answer begins.
    struct Beginning {
        std::uint64_t total = 0;
        std::uint64_t settled = 0;
        bool is_first_page = false;
    };

    void begin_answer();
    void show_head(const Rendering& head);
    void show_facts(const Rendering& facts);
    base::Result<void> show_body(const http::PreparedRequest& request, const Parts& parts);
    base::Result<void> show_bytes(const http::PreparedRequest& request, std::string_view bytes);
    base::Result<void>
    show_pieces(const http::PreparedRequest& request, const http::JoinedBody& body);
    base::Result<void>
    show_file(const http::PreparedRequest& request, const http::StreamBody& file);
    void end_line();
    void show_notice(std::string_view words);
    base::Bytes received() const noexcept;
    bool is_complete() const;

    OutputPlan plan_;
    Writer writer_;
    Painter painter_;
    std::optional<Body> body_;
    std::optional<Tally> tally_;
    std::optional<Items> items_; ///< of all pages
    base::Bytes page_size_;      ///< of the page that was shown last
    std::uint64_t settled_ = 0; ///< the length of what was shown when it last ended in a blank line
    Parts parts_;               ///< of the hop that was answered last
    std::optional<http::PreparedRequest> held_; ///< until it is known which letters are for it
    std::optional<Beginning> begun_;            ///< since the last request
    bool in_view_ = false; ///< whether the hop that was answered last is one to show
    bool awaits_answer_ = false;
    bool requested_ = false;
};

} // namespace latch::output
