// SPDX-License-Identifier: MIT
#include "app/send_several.hpp"

#include "app/delivery.hpp"
#include "app/exit_code.hpp"
#include "app/means.hpp"
#include "app/places.hpp"
#include "app/reporting.hpp"
#include "app/room.hpp"
#include "app/unsent.hpp"

#include "latch/base/descriptors.hpp"
#include "latch/base/signals.hpp"
#include "latch/client/several.hpp"
#include "latch/output/lanes.hpp"
#include "latch/output/progress.hpp"
#include "latch/output/summary.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace latch::app {

namespace {

using base::Result;
using Clock = std::chrono::steady_clock;
using End = output::Summary::End;

/// The environment of one of several answers: what is drawn for one alone would be in the way of
/// the others, and each download is saved as a file.
base::Environment surroundings_of_one(const cli::Send& command, base::Environment environment) {
    environment.err.is_terminal = false;
    if (command.output.download != output::Download::none) {
        environment.out.is_terminal = true;
    }
    return environment;
}

/// A body that ends before the next head needs something in between.
std::string blank_line_between(const output::OutputPlan& plan) {
    const output::Parts& parts = plan.parts;
    const bool has_head = parts.request_head || parts.response_head;
    return has_head && (parts.request_body || parts.response_body) ? "\n" : "";
}

output::OutputPlan hiding(output::OutputPlan plan, const base::Redactor& secrets) {
    plan.known = &secrets;
    return plan;
}

/// Requests to the URLs of one command, each with what belongs to it alone while it is under way.
class Sendings final : public client::Caller {
public:
    Sendings(Means& means, Ingredients ingredients, net::Transport& transport, Reporting& reporting)
        : means_(means), reporting_(reporting), command_(means.command()),
          ingredients_(std::move(ingredients)), transport_(transport),
          environment_(surroundings_of_one(command_, means.environment())),
          plan_(plan_for(command_, means.report(), means.environment())),
          lanes_(
              {.out = environment_.out,
               .order = command_.several.pacing.order,
               .between = blank_line_between(plan_),
               .folder = temporary_folder(environment_)}
          ),
          progress_("", means.environment()), draws_(draws_progress()) {
        if (draws_) {
            progress_.begin(std::nullopt);
        }
    }

    std::variant<Call, Then> begin(std::size_t number) override {
        Result<Errand> errand = errand_for(number);
        if (!errand) {
            return failed_before(number, errand.error());
        }
        Sending& sending =
            *under_way_
                 .emplace(number, std::make_unique<Sending>(*this, number, *std::move(errand)))
                 .first->second;
        if (const auto completed = means_.complete(sending.errand); !completed) {
            const base::Error error = completed.error();
            under_way_.erase(number);
            return failed_before(number, error);
        }
        client::Audience& audience = sending.delivery.open();
        return Call{
            .request = std::move(sending.errand.composed.request),
            .audience = audience,
            .surroundings = sending.surroundings.emplace(
                means_.surroundings(sending.errand, transport_, sending.renewing)
            )};
    }

    Then ended(std::size_t number, client::Outcome outcome) override {
        const auto node = under_way_.extract(number);
        Sending& sending = *node.mapped();
        sending.delivery.close();
        keep(number, sending, outcome);
        progress_.hide();
        int code = sending.delivery.complete(outcome);
        if (code == done) {
            code = sending.delivery.verdict(outcome);
        }
        if (reporting_.is_wanted()) {
            reporting_.put(number, sending.delivery.testcase(outcome));
        }
        note(code == done ? End::succeeded : End::failed, sending, outcome);
        node.mapped().reset();
        return conclude(number, code);
    }

    void cut_off(std::size_t number, client::Outcome outcome) override {
        const auto node = under_way_.extract(number);
        node.mapped()->delivery.close();
        keep(number, *node.mapped(), outcome);
        if (reporting_.is_wanted()) {
            reporting_.put(number, node.mapped()->delivery.testcase(outcome));
        }
        note(End::cut_off, *node.mapped(), outcome);
    }

    /// Shows each request, and sends none.
    void show_unsent() {
        for (std::size_t number = 0; number < command_.several.urls.size(); ++number) {
            Result<Errand> errand = errand_for(number);
            const auto completed = errand ? means_.complete(*errand) : Result<void>();
            if (!errand || !completed) {
                failed_before(number, errand ? completed.error() : errand.error());
                continue;
            }
            conclude(number, shown_unsent(number, *std::move(errand)));
        }
    }

    /// Shows what is kept of whole answers, and says what all came to: the exit code.
    int finish() {
        progress_.end();
        conclude_output(lanes_.close());
        const std::size_t asked = command_.several.urls.size();
        if (command_.output.quiet == 0) {
            means_.report().remark(summary_.words(asked, Clock::now() - begun_));
        }
        return worse_of(worst_, reporting_.finish(means_.report()));
    }

    int worst() const noexcept { return worst_; }

private:
    /// Stays where it is: its parts refer to one another.
    struct Sending {
        Sending(Sendings& all, std::size_t number, Errand&& what)
            : secrets(all.means_.report().secrets().for_a_while()),
              report(all.means_.report().about(all.command_.several.urls[number].text, secrets)),
              errand(std::move(what)), delivery(
                                           errand,
                                           {.command = all.command_,
                                            .setup = all.means_.setup(),
                                            .environment = all.environment_,
                                            .report = report,
                                            .plan = hiding(all.plan_, secrets),
                                            .lane = &all.lanes_.begin(number),
                                            .receiving = [&all, this](base::Bytes received
                                                         ) { all.moved_on(*this, received); }}
                                       ) {}

        base::Redactor secrets; ///< the run's, and those that pass by
        Report report;
        Errand errand;
        Delivery delivery;
        std::optional<Renewing> renewing;
        std::optional<client::Surroundings> surroundings;
        Clock::time_point begun = Clock::now();
        base::Bytes moved; ///< of the body that comes
    };

    Result<Errand> errand_for(std::size_t number) {
        Setup& setup = means_.setup();
        Ingredients ingredients = ingredients_;
        ingredients.wish.url = command_.several.urls[number].text;
        auto composed = assemble(
            std::move(ingredients), command_, remembered(setup, environment_), environment_
        );
        if (!composed) {
            return composed.error();
        }
        auto errand = errand_of(*std::move(composed), setup, command_, environment_);
        if (errand) {
            take_nonces(errand->identity);
        }
        return errand;
    }

    /// A use of a nonce is good for one request at a time.
    void take_nonces(client::Identity& identity) {
        const auto is_for_it = [&](const session::LearnedNonce& nonce) {
            return nonce.origin == identity.asked;
        };
        const auto nonce = std::ranges::find_if(nonces_, is_for_it);
        if (nonce != nonces_.end()) {
            identity.nonces = {std::move(*nonce)};
            nonces_.erase(nonce);
        }
    }

    void keep(std::size_t number, const Sending& sending, const client::Outcome& outcome) {
        means_.keeping().add(sending.errand.composed.typed, outcome, number);
        nonces_.insert(nonces_.end(), outcome.nonces.begin(), outcome.nonces.end());
        if (!outcome.csrf.learned.empty()) {
            session::Delta learned;
            learned.csrf = outcome.csrf.learned;
            session::apply(learned, means_.setup().session, environment_.now());
        }
    }

    void note(End end, const Sending& sending, const client::Outcome& outcome) {
        base::Bytes received;
        for (const http::Hop& hop : outcome.exchange.hops) {
            received.count += hop.body_on_wire.count;
        }
        summary_.add(end, Clock::now() - sending.begun, received);
        moving_.count -= sending.moved.count;
        draw();
    }

    Then conclude(std::size_t number, int code) {
        worst_ = worse_of(worst_, code);
        conclude_output(lanes_.end(number));
        // Nobody sees what the others would bring.
        const bool is_pointless = lanes_.are_broken();
        return is_pointless || (command_.several.fails_early && code != done) ? Then::stop
                                                                              : Then::go_on;
    }

    void conclude_output(const Result<void>& written) {
        if (!written) {
            worst_ = worse_of(worst_, means_.report().fail(written.error()));
        }
    }

    /// One that never gets onto the wire.
    Then failed_before(std::size_t number, const base::Error& error) {
        const Report report = means_.report().about(command_.several.urls[number].text);
        if (reporting_.is_wanted()) {
            reporting_.put(
                number,
                broken_case(command_.several.urls[number].text, error, means_.report().secrets())
            );
        }
        summary_.add(End::failed, {}, {});
        progress_.hide();
        lanes_.begin(number);
        return conclude(number, report.fail(error));
    }

    int shown_unsent(std::size_t number, Errand errand) {
        Sending sending(*this, number, std::move(errand));
        return app::show_unsent(means_, sending.errand, sending.delivery);
    }

    /// A line of progress has no place in what a person reads on the same terminal.
    bool draws_progress() const {
        return !plan_.is_quiet &&
               (!means_.environment().out.is_terminal || plan_.download != output::Download::none);
    }

    void moved_on(Sending& sending, base::Bytes received) {
        moving_.count += received.count - std::min(sending.moved.count, received.count);
        sending.moved = received;
        draw();
    }

    void draw() {
        if (!draws_) {
            return;
        }
        progress_.rename(
            std::to_string(summary_.ended()) + " of " +
            std::to_string(command_.several.urls.size()) + " done"
        );
        progress_.moved({summary_.received().count + moving_.count});
    }

    Means& means_;
    Reporting& reporting_;
    const cli::Send& command_;
    Ingredients ingredients_;
    net::Transport& transport_;
    base::Environment environment_;
    output::OutputPlan plan_;
    output::Lanes lanes_;
    std::map<std::size_t, std::unique_ptr<Sending>> under_way_;
    std::vector<session::LearnedNonce> nonces_; ///< that no request is using
    output::Summary summary_;
    output::Progress progress_;
    bool draws_;
    base::Bytes moving_; ///< of bodies that have not ended
    Clock::time_point begun_ = Clock::now();
    int worst_ = done;
};

std::vector<std::string> texts_of(const std::vector<cli::ListedUrl>& urls) {
    std::vector<std::string> texts;
    texts.reserve(urls.size());
    for (const cli::ListedUrl& url : urls) {
        texts.push_back(url.text);
    }
    return texts;
}

/// What all requests are made of; it is there for each of them.
Result<Ingredients> ingredients_of(
    const cli::Send& command,
    const Setup& setup,
    const base::Environment& environment,
    const Report& report
) {
    cli::Send first = command;
    first.request.url = command.several.urls.front().text;
    auto ingredients = gather(first, remembered(setup, environment), environment, report);
    if (!ingredients) {
        return ingredients;
    }
    const auto kept = keep(*ingredients, environment);
    return kept ? std::move(ingredients) : Result<Ingredients>(kept.error());
}

int send_all(Means& means, Ingredients ingredients, client::Round round, Reporting& reporting) {
    const std::size_t descriptors = base::descriptor_limit(descriptors_for(round.pacing));
    means.setup().policy.connections = fit(round.pacing, descriptors);
    net::Transport transport(means.setup().policy, &means.tickets().tickets());
    Sendings sendings(means, std::move(ingredients), transport, reporting);
    if (means.command().curl || means.command().offline) {
        sendings.show_unsent();
        return sendings.worst();
    }
    std::optional<base::SignalsHeld> until_saved(std::in_place);
    const Result<void> held =
        client::converse(std::move(round), sendings, means.setup().session, transport);
    const Result<session::Updated> kept = means.save();
    until_saved.reset();
    const int worst = sendings.finish();
    const int code = worse_of(worst, held ? done : means.report().fail(held.error()));
    means.keeping().tell(kept, means.report());
    return worse_of(code, kept ? done : exit_code_for(kept.error().kind()));
}

} // namespace

int send_several(const cli::Send& command, const base::Environment& environment, Report& report) {
    auto setup = begin_run(command, texts_of(command.several.urls), environment, report);
    if (!setup) {
        return report.fail(setup.error());
    }
    auto places = places_of(command, *setup, environment);
    if (!places) {
        return report.fail(places.error());
    }
    auto ingredients = ingredients_of(command, *setup, environment, report);
    if (!ingredients) {
        return report.fail(ingredients.error());
    }
    if (setup->session.foreign && command.output.quiet < 2) {
        report.list_left_behind(setup->session.foreign->left_behind);
    }
    auto reporting = Reporting::begin(command.reports, texts_of(command.several.urls), environment);
    if (!reporting) {
        return report.fail(reporting.error());
    }
    Means means(command, *std::move(setup), environment, report);
    return send_all(
        means,
        *std::move(ingredients),
        {.pacing = command.several.pacing, .places = *std::move(places)},
        *reporting
    );
}

} // namespace latch::app
