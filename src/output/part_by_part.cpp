// SPDX-License-Identifier: MIT
#include "output/part_by_part.hpp"

#include "output/media.hpp"
#include "output/render.hpp"
#include "output/replay.hpp"

#include "latch/base/text.hpp"

#include <utility>
#include <variant>

namespace latch::output {

namespace {

using base::Result;

/// A larger file would drown what else the terminal shows; a pipe has room for all of it.
constexpr std::uint64_t largest_file_on_terminal = 1024UL * 1024;

bool can_be_shown(const http::StreamBody& body, const OutputPlan& plan) {
    const bool fits =
        !plan.for_terminal || !body.length || body.length->count <= largest_file_on_terminal;
    return body.replayable && fits; // what comes through a pipe is read once, to be sent
}

bool shows_answers(const Parts& parts) {
    return parts.response_head || parts.response_body || parts.meta;
}

std::string words_about(const http::StreamBody& body) {
    const std::string size = body.length ? base::counted(body.length->count, "byte") : "body";
    return "NOTE: " + size + " from " + base::printable(body.name) + " not shown";
}

} // namespace

PartByPart::PartByPart(OutputPlan plan, const Theme& theme, Outlet outlet)
    : plan_(std::move(plan)), writer_(std::move(outlet)), painter_(writer_, theme) {}

Result<void> PartByPart::request(const http::PreparedRequest& request) {
    if (auto opened = writer_.open(); !opened) {
        return opened;
    }
    requested_ = true;
    awaits_answer_ = shows_answers(plan_.parts);
    in_view_ = false;
    begun_.reset();
    body_.reset();
    tally_.reset();
    if (items_ && !plan_.all_hops) {
        return {}; // the first page stands for all
    }
    if (plan_.all_hops && plan_.history_parts) {
        held_ = request;
        return {};
    }
    return show_request(request, plan_.parts);
}

Result<void> PartByPart::show_request(const http::PreparedRequest& request, const Parts& parts) {
    if (parts.request_head) {
        begin_message();
        show_head(request_head(request, plan_));
    }
    if (parts.request_body) {
        if (auto shown = show_body(request, parts); !shown) {
            return shown;
        }
    }
    return writer_.end_chunk();
}

Result<void> PartByPart::show_held_request(const Parts& parts) {
    const auto request = std::exchange(held_, std::nullopt);
    return request ? show_request(*request, parts) : Result<void>();
}

Result<void> PartByPart::show_body(const http::PreparedRequest& request, const Parts& parts) {
    if (!http::has_body(request.body)) {
        return {};
    }
    if (!parts.request_head) {
        begin_message();
    }
    const auto* const stream = std::get_if<http::StreamBody>(&request.body);
    if (stream != nullptr && !can_be_shown(*stream, plan_)) {
        show_notice(words_about(*stream));
        return {};
    }
    if (const auto* const joined = std::get_if<http::JoinedBody>(&request.body)) {
        return show_pieces(request, *joined);
    }
    if (plan_.for_terminal && request.headers.contains("Content-Encoding")) {
        show_notice("NOTE: compressed body not shown in terminal");
        return {};
    }
    return stream != nullptr ? show_file(request, *stream)
                             : show_bytes(request, std::get<http::BytesBody>(request.body).bytes);
}

/// The texts between files, and each file or a notice in its place.
Result<void>
PartByPart::show_pieces(const http::PreparedRequest& request, const http::JoinedBody& body) {
    for (const http::BodyPiece& piece : body.pieces) {
        const auto* const stream = std::get_if<http::StreamBody>(&piece);
        if (stream != nullptr && !can_be_shown(*stream, plan_)) {
            show_notice(words_about(*stream));
            continue;
        }
        auto shown = stream != nullptr
                         ? show_file(request, *stream)
                         : show_bytes(request, std::get<http::BytesBody>(piece).bytes);
        if (!shown) {
            return shown;
        }
    }
    return {};
}

Result<void> PartByPart::show_bytes(const http::PreparedRequest& request, std::string_view bytes) {
    Body body(media_of(request.headers, plan_), plan_, painter_);
    if (auto written = body.write(bytes); !written) {
        return written;
    }
    return body.finish();
}

Result<void>
PartByPart::show_file(const http::PreparedRequest& request, const http::StreamBody& file) {
    Body body(media_of(request.headers, plan_), plan_, painter_);
    Replay replay(file);
    while (!writer_.reader_gone()) {
        const auto piece = replay.next();
        if (!piece) {
            return piece.error();
        }
        if (piece->empty()) {
            break;
        }
        if (auto written = body.write(*piece); !written) {
            return written;
        }
    }
    return body.finish();
}

void PartByPart::begin_answer() {
    begun_ = Beginning{.total = writer_.total(), .settled = settled_, .is_first_page = !items_};
}

Result<Partial> PartByPart::take_back() {
    body_.reset();
    tally_.reset();
    if (!begun_) {
        return Partial{};
    }
    painter_.rest();
    awaits_answer_ = shows_answers(plan_.parts);
    settled_ = begun_->settled;
    if (begun_->is_first_page) {
        items_.reset();
    }
    const auto undone = writer_.go_back(std::exchange(begun_, std::nullopt)->total);
    return undone ? Result<Partial>(Partial{}) : undone.error();
}

Result<http::BodySink*> PartByPart::response(const http::Hop& hop, http::Place place) {
    begin_answer();
    body_.reset();
    tally_.reset();
    parts_ = place == http::Place::final ? plan_.parts : plan_.history_parts.value_or(plan_.parts);
    if (auto shown = show_held_request(parts_); !shown) {
        return shown.error();
    }
    in_view_ = place == http::Place::final || plan_.all_hops;
    if (!in_view_) {
        return nullptr;
    }
    awaits_answer_ = false;
    if (parts_.response_head || parts_.response_body) {
        begin_message();
    }
    if (parts_.response_head) {
        show_head(response_head(hop.response, plan_));
    }
    if (shows_body(place)) {
        const Media media = media_of_response(hop.response.headers, plan_);
        body_.emplace(media, plan_, painter_);
        // A stream of events may have no end at which its file could get its name.
        if (plan_.pace == Pace::at_once || media.content == Content::events) {
            writer_.reveal_early();
        }
    }
    if (auto seen = writer_.end_chunk(); !seen) {
        return seen.error();
    }
    return taker_of_body();
}

bool PartByPart::shows_body(http::Place place) const noexcept {
    return parts_.response_body &&
           (place != http::Place::final || plan_.body_place == BodyPlace::body);
}

/// Nobody if neither the body nor what is known of it is shown.
http::BodySink* PartByPart::taker_of_body() {
    if (!body_ && parts_.meta) {
        return &tally_.emplace();
    }
    return body_ && !writer_.reader_gone() ? &*body_ : nullptr;
}

Result<void> PartByPart::page(const http::Hop& hop) {
    const bool is_first = !items_;
    begin_answer();
    parts_ = is_first ? plan_.parts : plan_.history_parts.value_or(plan_.parts);
    if (auto shown = show_held_request(parts_); !shown) {
        return shown;
    }
    in_view_ = is_first || plan_.all_hops;
    const bool shows_head = in_view_ && parts_.response_head;
    if (shows_head || (is_first && parts_.response_body)) {
        begin_message();
    }
    if (shows_head) {
        show_head(response_head(hop.response, plan_));
    }
    if (is_first) {
        items_.emplace(plan_, painter_);
    }
    if (is_first && plan_.pace == Pace::at_once) {
        writer_.reveal_early();
    }
    return writer_.end_chunk();
}

Result<void> PartByPart::items(std::span<const std::string_view> items, base::Bytes decoded) {
    page_size_ = decoded;
    if (plan_.parts.response_body) {
        items_->add(items);
    }
    return writer_.end_chunk(plan_.pace);
}

Result<void> PartByPart::lines(std::span<const std::string> lines) {
    if (!parts_.response_body) {
        return {};
    }
    for (const std::string& line : lines) {
        painter_.out().append(plan_.for_terminal ? base::printable(line) : line);
        painter_.out().append("\n");
    }
    return writer_.end_chunk(plan_.pace);
}

Result<void> PartByPart::end_of_list() {
    if (plan_.parts.response_body) {
        items_->finish();
    }
    awaits_answer_ = false;
    in_view_ = true;
    parts_ = plan_.parts;
    return writer_.end_chunk(plan_.pace);
}

Result<void> PartByPart::done(const http::Hop& hop) {
    if (!in_view_) {
        return {};
    }
    // A body that is not shown may not have been read to where they are.
    if (parts_.response_head && parts_.response_body && !hop.trailers.empty()) {
        show_facts(trailers(hop.trailers, plan_));
    }
    if (parts_.meta) {
        show_facts(meta(hop, received()));
    }
    return writer_.end_chunk();
}

Result<void> PartByPart::finish() {
    if (auto shown = show_held_request(plan_.parts); !shown) {
        return shown;
    }
    leave();
    if (auto flushed = writer_.flush(); !flushed || !plan_.file || !is_complete()) {
        return flushed;
    }
    return writer_.commit();
}

void PartByPart::abandon() {
    leave();
    static_cast<void>(writer_.flush());
}

/// Leaves the terminal as it was found: ordinary colours, at the start of a line.
void PartByPart::leave() {
    painter_.rest();
    if (plan_.for_terminal) {
        end_line();
    }
}

/// Separates what comes from the body or the facts before it, if there are any.
void PartByPart::begin_message() {
    if (writer_.total() != settled_) {
        end_line();
        painter_.put(Role::plain, "\n");
        settled_ = writer_.total();
    }
}

void PartByPart::show_head(const Rendering& head) {
    painter_.put(head);
    painter_.rest();
    settled_ = writer_.total();
}

void PartByPart::show_facts(const Rendering& facts) {
    begin_message();
    painter_.put(facts);
    painter_.rest();
}

void PartByPart::show_notice(std::string_view words) {
    painter_.put(boxed_notice(words));
    painter_.rest();
}

void PartByPart::end_line() {
    if (!writer_.at_line_start()) {
        painter_.put(Role::plain, "\n");
    }
}

base::Bytes PartByPart::received() const noexcept {
    return body_ ? body_->received() : tally_ ? tally_->received() : page_size_;
}

bool PartByPart::is_complete() const {
    const bool is_whole_list = !items_ || !plan_.parts.response_body || items_->is_finished();
    return requested_ && !awaits_answer_ && is_whole_list && (!body_ || body_->is_complete());
}

} // namespace latch::output
