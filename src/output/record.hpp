// SPDX-License-Identifier: MIT
#pragma once

#include "output/document.hpp"
#include "output/presentation.hpp"
#include "output/theme.hpp"
#include "output/writer.hpp"

#include "latch/base/environment.hpp"

#include <vector>

namespace latch::output {

/// --json-output: keeps the whole exchange and writes it as one JSON document in the end, however
/// far it has come.
class Record final : public Presentation {
public:
    Record(OutputPlan plan, const Theme& theme, Outlet outlet);

    base::Result<void> request(const http::PreparedRequest& request) override;
    base::Result<http::BodySink*> response(const http::Hop& hop, http::Place place) override;
    base::Result<void> done(const http::Hop& hop) override;
    base::Result<void> finish() override;

    void abandon() override {}

    bool has_enough() const noexcept override { return writer_.reader_gone(); }

    /// Nothing is written yet, and what broke off is part of what happened.
    bool can_take_back() const noexcept override { return true; }

    base::Result<Partial> take_back() override { return Partial{}; }

private:
    /// Keeps the body of the hop that was answered last.
    class Keeper final : public http::BodySink {
    public:
        explicit Keeper(std::vector<RecordedHop>& hops) : hops_(hops) {}

        base::Result<void> write(std::string_view bytes) override;
        base::Result<void> finish() override;

    private:
        std::vector<RecordedHop>& hops_;
    };

    OutputPlan plan_;
    const Theme& theme_;
    Writer writer_;
    std::vector<RecordedHop> hops_;
    Keeper keeper_{hops_};
};

} // namespace latch::output
