// SPDX-License-Identifier: MIT
#include "app/commands.hpp"
#include "app/exit_code.hpp"
#include "app/netrc_file.hpp"
#include "app/readiness.hpp"
#include "app/secrets.hpp"
#include "app/setup.hpp"
#include "app/time_left.hpp"

#include "latch/access/lost.hpp"
#include "latch/base/duration.hpp"
#include "latch/base/signals.hpp"
#include "latch/client/conversation.hpp"
#include "latch/client/pause.hpp"
#include "latch/http/media_type.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Error;
using base::Result;
using std::chrono::milliseconds;

/// Keeps the beginning of the last answer if that may tell the health of a service.
class Listener final : public client::Audience, public http::BodySink {
public:
    Result<void> sending(const http::PreparedRequest& /*request*/) override { return {}; }

    Result<http::BodySink*> answered(const http::Hop& hop, http::Place /*place*/) override {
        body_.clear();
        const auto type = hop.response.headers.find("Content-Type");
        const auto media = type ? http::parse_media_type(*type) : std::nullopt;
        const bool is_json =
            media && (media->essence.ends_with("/json") || media->essence.ends_with("+json"));
        http::BodySink* const wanted = is_json ? this : nullptr;
        return wanted;
    }

    Result<void> ended(const http::Hop& /*hop*/) override { return {}; }

    Result<void> write(std::string_view bytes) override {
        body_ += bytes.substr(0, largest.count - body_.size());
        return {};
    }

    Result<void> finish() override { return {}; }

    std::string_view body() const noexcept { return body_; }

private:
    /// Much more than any service tells of its health; what is longer is about something else.
    static constexpr base::Bytes largest = base::mebibytes(1);

    std::string body_;
};

/// An error that has no cause to tell is the end of the time that a try has.
Error explained(const Error& error, milliseconds limit) {
    const bool is_cut = error.kind() == base::ErrorKind::timed_out && error.cause().empty();
    return is_cut ? Error(error.kind(), "no answer within " + base::decimal_seconds(limit) + " s")
                  : error;
}

Look look_of(const client::Outcome& outcome, std::string_view body, milliseconds limit) {
    if (outcome.error) {
        return {.error = explained(*outcome.error, limit)};
    }
    const http::Hop& hop = outcome.exchange.hops.back();
    return {
        .error = std::nullopt,
        .status = hop.response.status,
        .leads_to_login = http::is_redirect_status(hop.response.status) &&
                          access::sign_in_demanded(hop).has_value(),
        .health = query::read_health(body),
    };
}

/// `latch wait` from its set-up to its exit code. Each try is a conversation of its own, over
/// connections of its own and with the session as it stands in the file: what one try was handed
/// out, or found of a server that was going, has no say in the next.
class Waiting {
public:
    Waiting(
        const cli::Wait& command, Setup setup, const base::Environment& environment, Report& report
    )
        : command_(command), setup_(std::move(setup)), environment_(environment), report_(report),
          typed_(setup_.errand.composed.request.url), netrc_(environment),
          known_secrets_(environment, report.secrets(), patience_within(command.patience.limit)),
          secrets_([this](const access::SecretSource& source) {
              return known_secrets_.resolve(source);
          }) {
        if (command.request.use_netrc) {
            setup_.errand.identity.netrc = [this](std::string_view host, access::NetrcReach reach) {
                return netrc_.find(host, reach);
            };
        }
        limit_of_try_ = std::exchange(setup_.policy.timeouts.idle, milliseconds::zero());
        if (limit_of_try_ == milliseconds::zero()) {
            limit_of_try_ = std::chrono::seconds(5);
        }
    }

    int wait() {
        if (const auto signed_on = look_up_secret(); !signed_on) {
            return report_.fail(signed_on.error());
        }
        // They end a try or a pause, and wait for the next one in between.
        const base::SignalsHeld in_between;
        const TimeLeft clock(command_.patience.limit);
        while (!clock.is_over()) {
            const Readiness readiness = look(clock);
            if (readiness == Readiness::hopeless) {
                return report_.fail(*last_->error);
            }
            const bool is_up = readiness == Readiness::up || readiness == Readiness::guarded;
            in_a_row_ = is_up ? in_a_row_ + 1 : 0;
            if (in_a_row_ == command_.patience.times) {
                return succeeded(readiness);
            }
            const auto paused = client::pause(clock.within(command_.patience.pause));
            if (!paused) {
                return report_.fail(paused.error());
            }
        }
        report_.error(not_up());
        return ExitCode::not_up;
    }

private:
    /// Whoever is asked for a password, or runs a command for it, does so before the time begins.
    Result<void> look_up_secret() {
        client::SignOn sign_on(setup_.errand.identity, secrets_);
        const auto signed_on = sign_on.sign(setup_.errand.composed.request, setup_.session);
        return signed_on ? Result<void>() : Result<void>(signed_on.error());
    }

    /// Asks what there is to be asked, once.
    Readiness look(const TimeLeft& clock) {
        ++tries_;
        Probe probe = first_probe(typed_);
        for (;;) {
            const http::Url url = place_of(probe, typed_);
            Look found = ask(url, clock);
            const Readiness readiness = readiness_of(probe, found);
            if (readiness != Readiness::ask_next) {
                take_note(std::move(found), url, clock);
                tell_of_change(readiness);
                return readiness;
            }
            probe = next_probe(probe);
        }
    }

    Look ask(const http::Url& url, const TimeLeft& clock) {
        http::Request request = setup_.errand.composed.request;
        request.url = url;
        http::Policy policy = setup_.policy;
        // None left is no limit to the policy.
        policy.timeouts.total = std::max(clock.within(limit_of_try_), milliseconds(1));
        session::Session session = setup_.session;
        Listener listener;
        net::Transport transport(policy); // a connection that is up already would tell less
        const client::Outcome outcome = client::converse(
            std::move(request),
            session,
            listener,
            {
                .transport = transport,
                .policy = policy,
                .secrets = secrets_,
                .identity = setup_.errand.identity,
                .csrf = setup_.errand.csrf,
                .now = environment_.now,
                .hsts = setup_.hsts,
            }
        );
        return look_of(outcome, listener.body(), policy.timeouts.total);
    }

    void take_note(Look found, const http::Url& url, const TimeLeft& clock) {
        // Of a try that the end of the time has cut off nothing is known.
        const bool is_cut =
            found.error && found.error->kind() == base::ErrorKind::timed_out && clock.is_over();
        if (is_cut && last_) {
            return;
        }
        words_ = found.error ? words_of(found) : http::to_string(url) + ": " + words_of(found);
        last_ = std::move(found);
    }

    void tell_of_change(Readiness readiness) {
        const bool is_news = words_ != told_ && readiness != Readiness::hopeless;
        if (is_news && command_.request.output.verbosity > 0) {
            remark(words_);
            told_ = words_;
        }
    }

    int succeeded(Readiness readiness) const {
        if (readiness == Readiness::guarded) {
            remark(words_ + ": up, and behind a login", "with credentials its health would count");
        }
        return done;
    }

    Error not_up() const {
        const auto& patience = command_.patience;
        std::string state = words_;
        if (in_a_row_ > 0) {
            state += ", " + std::to_string(in_a_row_) + " of " + std::to_string(patience.times) +
                     " times in a row";
        }
        const bool is_silent =
            last_ && last_->error && last_->error->kind() == base::ErrorKind::timed_out;
        return Error(
                   base::ErrorKind::timed_out,
                   http::to_string(typed_) + " is not up after " +
                       base::decimal_seconds(patience.limit) + " s"
        )
            .because(
                "last state: " + state + " (" +
                (tries_ == 1 ? "1 try" : std::to_string(tries_) + " tries") + ')'
            )
            .hinting(is_silent ? "--timeout says how long one answer may take" : "");
    }

    void remark(const std::string& what, const std::string& hint = {}) const {
        if (command_.request.output.quiet < 2) {
            report_.remark(what, hint);
        }
    }

    const cli::Wait& command_;
    Setup setup_;
    const base::Environment& environment_;
    Report& report_;
    http::Url typed_;
    NetrcFile netrc_;
    Secrets known_secrets_;
    client::SecretResolver secrets_;
    milliseconds limit_of_try_{};
    std::uint64_t tries_ = 0;
    unsigned in_a_row_ = 0;
    std::optional<Look> last_; ///< nothing before the first
    std::string words_;        ///< of that, and where it was
    std::string told_;         ///< the words that were shown last
};

} // namespace

int wait(const cli::Wait& command, const base::Environment& environment, Report& report) {
    auto setup = set_up(command.request, environment, report);
    if (!setup) {
        return report.fail(setup.error());
    }
    return Waiting(command, *std::move(setup), environment, report).wait();
}

} // namespace latch::app
