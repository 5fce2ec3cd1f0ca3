// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/raw_server.hpp"
#include "wire/caller.hpp"

using namespace latch;
using namespace latch::test;

TEST_CASE("wire: an answer is read by its framing", "[wire]") {
    struct Case {
        std::string why, answer, body;
        bool closes;
    };

    const Case cases[] = {
        {"a length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", false},
        {"a length of nothing", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", false},
        {"chunks",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
         "chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
         "hello",
         false},
        {"chunks with trailers",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
         "hello",
         false},
        {"the end of the connection", "HTTP/1.1 200 OK\r\n\r\nhello", "hello", true},
        {"no content", "HTTP/1.1 204 No Content\r\n\r\n", "", false},
        {"not modified, with the length of what was not sent",
         "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
         "",
         false},
        {"Tomcat's empty reason phrase",
         "HTTP/1.1 200 \r\nContent-Length: 5\r\n\r\nhello",
         "hello",
         false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Script script = Script().request().send(c.answer);
        if (!c.closes) {
            script.until_peer_leaves();
        }
        RawServer server({script});
        Caller caller;
        const Said said = caller.get(server.url());
        INFO(said.in_words());
        REQUIRE(said.finished);
        CHECK(said.body == c.body);
        CHECK_FALSE(said.failure);
    }
}
