// SPDX-License-Identifier: MIT
#include "net/tunnel.hpp"

#include "net/connect_talk.hpp"
#include "net/socks.hpp"
#include "net/words.hpp"

#include <algorithm>
#include <array>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

std::string broken_off(const Io& attempt) {
    return attempt.state == Io::State::end ? "it closed the connection" : words(attempt.error);
}

/// Waits for what a try asked for.
Task<Result<void>>
wait_for(Stream& stream, const ProxyTalk& talk, const Io& attempt, Deadline deadline) {
    if (attempt.is_over()) {
        co_return talk.failure(ErrorKind::connect, broken_off(attempt));
    }
    Interest interest;
    add_wish(interest, attempt);
    const std::error_code late = co_await stream.socket().wait(interest, deadline);
    if (late) {
        co_return talk.failure(ErrorKind::timed_out, "it did not answer in time")
            .hinting("try --connect-timeout to wait longer");
    }
    co_return Result<void>();
}

Task<Result<void>>
say(Stream& stream, const ProxyTalk& talk, std::string_view bytes, Deadline deadline) {
    while (!bytes.empty()) {
        const Io written = stream.try_write(bytes);
        if (written.state == Io::State::done) {
            bytes.remove_prefix(written.count);
            continue;
        }
        const Result<void> waited = co_await wait_for(stream, talk, written, deadline);
        if (!waited) {
            co_return waited;
        }
    }
    co_return Result<void>();
}

} // namespace

std::unique_ptr<ProxyTalk>
talk_with(const http::Proxy& proxy, const http::Peer& target, const http::ResponseLimits& limits) {
    using Kind = http::Proxy::Kind;
    const std::string what = "cannot connect to " + http::host_and_port(target.host, target.port) +
                             " through the proxy " +
                             http::host_and_port(proxy.peer.host, proxy.peer.port);
    switch (proxy.kind) {
    case Kind::socks4:
    case Kind::socks4a:
        return std::make_unique<Socks4>(what, proxy, target);
    case Kind::socks5:
    case Kind::socks5h:
        return std::make_unique<Socks5>(what, proxy, target);
    case Kind::http:
    case Kind::https:
        break;
    }
    return std::make_unique<ConnectTalk>(what, proxy, target, limits);
}

Task<Result<void>> negotiate(Stream& stream, ProxyTalk& talk, Deadline deadline) {
    std::array<char, 4096> buffer{};
    Result<ProxyTalk::Turn> turn = talk.begin();
    while (turn) {
        const Result<void> said = co_await say(stream, talk, turn->say, deadline);
        if (!said || turn->hear == 0) {
            co_return said;
        }
        Io got = stream.try_read({buffer.data(), std::min(turn->hear, buffer.size())});
        while (got.state != Io::State::done) {
            const Result<void> waited = co_await wait_for(stream, talk, got, deadline);
            if (!waited) {
                co_return waited;
            }
            got = stream.try_read({buffer.data(), std::min(turn->hear, buffer.size())});
        }
        turn = talk.hear({buffer.data(), got.count});
    }
    co_return turn.error();
}

} // namespace latch::net
