// SPDX-License-Identifier: MIT
#include "output/record.hpp"

#include "output/json_text.hpp"
#include "output/media.hpp"
#include "output/painter.hpp"

#include <utility>

namespace latch::output {

base::Result<void> Record::Keeper::write(std::string_view bytes) {
    hops_.back().body.bytes += bytes;
    return {};
}

base::Result<void> Record::Keeper::finish() {
    hops_.back().body.is_complete = true;
    return {};
}

Record::Record(OutputPlan plan, const Theme& theme, Outlet outlet)
    : plan_(std::move(plan)), theme_(theme), writer_(std::move(outlet)) {}

base::Result<void> Record::request(const http::PreparedRequest& request) {
    hops_.push_back({.request = request, .answered = {}, .body = {}});
    return writer_.open();
}

base::Result<http::BodySink*> Record::response(const http::Hop& hop, http::Place /*place*/) {
    const Media media = media_of_response(hop.response.headers, plan_);
    hops_.back().answered = hop;
    hops_.back().body.charset = media.charset;
    hops_.back().body.is_json = media.content == Content::json;
    return &keeper_;
}

base::Result<void> Record::done(const http::Hop& hop) {
    hops_.back().answered = hop;
    return {};
}

base::Result<void> Record::finish() {
    const std::string document = exchange_document(hops_, plan_);
    if (plan_.for_terminal) {
        Painter painter(writer_, theme_);
        const bool laid_out = plan_.format && plan_.format_options.json_format;
        JsonText json(
            painter,
            laid_out ? JsonText::Layout::indented : JsonText::Layout::as_sent,
            plan_.format_options.json_indent
        );
        json.feed(document);
        json.finish();
    } else {
        writer_.append(document);
    }
    writer_.append("\n");
    return plan_.file ? writer_.commit() : writer_.flush();
}

} // namespace latch::output
