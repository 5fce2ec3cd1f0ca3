// SPDX-License-Identifier: MIT
#include "support/builders.hpp"

#include "support/catch.hpp"

using namespace latch;
using namespace latch::test;

TEST_CASE("builders: a request holds what was said", "[support]") {
    const http::Request request = a_request()
                                      .post("https://api.test/x?y", "body")
                                      .header("A", "typed")
                                      .fallback("B", "default")
                                      .without("C")
                                      .request();
    CHECK(request.method == "POST");
    CHECK(http::to_string(request.url) == "https://api.test/x?y");
    CHECK(std::get<http::BytesBody>(request.body).bytes == "body");
    CHECK(request.typed == http::Headers{{"A", "typed"}});
    CHECK(request.defaults == http::Headers{{"B", "default"}});
    CHECK(request.suppressed == std::vector<std::string>{"C"});
}

TEST_CASE("builders: a path lies at a host of its own", "[support]") {
    CHECK(http::to_string(a_url("/x")) == "http://test.example/x");
    CHECK(a_request().get("/x?y").prepared().target == "/x?y");
}

TEST_CASE("builders: a response answers a request", "[support]") {
    const http::Hop hop =
        a_response(302).to("/y").cookie("a=b").reason("Found").answering(a_request().get("/x"));
    CHECK(hop.request.target == "/x");
    CHECK(hop.response.status == 302);
    CHECK(hop.response.reason == "Found");
    CHECK(hop.response.headers == http::Headers{{"Location", "/y"}, {"Set-Cookie", "a=b"}});
}
