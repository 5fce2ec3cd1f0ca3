// SPDX-License-Identifier: MIT
#include "output/document.hpp"

#include "output/json_document.hpp"
#include "output/media.hpp"
#include "output/to_utf8.hpp"

#include "latch/base/text.hpp"
#include "latch/output/redact.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace latch::output {

namespace {

using nlohmann::json;

/// Text as a JSON string; bytes of heads that are no UTF-8 become U+FFFD.
std::string quoted(std::string_view text) {
    return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Joins members of an object, in order: nlohmann would sort them, and could not hold a body as it
/// was sent.
class Object {
public:
    Object& put(std::string_view name, std::string_view value) {
        text_ += text_.empty() ? "{" : ",";
        text_ += quoted(name);
        text_ += ':';
        text_ += value;
        return *this;
    }

    Object& put_text(std::string_view name, std::string_view text) {
        return put(name, quoted(text));
    }

    Object& put_time(std::string_view name, std::chrono::nanoseconds time) {
        const bool happened = time != std::chrono::nanoseconds::zero();
        return happened ? put(name, json(std::chrono::duration<double>(time).count()).dump())
                        : *this;
    }

    std::string take() { return text_.empty() ? "{}" : std::move(text_) + '}'; }

private:
    std::string text_;
};

std::string headers_of(const http::Headers& headers, const OutputPlan& plan) {
    std::string list;
    for (const http::Header& line : headers) {
        list += list.empty() ? "[" : ",";
        list +=
            Object().put_text("name", line.name).put_text("value", shown_value(line, plan)).take();
    }
    return list.empty() ? "[]" : list + ']';
}

std::string in_utf8(const RecordedBody& body) {
    ToUtf8 to_utf8(body.charset, body.is_json ? ToUtf8::Kind::json : ToUtf8::Kind::text);
    std::string text(to_utf8.convert(body.bytes));
    text += to_utf8.finish();
    return text;
}

std::string body_of(const RecordedBody& body) {
    const std::string text = in_utf8(body);
    // Bytes that were taken for Windows-1252 for want of anything better are no text to a program.
    const bool is_text =
        text.find('\0') == std::string::npos && base::is_utf8(text) &&
        (!body.charset.empty() || base::is_utf8(body.bytes) || text.size() < body.bytes.size());
    if (!is_text) {
        return Object().put_text("base64", base::base64_encode(body.bytes)).take();
    }
    if (!body.is_json || !is_json_document(text)) {
        return Object().put_text("text", text).take();
    }
    std::string on_one_line;
    on_one_line.reserve(text.size());
    append_without_blanks(on_one_line, text);
    return Object().put("json", on_one_line).take();
}

std::string stream_of(const http::StreamBody& body) {
    return Object().put_text("from", body.name).take();
}

std::string parts_of(const http::JoinedBody& body) {
    std::string list;
    for (const http::BodyPiece& piece : body.pieces) {
        const auto* const stream = std::get_if<http::StreamBody>(&piece);
        list += list.empty() ? "[" : ",";
        list += stream != nullptr ? stream_of(*stream)
                                  : body_of({.bytes = std::get<http::BytesBody>(piece).bytes});
    }
    return Object().put("parts", list.empty() ? "[]" : list + ']').take();
}

/// Nothing if there is none.
std::string request_body_of(const http::PreparedRequest& request, const OutputPlan& plan) {
    if (const auto* const bytes = std::get_if<http::BytesBody>(&request.body)) {
        const Media media = media_of(request.headers, plan);
        return body_of({
            .bytes = bytes->bytes,
            .charset = media.charset,
            .is_json = media.content == Content::json,
        });
    }
    if (const auto* const stream = std::get_if<http::StreamBody>(&request.body)) {
        return stream_of(*stream);
    }
    const auto* const joined = std::get_if<http::JoinedBody>(&request.body);
    return joined == nullptr ? std::string() : parts_of(*joined);
}

std::string request_of(const http::PreparedRequest& request, const OutputPlan& plan) {
    Object object;
    object.put_text("method", request.method)
        .put_text("target", shown_text(request.target, plan))
        .put("headers", headers_of(request.headers, plan));
    if (const std::string body = request_body_of(request, plan); !body.empty()) {
        object.put("body", body);
    }
    return object.take();
}

std::string response_of(const RecordedHop& hop, const OutputPlan& plan) {
    const http::ResponseHead& head = hop.answered->response;
    const http::Headers& trailers = hop.answered->trailers;
    Object object;
    object.put_text("version", head.version == 10 ? "1.0" : "1.1")
        .put("status", std::to_string(head.status))
        .put_text("reason", shown_text(head.reason, plan))
        .put("headers", headers_of(head.headers, plan))
        .put("body", body_of(hop.body));
    if (!trailers.empty()) {
        object.put("trailers", headers_of(trailers, plan));
    }
    return object.put("complete", hop.body.is_complete ? "true" : "false").take();
}

std::string meta_of(const http::Hop& hop, const RecordedBody& body) {
    Object object;
    object.put_time("total", hop.timings.total)
        .put_time("resolve", hop.timings.resolve)
        .put_time("connect", hop.timings.connect)
        .put_time("tls_handshake", hop.timings.tls)
        .put_time("first_byte", hop.timings.first_byte)
        .put_time("transfer", hop.timings.transfer)
        .put_text("remote_address", hop.carrier.remote_address);
    if (!hop.carrier.tls.empty()) {
        object.put_text("tls", hop.carrier.tls);
        object.put("resumed", hop.carrier.resumed ? "true" : "false");
    }
    if (hop.tries > 1) {
        object.put("tries", std::to_string(hop.tries));
    }
    return object.put("reused", hop.carrier.reused ? "true" : "false")
        .put("bytes_on_wire", std::to_string(hop.body_on_wire.count))
        .put("bytes_decoded", std::to_string(body.bytes.size()))
        .take();
}

} // namespace

std::string exchange_document(const std::vector<RecordedHop>& hops, const OutputPlan& plan) {
    std::string list;
    for (const RecordedHop& hop : hops) {
        Object object;
        object.put("request", request_of(hop.request, plan));
        if (hop.answered) {
            object.put("response", response_of(hop, plan))
                .put("meta", meta_of(*hop.answered, hop.body));
        }
        list += list.empty() ? "" : ",";
        list += object.take();
    }
    return Object()
        .put("latch", Object().put("exchange", "1").take())
        .put("hops", '[' + list + ']')
        .take();
}

} // namespace latch::output
