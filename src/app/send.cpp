// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/means.hpp"
#include "app/send_several.hpp"
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

int send(Means& means, const Errand& errand, Delivery& delivery) {
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
    return command.curl || command.offline ? show_unsent(means, errand, delivery)
                                           : send(means, errand, delivery);
}

} // namespace

int send(const cli::Send& command, const base::Environment& environment, Report& report) {
    return command.several.urls.empty() ? send_one(command, environment, report)
                                        : send_several(command, environment, report);
}

} // namespace latch::app
