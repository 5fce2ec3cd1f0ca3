// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

struct Case {
    std::string why;
    Words words;
    std::string head; ///< request line and Host
};

/// The first two lines of what would have been sent.
std::string first_lines(const std::string& request) {
    const auto first = request.find("\r\n");
    const auto second = request.find("\r\n", first + 2);
    REQUIRE(second != std::string::npos);
    return request.substr(0, first) + ", " + request.substr(first + 2, second - first - 2);
}

} // namespace

TEST_CASE("request line: a URL may be short", "[cli]") {
    const std::vector<Case> cases = {
        {"a host", {"example.test"}, "GET / HTTP/1.1, Host: example.test"},
        {"a host with a port and a path",
         {"example.test:8080/x?y"},
         "GET /x?y HTTP/1.1, Host: example.test:8080"},
        {"a port", {":8080"}, "GET / HTTP/1.1, Host: localhost:8080"},
        {"a port and a path", {":8080/x"}, "GET /x HTTP/1.1, Host: localhost:8080"},
        {"a path of localhost", {":/x"}, "GET /x HTTP/1.1, Host: localhost"},
        {"no scheme before the slashes",
         {"://example.test/x"},
         "GET /x HTTP/1.1, Host: example.test"},
        {"an IPv6 address", {"[::1]:8080/x"}, "GET /x HTTP/1.1, Host: [::1]:8080"},
        {"a host that could be a method", {"localhost"}, "GET / HTTP/1.1, Host: localhost"},
        {"the port of the scheme", {"http://a.test:80"}, "GET / HTTP/1.1, Host: a.test"},
        {"a host beyond ASCII", {"bücher.test"}, "GET / HTTP/1.1, Host: xn--bcher-kva.test"},
        {"capitals", {"HTTP://A.TEST/X"}, "GET /X HTTP/1.1, Host: a.test"},
        {"a blank", {"a.test/x y"}, "GET /x%20y HTTP/1.1, Host: a.test"},
        {"what is escaped already", {"a.test/%41%2f"}, "GET /%41%2f HTTP/1.1, Host: a.test"},
        {"dots", {"a.test/x/../y/./z"}, "GET /y/z HTTP/1.1, Host: a.test"},
        {"a fragment", {"a.test/x#y"}, "GET /x HTTP/1.1, Host: a.test"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(first_lines(offline(c.words)) == c.head);
    }
}

TEST_CASE("request line: the method is said or follows from the body", "[cli]") {
    const std::vector<Case> cases = {
        {"said", {"PUT", "a.test"}, "PUT / HTTP/1.1, Host: a.test"},
        {"in lower case", {"delete", "a.test"}, "DELETE / HTTP/1.1, Host: a.test"},
        {"of one's own", {"FROB", "a.test"}, "FROB / HTTP/1.1, Host: a.test"},
        {"of one's own in lower case", {"frob", "a.test"}, "FROB / HTTP/1.1, Host: a.test"},
        {"none and no body", {"a.test"}, "GET / HTTP/1.1, Host: a.test"},
        {"none and a body", {"a.test", "x=y"}, "POST / HTTP/1.1, Host: a.test"},
        {"a host that looks like one", {"localhost", "x=y"}, "POST / HTTP/1.1, Host: localhost"},
        {"options behind the items", {"a.test", "x=y", "--form"}, "POST / HTTP/1.1, Host: a.test"},
        {"no options any more", {"PUT", "--", "a.test"}, "PUT / HTTP/1.1, Host: a.test"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(first_lines(offline(c.words)) == c.head);
    }
}

TEST_CASE("request line: the scheme of a URL without one", "[cli]") {
    // The scheme is what tells whether the port goes without saying.
    const std::string http = "GET / HTTP/1.1, Host: a.test:443";
    const std::string https = "GET / HTTP/1.1, Host: a.test";
    const std::vector<Case> cases = {
        {"http by default", {"a.test:443"}, http},
        {"--https", {"--https", "a.test:443"}, https},
        {"--https denied", {"--https", "--no-https", "a.test:443"}, http},
        {"--default-scheme", {"--default-scheme=https", "a.test:443"}, https},
        {"--default-scheme denied",
         {"--default-scheme=https", "--no-default-scheme", "a.test:443"},
         http},
        {"the last one", {"--https", "--default-scheme=http", "a.test:443"}, http},
        {"it is only a default", {"--https", "http://a.test:443"}, http},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(first_lines(offline(c.words)) == c.head);
    }
}

TEST_CASE("request line: --resolve says where a host is", "[cli]") {
    const std::string place = "name.test:{port}:127.0.0.1";
    const Request request = requested({"--resolve", place, "name.test:{port}/x"});
    CHECK(request.target == "/x");
    CHECK(request.header("Host")->starts_with("name.test:"));
    CHECK(requested({"--resolve=name.test:127.0.0.1", "name.test:{port}"}).method == "GET");
}

TEST_CASE("request line: an IPv6 address is reached", "[cli]") {
    ServerOptions options;
    options.listener.address = Loopback::ipv6;
    Server server([](const Request& /*request*/) { return reply("six"); }, options);
    CHECK(Latch().run({server.url("/x")}).out == "six");
}

TEST_CASE("request line: user and password of a URL sign in", "[cli]") {
    const Request request = requested({"http://bob:p%40ss@127.0.0.1:{port}/x"});
    CHECK(request.target == "/x");
    CHECK(request.header("Authorization") == "Basic Ym9iOnBAc3M=");
    CHECK(request.header("Host")->starts_with("127.0.0.1:"));
}

TEST_CASE("request line: nothing is sent offline", "[cli]") {
    RawServer server({});
    const Latch latch;
    const Ran ran = latch.run({"--offline", "@s", server.url("/x"), "a=b"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("POST /x HTTP/1.1\r\n") == 0);
    CHECK(ran.out.ends_with("\r\n\r\n{\"a\":\"b\"}"));
    CHECK_FALSE(std::filesystem::exists(latch.session_file("s")));
}
