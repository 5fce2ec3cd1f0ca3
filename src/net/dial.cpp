// SPDX-License-Identifier: MIT
#include "net/dial.hpp"

#include "net/connect.hpp"
#include "net/words.hpp"

#include <boost/asio/error.hpp>

#include <utility>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using boost::system::error_code;

Error cannot_connect(const std::string& peer, const error_code& error) {
    if (error == boost::asio::error::timed_out) {
        return Error(ErrorKind::timed_out, "cannot connect to " + peer)
            .because("no answer in time")
            .hinting("try --connect-timeout to wait longer");
    }
    return Error(ErrorKind::connect, "cannot connect to " + peer)
        .because(words(error))
        .hinting("try --connect-timeout to wait longer, or check the port");
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
    http::Url place = url;
    if (const std::string address = static_address(policy_.addresses, url); !address.empty()) {
        place.host = address;
        place.host_kind = http::HostKind::ipv4; // a literal of either family
    }
    std::vector<Endpoint> known = known_addresses(place);
    if (!known.empty()) {
        co_return known;
    }
    co_return co_await look_up(loop_, url, deadline);
}

Task<Result<Dialled>> Dialer::dial(const http::Url& url) {
    if (url.scheme == http::Scheme::https) {
        co_return Error(ErrorKind::tls, "cannot connect to " + url.host).because("no TLS yet");
    }
    Deadline deadline;
    if (policy_.timeouts.connect != policy_.timeouts.connect.zero()) {
        deadline = SteadyClock::now() + policy_.timeouts.connect;
    }
    Dialled dialled;
    Stopwatch stopwatch;
    const Result<std::vector<Endpoint>> addresses = co_await find_addresses(url, deadline);
    if (!addresses) {
        co_return addresses.error();
    }
    dialled.timings.resolve = stopwatch.lap();
    const std::string peer = host_and_port(url.host, url.port);
    boost::system::result<Connected> connected = co_await connect(loop_, *addresses, deadline);
    if (!connected) {
        co_return cannot_connect(peer, connected.error());
    }
    dialled.timings.connect = stopwatch.lap();
    dialled.connection = std::make_unique<Connection>(Connection{
        .stream = plain_stream(std::move(connected->socket)),
        .key = key_for(url),
        .peer = peer,
        .remote_address = to_string(connected->endpoint),
        .born = SteadyClock::now(),
    });
    co_return dialled;
}

} // namespace latch::net
