// SPDX-License-Identifier: MIT
#include "app/flows/performance.hpp"

#include "app/exit_code.hpp"
#include "app/flows/telling.hpp"
#include "app/flows/wording.hpp"
#include "app/testcase.hpp"

#include "latch/base/file.hpp"

#include <utility>

namespace latch::app {

using base::Result;
using Clock = std::chrono::steady_clock;

Performance::Performance(Terms terms)
    : terms_(terms), report_(terms.scope.report.about(place()).kept_in(words_)) {}

net::Task<bool> Performance::go() {
    terms_.scope.under_way = planned();
    if (const auto prepared = prepare(); !prepared) {
        fail(prepared.error());
    } else {
        co_await send();
        conclude();
    }
    terms_.scope.under_way.reset();
    terms_.scope.code = worse_of(terms_.scope.code, code_);
    co_return code_ != done;
}

Result<void> Performance::read_words() {
    Scope& scope = terms_.scope;
    const flow::Wording wording = wording_of(scope.defaults, terms_.request);
    const auto fillings =
        fillings_for(wording.templates, scope.variables, context_of(terms_.file.environment));
    if (!fillings) {
        return fillings.error();
    }
    learn_typed(wording, *fillings, report_.secrets());
    auto command = request_of(
        {.arguments = wording.words, .fillings = *fillings},
        terms_.stage.run,
        terms_.stage.configuration,
        terms_.file.environment
    );
    if (!command) {
        return command.error();
    }
    command_ = *std::move(command);
    return provide_files(command_, terms_.file.environment);
}

/// A download is a file, as on a terminal.
const base::Environment& Performance::environment() {
    if (command_.output.download == output::Download::none) {
        return terms_.file.environment;
    }
    if (!environment_) {
        environment_ = terms_.file.environment;
        environment_->out.is_terminal = true;
    }
    return *environment_;
}

Result<void> Performance::prepare() {
    if (auto read = read_words(); !read) {
        return read;
    }
    const base::Environment& environment = this->environment();
    LoadedSession session;
    auto taken = terms_.scope.shelf.take(command_.session, environment);
    if (!taken) {
        return taken.error();
    }
    session.session = *std::move(taken);
    if (command_.session) {
        session_ = command_.session->value;
        keeps_session_ = command_.session->access == cli::SessionChoice::Access::read_write;
    }
    command_.session.reset(); // it is on the shelf, not in its file
    auto setup = set_up(command_, std::move(session), environment, report_);
    if (!setup) {
        return setup.error();
    }
    means_.emplace(command_, *std::move(setup), environment, report_);
    Errand& errand = means_->setup().errand;
    if (auto completed = means_->complete(errand); !completed) {
        return completed;
    }
    if (auto checked = check_waiting(command_, errand); !checked) {
        return checked;
    }
    std::string name = title();
    delivery_.emplace(
        errand,
        Delivery::Terms{
            .command = command_,
            .setup = means_->setup(),
            .environment = environment,
            .report = report_,
            .plan = plan_for(command_, report_, environment),
            .lane = terms_.scope.lane,
            .name = name.empty() ? case_name(errand.composed.request) : std::move(name),
            .keeps_captures = true,
        }
    );
    return {};
}

net::Task<void> Performance::send() {
    const Errand& errand = means_->setup().errand;
    net::Transport& transport = terms_.stage.wires->by(means_->setup().policy);
    if (command_.waiting) {
        waiting_.emplace(*means_, errand, *delivery_, transport);
        const Result<void> ended = co_await waiting_->wait();
        code_ = waiting_->conclude(ended);
        co_return;
    }
    std::optional<Renewing> renewing;
    const client::Surroundings surroundings = means_->surroundings(errand, transport, renewing);
    outcome_ = co_await client::hold(
        errand.composed.request, means_->setup().session, delivery_->open(), surroundings
    );
    delivery_->close();
    code_ = delivery_->complete(outcome_);
    if (code_ == done) {
        code_ = delivery_->verdict(outcome_);
    }
}

void Performance::conclude() {
    keep(waiting_ ? waiting_->outcome() : outcome_);
    bind_captures();
    flow::Case testcase = waiting_ ? waiting_->testcase() : delivery_->testcase(outcome_);
    const flow::Case plan = planned();
    testcase.place = plan.place;
    if (testcase.times) {
        testcase.times->started = begun_ - terms_.stage.began;
        testcase.times->duration = Clock::now() - begun_;
    }
    tell(testcase);
    terms_.scope.cases.push_back(std::move(testcase));
}

/// What the answers change in the session.
void Performance::keep(const client::Outcome& outcome) {
    const session::Typed& typed = means_->setup().errand.composed.typed;
    means_->keeping().add(typed, outcome);
    static_cast<void>(means_->save()); // who wants to be asked by https; there is no store here
    if (!keeps_session_ || outcome.exchange.hops.empty()) {
        return;
    }
    session::Delta delta = session::delta_after(typed, outcome.exchange);
    if (session_.empty()) {
        // Only who names a session wants what was typed to be remembered.
        delta.typed.headers = {};
        delta.typed.auth.reset();
    }
    delta.nonces = outcome.nonces;
    delta.csrf = outcome.csrf.learned;
    terms_.scope.shelf.apply(
        {.session = session_, .delta = std::move(delta)}, terms_.stage.environment.now()
    );
}

void Performance::bind_captures() {
    for (const Captured& captured : delivery_->captures()) {
        bind(
            terms_.scope,
            captured.name,
            {.json = captured.taken.value, .is_untyped = captured.taken.is_untyped}
        );
    }
}

/// It never got onto the wire.
void Performance::fail(const base::Error& error) {
    // What a flow cannot go on with is a value that was not there to be captured; mistakes were
    // found before anything was sent.
    code_ =
        error.kind() == base::ErrorKind::usage ? nothing_to_extract : exit_code_for(error.kind());
    report_.error(error);
    flow::Case testcase = broken_case(planned().name, error, report_.secrets());
    testcase.place = planned().place;
    tell(testcase);
    terms_.scope.cases.push_back(std::move(testcase));
}

void Performance::tell(const flow::Case& testcase) {
    const cli::RunFlows& run = terms_.stage.run;
    const Report& report = terms_.scope.report;
    if (run.quiet == 0) {
        report.say(line_for(testcase, run.tells_times ? Tells::times : Tells::no_times));
    }
    if (run.quiet < 2) {
        report.pass_on(words_);
    }
    if (run.quiet == 0 && code_ != done) {
        report.say(evidence_for(testcase));
    }
}

std::string Performance::place() const {
    return terms_.file.name + ':' + std::to_string(terms_.request.phrase.places.front().line);
}

std::string Performance::title() const {
    const flow::Text& text = terms_.request.title;
    const auto fillings =
        fillings_for(text.templates, terms_.scope.variables, context_of(terms_.file.environment));
    std::string title = fillings ? base::filled(text.text, *fillings) : as_written(text);
    if (text.templates.empty()) {
        // Otherwise all turns of a loop would be called the same.
        for (const std::string& row : terms_.scope.rows) {
            title += title.empty() ? "" : " [" + row + ']';
        }
    }
    return title;
}

flow::Case Performance::planned() const {
    const flow::Position& at = terms_.request.phrase.places.front();
    std::string name = title();
    if (name.empty()) {
        name = "request of line " + std::to_string(at.line);
    }
    return {
        .name = report_.secrets().redact(name),
        .place = {.file = terms_.file.name, .line = at.line, .column = at.column},
        .outcome = flow::Broken{"it was cut off"},
    };
}

} // namespace latch::app
