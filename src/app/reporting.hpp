// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/cli/invocation.hpp"
#include "latch/flow/record.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latch::app {

/// --report: collects what came of each request, and writes the reports in the end.
class Reporting {
public:
    /// Gets hold of the files, so that a wrong name is told before anything is sent. `names` are
    /// those of the requests until more is known of them; `environment` must outlive the object.
    /// Errors: `file`.
    static base::Result<Reporting> begin(
        const std::vector<cli::ReportWish>& wishes,
        std::vector<std::string> names,
        const base::Environment& environment
    );

    /// Whether anybody wants to know.
    bool is_wanted() const noexcept { return !reports_.empty(); }

    void put(std::size_t number, flow::Case testcase);

    /// What is reported in the place of what was put, times included.
    void replace(flow::Record record) { record_ = std::move(record); }

    /// Writes all reports and says what went wrong: the exit code.
    int finish(const Report& report);

private:
    struct Pending {
        cli::ReportWish wish;
        std::optional<base::Replacement> file{};  ///< a new one, in the place of what is there
        std::optional<base::Descriptor> device{}; ///< or what takes bytes and is no file
    };

    explicit Reporting(const base::Environment& environment) : environment_(&environment) {}

    static base::Result<Pending>
    open(const cli::ReportWish& wish, const base::Environment& environment);
    base::Result<void> write(Pending& pending, const Report& report) const;
    base::Result<void> add_summary() const;

    const base::Environment* environment_;
    std::vector<Pending> reports_;
    flow::Record record_;
};

} // namespace latch::app
