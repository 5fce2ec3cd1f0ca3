// SPDX-License-Identifier: MIT
#include "support/server.hpp"

#include "support/catch.hpp"
#include "support/client_socket.hpp"

using namespace latch::test;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

std::string ask(const Server& server, std::string_view request) {
    ClientSocket client(server.port());
    client.write(request);
    return client.read_to_end();
}

constexpr std::string_view closing_get = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";

Response hello(const Request& /*request*/) {
    return reply("hello");
}

} // namespace

TEST_CASE("server: records the request as it came", "[support]") {
    Server server(hello);
    ask(server,
        "POST /a%20b?c=d HTTP/1.1\r\nhOST: x\r\nX-Two: 1\r\nx-two: 2\r\nContent-Length: 3\r\n"
        "Connection: close\r\n\r\nabc");
    const Request seen = server.request(0);
    CHECK(seen.method == "POST");
    CHECK(seen.target == "/a%20b?c=d");
    CHECK(seen.path() == "/a%20b");
    CHECK(seen.body == "abc");
    CHECK(seen.headers.at(0) == std::pair<std::string, std::string>("hOST", "x"));
    CHECK(seen.header("X-TWO") == "1");
    CHECK(seen.count("X-Two") == 2);
    CHECK_FALSE(seen.header("Cookie"));
}

TEST_CASE("server: reads a chunked body", "[support]") {
    Server server(hello);
    ask(server,
        "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
    CHECK(server.request(0).body == "abcde");
}

TEST_CASE("server: encourages a client that expects it", "[support]") {
    Server server(hello);
    ClientSocket client(server.port());
    client.write("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n"
                 "Connection: close\r\n\r\n");
    CHECK(client.read(25) == "HTTP/1.1 100 Continue\r\n\r\n");
    client.write("a");
    CHECK_THAT(client.read_to_end(), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_CASE("server: keeps a connection until somebody wants to close it", "[support]") {
    Server server(hello);
    ClientSocket client(server.port());
    client.write("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    client.write(closing_get);
    const std::string answers = client.read_to_end();
    CHECK_THAT(answers, EndsWith("hello"));
    CHECK(server.requests().size() == 3);
    CHECK(server.request(2).connection == 0);
    ask(server, closing_get);
    CHECK(server.request(3).connection == 1);
}

TEST_CASE("server: frames each response by its kind", "[support]") {
    struct Case {
        const char* why;
        std::string_view request;
        Response response;
        const char* bytes;
    };

    int pieces = 0;
    const auto two_pieces = [&pieces] { return ++pieces < 3 ? std::string("ab") : std::string(); };
    const std::vector<Case> cases{
        {"a body in one piece",
         closing_get,
         reply("hi"),
         "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"},
        {"HEAD tells the length and sends nothing",
         "HEAD / HTTP/1.1\r\nConnection: close\r\n\r\n",
         Response{.body = "hi"},
         "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"},
        {"204 has no body and no length",
         closing_get,
         Response{.status = 204},
         "HTTP/1.1 204 No Content\r\n\r\n"},
        {"an empty reason, as Tomcat has it",
         closing_get,
         Response{.status = 404, .reason = ""},
         "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n"},
        {"a redirect",
         closing_get,
         redirect("/x", 307),
         "HTTP/1.1 307 Temporary Redirect\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"},
        {"a stream goes in chunks",
         closing_get,
         Response{.stream = two_pieces},
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\nab\r\n0\r\n\r\n"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        Server server([&each](const Request&) { return each.response; });
        CHECK(ask(server, each.request) == each.bytes);
    }
}

TEST_CASE("server: complains of what was wrong", "[support]") {
    SECTION("nobody called") {
        Server server(hello);
        CHECK(
            server.finish() ==
            std::vector<std::string>{"the server was called 0 times, at least 1 were expected"}
        );
    }
    SECTION("a call too many") {
        Server server(hello, {.at_most = 1});
        ask(server, closing_get);
        ask(server, closing_get);
        CHECK(
            server.finish() ==
            std::vector<std::string>{
                "the server was called 2 times, at least 1 and at most 1 were expected"}
        );
    }
    SECTION("a demand of the handler") {
        Server server([](const Request& request) {
            demand(request.header("Cookie").has_value(), "a cookie");
            return reply("");
        });
        CHECK_THAT(ask(server, closing_get), StartsWith("HTTP/1.1 500 "));
        CHECK(
            server.finish() ==
            std::vector<std::string>{"a demand of the handler was not met: a cookie"}
        );
    }
    SECTION("no HTTP") {
        Server server(hello, {.at_least = 0});
        ask(server, "hello\r\n\r\n");
        const auto complaints = server.finish();
        REQUIRE(complaints.size() == 1);
        CHECK_THAT(complaints[0], StartsWith("a request is no HTTP: "));
    }
    SECTION("a request that breaks off") {
        Server server(hello, {.at_least = 0});
        {
            ClientSocket client(server.port());
            client.write("GET / HTTP/1.1\r\nHo");
            client.end_sending();
            client.read_to_end();
        }
        CHECK(server.finish() == std::vector<std::string>{"a request broke off"});
    }
}

TEST_CASE("server: an uncalled one fails the test", "[support][!shouldfail]") {
    const Server server(hello);
}

TEST_CASE("server: speaks TLS", "[support]") {
    const TlsFixture fixture;
    ServerOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    Server server(hello, options);
    CHECK_THAT(server.url("/"), StartsWith("https://"));
    TlsClient client(server.port(), fixture.ca());
    REQUIRE(client.handshake("localhost") == 0);
    client.write(closing_get);
    CHECK_THAT(client.read_to_end(), EndsWith("\r\n\r\nhello"));
}
