// SPDX-License-Identifier: MIT
#include "support/http_wire.hpp"

#include "latch/base/text.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <charconv>
#include <limits>

namespace latch::test {

namespace {

namespace beast_http = boost::beast::http;
using Parser = beast_http::request_parser<beast_http::string_body>;

Request taken_from(const Parser& parser) {
    const auto& message = parser.get();
    Request request{
        .method = std::string(message.method_string()),
        .target = std::string(message.target()),
        .version = message.version(),
        .headers = {},
        .body = message.body(),
    };
    for (const auto& field : message) {
        request.headers.emplace_back(field.name_string(), field.value());
    }
    return request;
}

bool has_no_body(const Request& request, const Response& response) {
    return request.method == "HEAD" || response.status < 200 || response.status == 204 ||
           response.status == 304;
}

std::string head_of(const Request& request, const Response& response) {
    const std::string reason =
        response.reason
            ? *response.reason
            : std::string(beast_http::obsolete_reason(beast_http::int_to_status(response.status)));
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " + reason + "\r\n";
    for (const auto& [name, value] : response.headers) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
    const bool is_framed = find_line(response.headers, "Content-Length") != nullptr ||
                           find_line(response.headers, "Transfer-Encoding") != nullptr;
    const bool may_have_body = request.method == "HEAD" || !has_no_body(request, response);
    if (!is_framed && may_have_body) {
        head += response.stream
                    ? std::string("Transfer-Encoding: chunked\r\n")
                    : "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
    }
    return head + "\r\n";
}

std::string as_chunk(std::string_view piece) {
    std::array<char, 16> size{};
    auto* const end = std::to_chars(size.begin(), size.end(), piece.size(), 16).ptr;
    return std::string(size.begin(), end).append("\r\n").append(piece).append("\r\n");
}

Ended send_stream(ByteStream& stream, const Response& response, Deadline deadline) {
    const bool is_chunked = find_line(response.headers, "Content-Length") == nullptr;
    while (true) {
        const std::string piece = response.stream();
        if (piece.empty()) {
            return is_chunked ? stream.write("0\r\n\r\n", deadline) : Ended::done;
        }
        const Ended ended = stream.write(is_chunked ? as_chunk(piece) : piece, deadline);
        if (ended != Ended::done) {
            return ended;
        }
    }
}

} // namespace

std::optional<Request> RequestReader::next(Deadline deadline) {
    Parser parser;
    parser.eager(true);
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());
    parser.header_limit(1024 * 1024);
    bool is_encouraged = false;
    while (!parser.is_done()) {
        boost::beast::error_code error;
        const std::size_t used = parser.put(boost::asio::buffer(unread_), error);
        unread_.erase(0, used);
        if (parser.is_done()) {
            break;
        }
        if (error && error != beast_http::error::need_more) {
            problem_ = "a request is no HTTP: " + error.message();
            return std::nullopt;
        }
        if (parser.is_header_done() && !is_encouraged &&
            base::iequals(parser.get()[beast_http::field::expect], "100-continue")) {
            is_encouraged = true;
            stream_.write("HTTP/1.1 100 Continue\r\n\r\n", deadline);
        }
        if (const Ended ended = stream_.read_some(unread_, deadline); ended != Ended::done) {
            // Leaving between two requests is a client's right.
            problem_ = ended == Ended::peer_left && parser.got_some() ? "a request broke off" : "";
            return std::nullopt;
        }
    }
    return taken_from(parser);
}

bool keeps_alive(const Request& request) {
    const std::optional<std::string> wish = request.header("Connection");
    if (request.version < 11) {
        return wish && base::iequals(*wish, "keep-alive");
    }
    return !wish || !base::iequals(*wish, "close");
}

Sent send(ByteStream& stream, const Request& request, const Response& response, Deadline deadline) {
    std::string head = head_of(request, response);
    Ended ended = Ended::done;
    if (has_no_body(request, response)) {
        ended = stream.write(head, deadline);
    } else if (response.stream) {
        ended = stream.write(head, deadline);
        ended = ended == Ended::done ? send_stream(stream, response, deadline) : ended;
    } else {
        ended = stream.write(head.append(response.body), deadline);
    }
    const std::string* wish = find_line(response.headers, "Connection");
    const bool closes = ended != Ended::done || (wish != nullptr && base::iequals(*wish, "close"));
    return closes ? Sent::and_close : Sent::and_ready;
}

} // namespace latch::test
