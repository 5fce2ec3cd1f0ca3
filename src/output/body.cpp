// SPDX-License-Identifier: MIT
#include "output/body.hpp"

#include "output/render.hpp"

#include "latch/http/media_type.hpp"

namespace latch::output {

namespace {

http::MediaType media_type_of(const http::Headers& headers) {
    const auto text = headers.find("Content-Type");
    return text ? http::parse_media_type(*text).value_or(http::MediaType{}) : http::MediaType{};
}

/// HTTPie's rule for colours: application/x-ndjson, application/json-seq and the like count too.
bool speaks_json(const http::MediaType& type) {
    return type.essence.find("json") != std::string::npos;
}

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};

template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

Body::Body(const http::Headers& headers, const OutputPlan& plan, Painter& painter)
    : painter_(&painter), to_utf8_(media_type_of(headers).charset),
      manner_(manner_for(speaks_json(media_type_of(headers)), plan, painter)) {}

Body::Manner Body::manner_for(bool is_json, const OutputPlan& plan, Painter& painter) {
    if (!plan.for_terminal) {
        return AsItIs{};
    }
    if (is_json && (plan.format || plan.color)) {
        using Layout = JsonText::Layout;
        return JsonText(painter, plan.format ? Layout::indented : Layout::as_sent);
    }
    return SafeText(painter);
}

base::Result<void> Body::write(std::string_view bytes) {
    received_.count += bytes.size();
    if (std::holds_alternative<AsItIs>(manner_)) {
        painter_->out().append(bytes);
    } else if (bytes.find('\0') != std::string_view::npos) {
        show_notice();
    } else {
        show(to_utf8_.convert(bytes));
        painter_->rest(); // whatever happens before the next piece happens in ordinary colours
    }
    return painter_->out().end_chunk();
}

base::Result<void> Body::finish() {
    complete_ = true;
    show(to_utf8_.finish());
    std::visit(
        Overloaded{
            [](auto& text) { text.finish(); },
            [](AsItIs& /*bytes*/) {},
            [](Suppressed& /*bytes*/) {},
        },
        manner_
    );
    return painter_->out().end_chunk();
}

void Body::show(std::string_view bytes) {
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
    if (std::holds_alternative<Suppressed>(manner_)) {
        return;
    }
    manner_ = Suppressed{};
    if (!painter_->out().at_line_start()) {
        painter_->put(Role::plain, "\n");
    }
    painter_->put(boxed_notice("NOTE: binary data not shown in terminal"));
    painter_->rest();
}

} // namespace latch::output
