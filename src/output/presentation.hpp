// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/output/partial.hpp"
#include "latch/output/plan.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace latch::output {

class Lane;

/// A way to show an exchange; `Show` says what each call means.
class Presentation {
public:
    Presentation() = default;
    Presentation(const Presentation&) = delete;
    Presentation& operator=(const Presentation&) = delete;
    Presentation(Presentation&&) = delete;
    Presentation& operator=(Presentation&&) = delete;
    virtual ~Presentation() = default;

    virtual base::Result<void> request(const http::PreparedRequest& request) = 0;
    virtual base::Result<http::BodySink*> response(const http::Hop& hop, http::Place place) = 0;

    // Lists are not saved, and no exchange is recorded that has one: cli/parse sees to it.
    virtual base::Result<void> page(const http::Hop& /*hop*/) { return {}; }

    virtual base::Result<void>
    items(std::span<const std::string_view> /*items*/, base::Bytes /*decoded*/) {
        return {};
    }

    virtual base::Result<void> end_of_list() { return {}; }

    // Nor is anything taken out of what is saved or recorded.
    virtual base::Result<void> lines(std::span<const std::string> /*lines*/) { return {}; }

    virtual void receiving(base::Bytes /*on_wire*/) {}

    virtual base::Result<void> done(const http::Hop& hop) = 0;
    virtual base::Result<void> finish() = 0;

    /// Leaves the terminal as it was found; whoever wants to know about problems calls `finish`.
    virtual void abandon() = 0;

    virtual bool has_enough() const noexcept = 0;

    virtual bool can_take_back() const noexcept = 0;
    virtual base::Result<Partial> take_back() = 0;

    virtual bool was_complete() const noexcept { return false; }

    virtual std::filesystem::path left_behind() const { return {}; }
};

/// The one for a plan.
std::unique_ptr<Presentation>
presentation(const OutputPlan& plan, const base::Environment& environment, Lane* lane);

} // namespace latch::output
