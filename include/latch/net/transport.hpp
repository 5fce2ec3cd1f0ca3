// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/request.hpp"
#include "latch/net/loopback.hpp"
#include "latch/net/task.hpp"
#include "latch/net/task_group.hpp"
#include "latch/net/tickets.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace latch::net {

/// Why a request brought no answer.
struct Failure {
    base::Error error;
    bool on_reused_connection = false; ///< the connection had carried an earlier request
    bool request_begun = false;        ///< something of it may have arrived
    bool answer_begun = false;         ///< at least one byte of an answer had arrived
    http::PreparedRequest request{};   ///< given back, for another try
};

/// An answer whose head has arrived; its body is still on the connection.
///
/// Dropping it without reading the body closes the connection. It must not outlive its Transport.
class Answer {
public:
    class State;

    explicit Answer(std::unique_ptr<State> state);
    Answer(Answer&&) noexcept;
    Answer& operator=(Answer&&) noexcept;
    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;
    ~Answer();

    /// The hop so far: request, response head, carrier, timings up to the first byte; all of it
    /// once the body is read or discarded.
    const http::Hop& hop() const& noexcept;
    http::Hop hop() &&;

    /// Either of the following lets go of the connection, however it ends.
    ///
    /// Reads the body to its end into `sink`, Content-Encoding undone, writes what is left of a
    /// request that was answered early, and gives the connection back to the pool if it can carry
    /// another request. The sink must outlive the task.
    /// Errors: `protocol` for a body that is cut off or malformed, `timed_out`, what the sink says.
    Task<base::Result<void>> read_body(http::BodySink& sink);

    /// Gets rid of a body that nobody wants: a small one is read so that the connection can be
    /// used again, a large or slow one is dropped together with its connection. A request that was
    /// answered early, and not refused, is written to its end. Errors: of that.
    Task<base::Result<void>> discard_body();

    /// Whether the body was lost with the connection, which closed, broke or fell silent: asked
    /// again, the server may send it whole. What is malformed is not lost.
    bool has_broken_off() const noexcept;

private:
    std::unique_ptr<State> state_;
};

/// Who hears how far the bodies of one request and its answer are, whenever that changes; each may
/// be empty.
struct Observers {
    /// So much of the request's body has been handed to the network.
    std::function<void(base::Bytes sent)> upload;
    /// So much of the response's body has come, its transfer coding undone but not its content
    /// codings. A body that is discarded is not told.
    std::function<void(base::Bytes received)> download;
};

/// The network: sends requests over pooled connections. One thread, one event loop; any number of
/// tasks, whose requests share the pool and wait for one another where it has no more room. So no
/// task may send a request while it holds the body of another's answer: it might wait for itself.
class Transport {
public:
    /// Both must outlive the transport. TLS sessions with servers are resumed by these tickets;
    /// without them, by what is given within the run.
    explicit Transport(const http::Policy& policy, Tickets* tickets = nullptr);

    /// One by another policy for tasks that are done in the run of `first`, by its event loop. It
    /// has a pool of its own, and is of no use once a run of `first` was ended early.
    Transport(const http::Policy& policy, const Transport& first);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    Transport(Transport&&) = delete;
    Transport& operator=(Transport&&) = delete;
    ~Transport();

    /// Whether an idle connection may be used; a retry after a stale one wants a fresh one.
    enum class Connection { pooled_or_fresh, fresh };

    /// Waits for a connection, sends a request, and waits for the head of the final (not 1xx)
    /// response. `observers`, if it is not null, must outlive the answer; nothing else of the
    /// caller's is referred to after the return.
    Task<boost::system::result<Answer, Failure>> send(
        http::PreparedRequest request,
        Connection connection = Connection::pooled_or_fresh,
        const Observers* observers = nullptr
    );

    /// Opens a server on a free port of 127.0.0.1. Errors: `connect`.
    base::Result<Loopback> open_loopback();

    /// Waits, as long as nothing ends the run.
    Task<void> pause(std::chrono::milliseconds duration);

    /// Does a task, but ends it if that takes longer. Errors: its own, and `timed_out`.
    Task<base::Result<void>> within(std::chrono::milliseconds limit, Task<base::Result<void>> task);

    /// A group for tasks of a run; it must not outlive the transport.
    TaskGroup task_group();

    /// Runs the event loop until `task` is done; tasks beside it that are not are destroyed then.
    /// SIGINT and SIGTERM end it early: then the task is destroyed where it stands and the error is
    /// `interrupted` or `terminated`, even if it has just come to its end. So does the policy's
    /// total time, with `timed_out`.
    base::Result<void> run(Task<base::Result<void>> task);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

[[noreturn]] void
throw_exception_from_error(const Failure& failure, const boost::source_location& where);

} // namespace latch::net
