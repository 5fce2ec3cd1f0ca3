// SPDX-License-Identifier: MIT
#include "latch/http/request.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::http;
using latch::base::Bytes;

namespace {

PreparedRequest a_request() {
    PreparedRequest request;
    request.method = "GET";
    request.target = "/x?y";
    request.headers = {{"Host", "a.test"}};
    return request;
}

StreamBody a_stream(std::optional<Bytes> length, bool replayable) {
    return {.source = {}, .length = length, .replayable = replayable, .name = "standard input"};
}

} // namespace

TEST_CASE(
    "request: the head is the request line, the fields in order and an empty line", "[http]"
) {
    auto request = a_request();
    request.headers.add("x-CASE", "gr\xc3\xbc\xc3\x9f\tb");
    request.headers.add("Empty", "");
    request.headers.add("x-case", "again");
    CHECK(
        serialize_head(request).value() == "GET /x?y HTTP/1.1\r\n"
                                           "Host: a.test\r\n"
                                           "x-CASE: gr\xc3\xbc\xc3\x9f\tb\r\n"
                                           "Empty: \r\n"
                                           "x-case: again\r\n"
                                           "\r\n"
    );
}

TEST_CASE("request: methods and targets of every form are sent", "[http]") {
    struct Case {
        std::string_view why, method, target;
    };

    const std::vector<Case> cases = {
        {"origin-form", "PURGE", "/a;b?c=%20"},
        {"asterisk-form", "OPTIONS", "*"},
        {"authority-form", "CONNECT", "[::1]:443"},
        {"absolute-form", "GET", "http://a.test/x"},
        {"any token is a method", "M-SEARCH", "/"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        auto request = a_request();
        request.method = c.method;
        request.target = c.target;
        const auto head = serialize_head(request);
        REQUIRE(head);
        const std::string line =
            std::string(c.method) + ' ' + std::string(c.target) + " HTTP/1.1\r\n";
        CHECK(head->starts_with(line));
    }
}

TEST_CASE("request: nothing that could split a request is sent", "[http]") {
    struct Case {
        std::string_view why;
        std::string method, target, name, value;
    };

    using namespace std::string_literals;
    const std::vector<Case> cases = {
        {"no method", "", "/", "A", "b"},
        {"a blank in the method", "GET /evil", "/", "A", "b"},
        {"a line end in the method", "GET\r\n", "/", "A", "b"},
        {"no target", "GET", "", "A", "b"},
        {"a blank in the target", "GET", "/a b", "A", "b"},
        {"a line end in the target", "GET", "/ HTTP/1.1\r\nHost: evil", "A", "b"},
        {"a line feed in the target", "GET", "/\n", "A", "b"},
        {"NUL in the target", "GET", "/\0"s, "A", "b"},
        {"a tab in the target", "GET", "/\t", "A", "b"},
        {"DEL in the target", "GET", "/\x7f", "A", "b"},
        {"a byte above ASCII in the target", "GET", "/\xc3\xbc", "A", "b"},
        {"no header name", "GET", "/", "", "b"},
        {"a colon in a header name", "GET", "/", "A:", "b"},
        {"a line end in a header name", "GET", "/", "A\r\nB", "b"},
        {"a blank in a header name", "GET", "/", "A ", "b"},
        {"a line end in a header value", "GET", "/", "A", "b\r\nEvil: 1"},
        {"a bare line feed in a header value", "GET", "/", "A", "b\nEvil: 1"},
        {"a bare carriage return in a header value", "GET", "/", "A", "b\rEvil: 1"},
        {"NUL in a header value", "GET", "/", "A", "b\0"s},
        {"ESC in a header value", "GET", "/", "A", "\x1b[2J"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        auto request = a_request();
        request.method = c.method;
        request.target = c.target;
        request.headers.add(c.name, c.value);
        const auto head = serialize_head(request);
        REQUIRE_FALSE(head);
        CHECK(head.error().kind() == latch::base::ErrorKind::usage);
        CHECK(head.error().what().find_first_of("\r\n\x1b") == std::string::npos);
    }
}

TEST_CASE("request: the error for a header keeps the value to itself", "[http]") {
    auto request = a_request();
    request.headers.add("Authorization", "Bearer hunter2\r\n");
    const auto head = serialize_head(request);
    REQUIRE_FALSE(head);
    CHECK(head.error().what() == "cannot send the header Authorization");
    CHECK(head.error().cause().find("hunter2") == std::string::npos);
}

TEST_CASE("request: lengths of bodies, known and unknown", "[http]") {
    CHECK(length_of(NoBody{}) == std::nullopt);
    CHECK(length_of(BytesBody{"abc"}) == Bytes{3});
    CHECK(length_of(BytesBody{}) == Bytes{0});
    CHECK(length_of(a_stream(Bytes{7}, true)) == Bytes{7});
    CHECK(length_of(a_stream(std::nullopt, false)) == std::nullopt);
}

TEST_CASE("request: an empty body is a body, no body is none", "[http]") {
    CHECK_FALSE(has_body(NoBody{}));
    CHECK(has_body(BytesBody{}));
    CHECK(has_body(a_stream(std::nullopt, false)));
}

TEST_CASE("request: a stream can be sent again only if it says so", "[http]") {
    CHECK(is_replayable(NoBody{}));
    CHECK(is_replayable(BytesBody{"abc"}));
    CHECK(is_replayable(a_stream(Bytes{1}, true)));
    CHECK_FALSE(is_replayable(a_stream(Bytes{1}, false)));
}

TEST_CASE("request: safe and idempotent methods", "[http]") {
    struct Case {
        std::string_view method;
        bool safe, idempotent;
    };

    const std::vector<Case> cases = {
        {"GET", true, true},
        {"HEAD", true, true},
        {"OPTIONS", true, true},
        {"TRACE", true, true},
        {"PUT", false, true},
        {"DELETE", false, true},
        {"POST", false, false},
        {"PATCH", false, false},
        {"CONNECT", false, false},
        {"PURGE", false, false},
        {"get", false, false},
        {"", false, false},
    };
    for (const Case& c : cases) {
        INFO(c.method);
        CHECK(is_safe(c.method) == c.safe);
        CHECK(is_idempotent(c.method) == c.idempotent);
    }
}
