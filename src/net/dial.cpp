// SPDX-License-Identifier: MIT
#include "net/dial.hpp"

#include "net/connect.hpp"
#include "net/tls_stream.hpp"
#include "net/words.hpp"

#include <utility>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::error_code;

Error cannot_connect(const std::string& peer, const error_code& error) {
    if (error == std::errc::timed_out) {
        return Error(ErrorKind::timed_out, "cannot connect to " + peer)
            .because("no answer in time")
            .hinting("try --connect-timeout to wait longer");
    }
    return Error(ErrorKind::connect, "cannot connect to " + peer)
        .because(words(error))
        .hinting("try --connect-timeout to wait longer, or check the port");
}

Deadline deadline_after(std::chrono::milliseconds timeout) {
    return timeout == std::chrono::milliseconds::zero() ? Deadline() : SteadyClock::now() + timeout;
}

/// Tells how long each phase took.
class Stopwatch {
public:
    std::chrono::nanoseconds lap() {
        const auto now = SteadyClock::now();
        return now - std::exchange(last_, now);
    }

private:
    SteadyClock::time_point last_ = SteadyClock::now();
};

} // namespace

PoolKey Dialer::key_for(const http::Url& url) const {
    return {
        .origin = http::origin(url),
        .address = static_address(policy_.addresses, url),
        .verify = policy_.tls.verify,
        .ca = policy_.tls.ca,
    };
}

Task<Result<std::vector<Endpoint>>>
Dialer::find_addresses(const http::Url& url, Deadline deadline) {
    std::vector<Endpoint> known = known_addresses(policy_.addresses, url);
    if (!known.empty()) {
        co_return known;
    }
    co_return co_await look_up(loop_, url, deadline);
}

Result<void> Dialer::prepare_tls() {
    if (!tls_) {
        Result<TlsContext> made = TlsContext::make(policy_.tls);
        if (!made) {
            return made.error();
        }
        tls_.emplace(*std::move(made));
    }
    return {};
}

Task<Result<std::unique_ptr<Stream>>>
Dialer::open_stream(Socket socket, const http::Url& url, Deadline deadline) {
    if (url.scheme == http::Scheme::http) {
        co_return plain_stream(std::move(socket));
    }
    co_return co_await secure(std::move(socket), *tls_, url, deadline);
}

Task<Result<Dialled>> Dialer::dial(const http::Url& url) {
    if (url.scheme == http::Scheme::https) {
        if (const Result<void> prepared = prepare_tls(); !prepared) {
            co_return prepared.error();
        }
    }
    const Deadline deadline = deadline_after(policy_.timeouts.connect);
    Dialled dialled;
    Stopwatch stopwatch;
    const Result<std::vector<Endpoint>> addresses = co_await find_addresses(url, deadline);
    if (!addresses) {
        co_return addresses.error();
    }
    dialled.timings.resolve = stopwatch.lap();
    const std::string peer = host_and_port(url.host, url.port);
    boost::system::result<Connected, error_code> connected =
        co_await connect(loop_, *addresses, deadline);
    if (!connected) {
        co_return cannot_connect(peer, connected.error());
    }
    dialled.timings.connect = stopwatch.lap();
    Result<std::unique_ptr<Stream>> stream =
        co_await open_stream(std::move(connected->socket), url, deadline);
    if (!stream) {
        co_return stream.error();
    }
    if (url.scheme == http::Scheme::https) {
        dialled.timings.tls = stopwatch.lap();
    }
    dialled.connection = std::make_unique<Connection>(Connection{
        .stream = *std::move(stream),
        .key = key_for(url),
        .peer = peer,
        .remote_address = to_string(connected->endpoint),
        .born = SteadyClock::now(),
    });
    co_return dialled;
}

} // namespace latch::net
