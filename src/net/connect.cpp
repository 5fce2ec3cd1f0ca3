// SPDX-License-Identifier: MIT
#include "net/connect.hpp"

#include "net/race.hpp"
#include "net/vigil.hpp"
#include "net/words.hpp"

#include <boost/asio/redirect_error.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <sys/socket.h>
#include <sys/un.h>
#include <utility>
#include <vector>

namespace latch::net {

namespace {

using base::Result;
using std::error_code;

error_code last_error() {
    return {errno, std::system_category()};
}

/// Whether an error tells about our side, e.g. the lack of IPv6, and not about the peer.
bool is_local(const error_code& error) {
    return error == std::errc::network_unreachable || error == std::errc::address_not_available ||
           error == std::errc::address_family_not_supported || error == std::errc::host_unreachable;
}

/// The state of a connection that has become writable.
error_code outcome(const base::Descriptor& socket) {
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        return last_error();
    }
    return {error, std::system_category()};
}

/// Small writes must not wait for the acknowledgement of the one before: a request is written in
/// one piece where possible, and its last piece is as urgent as its first.
void send_at_once(const base::Descriptor& socket) {
    const int on = 1;
    ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/// An attempt at one address.
struct Attempt {
    base::Descriptor socket;
    Endpoint endpoint;
    error_code error; ///< EINPROGRESS: it is under way
};

Attempt begin(const Endpoint& endpoint, const LocalEnd& from) {
    constexpr int kind = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    Attempt attempt{
        base::Descriptor(::socket(endpoint.protocol().family(), kind, IPPROTO_TCP)), endpoint, {}};
    if (!attempt.socket.is_open()) {
        attempt.error = last_error();
        return attempt;
    }
    send_at_once(attempt.socket);
    attempt.error = from.bind(attempt.socket.get(), endpoint);
    const auto size = static_cast<socklen_t>(endpoint.size());
    if (!attempt.error && ::connect(attempt.socket.get(), endpoint.data(), size) != 0) {
        attempt.error = last_error();
    }
    return attempt;
}

/// The attempts and lookups of one race, which does what `Race` says.
class Runners {
public:
    Runners(Names& names, const LocalEnd& from, Candidates candidates)
        : names_(names), from_(from), lookups_(std::move(candidates.lookups)),
          vigil_(names.loop()) {
        race_.know(candidates.known);
        for (const Lookup& lookup : lookups_) {
            race_.expect(lookup.query().family);
            bells_.emplace(vigil_.watch(lookup.bell(), Vigil::For::reading), &lookup);
        }
    }

    Task<void> run(Deadline deadline) {
        begin_due();
        while (!winner_ && !race_.is_lost()) {
            const std::vector<Vigil::Id> news =
                co_await vigil_.wait(earlier(race_.due(), deadline));
            if (news.empty() && deadline && SteadyClock::now() >= *deadline) {
                late_ = true;
                co_return;
            }
            for (const Vigil::Id id : news) {
                hear(id);
            }
            begin_due();
        }
    }

    /// How it ended; `query` is what was looked up.
    Raced result(const Query& query) {
        if (winner_) {
            std::string address = to_string(winner_->endpoint);
            return {
                Connected{Socket(names_.loop(), std::move(winner_->socket)), std::move(address)},
                {},
                first_};
        }
        if (first_ == SteadyClock::time_point()) {
            return {
                error_code(),
                late_ ? unresolved_in_time(query) : unresolved(query, faults_),
                SteadyClock::now(),
            };
        }
        return {late_ ? std::make_error_code(std::errc::timed_out) : telling_, {}, first_};
    }

private:
    void begin_due() {
        while (!winner_) {
            const auto now = SteadyClock::now();
            const std::optional<Endpoint> endpoint = race_.next(now);
            if (!endpoint) {
                return;
            }
            if (first_ == SteadyClock::time_point()) {
                first_ = now;
            }
            enter(begin(*endpoint, from_));
        }
    }

    void enter(Attempt attempt) {
        if (attempt.error == std::errc::operation_in_progress) {
            const Vigil::Id id = vigil_.watch(attempt.socket.get(), Vigil::For::writing);
            attempts_.emplace(id, std::move(attempt));
        } else if (attempt.error) {
            fail(attempt.error);
        } else {
            winner_ = std::move(attempt);
        }
    }

    void fail(const error_code& error) {
        if (!telling_ || is_local(telling_)) {
            telling_ = error;
        }
        race_.failed();
    }

    void hear(Vigil::Id id) {
        if (const auto bell = bells_.find(id); bell != bells_.end()) {
            hear(*bell->second);
            return;
        }
        auto attempt = attempts_.extract(id);
        if (const error_code error = outcome(attempt.mapped().socket)) {
            fail(error);
        } else if (!winner_) {
            winner_ = std::move(attempt.mapped());
        }
    }

    void hear(const Lookup& lookup) {
        const std::vector<Endpoint> found = lookup.endpoints();
        faults_.push_back(lookup.fault());
        names_.learn(lookup.query(), found);
        race_.resolved(lookup.query().family, found, SteadyClock::now());
    }

    Names& names_;
    const LocalEnd& from_;
    std::vector<Lookup> lookups_;
    std::map<Vigil::Id, const Lookup*> bells_;
    std::map<Vigil::Id, Attempt> attempts_;
    Vigil vigil_; ///< goes before what it watches
    Race race_;
    std::optional<Attempt> winner_;
    std::vector<int> faults_; ///< of the lookups
    error_code telling_;      ///< of the attempts
    SteadyClock::time_point first_{};
    bool late_ = false;
};

std::optional<sockaddr_un> socket_address(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return std::nullopt;
    }
    path.copy(static_cast<char*>(address.sun_path), path.size());
    return address;
}

error_code try_to_connect(const base::Descriptor& socket, const sockaddr_un& address) {
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    return ::connect(socket.get(), generic, sizeof address) == 0 ? error_code() : last_error();
}

/// Sleep between attempts at what the kernel has no event for: each longer than the one before, so
/// that a short wait stays short and a long one costs little.
class Pauses {
public:
    Pauses(boost::asio::io_context& loop, Deadline deadline) : timer_(loop), deadline_(deadline) {}

    bool are_over() const { return deadline_ && SteadyClock::now() >= *deadline_; }

    Task<void> next() {
        const auto end = SteadyClock::now() + length_;
        timer_.expires_at(deadline_ ? std::min(end, *deadline_) : end);
        length_ = std::min(length_ * 2, longest);
        boost::system::error_code ignored;
        co_await timer_.async_wait(boost::asio::redirect_error(use_awaitable, ignored));
    }

private:
    static constexpr std::chrono::milliseconds shortest{10};
    static constexpr std::chrono::milliseconds longest{200};

    Timer timer_;
    Deadline deadline_;
    std::chrono::milliseconds length_ = shortest;
};

} // namespace

Task<Raced> connect(const Query& query, Names& names, const LocalEnd& from, Deadline deadline) {
    Result<Candidates> candidates = names.candidates(query);
    if (!candidates) {
        co_return Raced{error_code(), candidates.error(), SteadyClock::now()};
    }
    Runners runners(names, from, *std::move(candidates));
    co_await runners.run(deadline);
    Raced raced = runners.result(query);
    if (!raced.connected) {
        names.forget(query.peer.host);
    }
    co_return raced;
}

Task<boost::system::result<Connected, std::error_code>>
connect_to_socket(boost::asio::io_context& loop, const std::string& path, Deadline deadline) {
    const std::optional<sockaddr_un> address = socket_address(path);
    if (!address) {
        co_return std::make_error_code(std::errc::filename_too_long);
    }
    base::Descriptor opened(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!opened.is_open()) {
        co_return last_error();
    }
    error_code failed = try_to_connect(opened, *address);
    Pauses pauses(loop, deadline);
    // For a unix socket this means that its backlog is full; poll(2) knows nothing of it.
    while (failed == std::errc::resource_unavailable_try_again) {
        if (pauses.are_over()) {
            co_return std::make_error_code(std::errc::timed_out);
        }
        co_await pauses.next();
        failed = try_to_connect(opened, *address);
    }
    if (failed) {
        co_return failed;
    }
    co_return Connected{Socket(loop, std::move(opened)), path};
}

std::string to_string(const Endpoint& endpoint) {
    return http::host_and_port(endpoint.address().to_string(), endpoint.port());
}

} // namespace latch::net
