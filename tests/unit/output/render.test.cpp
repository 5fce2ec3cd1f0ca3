// SPDX-License-Identifier: MIT
#include "output/render.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <vector>

using namespace latch::output;
using namespace latch::test;

namespace {

std::string text_of(const Rendering& rendering) {
    std::string text;
    for (const Span& span : rendering) {
        text += span.text;
    }
    return text;
}

Role role_of(const Rendering& rendering, std::string_view text) {
    const auto found = std::ranges::find(rendering, text, &Span::text);
    REQUIRE(found != rendering.end());
    return found->role;
}

constexpr OutputPlan on_terminal() {
    return {.for_terminal = true};
}

} // namespace

TEST_CASE("render: a redirected request head is what went over the wire", "[output]") {
    const auto request =
        a_request().get("/a?b=c").header("Host", "test.example").header("x-lower", "1").prepared();
    CHECK(
        text_of(request_head(request, {})) ==
        "GET /a?b=c HTTP/1.1\r\nHost: test.example\r\nx-lower: 1\r\n\r\n"
    );
}

TEST_CASE("render: a head on a terminal has plain line ends", "[output]") {
    const auto response = a_response(200).reason("OK").header("Server", "x").head();
    CHECK(text_of(response_head(response, on_terminal())) == "HTTP/1.1 200 OK\nServer: x\n\n");
}

TEST_CASE("render: an empty reason phrase leaves no blank behind", "[output]") {
    auto response = a_response(404).head();
    CHECK(text_of(response_head(response, {})) == "HTTP/1.1 404\r\n\r\n");
    response.version = 10;
    CHECK(text_of(response_head(response, on_terminal())) == "HTTP/1.0 404\n\n");
}

TEST_CASE("render: an empty value is a field all the same", "[output]") {
    const auto response = a_response(204).header("X-Empty", "").head();
    CHECK(text_of(response_head(response, {})) == "HTTP/1.1 204\r\nX-Empty: \r\n\r\n");
}

TEST_CASE("render: fields are sorted only if the plan says so", "[output]") {
    const auto response = a_response(200)
                              .header("server", "b")
                              .header("Set-Cookie", "b=2")
                              .header("Date", "now")
                              .header("accept-ranges", "none")
                              .header("set-cookie", "a=1")
                              .header("Server", "a")
                              .head();
    OutputPlan plan{.secrets = Secrets::shown};
    CHECK(
        text_of(response_head(response, plan)) ==
        "HTTP/1.1 200\r\nserver: b\r\nSet-Cookie: b=2\r\nDate: now\r\naccept-ranges: none\r\n"
        "set-cookie: a=1\r\nServer: a\r\n\r\n"
    );
    plan.sort_headers = true;
    INFO("names that differ in case only are the same name, and lines of one name keep their order"
    );
    CHECK(
        text_of(response_head(response, plan)) ==
        "HTTP/1.1 200\r\naccept-ranges: none\r\nDate: now\r\nserver: b\r\nServer: a\r\n"
        "Set-Cookie: b=2\r\nset-cookie: a=1\r\n\r\n"
    );
}

TEST_CASE("render: nothing in a head commands the terminal", "[output]") {
    struct Case {
        const char* why;
        latch::http::ResponseHead head;
        const char* shown;
    };

    const std::vector<Case> cases{
        {"an escape in the reason", a_response(200).reason("\x1b[2J").head(), "\\x1b[2J"},
        {"in a value", a_response(200).header("A", "\x1b]0;x\x07").head(), "\\x1b]0;x\\x07"},
        {"in a name", a_response(200).header("\x1b[1m", "x").head(), "\\x1b[1m: x"},
        {"a C1 control in ISO-8859-1",
         a_response(200)
             .header(
                 "A",
                 "\x9b"
                 "2J"
             )
             .head(),
         "\\x9b2J"},
        {"a TAB would move the rest", a_response(200).header("A", "x\ty").head(), "x\\ty"},
        {"in a cookie's name", a_response(200).cookie("\x1b[0m=1").head(), "\\x1b[0m=****"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const std::string shown = text_of(response_head(each.head, on_terminal()));
        CHECK(shown.find(each.shown) != std::string::npos);
        CHECK(shown.find('\x1b') == std::string::npos);
    }
    auto request = a_request().get("/").prepared();
    request.target = "/\x1b[2J";
    request.method = "G\x07T";
    CHECK(text_of(request_head(request, on_terminal())) == "G\\x07T /\\x1b[2J HTTP/1.1\n\n");
}

TEST_CASE("render: redirected heads keep their bytes", "[output]") {
    const auto response = a_response(200).header("A", "gr\xfc\xdf\t\x1b[1m").head();
    CHECK(text_of(response_head(response, {})) == "HTTP/1.1 200\r\nA: gr\xfc\xdf\t\x1b[1m\r\n\r\n");
}

TEST_CASE("render: secrets are shortened wherever the head goes", "[output]") {
    const auto request = a_request().get("/").header("Authorization", "Bearer abc").prepared();
    const std::string shown = "GET / HTTP/1.1\r\nAuthorization: Bearer abc\r\n\r\n";
    const std::string shortened = "GET / HTTP/1.1\r\nAuthorization: Bearer ****\r\n\r\n";
    CHECK(text_of(request_head(request, {.secrets = Secrets::shortened})) == shortened);
    CHECK(text_of(request_head(request, {.secrets = Secrets::shown})) == shown);
}

TEST_CASE("render: each class of status has its role", "[output]") {
    const std::vector<std::pair<unsigned, Role>> cases{
        {101, Role::status_informational},
        {200, Role::status_success},
        {299, Role::status_success},
        {302, Role::status_redirect},
        {404, Role::status_client_error},
        {503, Role::status_server_error},
        {999, Role::status_informational},
    };
    for (const auto& [status, role] : cases) {
        INFO(status);
        const Rendering head = response_head(a_response(status).head(), {});
        CHECK(role_of(head, std::to_string(status)) == role);
    }
}

TEST_CASE("render: each part of a head has its role", "[output]") {
    const Rendering head =
        request_head(a_request().method("PUT", "/x").header("A", "b").prepared(), {});
    CHECK(role_of(head, "PUT") == Role::method_change);
    CHECK(role_of(head, "/x") == Role::target);
    CHECK(role_of(head, "HTTP/1.1") == Role::version);
    CHECK(role_of(head, "A") == Role::header_name);
    CHECK(role_of(head, ":") == Role::punctuation);
    CHECK(role_of(head, "b") == Role::header_value);
}

TEST_CASE("render: a notice stands in a box", "[output]") {
    CHECK(
        text_of(boxed_notice("NOTE: binary data not shown in terminal")) ==
        "+-----------------------------------------+\n"
        "| NOTE: binary data not shown in terminal |\n"
        "+-----------------------------------------+\n"
    );
    CHECK(text_of(boxed_notice("grün 日本")) == "+-----------+\n| grün 日本 |\n+-----------+\n");
}
