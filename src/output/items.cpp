// SPDX-License-Identifier: MIT
#include "output/items.hpp"

#include "output/json_document.hpp"
#include "output/sorted_json.hpp"

#include <string>

namespace latch::output {

namespace {

std::optional<JsonText> text_for(const OutputPlan& plan, Painter& painter) {
    if (!plan.for_terminal) {
        return std::nullopt;
    }
    using Layout = JsonText::Layout;
    const bool is_laid_out =
        plan.format && plan.format_options.json_format && plan.list == List::array;
    return JsonText(
        painter, is_laid_out ? Layout::indented : Layout::as_sent, plan.format_options.json_indent
    );
}

} // namespace

Items::Items(const OutputPlan& plan, Painter& painter)
    : painter_(&painter), list_(plan.list),
      sorts_(plan.format && plan.format_options.json_sort_keys), json_(text_for(plan, painter)) {}

void Items::add(std::span<const std::string_view> items) {
    for (const std::string_view item : items) {
        const auto sorted = sorts_ ? sorted_json(item) : std::nullopt;
        const std::string_view shown = sorted ? std::string_view(*sorted) : item;
        if (list_ == List::lines) {
            add_line(shown);
        } else {
            add_element(shown);
        }
    }
    painter_->rest();
}

void Items::finish() {
    if (list_ == List::array) {
        put(has_begun_ ? "]" : "[]");
        put("\n");
    }
    if (json_) {
        json_->finish();
    }
    is_finished_ = true;
}

void Items::add_element(std::string_view item) {
    put(has_begun_ ? ",\n" : "[");
    has_begun_ = true;
    put(item);
}

void Items::add_line(std::string_view item) {
    std::string line;
    line.reserve(item.size() + 1);
    append_without_blanks(line, item);
    line += '\n';
    put(line);
}

void Items::put(std::string_view json) {
    if (json_) {
        json_->feed(json);
    } else {
        painter_->out().append(json);
    }
}

} // namespace latch::output
