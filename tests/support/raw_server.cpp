// SPDX-License-Identifier: MIT
#include "support/raw_server.hpp"

#include "support/byte_stream.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace latch::test {

namespace {

using SteadyClock = std::chrono::steady_clock;

base::Descriptor bound_socket(bool ipv6, std::uint16_t port) {
    base::Descriptor socket(::socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_storage address{};
    socklen_t size = 0;
    if (ipv6) {
        sockaddr_in6 loopback{};
        loopback.sin6_family = AF_INET6;
        loopback.sin6_port = htons(port);
        loopback.sin6_addr = in6addr_loopback;
        std::memcpy(&address, &loopback, size = sizeof loopback);
    } else {
        sockaddr_in loopback{};
        loopback.sin_family = AF_INET;
        loopback.sin_port = htons(port);
        loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        std::memcpy(&address, &loopback, size = sizeof loopback);
    }
    // The sockets interface is made of casts from one address type to another.
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0) {
        throw std::runtime_error("cannot bind to loopback: " + base::system_words(errno));
    }
    return socket;
}

std::uint16_t port_of(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    // Both families keep the port at the same place.
    sockaddr_in loopback{};
    std::memcpy(&loopback, &address, sizeof loopback);
    return ntohs(loopback.sin_port);
}

base::Descriptor event(int flags) {
    return base::Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | flags));
}

void signal(const base::Descriptor& event) {
    const std::uint64_t one = 1;
    static_cast<void>(::write(event.get(), &one, sizeof one));
}

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
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Received> received;
    std::vector<std::string> complaints;
    std::size_t scripts_done = 0;
    unsigned stalls = 0;
    base::Descriptor stop = event(0);
    base::Descriptor released = event(EFD_SEMAPHORE);
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
        : scripts_(std::move(scripts)), options_(std::move(options)),
          socket_(bound_socket(options_.ipv6, options_.port)), port_(port_of(socket_.get())) {
        if (options_.tls) {
            context_ = std::make_unique<TlsContext>(*options_.tls);
        }
        if (::listen(socket_.get(), SOMAXCONN) != 0) {
            throw std::runtime_error("cannot listen: " + base::system_words(errno));
        }
        acceptor_ = std::thread([this] { accept_all(); });
    }

    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    Impl(Impl&&) = delete;
    Impl& operator=(Impl&&) = delete;

    ~Impl() { stop(); }

    std::vector<std::string> finish() {
        if (std::exchange(finished_, true)) {
            return {};
        }
        {
            std::unique_lock lock(shared_.mutex);
            shared_.changed.wait_for(lock, options_.patience, [this] { return all_done(); });
        }
        stop();
        std::vector<std::string> complaints = std::move(shared_.complaints);
        if (const std::size_t seen = shared_.received.size(); seen < scripts_.size()) {
            complaints.push_back(
                std::to_string(scripts_.size()) + " connections were scripted, " +
                std::to_string(seen) + " were made"
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

    const RawOptions& options() const noexcept { return options_; }

    std::uint16_t port() const noexcept { return port_; }

    Shared& shared() noexcept { return shared_; }

private:
    bool all_done() const { return shared_.scripts_done >= scripts_.size(); }

    void stop() {
        signal(shared_.stop);
        if (acceptor_.joinable()) {
            acceptor_.join();
        }
        for (std::thread& worker : workers_) {
            worker.join();
        }
        workers_.clear();
    }

    void accept_all() {
        while (true) {
            std::array<pollfd, 2> set{
                pollfd{.fd = socket_.get(), .events = POLLIN, .revents = 0},
                pollfd{.fd = shared_.stop.get(), .events = POLLIN, .revents = 0},
            };
            ::poll(set.data(), set.size(), -1);
            if (set[1].revents != 0) {
                return;
            }
            base::Descriptor socket(
                ::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK)
            );
            if (socket.is_open()) {
                begin(std::move(socket));
            }
        }
    }

    void begin(base::Descriptor socket) {
        const int yes = 1;
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        std::size_t connection = 0;
        {
            const std::lock_guard lock(shared_.mutex);
            connection = shared_.received.size();
            if (connection < scripts_.size()) {
                shared_.received.emplace_back();
            } else {
                shared_.complaints.emplace_back("a connection too many was made");
            }
        }
        shared_.changed.notify_all();
        if (connection < scripts_.size()) {
            auto stream = context_ ? tls_stream(std::move(socket), shared_.stop.get(), *context_)
                                   : plain_stream(std::move(socket), shared_.stop.get());
            workers_.emplace_back([this, connection, owned = std::move(stream)] {
                Performance(shared_, connection, *owned, options_.step_deadline)
                    .play(scripts_[connection]);
                owned->cut();
                const std::lock_guard lock(shared_.mutex);
                ++shared_.scripts_done;
                shared_.changed.notify_all();
            });
        }
    }

    std::vector<Script> scripts_;
    RawOptions options_;
    base::Descriptor socket_;
    std::uint16_t port_;
    std::unique_ptr<TlsContext> context_;
    Shared shared_;
    std::thread acceptor_;
    std::vector<std::thread> workers_; ///< the acceptor's until it has ended
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
    return impl_->port();
}

std::string RawServer::url(std::string_view path) const {
    const RawOptions& options = impl_->options();
    std::string url = options.tls ? "https://" : "http://";
    url += options.ipv6 ? "[::1]:" : "127.0.0.1:";
    return url.append(std::to_string(port())).append(path);
}

void RawServer::release() {
    signal(impl_->shared().released);
}

void RawServer::wait_for_stalls(unsigned count) {
    if (!impl_->wait_until([=](const Shared& shared) { return shared.stalls >= count; })) {
        FAIL_CHECK("the server did not reach stall " << count);
    }
}

void RawServer::wait_for_connections(std::size_t count) {
    if (!impl_->wait_until([=](const Shared& shared) { return shared.received.size() >= count; })) {
        FAIL_CHECK("the server was not given " << count << " connections");
    }
}

std::size_t RawServer::connections() const {
    const std::lock_guard lock(impl_->shared().mutex);
    return impl_->shared().received.size();
}

Received RawServer::received(std::size_t connection) const {
    const std::lock_guard lock(impl_->shared().mutex);
    if (connection >= impl_->shared().received.size()) {
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

ClosedPort::ClosedPort(bool ipv6) : socket_(bound_socket(ipv6, 0)), port_(port_of(socket_.get())) {}

ClosedPort::~ClosedPort() = default;

} // namespace latch::test
