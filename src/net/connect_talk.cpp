// SPDX-License-Identifier: MIT
#include "net/connect_talk.hpp"

#include "net/words.hpp"

namespace latch::net {

namespace {

using base::ErrorKind;
using base::Result;

constexpr std::size_t piece = 4096;

std::string_view hint_for(unsigned status, bool has_credentials) {
    if (status != 407) {
        return "";
    }
    return has_credentials
               ? "check the user name and the password in the URL of the proxy"
               : "give a user and a password in its URL: http://user:password@proxy.example:3128";
}

std::string proxy_name(const http::Peer& peer) {
    return "the proxy " + http::host_and_port(peer.host, peer.port);
}

} // namespace

ConnectTalk::ConnectTalk(
    std::string what,
    http::Proxy proxy,
    const http::Peer& target,
    const http::ResponseLimits& limits
)
    : ProxyTalk(std::move(what)), proxy_(std::move(proxy)),
      target_(http::host_and_port(target.host, target.port)), limits_(limits),
      parser_(new_parser()) {}

ResponseParser ConnectTalk::new_parser() const {
    return {BodyRule::never, limits_, proxy_name(proxy_.peer)};
}

Result<ProxyTalk::Turn> ConnectTalk::begin() {
    std::string say = "CONNECT " + target_ + " HTTP/1.1\r\nHost: " + target_ + "\r\n";
    if (const auto authorization = http::proxy_authorization(proxy_)) {
        say.append("Proxy-Authorization: ").append(authorization->reveal()).append("\r\n");
    }
    return Turn{.say = say + "\r\n", .hear = piece};
}

Result<ProxyTalk::Turn> ConnectTalk::hear(std::string_view bytes) {
    heard_ += bytes;
    while (interim_ <= limits_.interim_responses) {
        const Result<std::size_t> used = parser_.consume(heard_);
        if (!used) {
            return used.error();
        }
        heard_.erase(0, *used);
        if (!parser_.head_done()) {
            return Turn{.say = {}, .hear = piece};
        }
        if (parser_.head().status >= 200) {
            return judge(parser_.head(), heard_);
        }
        parser_ = new_parser();
        ++interim_;
    }
    return failure(ErrorKind::protocol, "it sent too many interim responses");
}

Result<ProxyTalk::Turn>
ConnectTalk::judge(const http::ResponseHead& head, std::string_view rest) const {
    if (head.status >= 300) {
        const std::string reason = head.reason.empty() ? "" : " " + head.reason;
        return failure(ErrorKind::connect, "it answered " + std::to_string(head.status) + reason)
            .hinting(std::string(hint_for(head.status, proxy_.credentials.has_value())));
    }
    // Whoever is behind the proxy waits for us to begin, so these would be the proxy's own words.
    if (!rest.empty()) {
        return failure(ErrorKind::protocol, "it sent bytes behind its answer");
    }
    return Turn{};
}

} // namespace latch::net
