// SPDX-License-Identifier: MIT
#include "net/response_parser.hpp"

#include "net/words.hpp"

#include "latch/base/text.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace latch::net {

namespace {

namespace beast = boost::beast;

using base::Error;
using base::ErrorKind;
using base::Result;
using beast::error_code;

/// A TLS alert or handshake record, major version 3 (RFC 8446, 5.1). An alert is shorter than the
/// least that Beast looks at.
bool is_tls(std::string_view bytes) {
    return bytes.starts_with("\x15\x03") || bytes.starts_with("\x16\x03");
}

/// What is wrong with the line of the head that `rest` begins with. Beast does not say which it is.
std::string fault_of_field(const error_code& error, std::string_view rest) {
    constexpr std::size_t enough = 64; // to find it again
    const std::string_view line = rest.substr(0, rest.find('\n'));
    const std::string name = base::printable(line.substr(0, std::min(line.find(':'), enough)));
    return error == beast::http::error::bad_value
               ? "the value of its header " + name + " holds a control character"
               : "its header '" + name + "' has no valid name";
}

/// Stops Beast when this class has an error of its own, which then takes precedence.
error_code stop() {
    return make_error_code(boost::system::errc::operation_canceled);
}

} // namespace

constexpr std::size_t status_end = std::string_view("HTTP/1.1 200").size();

/// Whether the blank behind the status is missing, which some servers leave away together with the
/// reason, though RFC 9112, 4 wants it.
bool lacks_blank_behind_status(std::string_view bytes) {
    return bytes.starts_with("HTTP/1.") && bytes.size() > status_end && bytes[status_end] == '\r';
}

/// The parser proper. Beast counts its header limit from the last complete field, so the whole is
/// counted here.
class ResponseParser::Impl final : public beast::http::basic_parser<false> {
public:
    Impl(BodyRule rule, const http::ResponseLimits& limits, std::string_view peer)
        : limits_(limits), peer_(peer) {
        constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
        header_limit(static_cast<std::uint32_t>(std::min(limits.head.count, most)));
        body_limit(boost::none); // bodies stream; what may be kept is the sink's business
        skip(rule == BodyRule::never);
    }

    Result<std::size_t> consume(std::string_view bytes) {
        if (head_size_ == 0 && is_tls(bytes)) {
            return malformed("it is TLS").hinting("try https://");
        }
        if (head_size_ == 0 && lacks_blank_behind_status(bytes)) {
            return consume_without_blank(bytes);
        }
        if (piped_) {
            return consume_unparsed(bytes);
        }
        std::size_t taken = 0;
        while (can_take(bytes.substr(taken))) {
            const bool in_head = !is_header_done();
            error_code error;
            const std::size_t count = put({bytes.data() + taken, bytes.size() - taken}, error);
            taken += count;
            if (in_head) {
                head_size_ += count;
            }
            if (error == beast::http::error::need_more) {
                return settled(taken, bytes.size() - taken);
            }
            if (error) {
                return failure(error, bytes.substr(taken));
            }
        }
        return settled(taken, 0);
    }

    /// The whole head at once, with the blank in its place; nothing of it before it is complete.
    Result<std::size_t> consume_without_blank(std::string_view bytes) {
        constexpr std::string_view end_of_head = "\r\n\r\n";
        const auto end = bytes.find(end_of_head);
        if (end == std::string_view::npos) {
            return settled(0, bytes.size());
        }
        std::string head(bytes.substr(0, end + end_of_head.size()));
        head.insert(status_end, 1, ' ');
        error_code error;
        const std::size_t taken = put({head.data(), head.size()}, error);
        if (error) {
            return failure(error, std::string_view(head).substr(taken));
        }
        head_size_ = head.size() - 1;
        return head_size_;
    }

    /// Beast does not know of what went past it, so the rest of such a body must as well.
    Result<std::size_t> consume_unparsed(std::string_view bytes) {
        bytes = bytes.substr(0, announced_ - received_);
        if (auto written = sink_->write(bytes); !written) {
            return written.error();
        }
        received_ += bytes.size();
        return bytes.size();
    }

    Result<void> consume_end() {
        if (!got_some()) {
            return malformed("it is empty");
        }
        if (!is_header_done()) {
            return cut_off("the head is not complete");
        }
        if (is_through()) {
            return {};
        }
        error_code error;
        put_eof(error);
        if (own_error_) {
            return *own_error_;
        }
        return error ? Result<void>(cut_off(missing())) : Result<void>();
    }

    /// Only what Content-Length announced: chunks are between the bytes of the others, or their end
    /// is where the connection ends. And not the last byte: a sink may ask how a body ends.
    std::uint64_t piped_ahead() const {
        const bool as_it_is = is_header_done() && content_length() && !is_through();
        const bool unseen = sink_ != nullptr && sink_->piped() != nullptr;
        return as_it_is && unseen ? announced_ - received_ - 1 : 0;
    }

    Result<void> consume_piped(base::PipedBytes bytes) {
        if (auto written = sink_->piped()->write_piped(bytes); !written) {
            return written;
        }
        received_ += bytes.count;
        piped_ = true;
        return {};
    }

    bool is_through() const { return is_done() || (piped_ && received_ == announced_); }

    const http::ResponseHead& head() const noexcept { return head_; }

    const http::Headers& trailers() const noexcept { return trailers_; }

    bool keeps_alive() const noexcept { return keeps_alive_; }

    std::uint64_t announced() const noexcept { return announced_; }

    std::uint64_t received() const noexcept { return received_; }

    void set_sink(http::BodySink& sink) { sink_ = &sink; }

private:
    /// Whether Beast can go on with these bytes. A body waits for its sink.
    bool can_take(std::string_view bytes) const {
        const bool is_heard = !is_header_done() || sink_ != nullptr;
        return !bytes.empty() && !is_done() && is_heard && !is_begun_end(bytes);
    }

    /// Whether the first chunk is the last, and too little of it has come: Beast 1.74 asserts that
    /// it sees five bytes once it has seen three.
    bool is_begun_end(std::string_view bytes) const {
        constexpr std::size_t least = 5;
        return bytes.size() < least && is_header_done() && chunked() && announced_ == 0 &&
               bytes.starts_with("0\r\n");
    }

    /// `waiting` bytes were looked at and cannot be taken yet; they count in the head, too.
    Result<std::size_t> settled(std::size_t taken, std::size_t waiting) const {
        if (!is_header_done() && head_size_ + waiting > limits_.head.count) {
            return head_too_large();
        }
        return taken;
    }

    Error head_too_large() const {
        return malformed("its head is larger than " + byte_count(limits_.head.count));
    }

    /// `rest` begins with what Beast stopped at.
    Error failure(const error_code& error, std::string_view rest) const {
        using beast::http::error::bad_field;
        using beast::http::error::bad_value;
        if (own_error_) {
            return *own_error_;
        }
        if (error == beast::http::error::header_limit) {
            return head_too_large();
        }
        if (!is_header_done() && (error == bad_field || error == bad_value)) {
            return malformed(fault_of_field(error, rest));
        }
        return malformed(base::to_ascii_lower(error.message()));
    }

    Error malformed(std::string cause) const {
        return Error(ErrorKind::protocol, "the answer of " + peer_ + " is not valid HTTP")
            .because(std::move(cause));
    }

    Error cut_off(std::string cause) const {
        return Error(ErrorKind::protocol, "the answer of " + peer_ + " was cut off")
            .because(std::move(cause));
    }

    std::string missing() const {
        if (content_length()) {
            return std::to_string(received_) + " of " + byte_count(announced_) + " arrived";
        }
        return byte_count(received_) + " arrived, and the end of the chunks did not";
    }

    void refuse(Error error, error_code& stopped) {
        own_error_ = std::move(error);
        stopped = stop();
    }

    std::size_t pass_on(std::string_view bytes, error_code& error) {
        if (const Result<void> written = sink_->write(bytes); !written) {
            refuse(written.error(), error);
            return 0;
        }
        received_ += bytes.size();
        return bytes.size();
    }

    void on_request_impl(
        beast::http::verb /*method*/,
        beast::string_view /*text*/,
        beast::string_view /*target*/,
        int /*version*/,
        error_code& /*error*/
    ) override {}

    void on_response_impl(int status, beast::string_view reason, int version, error_code& error)
        override {
        if (status < 100) {
            refuse(malformed("its status is " + std::to_string(status)), error);
        }
        head_.status = static_cast<unsigned>(status);
        head_.version = static_cast<unsigned>(version);
        head_.reason = std::string(reason);
    }

    void on_field_impl(
        beast::http::field field,
        beast::string_view name,
        beast::string_view value,
        error_code& error
    ) override {
        if (head_.headers.size() + trailers_.size() >= limits_.fields) {
            refuse(
                malformed("it has more than " + std::to_string(limits_.fields) + " fields")
                    .hinting("--max-headers=N allows N"),
                error
            );
        } else if (is_header_done()) {
            trailers_.add(std::string(name), std::string(value)); // kept apart: they frame nothing
        } else if (field == beast::http::field::transfer_encoding && !base::iequals(value, "chunked")) {
            refuse(malformed("it uses a transfer coding other than chunked"), error);
        } else {
            head_.headers.add(std::string(name), std::string(value));
        }
    }

    void on_header_impl(error_code& /*error*/) override {
        announced_ = content_length().value_or(0);
        keeps_alive_ = keep_alive(); // Beast lets a trailer change its mind
    }

    void on_body_init_impl(
        const boost::optional<std::uint64_t>& /*length*/, error_code& /*error*/
    ) override {}

    std::size_t on_body_impl(beast::string_view bytes, error_code& error) override {
        return pass_on(bytes, error);
    }

    void on_chunk_header_impl(
        std::uint64_t size, beast::string_view /*extensions*/, error_code& /*error*/
    ) override {
        announced_ += size;
    }

    std::size_t on_chunk_body_impl(
        std::uint64_t /*remaining*/, beast::string_view bytes, error_code& error
    ) override {
        return pass_on(bytes, error);
    }

    void on_finish_impl(error_code& /*error*/) override {}

    http::ResponseLimits limits_;
    std::string peer_;
    http::ResponseHead head_;
    http::Headers trailers_;
    http::BodySink* sink_ = nullptr;
    std::optional<Error> own_error_;
    std::uint64_t head_size_ = 0;
    std::uint64_t announced_ = 0;
    std::uint64_t received_ = 0;
    bool keeps_alive_ = false;
    bool piped_ = false; ///< some of the body went past the parser
};

ResponseParser::ResponseParser(
    BodyRule rule, const http::ResponseLimits& limits, std::string_view peer
)
    : impl_(std::make_unique<Impl>(rule, limits, peer)) {}

ResponseParser::ResponseParser(ResponseParser&&) noexcept = default;
ResponseParser& ResponseParser::operator=(ResponseParser&&) noexcept = default;
ResponseParser::~ResponseParser() = default;

Result<std::size_t> ResponseParser::consume(std::string_view bytes) {
    return impl_->consume(bytes);
}

std::uint64_t ResponseParser::piped_ahead() const noexcept {
    return impl_->piped_ahead();
}

Result<void> ResponseParser::consume_piped(base::PipedBytes bytes) {
    return impl_->consume_piped(bytes);
}

Result<void> ResponseParser::consume_end() {
    return impl_->consume_end();
}

void ResponseParser::set_sink(http::BodySink& sink) {
    impl_->set_sink(sink);
}

bool ResponseParser::head_done() const noexcept {
    return impl_->is_header_done();
}

bool ResponseParser::done() const noexcept {
    return impl_->is_through();
}

bool ResponseParser::ends_with_connection() const noexcept {
    return head_done() && impl_->need_eof();
}

bool ResponseParser::keeps_alive() const noexcept {
    return head_done() && impl_->keeps_alive();
}

std::uint64_t ResponseParser::body_announced() const noexcept {
    return impl_->announced();
}

std::uint64_t ResponseParser::body_received() const noexcept {
    return impl_->received();
}

const http::ResponseHead& ResponseParser::head() const noexcept {
    return impl_->head();
}

const http::Headers& ResponseParser::trailers() const noexcept {
    return impl_->trailers();
}

} // namespace latch::net
