// SPDX-License-Identifier: MIT
#include "net/loopback.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <netinet/in.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

constexpr std::size_t longest_head = 16384;

Error unreachable(int error) {
    return Error(ErrorKind::connect, "nobody can come back to 127.0.0.1")
        .because(base::system_words(error));
}

/// What comes up to the end of a request's head, within a second.
Task<std::string> head_from(Socket& peer) {
    const Deadline deadline = SteadyClock::now() + std::chrono::seconds(1);
    std::string head;
    std::array<char, 2048> piece{};
    while (head.size() < longest_head && head.find("\r\n\r\n") == std::string::npos) {
        const std::error_code waited = co_await peer.wait({.readable = true}, deadline);
        if (waited) {
            break;
        }
        const auto count = ::recv(peer.native(), piece.data(), piece.size(), 0);
        if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
            break;
        }
        head.append(piece.data(), count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    co_return head;
}

/// Whether an accept may work the next time: who knocked is gone.
bool is_passing(int error) noexcept {
    return error == EAGAIN || error == EINTR || error == ECONNABORTED || error == EPROTO;
}

/// The target of a GET; empty for whatever else.
std::string target_of(const std::string& head) {
    boost::beast::http::request_parser<boost::beast::http::empty_body> parser;
    boost::system::error_code error;
    parser.put(boost::asio::buffer(head), error);
    const bool is_get =
        !error && parser.is_header_done() && parser.get().method() == boost::beast::http::verb::get;
    return is_get ? std::string(parser.get().target()) : "";
}

bool is_visit(std::string_view target, const Callback& callback) {
    const std::string_view path = target.substr(0, target.find('?'));
    const std::string query = std::string(target.substr(path.size())) + '&';
    const auto has = [&](char before) {
        return query.find(before + callback.parameter + '&') != std::string::npos;
    };
    return path == callback.path && (has('?') || has('&'));
}

std::string answer(std::string_view status, std::string_view page) {
    std::string text = "HTTP/1.1 ";
    text.append(status).append("\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ");
    text.append(std::to_string(page.size())).append("\r\nConnection: close\r\n");
    return text.append("Cache-Control: no-store\r\n\r\n").append(page);
}

} // namespace

Loopback::Loopback(std::unique_ptr<State> state) : state_(std::move(state)) {}

Loopback::Loopback(Loopback&&) noexcept = default;
Loopback& Loopback::operator=(Loopback&&) noexcept = default;
Loopback::~Loopback() = default;

std::uint16_t Loopback::port() const noexcept {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(state_->listener.native(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

Result<Loopback> Loopback::open(boost::asio::io_context& loop) {
    base::Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_open =
        socket.is_open() &&
        ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::listen(socket.get(), SOMAXCONN) == 0;
    if (!is_open) {
        return unreachable(errno);
    }
    return Loopback(std::make_unique<State>(loop, std::move(socket)));
}

Task<Result<void>> Loopback::hear(Callback callback, std::string& target) {
    for (;;) {
        const std::error_code waited = co_await state_->listener.wait({.readable = true}, {});
        if (waited) {
            co_return unreachable(waited.value());
        }
        base::Descriptor accepted(
            ::accept4(state_->listener.native(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)
        );
        if (!accepted.is_open() && !is_passing(errno)) {
            co_return unreachable(errno);
        }
        if (!accepted.is_open()) {
            continue;
        }
        Socket peer(state_->loop, std::move(accepted));
        const std::string head = co_await head_from(peer);
        std::string asked = target_of(head);
        const bool is_it = is_visit(asked, callback);
        const std::string text =
            is_it ? answer("200 OK", callback.page) : answer("404 Not Found", "");
        // A new connection takes so little at once.
        static_cast<void>(::send(peer.native(), text.data(), text.size(), MSG_NOSIGNAL));
        if (is_it) {
            target = std::move(asked);
            co_return Result<void>{};
        }
    }
}

} // namespace latch::net
