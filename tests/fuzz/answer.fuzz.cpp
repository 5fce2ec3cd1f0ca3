// SPDX-License-Identifier: MIT
#include "input.hpp"
#include "net/response_parser.hpp"

#include "latch/access/challenge.hpp"
#include "latch/access/digest.hpp"
#include "latch/http/content_disposition.hpp"
#include "latch/http/cookie_jar.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/media_type.hpp"
#include "latch/http/range.hpp"
#include "latch/http/redirect.hpp"

#include <cstdlib>
#include <string>
#include <vector>

using namespace latch;

namespace {

constexpr std::string_view peer = "a.test:80";

class Collected final : public http::BodySink {
public:
    base::Result<void> write(std::string_view piece) override {
        bytes += piece;
        return {};
    }

    base::Result<void> finish() override { return {}; }

    std::string bytes;
};

/// What became of the bytes of an answer.
struct Reading {
    bool is_refused = false;
    http::ResponseHead head;
    std::string body;
};

/// Reads an answer as a connection would bring it, in pieces of `step` bytes, to its end: what is
/// wrong may be known only then.
Reading read(std::string_view bytes, std::size_t step) {
    Collected sink;
    net::ResponseParser parser(net::BodyRule::by_framing, {}, peer);
    Reading reading;
    std::string waiting;
    bool moves = true;
    while (!reading.is_refused && !parser.done() && (moves || !bytes.empty())) {
        const std::string_view piece = bytes.substr(0, step);
        waiting += piece;
        bytes.remove_prefix(piece.size());
        const auto used = parser.consume(waiting);
        reading.is_refused = used.has_error();
        moves = used && *used > 0;
        waiting.erase(0, used ? *used : 0);
        if (parser.head_done()) {
            parser.set_sink(sink);
        }
    }
    reading.is_refused = reading.is_refused || parser.consume_end().has_error();
    if (parser.head_done()) {
        reading.head = parser.head();
    }
    reading.body = sink.bytes;
    return reading;
}

bool is_same(const Reading& a, const Reading& b) {
    return a.is_refused == b.is_refused && a.head.status == b.head.status &&
           a.head.reason == b.head.reason && a.body == b.body && a.head.headers == b.head.headers;
}

/// What a redirect leads to can be sent, and is the URL that it says it is.
void check_redirect(const http::ResponseHead& head, const http::Request& request) {
    const auto next = http::redirected(request, head);
    if (!next) {
        return;
    }
    const auto again = http::parse_url(http::to_string(next->url));
    const auto sent = http::serialize_head(
        {.method = next->method,
         .url = next->url,
         .target = http::target(next->url),
         .headers = {{"Host", http::authority(next->url)}},
         .body = next->body}
    );
    if (!again || again->url != next->url || !sent) {
        std::abort();
    }
}

/// Reads every field as if it were each of those that are read.
void read_fields(const http::ResponseHead& head, http::CookieJar& jar, const http::Url& url) {
    const base::Clock::time_point now{std::chrono::hours(438'000)};
    std::vector<std::string_view> values;
    for (const http::Header& field : head.headers) {
        values.emplace_back(field.value);
        jar.store(field.value, url, now);
        static_cast<void>(http::parse_strict_transport_security(field.value));
        static_cast<void>(http::suggested_file_name(field.value));
        static_cast<void>(http::parse_media_type(field.value));
        static_cast<void>(http::media_type_parameter(field.value, "charset"));
        static_cast<void>(http::parse_content_range(field.value));
    }
    static_cast<void>(http::strong_validator(head.headers));
    static_cast<void>(access::choose_digest(access::parse_challenges(values)));
    if (!http::is_field_value(jar.header_for(url, now))) {
        std::abort();
    }
}

} // namespace

/// An answer means the same in whatever pieces it comes, and nothing that it says can be turned
/// into something that could not be sent.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = test::text_of(data, size);
    const Reading whole = read(bytes, bytes.size());
    if (!is_same(whole, read(bytes, 1)) || !is_same(whole, read(bytes, 7))) {
        std::abort();
    }
    http::Request request;
    request.url = {.host = "www.a.test", .path = "/b/c"};
    http::CookieJar jar;
    read_fields(whole.head, jar, request.url);
    check_redirect(whole.head, request);
    return 0;
}
