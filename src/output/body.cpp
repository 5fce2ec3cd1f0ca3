// SPDX-License-Identifier: MIT
#include "output/body.hpp"

#include "output/render.hpp"

#include <utility>

namespace latch::output {

namespace {

Pace pace_for(Content content, const OutputPlan& plan) {
    return is_live(content) && plan.pace == Pace::automatic ? Pace::at_once : plan.pace;
}

ToUtf8::Kind kind_of(Content content) {
    const bool is_json = content == Content::json || content == Content::json_lines;
    return is_json ? ToUtf8::Kind::json : ToUtf8::Kind::text;
}

/// Nothing is held back from a stream.
std::size_t sample_for(Pace pace) {
    return pace == Pace::at_once ? 0 : ToUtf8::good_sample;
}

JsonText json_for(const OutputPlan& plan, Painter& painter) {
    using Layout = JsonText::Layout;
    const FormatOptions& options = plan.format_options;
    const bool laid_out = plan.format && options.json_format;
    return {painter, laid_out ? Layout::indented : Layout::as_sent, options.json_indent};
}

JsonLines::LineEnd line_end_in(Content content, const OutputPlan& plan) {
    using LineEnd = JsonLines::LineEnd;
    if (content == Content::json_lines) {
        return LineEnd::end_of_documents;
    }
    return plan.pace == Pace::at_once ? LineEnd::end_of_other : LineEnd::nothing;
}

std::optional<ScriptGuard> guard_for(Content content, const OutputPlan& plan, Painter& painter) {
    const bool may_be_json = content == Content::json || content == Content::perhaps_json;
    const bool is_pretty = plan.for_terminal && (plan.format || plan.color);
    return may_be_json && is_pretty ? std::optional<ScriptGuard>(SafeText(painter)) : std::nullopt;
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

Body::Body(const Media& media, const OutputPlan& plan, Painter& painter)
    : painter_(&painter), pace_(pace_for(media.content, plan)),
      to_utf8_(media.charset, kind_of(media.content), sample_for(pace_)),
      guard_(guard_for(media.content, plan, painter)),
      manner_(manner_for(media.content, plan, painter)) {}

Body::Manner Body::manner_for(Content content, const OutputPlan& plan, Painter& painter) {
    if (!plan.for_terminal) {
        return AsItIs{};
    }
    if (!plan.format && !plan.color) {
        return SafeText(painter);
    }
    return pretty_manner(content, plan, painter);
}

Body::Manner Body::pretty_manner(Content content, const OutputPlan& plan, Painter& painter) {
    const bool streams = plan.pace == Pace::at_once; // then nothing is held back
    switch (content) {
    case Content::text:
        break;
    case Content::json:
    case Content::json_lines:
        return json_manner(content, plan, painter);
    case Content::perhaps_json:
        if (streams) {
            break;
        }
        return PerhapsJson(json_for(plan, painter), SafeText(painter));
    case Content::xml:
        if (!plan.format || !plan.format_options.xml_format || streams) {
            return MarkupText(painter);
        }
        return XmlText(MarkupText(painter), plan.format_options.xml_indent);
    case Content::html:
        if (streams) {
            return MarkupText(painter);
        }
        return PerhapsJson(json_for(plan, painter), MarkupText(painter));
    case Content::events:
        return EventText(painter, json_for(plan, painter));
    }
    return SafeText(painter);
}

Body::Manner Body::json_manner(Content content, const OutputPlan& plan, Painter& painter) {
    const JsonLines::LineEnd line_end = line_end_in(content, plan);
    const JsonLines json(painter, json_for(plan, painter), line_end);
    if (plan.format && plan.format_options.json_sort_keys) {
        const bool is_whole = line_end == JsonLines::LineEnd::nothing;
        return SortedJson(json, is_whole ? SortedJson::Unit::body : SortedJson::Unit::line);
    }
    return json;
}

base::Result<void> Body::write(std::string_view bytes) {
    received_.count += bytes.size();
    if (std::holds_alternative<AsItIs>(manner_)) {
        painter_->out().append(bytes);
    } else {
        show(to_utf8_.convert(bytes));
        painter_->rest(); // whatever happens before the next piece happens in ordinary colours
    }
    return painter_->out().end_chunk(pace_);
}

base::Result<void> Body::write_piped(base::PipedBytes bytes) {
    received_.count += bytes.count;
    painter_->out().append_piped(bytes);
    return painter_->out().end_chunk(pace_);
}

http::PipeSink* Body::piped() {
    const bool unseen = std::holds_alternative<AsItIs>(manner_);
    return unseen && painter_->out().takes_pipes() ? this : nullptr;
}

base::Result<void> Body::finish() {
    complete_ = true;
    show(to_utf8_.finish());
    if (guard_) {
        feed(guard_->finish());
    }
    std::visit(
        Overloaded{
            [](auto& text) { text.finish(); },
            [](AsItIs& /*bytes*/) {},
            [](Suppressed& /*bytes*/) {},
        },
        manner_
    );
    return painter_->out().end_chunk(pace_);
}

/// Looks for NUL in the text that has become of the bytes: UTF-16 is full of them.
void Body::show(std::string_view bytes) {
    if (bytes.find('\0') != std::string_view::npos) {
        show_notice();
        return;
    }
    feed(guard_ ? guard_->pass(bytes) : bytes);
}

void Body::feed(std::string_view bytes) {
    std::visit(
        Overloaded{
            [bytes](auto& text) { text.feed(bytes); },
            [](AsItIs& /*untouched*/) {},
            [](Suppressed& /*bytes*/) {},
        },
        manner_
    );
}

void Body::show_notice() {
    if (is_suppressed()) {
        return;
    }
    manner_ = Suppressed{};
    guard_.reset();
    if (!painter_->out().at_line_start()) {
        painter_->put(Role::plain, "\n");
    }
    painter_->put(boxed_notice("NOTE: binary data not shown in terminal"));
    painter_->rest();
}

} // namespace latch::output
