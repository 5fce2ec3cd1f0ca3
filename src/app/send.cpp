// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/judge.hpp"
#include "app/keeping.hpp"
#include "app/netrc_file.hpp"
#include "app/renewing.hpp"
#include "app/report.hpp"
#include "app/screen.hpp"
#include "app/secrets.hpp"
#include "app/setup.hpp"
#include "app/ticket_keeping.hpp"

#include "latch/base/signals.hpp"
#include "latch/base/text.hpp"
#include "latch/client/conversation.hpp"
#include "latch/client/csrf.hpp"
#include "latch/client/prepare.hpp"
#include "latch/http/route.hpp"
#include "latch/output/curl_command.hpp"
#include "latch/output/show.hpp"

#include <filesystem>
#include <optional>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

/// What is shown, and what is not: the report has to outlive the plan.
output::OutputPlan
plan_for(const cli::Send& command, const Report& report, const base::Environment& environment) {
    output::OutputPlan plan = output::plan_output(command.output, environment);
    plan.known = &report.secrets();
    return plan;
}

/// `latch [@SESSION] URL …` from its set-up to its exit code.
class Sending {
public:
    Sending(
        const cli::Send& command, Setup setup, const base::Environment& environment, Report& report
    )
        : command_(command), setup_(std::move(setup)), environment_(environment), report_(report),
          keeping_(command_, setup_, environment_), tickets_(command_, setup_, environment_),
          plan_(plan_for(command, report, environment)), show_(plan_, environment),
          netrc_(environment),
          known_secrets_(
              environment, report.secrets(), patience_within(setup_.policy.timeouts.total)
          ),
          secrets_([this](const access::SecretSource& source) {
              return known_secrets_.resolve(source);
          }) {
        if (command.use_netrc) {
            setup_.identity.netrc = [this](std::string_view host, access::NetrcReach reach) {
                return netrc_.find(host, reach);
            };
        }
    }

    int show_only() {
        auto request = prepared();
        if (!request) {
            return report_.fail(request.error());
        }
        if (const auto suited = http::suit_to_route(*request, setup_.policy); !suited) {
            return report_.fail(suited.error());
        }
        const auto shown = show_.request(*request);
        return concluded(shown ? std::nullopt : std::optional(shown.error()));
    }

    int show_curl(output::CurlOptions options) {
        const auto request = prepared();
        if (!request) {
            return report_.fail(request.error());
        }
        auto digest = digest_account();
        if (!digest) {
            return report_.fail(digest.error());
        }
        const auto command = output::curl_command(
            {.request = *request,
             .policy = setup_.policy,
             .digest = *std::move(digest),
             .destination = {.file = plan_.file, .download = plan_.download}},
            {.options = options,
             .secrets =
                 command_.output.show_secrets ? output::Secrets::shown : output::Secrets::shortened,
             .known = &report_.secrets()}
        );
        if (const int code = report_.print(command.line + '\n'); code != done) {
            return code;
        }
        for (const std::string& warning : command.warnings) {
            report_.remark("not in the curl command", warning);
        }
        if (command_.output.list != output::List::none) {
            report_.remark("not in the curl command", "the pages behind the first");
        }
        return done;
    }

    int send() {
        if (const auto given = take_csrf_token(); !given) {
            return report_.fail(given.error());
        }
        std::optional<base::SignalsHeld> until_saved(std::in_place);
        const client::Outcome outcome = converse();
        // First of all: what the server handed out counts even if the rest went wrong.
        const Result<session::Updated> kept = keeping_.keep(outcome);
        if (kept && *kept == session::Updated::yes) {
            tickets_.keep();
        }
        until_saved.reset();
        int code = concluded(explained(outcome));
        keeping_.tell(kept, report_);
        tell_of_means(outcome);
        if (code == done && command_.check_status) {
            code = checked(outcome);
        }
        if (code == done) {
            code = listed(outcome);
        }
        return code == done && !kept ? exit_code_for(kept.error().kind()) : code;
    }

private:
    Result<http::PreparedRequest> prepared() {
        client::SignOn sign_on(setup_.identity, secrets_);
        const http::Request& request = setup_.composed.request;
        const auto authorization = sign_on.sign(request, setup_.session);
        if (!authorization) {
            return authorization.error();
        }
        if (auto given = take_csrf_token(); !given) {
            return given.error();
        }
        const auto now = environment_.now();
        auto prepared = client::prepare(request, setup_.session, *authorization, now);
        if (!prepared) {
            return prepared;
        }
        // What would have to be fetched first is not there.
        access::CsrfTalk talk(client::csrf_situation(request, setup_.session, setup_.csrf, now));
        talk.begin(*prepared);
        const auto proved = client::add_proof(*prepared, talk);
        return proved ? prepared : Result<http::PreparedRequest>(proved.error());
    }

    Result<void> take_csrf_token() {
        if (!command_.csrf.token) {
            return {};
        }
        auto token = known_secrets_.resolve(*command_.csrf.token);
        if (!token) {
            return token.error();
        }
        setup_.csrf.token = *std::move(token);
        return {};
    }

    /// In a line each, what was done that nobody typed.
    void tell_of_means(const client::Outcome& outcome) const {
        if (command_.output.verbosity == 0 || command_.output.quiet > 1) {
            return;
        }
        if (!outcome.renewal.summary.empty()) {
            report_.remark("session: " + outcome.renewal.summary, "");
        }
        if (!outcome.csrf.summary.empty()) {
            report_.remark("csrf: " + outcome.csrf.summary, "");
        }
    }

    /// Who answers a digest challenge, if anybody does.
    Result<std::optional<http::UserInfo>> digest_account() {
        const auto account =
            client::account_for(setup_.composed.request, setup_.identity, setup_.session);
        if (!account) {
            return account.error();
        }
        if (!*account || (*account)->scheme != access::Scheme::digest) {
            return std::optional<http::UserInfo>();
        }
        auto password = secrets_((*account)->secret);
        if (!password) {
            return password.error();
        }
        return std::optional(http::UserInfo{
            .user = (*account)->user, .password = *std::move(password)});
    }

    /// The screen goes with it, and its progress line: whatever is said next begins a line.
    client::Outcome converse() {
        Screen screen(
            show_,
            report_,
            {.plan = plan_,
             .environment = environment_,
             .login_pages = command_.check_status ? LoginPages::withheld : LoginPages::as_planned,
             .tells_retries = command_.output.quiet < 2,
             .paging = paging(),
             .hsts = &setup_.hsts}
        );
        std::optional<Renewing> renewing;
        if (keeping_.writes()) {
            renewing.emplace(*setup_.store, secrets_, environment_);
        }
        client::Outcome outcome = client::converse(
            setup_.composed.request,
            setup_.session,
            screen,
            {
                .policy = setup_.policy,
                .secrets = secrets_,
                .identity = setup_.identity,
                .csrf = setup_.csrf,
                .now = environment_.now,
                .hsts = setup_.hsts,
                .renewer = renewing ? &*renewing : nullptr,
                .tickets = &tickets_.tickets(),
            }
        );
        body_is_whole_ = screen.body_start().is_whole;
        body_start_ = screen.body_start().bytes;
        if (screen.pages() != nullptr) {
            list_ = {
                .pages = screen.pages()->count(),
                .is_over = screen.pages()->is_over(),
                .is_cut = screen.pages()->is_cut()};
        }
        return outcome;
    }

    std::optional<query::PagingRules> paging() const {
        if (command_.output.list == output::List::none) {
            return std::nullopt;
        }
        return paging_rules(command_.max_pages, setup_.composed.request, setup_.session);
    }

    /// Whether the last answer should have been a page, and was none.
    bool broke_off() const noexcept { return list_.pages > 0 && !list_.is_over; }

    /// What became of a list when nothing else went wrong.
    int listed(const client::Outcome& outcome) const {
        if (list_.is_cut && command_.output.quiet < 2) {
            report_.remark("there are more than " + base::counted(list_.pages, "page"));
        }
        if (!broke_off()) {
            return done;
        }
        const unsigned status = outcome.exchange.hops.back().response.status;
        return report_.fail(
            base::Error(base::ErrorKind::protocol, "no page " + std::to_string(list_.pages + 1))
                .because("HTTP " + std::to_string(status))
        );
    }

    /// Why there was a connection that nobody typed.
    std::optional<base::Error> explained(const client::Outcome& outcome) const {
        const auto is = [&](base::ErrorKind kind) {
            return outcome.error && outcome.error->kind() == kind;
        };
        const bool is_of_https = is(base::ErrorKind::connect) || is(base::ErrorKind::tls) ||
                                 is(base::ErrorKind::protocol);
        if (!is_of_https || !setup_.composed.secured || !outcome.exchange.hops.empty()) {
            return outcome.error;
        }
        return base::Error(*outcome.error)
            .hinting("the host asked for https earlier (HSTS); --no-hsts reaches it as typed");
    }

    /// Completes the output, whatever happened, and reports what went wrong first.
    int concluded(const std::optional<base::Error>& error) {
        const auto finished = show_.finish();
        if (error) {
            return report_.fail(advised(*error));
        }
        return finished ? done : report_.fail(finished.error());
    }

    /// The error of a download that can be continued says how.
    base::Error advised(const base::Error& error) const {
        const std::filesystem::path part = show_.left_behind();
        if (part.empty() || !error.hint().empty()) {
            return error;
        }
        const auto name = part.lexically_proximate(environment_.working_directory);
        return base::Error(error).hinting(
            "fetch the rest with --download --continue --output=" + name.string()
        );
    }

    /// What the status means, said where the response head is not on a terminal to say it.
    int checked(const client::Outcome& outcome) const {
        if (show_.was_complete()) {
            return done;
        }
        const Judgement verdict = judgement(outcome);
        const bool says_words = !shows_body() && !verdict.words.empty();
        const bool shows_status = plan_.shows_status && !broke_off();
        const bool is_news = !shows_status || says_words || !verdict.hint.empty();
        if (verdict.exit_code != done && is_news && command_.output.quiet < 2) {
            const std::string place =
                broke_off() ? "page " + std::to_string(list_.pages + 1) + ": " : "";
            report_.remark(
                place + verdict.what + (says_words ? ": " + verdict.words : ""), verdict.hint
            );
        }
        return verdict.exit_code;
    }

    Judgement judgement(const client::Outcome& outcome) const {
        return with_renewal(
            judge(
                outcome.exchange, counted_redirects(), outcome.csrf, {body_start_, body_is_whole_}
            ),
            outcome.renewal
        );
    }

    /// Whether the body stands where the user reads it anyway.
    bool shows_body() const {
        return environment_.out.is_terminal && !plan_.file && plan_.parts.response_body &&
               !broke_off();
    }

    /// Nothing is saved of a redirect that leads nowhere, or of 304, so that it is no success.
    http::RedirectPolicy counted_redirects() const {
        http::RedirectPolicy policy = setup_.policy.redirects;
        policy.follow = policy.follow && plan_.download == output::Download::none;
        return policy;
    }

    const cli::Send& command_;
    Setup setup_;
    const base::Environment& environment_;
    Report& report_;
    Keeping keeping_;
    TicketKeeping tickets_;
    output::OutputPlan plan_;
    output::Show show_;
    NetrcFile netrc_;
    Secrets known_secrets_;
    client::SecretResolver secrets_;
    std::string body_start_; ///< of the last answer, where it tells anything
    bool body_is_whole_ = false;

    /// How far a list has come.
    struct {
        unsigned pages = 0;
        bool is_over = false;
        bool is_cut = false;
    } list_;
};

} // namespace

int send(const cli::Send& command, const base::Environment& environment, Report& report) {
    auto setup = set_up(command, environment, report);
    if (!setup) {
        return report.fail(setup.error());
    }
    if (setup->session.foreign && command.output.quiet < 2) {
        report.list_left_behind(setup->session.foreign->left_behind);
    }
    Sending sending(command, *std::move(setup), environment, report);
    if (command.curl) {
        return sending.show_curl(*command.curl);
    }
    return command.offline ? sending.show_only() : sending.send();
}

} // namespace latch::app
