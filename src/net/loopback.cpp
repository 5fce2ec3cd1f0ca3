// SPDX-License-Identifier: MIT
#include "net/loopback.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace latch::net {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using AsioError = boost::system::error_code;
using Peer = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;

constexpr std::size_t longest_head = 16384;

/// What comes up to the end of a request's head; less if it does not end.
Task<std::string> head_from(Peer& peer) {
    std::string head;
    std::array<char, 2048> piece{};
    AsioError error;
    while (!error && head.size() < longest_head && head.find("\r\n\r\n") == std::string::npos) {
        co_await peer.async_wait(
            Peer::wait_read, boost::asio::redirect_error(use_awaitable, error)
        );
        if (!error) {
            head.append(piece.data(), peer.read_some(boost::asio::buffer(piece), error));
        }
        if (error == boost::asio::error::would_block) {
            error.clear();
        }
    }
    co_return head;
}

Task<void> a_second(boost::asio::io_context& loop) {
    Timer timer(loop, std::chrono::seconds(1));
    AsioError ignored;
    co_await timer.async_wait(boost::asio::redirect_error(use_awaitable, ignored));
}

/// The target of a GET; empty for whatever else.
std::string target_of(const std::string& head) {
    boost::beast::http::request_parser<boost::beast::http::empty_body> parser;
    AsioError error;
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
    AsioError ignored;
    return state_->acceptor.local_endpoint(ignored).port();
}

Task<Result<void>> Loopback::hear(Callback callback, std::string& target) {
    using namespace boost::asio::experimental::awaitable_operators;
    for (;;) {
        AsioError error;
        co_await state_->acceptor.async_wait(
            State::Acceptor::wait_read, boost::asio::redirect_error(use_awaitable, error)
        );
        if (error) {
            co_return Error(ErrorKind::connect, "nobody can come back to 127.0.0.1")
                .because(error.message());
        }
        Peer peer(state_->loop);
        state_->acceptor.accept(peer, error);
        if (error) {
            continue; // who knocked is gone
        }
        peer.non_blocking(true, error);
        auto first = co_await (head_from(peer) || a_second(state_->loop));
        std::string asked;
        if (const std::string* const head = std::get_if<0>(&first)) {
            asked = target_of(*head);
        }
        const bool is_it = is_visit(asked, callback);
        const std::string text =
            is_it ? answer("200 OK", callback.page) : answer("404 Not Found", "");
        // A new connection takes so little at once.
        peer.write_some(boost::asio::buffer(text), error);
        if (is_it) {
            target = std::move(asked);
            co_return Result<void>{};
        }
    }
}

} // namespace latch::net
