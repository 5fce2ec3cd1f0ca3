// SPDX-License-Identifier: MIT
#include "app/reporting.hpp"

#include "app/exit_code.hpp"

#include "latch/base/new_file.hpp"
#include "latch/flow/report.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = cli::ReportWish::Kind;

std::string text_of(Kind kind, const flow::Record& record) {
    switch (kind) {
    case Kind::junit:
        return flow::junit(record);
    case Kind::tap:
        return flow::tap(record);
    case Kind::json:
        return flow::json_report(record);
    case Kind::html:
        return flow::html_report(record);
    case Kind::github:
        break;
    }
    return flow::github_annotations(record);
}

flow::Case unsent(std::string name) {
    return {.name = std::move(name), .outcome = flow::Skipped{"it was not sent"}};
}

} // namespace

/// A device or a FIFO is written to, as it is.
Result<Reporting::Pending>
Reporting::open(const cli::ReportWish& wish, const base::Environment& environment) {
    Pending pending{.wish = wish};
    if (wish.file.empty()) {
        return pending;
    }
    const auto path = environment.resolve(wish.file);
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status)) {
        base::Descriptor device(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
        if (!device.is_open()) {
            return Error(ErrorKind::file, "cannot write " + wish.file)
                .because(base::system_words(errno));
        }
        pending.device.emplace(std::move(device));
        return pending;
    }
    auto file = base::Replacement::start(path);
    if (!file) {
        return file.error();
    }
    pending.file.emplace(*std::move(file));
    return pending;
}

Result<Reporting> Reporting::begin(
    const std::vector<cli::ReportWish>& wishes,
    std::vector<std::string> names,
    const base::Environment& environment
) {
    Reporting reporting(environment);
    for (const cli::ReportWish& wish : wishes) {
        const auto is_same = [&](const Pending& other) {
            return !wish.file.empty() && other.wish.file == wish.file;
        };
        if (std::ranges::any_of(reporting.reports_, is_same)) {
            return Error(ErrorKind::usage, "two reports in " + wish.file);
        }
        auto pending = open(wish, environment);
        if (!pending) {
            return pending.error();
        }
        reporting.reports_.push_back(*std::move(pending));
    }
    if (reporting.is_wanted()) {
        reporting.record_.name = "latch";
        reporting.record_.began = environment.now();
        flow::Suite& suite = reporting.record_.suites.emplace_back();
        for (std::string& name : names) {
            suite.cases.push_back(unsent(std::move(name)));
        }
    }
    return reporting;
}

void Reporting::put(std::size_t number, flow::Case testcase) {
    record_.suites.front().cases[number] = std::move(testcase);
}

int Reporting::finish(const Report& report) {
    if (!is_wanted()) {
        return done;
    }
    if (record_.began) {
        record_.duration = environment_->now() - *record_.began;
    }
    int code = done;
    for (Pending& pending : reports_) {
        if (const auto written = write(pending, report); !written) {
            code = worse_of(code, report.fail(written.error()));
        }
    }
    return code;
}

Result<void> Reporting::write(Pending& pending, const Report& report) const {
    const std::string text = text_of(pending.wish.kind, record_);
    if (pending.file) {
        const auto written = pending.file->write(text);
        return written ? pending.file->commit(base::mode_of_new_files()) : written;
    }
    if (pending.device) {
        return base::write_all(pending.device->get(), text, pending.wish.file);
    }
    report.print(text);
    return pending.wish.kind == Kind::github ? add_summary() : Result<void>();
}

/// GitHub shows what each step has added to its file.
Result<void> Reporting::add_summary() const {
    const auto name = environment_->variable("GITHUB_STEP_SUMMARY");
    if (!name || name->empty()) {
        return {};
    }
    constexpr mode_t mode = 0666;
    const base::Descriptor file(
        ::open(name->c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode)
    );
    if (!file.is_open()) {
        return Error(ErrorKind::file, "cannot write " + *name).because(base::system_words(errno));
    }
    return base::write_all(file.get(), flow::github_summary(record_), *name);
}

} // namespace latch::app
