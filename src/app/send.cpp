// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/inquiry.hpp"
#include "app/means.hpp"
#include "app/reporting.hpp"
#include "app/send_several.hpp"
#include "app/send_until.hpp"
#include "app/unsent.hpp"

#include "latch/base/signals.hpp"
#include "latch/client/conversation.hpp"

#include <optional>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

client::Outcome converse(Means& means, const Errand& errand, Delivery& delivery) {
    net::Transport transport(means.setup().policy, &means.tickets().tickets());
    std::optional<Renewing> renewing;
    client::Outcome outcome = client::converse(
        errand.composed.request,
        means.setup().session,
        delivery.open(),
        means.surroundings(errand, transport, renewing)
    );
    delivery.close();
    return outcome;
}

int send(Means& means, const Errand& errand, Delivery& delivery, Reporting& reporting) {
    std::optional<base::SignalsHeld> until_saved(std::in_place);
    const client::Outcome outcome = converse(means, errand, delivery);
    // First of all: what the server handed out counts even if the rest went wrong.
    means.keeping().add(errand.composed.typed, outcome);
    const Result<session::Updated> kept = means.save();
    until_saved.reset();
    int code = delivery.complete(outcome);
    means.keeping().tell(kept, means.report());
    if (code == done) {
        code = delivery.verdict(outcome);
    }
    if (reporting.is_wanted()) {
        reporting.put(0, delivery.testcase(outcome));
    }
    return code == done && !kept ? exit_code_for(kept.error().kind()) : code;
}

/// `latch [@SESSION] URL …` from its set-up to its exit code.
int send_one(const cli::Send& command, const base::Environment& environment, Report& report) {
    auto setup = set_up(command, environment, report);
    if (!setup) {
        return report.fail(setup.error());
    }
    if (setup->session.foreign && command.output.quiet < 2) {
        report.list_left_behind(setup->session.foreign->left_behind);
    }
    Means means(command, *std::move(setup), environment, report);
    Errand& errand = means.setup().errand;
    if (const auto completed = means.complete(errand); !completed) {
        return report.fail(completed.error());
    }
    Delivery delivery(
        errand,
        {.command = command,
         .setup = means.setup(),
         .environment = environment,
         .report = report,
         .plan = plan_for(command, report, environment)}
    );
    if (command.curl || command.offline) {
        return show_unsent(means, errand, delivery);
    }
    if (const auto checked = check_waiting(command, errand); !checked) {
        return report.fail(checked.error());
    }
    auto reporting =
        Reporting::begin(command.reports, {case_name(errand.composed.request)}, environment);
    if (!reporting) {
        return report.fail(reporting.error());
    }
    const int code = command.waiting ? send_until(means, errand, delivery, *reporting)
                                     : send(means, errand, delivery, *reporting);
    return worse_of(code, reporting->finish(report));
}

} // namespace

int send(cli::Send& command, const base::Environment& environment, Report& report) {
    if (command.questions.extract && !command.questions.captures.empty()) {
        // In a flow, captures are printed nowhere.
        return report.fail(base::Error(base::ErrorKind::usage, "--jq and --capture")
                               .because("both print something instead of the body"));
    }
    if (const auto provided = provide_files(command, environment); !provided) {
        return report.fail(provided.error());
    }
    return command.several.urls.empty() ? send_one(command, environment, report)
                                        : send_several(command, environment, report);
}

} // namespace latch::app
