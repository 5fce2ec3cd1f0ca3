// SPDX-License-Identifier: MIT
#include "net/socks.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>

namespace latch::net {

namespace {

using base::ErrorKind;
using base::Result;
using http::HostKind;

constexpr std::size_t ipv4_size = 4;
constexpr std::size_t ipv6_size = 16;
constexpr std::size_t port_size = 2;
constexpr std::size_t longest_text = 255; ///< its length has one byte

constexpr char version4 = 4;
constexpr char version5 = 5;
constexpr char connect_command = 1;

unsigned byte_at(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

std::string byte(std::size_t value) {
    return {static_cast<char>(static_cast<unsigned char>(value))};
}

std::string port_bytes(std::uint16_t port) {
    return byte(port >> 8U) + byte(port & 0xffU);
}

/// A literal's bytes in network order.
std::string address_bytes(const http::Peer& peer) {
    std::array<char, ipv6_size> bytes{};
    const bool is_ipv6 = peer.host_kind == HostKind::ipv6;
    inet_pton(is_ipv6 ? AF_INET6 : AF_INET, peer.host.c_str(), bytes.data());
    return {bytes.data(), is_ipv6 ? ipv6_size : ipv4_size};
}

std::string_view words_of_reply4(unsigned code) {
    switch (code) {
    case 92:
        return "it cannot reach the identd of this machine";
    case 93:
        return "the identd of this machine says another user name";
    default:
        return "it refused the connection, or failed to make it";
    }
}

std::string_view words_of_reply5(unsigned code) {
    constexpr std::array<std::string_view, 9> words{
        "",
        "it failed",
        "its rules do not allow the connection",
        "it cannot reach the network",
        "it cannot reach the host",
        "the host refused the connection",
        "the host is too far away",
        "it does not make connections",
        "it does not know this kind of address",
    };
    return code < words.size() ? words.at(code) : "it refused for a reason that is not known";
}

} // namespace

Socks4::Socks4(std::string what, http::Proxy proxy, http::Peer target)
    : ProxyTalk(std::move(what)), proxy_(std::move(proxy)), target_(std::move(target)) {}

Result<ProxyTalk::Turn> Socks4::begin() {
    if (target_.host_kind == HostKind::ipv6) {
        return failure(ErrorKind::usage, "SOCKS 4 has no IPv6 addresses")
            .hinting("use socks5 if the proxy speaks it, or -4");
    }
    const std::string user = proxy_.credentials ? proxy_.credentials->user : "";
    if (user.find('\0') != std::string::npos) {
        return failure(ErrorKind::usage, "the user name for the proxy holds a NUL");
    }
    // 4a: an address that cannot be one, and the name behind the user's.
    const bool by_name = target_.host_kind != HostKind::ipv4;
    const std::string address = by_name ? std::string("\0\0\0\1", 4) : address_bytes(target_);
    std::string say{version4, connect_command};
    say += port_bytes(target_.port) + address + user + byte(0);
    if (by_name) {
        say += target_.host + byte(0);
    }
    return Turn{.say = std::move(say), .hear = 2 + port_size + ipv4_size};
}

Result<ProxyTalk::Turn> Socks4::hear(std::string_view bytes) {
    constexpr std::size_t length = 2 + port_size + ipv4_size;
    constexpr unsigned granted = 90;
    heard_ += bytes;
    if (heard_[0] != 0) {
        return failure(ErrorKind::protocol, "it does not speak SOCKS 4");
    }
    if (heard_.size() < length) {
        return Turn{.say = {}, .hear = length - heard_.size()};
    }
    const unsigned code = byte_at(heard_, 1);
    return code == granted ? Result<Turn>(Turn{})
                           : failure(ErrorKind::connect, std::string(words_of_reply4(code)));
}

Socks5::Socks5(std::string what, http::Proxy proxy, http::Peer target)
    : ProxyTalk(std::move(what)), proxy_(std::move(proxy)), target_(std::move(target)) {}

ProxyTalk::Turn Socks5::ask(Awaits awaited, std::string say, std::size_t wanted) {
    awaits_ = awaited;
    wanted_ = wanted;
    heard_.clear();
    return {.say = std::move(say), .hear = wanted};
}

Result<ProxyTalk::Turn> Socks5::begin() {
    if (target_.host.size() > longest_text) {
        return failure(ErrorKind::usage, "the host name is too long for SOCKS 5");
    }
    const std::string methods = proxy_.credentials ? std::string("\0\2", 2) : byte(0);
    return ask(Awaits::method, version5 + byte(methods.size()) + methods, 2);
}

Result<ProxyTalk::Turn> Socks5::hear(std::string_view bytes) {
    heard_ += bytes;
    if (awaits_ != Awaits::verdict && heard_[0] != version5) {
        return failure(ErrorKind::protocol, "it does not speak SOCKS 5");
    }
    if (heard_.size() < wanted_) {
        return Turn{.say = {}, .hear = wanted_ - heard_.size()};
    }
    switch (awaits_) {
    case Awaits::method:
        return choose_method();
    case Awaits::verdict:
        return heard_[1] == 0
                   ? request()
                   : failure(
                         ErrorKind::connect, "it does not accept the user name or the password"
                     );
    case Awaits::reply:
        break;
    }
    return read_reply();
}

Result<ProxyTalk::Turn> Socks5::choose_method() {
    constexpr unsigned none = 0;
    constexpr unsigned by_password = 2;
    const unsigned method = byte_at(heard_, 1);
    if (method == none) {
        return request();
    }
    if (method == by_password && proxy_.credentials) {
        return sign_in();
    }
    const base::Error refused =
        failure(ErrorKind::connect, "it accepts no way to sign in that we have");
    return proxy_.credentials
               ? refused
               : base::Error(refused).hinting(
                     "give a user and a password in its URL: socks5h://user:password@proxy.example"
                 );
}

Result<ProxyTalk::Turn> Socks5::sign_in() {
    const std::string& user = proxy_.credentials->user;
    const base::Secret password = proxy_.credentials->password.value_or(base::Secret());
    if (user.size() > longest_text || password.reveal().size() > longest_text) {
        return failure(ErrorKind::usage, "user name or password are too long for SOCKS 5");
    }
    std::string say = byte(1) + byte(user.size()) + user + byte(password.reveal().size());
    say += password.reveal();
    return ask(Awaits::verdict, std::move(say), 2);
}

Result<ProxyTalk::Turn> Socks5::request() {
    constexpr char reserved = 0;
    std::string say{version5, connect_command, reserved};
    if (target_.host_kind == HostKind::name) {
        say += byte(3) + byte(target_.host.size()) + target_.host;
    } else {
        say += byte(target_.host_kind == HostKind::ipv6 ? 4 : 1) + address_bytes(target_);
    }
    // Five bytes are in every reply, and the fifth tells how long a name is.
    return ask(Awaits::reply, say + port_bytes(target_.port), 5);
}

Result<ProxyTalk::Turn> Socks5::read_reply() {
    constexpr std::size_t head = 4;
    if (const unsigned code = byte_at(heard_, 1); code != 0) {
        return failure(ErrorKind::connect, std::string(words_of_reply5(code)));
    }
    std::size_t length = head + port_size;
    switch (byte_at(heard_, 3)) {
    case 1:
        length += ipv4_size;
        break;
    case 3:
        length += 1 + byte_at(heard_, head);
        break;
    case 4:
        length += ipv6_size;
        break;
    default:
        return failure(ErrorKind::protocol, "it answered with an address of an unknown kind");
    }
    wanted_ = length;
    return Turn{.say = {}, .hear = length - heard_.size()};
}

} // namespace latch::net
