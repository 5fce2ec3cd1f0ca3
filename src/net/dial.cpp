// SPDX-License-Identifier: MIT
#include "net/dial.hpp"

#include "net/connect.hpp"
#include "net/resolve.hpp"
#include "net/throttle.hpp"
#include "net/tls_stream.hpp"
#include "net/tunnel.hpp"
#include "net/words.hpp"

#include <utility>
#include <vector>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using std::error_code;

Error cannot_connect(const std::string& shown, const error_code& error, std::string hint) {
    const std::string what = "cannot connect to " + shown;
    if (error == std::errc::timed_out) {
        return Error(ErrorKind::timed_out, what)
            .because("no answer in time")
            .hinting("try --connect-timeout to wait longer");
    }
    return Error(ErrorKind::connect, what).because(words(error)).hinting(std::move(hint));
}

/// Tells how long each phase took.
class Stopwatch {
public:
    std::chrono::nanoseconds lap(SteadyClock::time_point now = SteadyClock::now()) {
        return now - std::exchange(last_, now);
    }

private:
    SteadyClock::time_point last_ = SteadyClock::now();
};

/// Whether the proxy has to be told an address of the target, which is then looked up here.
bool wants_address(const http::Route& route) {
    return route.proxy && !http::resolves_names(route.proxy->kind);
}

/// One connection in the making: to the first peer, past the proxy, to the origin.
class Approach {
public:
    Approach(
        boost::asio::io_context& loop,
        const http::Policy& policy,
        const Equipment& equipment,
        Names& names,
        const http::Url& url,
        http::Route route
    )
        : loop_(loop), policy_(policy), equipment_(equipment), names_(names), url_(url),
          route_(std::move(route)), deadline_(deadline_after(policy.timeouts.connect)) {}

    Task<Result<Dialled>> make(PoolKey key) {
        Result<void> done = co_await reach_first();
        if (done && route_.proxy) {
            done = co_await pass_proxy();
        }
        timings_.connect = stopwatch_.lap();
        if (done && url_.scheme == http::Scheme::https) {
            const TlsPeer origin{http::peer(url_), way(), shown_origin()};
            done = co_await secure_as(origin, *equipment_.tls);
            timings_.tls = stopwatch_.lap();
        }
        if (!done) {
            co_return done.error();
        }
        if (policy_.rate_limit.count > 0) {
            stream_ = throttled(std::move(stream_), policy_.rate_limit);
        }
        co_return result(std::move(key));
    }

private:
    Dialled result(PoolKey key) {
        Dialled dialled;
        const bool resumed = stream_->is_resumed();
        // A proxy's certificate says nothing of the origin.
        const bool is_tls = url_.scheme == http::Scheme::https;
        std::string tls = is_tls ? stream_->tls() : std::string();
        const auto expires = is_tls ? stream_->certificate_end() : base::Clock::time_point();
        dialled.connection = std::make_unique<Connection>(Connection{
            .stream = std::move(stream_),
            .key = std::move(key),
            .peer = route_.is_forwarded ? shown_proxy() : shown_origin(),
            .tls = std::move(tls),
            .certificate_expires = expires,
            .resumed = is_tls && resumed,
            .remote_address = std::move(remote_address_),
            .born = SteadyClock::now(),
        });
        dialled.timings = timings_;
        return dialled;
    }

    std::string shown_origin() const {
        return route_.unix_socket.empty() ? http::host_and_port(url_.host, url_.port)
                                          : "the socket " + route_.unix_socket;
    }

    /// How the origin is reached, as far as that may make a difference for who answers.
    std::string way() const {
        const std::string proxy = route_.proxy ? shown_proxy() : "";
        return route_.unix_socket + '\n' + proxy + '\n' +
               http::host_and_port(route_.peer.host, route_.peer.port);
    }

    std::string shown_proxy() const {
        return "the proxy " + http::host_and_port(route_.proxy->peer.host, route_.proxy->peer.port);
    }

    /// Whom the first connection leads to.
    Query first_query() const {
        return route_.proxy ? about(route_.proxy->peer, "the proxy ") : about(route_.peer, "");
    }

    std::string shown_first() const {
        return route_.proxy ? shown_proxy() : http::host_and_port(url_.host, url_.port);
    }

    std::string hint_for_first() const {
        return route_.proxy ? "check --proxy, and the variables http_proxy, https_proxy, all_proxy"
                            : "try --connect-timeout to wait longer, or check the port";
    }

    // GCC 12 destroys temporaries of a coroutine twice if they stand in a conditional or in braces
    // together with a co_await; so everything here has a name.
    Task<Result<void>> reach_first() {
        if (!route_.unix_socket.empty()) {
            Result<void> reached = co_await reach_socket();
            co_return reached;
        }
        const Query query = first_query();
        Raced raced = co_await connect(query, names_, *equipment_.from, deadline_);
        timings_.resolve = stopwatch_.lap(raced.resolved);
        if (raced.unresolved) {
            co_return *raced.unresolved;
        }
        co_return take(std::move(raced.connected), shown_first(), hint_for_first());
    }

    Task<Result<void>> reach_socket() {
        boost::system::result<Connected, error_code> connected =
            co_await connect_to_socket(loop_, route_.unix_socket, deadline_);
        co_return take(
            std::move(connected), shown_origin(), "check the path, and that the server is running"
        );
    }

    /// Keeps the connection, or says why there is none.
    Result<void> take(
        boost::system::result<Connected, error_code> connected,
        const std::string& shown,
        std::string hint
    ) {
        if (!connected) {
            return cannot_connect(shown, connected.error(), std::move(hint));
        }
        stream_ = plain_stream(std::move(connected->socket));
        remote_address_ = std::move(connected->address);
        return {};
    }

    Query about(const http::Peer& peer, std::string_view prefix) const {
        return {
            .peer = peer, .family = policy_.family, .shown = std::string(prefix).append(peer.host)};
    }

    Task<Result<void>> pass_proxy() {
        const http::Proxy& proxy = *route_.proxy;
        if (proxy.kind == http::Proxy::Kind::https) {
            const TlsPeer peer{proxy.peer, {}, shown_proxy()};
            Result<void> secured = co_await secure_as(peer, *equipment_.proxy_tls);
            if (!secured) {
                co_return secured;
            }
        }
        if (route_.is_forwarded) {
            co_return Result<void>();
        }
        const Result<http::Peer> target = co_await target_for_proxy();
        if (!target) {
            co_return target.error();
        }
        const auto talk = talk_with(proxy, *target, policy_.limits);
        const Result<void> agreed = co_await negotiate(*stream_, *talk, deadline_);
        co_return agreed;
    }

    /// What the proxy is asked for: a name, or an address if it wants one.
    Task<Result<http::Peer>> target_for_proxy() {
        if (!wants_address(route_) || route_.peer.host_kind != http::HostKind::name) {
            co_return route_.peer;
        }
        Query query = about(route_.peer, "");
        if (route_.proxy->kind == http::Proxy::Kind::socks4) {
            query.family = http::AddressFamily::ipv4;
        }
        const Result<std::vector<Endpoint>> addresses = co_await names_.look_up(query, deadline_);
        if (!addresses) {
            co_return addresses.error();
        }
        co_return peer_at(addresses->front());
    }

    http::Peer peer_at(const Endpoint& endpoint) const {
        const auto address = endpoint.address();
        return {
            .host = address.to_string(),
            .host_kind = address.is_v6() ? http::HostKind::ipv6 : http::HostKind::ipv4,
            .port = route_.peer.port};
    }

    Task<Result<void>> secure_as(const TlsPeer& peer, const TlsContext& context) {
        Result<std::unique_ptr<Stream>> secured =
            co_await secure(std::move(stream_), context, peer, {deadline_, policy_.timeouts.tls});
        if (!secured) {
            co_return secured.error();
        }
        stream_ = *std::move(secured);
        co_return Result<void>();
    }

    boost::asio::io_context& loop_;
    const http::Policy& policy_;
    const Equipment& equipment_;
    Names& names_;
    const http::Url& url_;
    http::Route route_;
    Deadline deadline_;
    Stopwatch stopwatch_;
    http::Timings timings_;
    std::unique_ptr<Stream> stream_;
    std::string remote_address_;
};

Result<void>
make_context(std::optional<TlsContext>& context, const http::TlsPolicy& policy, Tickets* tickets) {
    if (context) {
        return {};
    }
    Result<TlsContext> made = TlsContext::make(policy, tickets);
    if (!made) {
        return made.error();
    }
    context.emplace(*std::move(made));
    return {};
}

} // namespace

PoolKey Dialer::key_for(const http::Url& url) const {
    http::Route route = http::route_for(policy_, url).value();
    const http::Peer& first = route.proxy ? route.proxy->peer : route.peer;
    std::vector<std::string> addresses = {static_address(policy_.addresses, first)};
    if (wants_address(route)) {
        addresses.push_back(static_address(policy_.addresses, route.peer));
    }
    return {
        .origin = http::origin(url),
        .route = std::move(route),
        .addresses = std::move(addresses),
        .tls = policy_.tls,
        .family = policy_.family,
        .interface = policy_.interface,
        .http_version = policy_.http_version,
    };
}

Result<void> Dialer::equip(const http::Url& url, const http::Route& route) {
    if (!equipment_.from) {
        Result<LocalEnd> from = LocalEnd::find(policy_.interface);
        if (!from) {
            return from.error();
        }
        equipment_.from = *std::move(from);
    }
    if (route.proxy && route.proxy->kind == http::Proxy::Kind::https) {
        const http::TlsPolicy trust{.verify = policy_.tls.verify, .ca = policy_.tls.ca};
        if (Result<void> made = make_context(equipment_.proxy_tls, trust, nullptr); !made) {
            return made;
        }
    }
    return url.scheme == http::Scheme::https ? make_context(equipment_.tls, policy_.tls, &tickets_)
                                             : Result<void>();
}

Task<Result<Dialled>> Dialer::dial(const http::Url& url, const PoolKey& key) {
    if (const Result<void> equipped = equip(url, key.route); !equipped) {
        co_return equipped.error();
    }
    Approach approach(loop_, policy_, equipment_, names_, url, key.route);
    Result<Dialled> dialled = co_await approach.make(key);
    co_return dialled;
}

} // namespace latch::net
