// SPDX-License-Identifier: MIT
#include "latch/output/show.hpp"

#include "output/part_by_part.hpp"
#include "output/presentation.hpp"
#include "output/record.hpp"
#include "output/saving.hpp"
#include "output/theme.hpp"

namespace latch::output {

namespace {

Outlet outlet_for(const OutputPlan& plan, const base::Environment& environment, Lane* lane) {
    if (plan.file) {
        return Outlet(environment.resolve(*plan.file));
    }
    return lane != nullptr ? Outlet(*lane) : Outlet(environment.out);
}

const Theme& theme_for(const OutputPlan& plan) {
    if (!plan.color) {
        return colorless();
    }
    return plan.rich_colors ? theme_of(plan.style) : sixteen_colors();
}

} // namespace

std::unique_ptr<Presentation>
presentation(const OutputPlan& plan, const base::Environment& environment, Lane* lane) {
    if (plan.download != Download::none) {
        return std::make_unique<Saving>(plan, environment);
    }
    if (plan.form == Form::document) {
        return std::make_unique<Record>(plan, theme_for(plan), outlet_for(plan, environment, lane));
    }
    return std::make_unique<PartByPart>(plan, theme_for(plan), outlet_for(plan, environment, lane));
}

Show::Show(const OutputPlan& plan, const base::Environment& environment, Lane* lane)
    : presentation_(presentation(plan, environment, lane)) {}

Show::~Show() {
    presentation_->abandon();
}

base::Result<void> Show::request(const http::PreparedRequest& request) {
    return presentation_->request(request);
}

base::Result<http::BodySink*> Show::response(const http::Hop& hop, http::Place place) {
    return presentation_->response(hop, place);
}

base::Result<void> Show::page(const http::Hop& hop) {
    return presentation_->page(hop);
}

base::Result<void> Show::items(std::span<const std::string_view> items, base::Bytes decoded) {
    return presentation_->items(items, decoded);
}

base::Result<void> Show::end_of_list() {
    return presentation_->end_of_list();
}

base::Result<void> Show::lines(std::span<const std::string> lines) {
    return presentation_->lines(lines);
}

void Show::receiving(base::Bytes on_wire) {
    presentation_->receiving(on_wire);
}

base::Result<void> Show::done(const http::Hop& hop) {
    return presentation_->done(hop);
}

base::Result<void> Show::finish() {
    return presentation_->finish();
}

bool Show::can_take_back() const noexcept {
    return presentation_->can_take_back();
}

base::Result<Partial> Show::take_back() {
    return presentation_->take_back();
}

bool Show::has_enough() const noexcept {
    return presentation_->has_enough();
}

bool Show::was_complete() const noexcept {
    return presentation_->was_complete();
}

std::filesystem::path Show::left_behind() const {
    return presentation_->left_behind();
}

} // namespace latch::output
