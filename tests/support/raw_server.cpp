// SPDX-License-Identifier: MIT
#include "support/raw_server.hpp"

#include "support/catch.hpp"
#include "support/listener.hpp"

#include <array>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <utility>

namespace latch::test {

namespace {

using SteadyClock = std::chrono::steady_clock;

std::string words(Ended ended) {
    switch (ended) {
    case Ended::done:
        return "done";
    case Ended::peer_left:
        return "the peer left";
    case Ended::timed_out:
        return "nothing happened before the deadline";
    case Ended::stopped:
        return "the test had ended";
    }
    return "?";
}

std::string name_of(const Script::Step& step) {
    constexpr std::array names{
        "expect",
        "expect_bytes",
        "send",
        "drip",
        "stall",
        "until_peer_leaves",
        "end_sending",
        "close",
        "cut",
        "reset",
    };
    return names.at(step.index());
}

/// What the threads of a server share.
struct Shared {
    explicit Shared(std::size_t scripts) : received(scripts) {}

    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Received> received;
    std::vector<std::string> complaints;
    std::size_t accepted = 0;
    std::size_t scripts_done = 0;
    unsigned stalls = 0;
    Event released{Event::Kind::counts};
};

/// Plays one script on one connection.
class Performance {
public:
    Performance(Shared& shared, std::size_t connection, ByteStream& stream, Deadline::duration step)
        : shared_(shared), connection_(connection), stream_(stream), step_(step) {}

    void play(const Script& script) {
        Received facts;
        if (const Ended ended = stream_.start(deadline(), facts); ended != Ended::done) {
            // A client that refuses our certificate leaves here; that is its test's business.
            if (ended != Ended::peer_left) {
                complain("TLS handshake", ended);
            }
            return;
        }
        {
            const std::lock_guard lock(shared_.mutex);
            shared_.received.at(connection_) = facts;
        }
        for (const Script::Step& step : script.steps()) {
            const Ended ended =
                std::visit([this](const auto& each) { return perform(each); }, step);
            if (ended != Ended::done) {
                complain(name_of(step), ended);
                return;
            }
        }
        if (!closed_) {
            perform(Script::Close{});
        }
    }

private:
    Deadline deadline() const { return SteadyClock::now() + step_; }

    void complain(const std::string& step, Ended ended) {
        const std::lock_guard lock(shared_.mutex);
        const std::string& bytes = shared_.received.at(connection_).bytes;
        shared_.complaints.push_back(
            "connection " + std::to_string(connection_) + ", " + step + ": " + words(ended) +
            "; it had sent: " + bytes.substr(0, 2000)
        );
    }

    /// Reads once more; what arrived goes into the record too.
    Ended read_more() {
        std::string bytes;
        const Ended ended = stream_.read_some(bytes, deadline());
        unread_ += bytes;
        const std::lock_guard lock(shared_.mutex);
        shared_.received.at(connection_).bytes += bytes;
        return ended;
    }

    Ended perform(const Script::ExpectDelimiter& step) {
        while (true) {
            const std::size_t found = unread_.find(step.delimiter);
            if (found != std::string::npos) {
                unread_.erase(0, found + step.delimiter.size());
                return Ended::done;
            }
            if (const Ended ended = read_more(); ended != Ended::done) {
                return ended;
            }
        }
    }

    Ended perform(const Script::ExpectBytes& step) {
        while (unread_.size() < step.count) {
            if (const Ended ended = read_more(); ended != Ended::done) {
                return ended;
            }
        }
        unread_.erase(0, step.count);
        return Ended::done;
    }

    Ended perform(const Script::Send& step) { return stream_.write(step.bytes, deadline()); }

    Ended perform(const Script::Drip& step) {
        for (const char& byte : step.bytes) {
            if (const Ended ended = stream_.write({&byte, 1}, deadline()); ended != Ended::done) {
                return ended;
            }
        }
        return Ended::done;
    }

    Ended perform(Script::Stall /*step*/) {
        {
            const std::lock_guard lock(shared_.mutex);
            ++shared_.stalls;
        }
        shared_.changed.notify_all();
        const Ended ended = stream_.wait_for(shared_.released.get(), deadline());
        return ended == Ended::peer_left ? Ended::done : ended;
    }

    Ended perform(Script::UntilPeerLeaves /*step*/) {
        while (true) {
            if (const Ended ended = read_more(); ended != Ended::done) {
                return ended == Ended::peer_left ? Ended::done : ended;
            }
        }
    }

    Ended perform(Script::EndSending /*step*/) {
        stream_.end_sending();
        return Ended::done;
    }

    Ended perform(Script::Close /*step*/) {
        stream_.end_sending();
        return perform(Script::Cut{});
    }

    Ended perform(Script::Cut /*step*/) {
        // Bytes that arrive at a closed socket, or lie unread in it, turn the close into a reset
        // that may overtake what was sent. So take what there is.
        take_what_has_arrived();
        stream_.cut();
        closed_ = true;
        return Ended::done;
    }

    Ended perform(Script::Reset /*step*/) {
        stream_.reset();
        closed_ = true;
        return Ended::done;
    }

    void take_what_has_arrived() {
        std::string bytes;
        while (stream_.read_some(bytes, SteadyClock::now()) == Ended::done) {
        }
        const std::lock_guard lock(shared_.mutex);
        shared_.received.at(connection_).bytes += bytes;
    }

    Shared& shared_;
    std::size_t connection_;
    ByteStream& stream_;
    Deadline::duration step_;
    std::string unread_;
    bool closed_ = false;
};

} // namespace

class RawServer::Impl {
public:
    Impl(std::vector<Script> scripts, RawOptions options)
        : scripts_(std::move(scripts)), options_(std::move(options)), shared_(scripts_.size()),
          listener_(options_.listener, [this](std::size_t connection, ByteStream& stream) {
              serve(connection, stream);
          }) {}

    std::vector<std::string> finish() {
        if (std::exchange(finished_, true)) {
            return {};
        }
        {
            std::unique_lock lock(shared_.mutex);
            shared_.changed.wait_for(lock, options_.patience, [this] {
                return shared_.scripts_done >= scripts_.size();
            });
        }
        listener_.stop();
        std::vector<std::string> complaints = std::move(shared_.complaints);
        if (shared_.accepted < scripts_.size()) {
            complaints.push_back(
                std::to_string(scripts_.size()) + " connections were scripted, " +
                std::to_string(shared_.accepted) + " were made"
            );
        }
        return complaints;
    }

    template <class Claim>
    bool wait_until(Claim claim) {
        std::unique_lock lock(shared_.mutex);
        return shared_.changed.wait_for(lock, options_.step_deadline, [&] {
            return claim(shared_);
        });
    }

    const Listener& listener() const noexcept { return listener_; }

    Shared& shared() noexcept { return shared_; }

private:
    void serve(std::size_t connection, ByteStream& stream) {
        const bool is_scripted = connection < scripts_.size();
        {
            const std::lock_guard lock(shared_.mutex);
            ++shared_.accepted;
            if (!is_scripted) {
                shared_.complaints.emplace_back("a connection too many was made");
            }
        }
        shared_.changed.notify_all();
        if (is_scripted) {
            Performance(shared_, connection, stream, options_.step_deadline)
                .play(scripts_[connection]);
            stream.cut();
            const std::lock_guard lock(shared_.mutex);
            ++shared_.scripts_done;
        }
        shared_.changed.notify_all();
    }

    std::vector<Script> scripts_;
    RawOptions options_;
    Shared shared_;
    Listener listener_;
    bool finished_ = false;
};

RawServer::RawServer(std::vector<Script> scripts, RawOptions options)
    : impl_(std::make_unique<Impl>(std::move(scripts), std::move(options))) {}

RawServer::~RawServer() {
    // A test that is on its way out for another reason has its failure already.
    if (std::uncaught_exceptions() == 0) {
        verify();
    }
}

std::uint16_t RawServer::port() const noexcept {
    return impl_->listener().port();
}

std::string RawServer::url(std::string_view path) const {
    return impl_->listener().url(path);
}

void RawServer::release() {
    impl_->shared().released.signal();
}

void RawServer::wait_for_stalls(unsigned count) {
    if (!impl_->wait_until([=](const Shared& shared) { return shared.stalls >= count; })) {
        FAIL_CHECK("the server did not reach stall " << count);
    }
}

void RawServer::wait_for_connections(std::size_t count) {
    if (!impl_->wait_until([=](const Shared& shared) { return shared.accepted >= count; })) {
        FAIL_CHECK("the server was not given " << count << " connections");
    }
}

std::size_t RawServer::connections() const {
    const std::lock_guard lock(impl_->shared().mutex);
    return impl_->shared().accepted;
}

Received RawServer::received(std::size_t connection) const {
    const std::lock_guard lock(impl_->shared().mutex);
    if (connection >= impl_->shared().accepted) {
        throw std::out_of_range("no connection " + std::to_string(connection) + " was made");
    }
    return impl_->shared().received[connection];
}

std::vector<std::string> RawServer::finish() {
    return impl_->finish();
}

void RawServer::verify() {
    for (const std::string& complaint : finish()) {
        FAIL_CHECK(complaint);
    }
}

ClosedPort::ClosedPort(Loopback address)
    : socket_(bound_socket(address, 0)), port_(port_of(socket_)) {}

ClosedPort::~ClosedPort() = default;

} // namespace latch::test
