// SPDX-License-Identifier: MIT
#include "latch/net/transport.hpp"

#include "net/answer_state.hpp"
#include "net/loop.hpp"
#include "net/loopback.hpp"
#include "net/words.hpp"

#include "latch/base/signals.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <stdexcept>
#include <utility>
#include <variant>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Error stopped_by(int signal) {
    return signal == SIGINT ? Error(ErrorKind::interrupted, "interrupted")
                            : Error(ErrorKind::terminated, "terminated");
}

Error too_long(std::chrono::milliseconds total) {
    return Error(ErrorKind::timed_out, "not done within " + words(total))
        .hinting("try --max-time to wait longer");
}

/// The signals that end a run, but for those that the parent has told us to ignore: a shell does
/// so with SIGINT for what it runs in the background, and nohup with SIGHUP.
class Signals {
public:
    explicit Signals(boost::asio::io_context& loop) : set_(loop) {
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
            struct sigaction now {};

            if (::sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) {
                set_.add(signal);
            }
        }
    }

    template <class Handler>
    void wait(Handler handler) {
        set_.async_wait(std::move(handler));
    }

    void cancel() { set_.cancel(); }

private:
    boost::asio::basic_signal_set<Executor> set_;
};

} // namespace

/// The loop, made anew after an interrupt has left the old one with suspended coroutines.
class Transport::Impl {
public:
    Impl(const http::Policy& policy, Tickets* tickets)
        : policy_(policy), tickets_(tickets != nullptr ? *tickets : own_),
          loop_(std::make_unique<Loop>(policy, tickets_)) {}

    Impl(const http::Policy& policy, const Impl& first)
        : policy_(policy), tickets_(own_),
          loop_(std::make_unique<Loop>(policy, own_, first.loop_->owned)) {}

    Loop& loop() noexcept { return *loop_; }

    Result<void> run(Task<Result<void>> task) {
        std::optional<Error> stopped;
        Result<void> result;
        std::exception_ptr thrown;
        bool leaves_tasks = false;
        {
            boost::asio::io_context& context = loop_->context;
            Signals signals(context);
            signals.wait([&](const boost::system::error_code& error, int signal) {
                if (!error) {
                    stopped = stopped_by(signal);
                    context.stop();
                }
            });
            // Whoever saves what comes of this holds signals back until that is done: not while
            // there are handlers for them.
            std::optional<base::SignalsHeard> while_running(std::in_place);
            Timer end(context);
            const auto total = policy_.timeouts.total;
            if (total > std::chrono::milliseconds::zero()) {
                end.expires_after(total);
                end.async_wait([&](const boost::system::error_code& error) {
                    if (!error) {
                        stopped = too_long(total);
                        context.stop();
                    }
                });
            }
            boost::asio::co_spawn(
                context,
                std::move(task),
                [&](std::exception_ptr exception, Result<void> returned) {
                    thrown = std::move(exception);
                    result = std::move(returned);
                    end.cancel();
                    // A signal counts if it came before the task was done, even if the loop has not
                    // heard of it yet: while the last bytes were shown, or a sink waited. The next
                    // one waits again for whoever holds it back.
                    while_running.reset();
                    context.poll();
                    signals.cancel();
                    if (loop_->tasks > 0) {
                        leaves_tasks = true;
                        context.stop();
                    }
                }
            );
            context.restart();
            context.run();
        }
        if (stopped || leaves_tasks) {
            loop_ = std::make_unique<Loop>(policy_, tickets_);
        }
        if (stopped) {
            return *stopped;
        }
        if (thrown) {
            std::rethrow_exception(thrown);
        }
        return result;
    }

private:
    const http::Policy& policy_;
    Tickets own_;
    Tickets& tickets_;
    std::unique_ptr<Loop> loop_;
};

Transport::Transport(const http::Policy& policy, Tickets* tickets)
    : impl_(std::make_unique<Impl>(policy, tickets)) {}

Transport::Transport(const http::Policy& policy, const Transport& first)
    : impl_(std::make_unique<Impl>(policy, *first.impl_)) {}

Transport::~Transport() = default;

Task<boost::system::result<Answer, Failure>>
Transport::send(http::PreparedRequest request, Connection connection, const Observers* observers) {
    auto state = std::make_unique<Answer::State>(impl_->loop(), std::move(request), observers);
    const Result<void> connected = co_await state->connect(connection);
    if (!connected) {
        co_return state->failure(connected.error());
    }
    if (impl_->loop().tasks > 1) {
        // Requests that begin together go out in one burst, behind all that is to be done for them:
        // a server that is at work need not be woken for each.
        co_await boost::asio::post(impl_->loop().context, use_awaitable);
    }
    const Result<void> heard = co_await state->converse();
    if (!heard) {
        co_return state->failure(heard.error());
    }
    co_return Answer(std::move(state));
}

Result<Loopback> Transport::open_loopback() {
    return Loopback::open(impl_->loop().context);
}

TaskGroup Transport::task_group() {
    return TaskGroup(impl_->loop());
}

Task<void> Transport::pause(std::chrono::milliseconds duration) {
    Timer timer(impl_->loop().context);
    timer.expires_after(duration);
    boost::system::error_code ignored;
    co_await timer.async_wait(boost::asio::redirect_error(use_awaitable, ignored));
}

Task<Result<void>> Transport::within(std::chrono::milliseconds limit, Task<Result<void>> task) {
    using namespace boost::asio::experimental::awaitable_operators;
    auto first = co_await (std::move(task) || pause(limit));
    if (first.index() == 0) {
        co_return std::get<0>(std::move(first));
    }
    co_return Error(ErrorKind::timed_out, "not done within " + words(limit));
}

Result<void> Transport::run(Task<Result<void>> task) {
    return impl_->run(std::move(task));
}

void throw_exception_from_error(const Failure& failure, const boost::source_location& where) {
    base::throw_exception_from_error(failure.error, where);
}

} // namespace latch::net
