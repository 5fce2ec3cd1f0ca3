// SPDX-License-Identifier: MIT
// Runs of many requests against servers and proxies that do not do as they should.
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/fickle_server.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace latch::test;

namespace {

const std::string parallel = "--parallel=4";
const std::string in_turn = "--no-parallel";

std::size_t occurrences(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

/// "/0" and so on, one a line.
std::string targets(std::size_t count) {
    std::string lines;
    for (std::size_t number = 0; number < count; ++number) {
        lines += '/' + std::to_string(number) + '\n';
    }
    return lines;
}

/// The same with the server in front.
std::string urls(const std::string& server, std::size_t count) {
    std::string lines;
    for (std::size_t number = 0; number < count; ++number) {
        lines += server + '/' + std::to_string(number) + '\n';
    }
    return lines;
}

Response echo(const Request& request) {
    return reply(request.target + '\n');
}

/// Three requests of which the second fails; the others have their answers.
struct Failing {
    std::string why;
    Script second;
    Words options;
    int exit_code;
    std::string err;
};

} // namespace

TEST_CASE("misbehaving: a server may close as often as it likes, every GET is answered", "[cli]") {
    constexpr std::size_t requests = 120;
    for (const std::size_t most : {1U, 7U}) {
        for (const std::string& manner : {in_turn, parallel}) {
            INFO(most << " a connection, " << manner);
            const FickleServer server(most, echo);
            const Latch latch;
            latch.write("urls", urls(server.url(""), requests));
            const Ran ran = latch.run({manner, "--url-file=urls"});
            CAPTURE(ran.err);
            CHECK(ran.exit_code == 0);
            CHECK(ran.out == targets(requests));
            CHECK(ran.err.starts_with("latch: 120 requests in "));
        }
    }
}

TEST_CASE("misbehaving: however a server closes, no POST comes twice", "[cli][pitfall]") {
    constexpr std::size_t requests = 120;
    for (const std::string& manner : {in_turn, parallel}) {
        for (const std::string retries : {"--retry=0", "--retry=2"}) {
            INFO(manner << " " << retries);
            const FickleServer server(3, echo);
            const Latch latch;
            latch.write("urls", urls(server.url(""), requests));
            const Ran ran = latch.run({manner, retries, "POST", "--url-file=urls", "a=b"});
            CAPTURE(ran.err);
            const std::size_t answered = occurrences(ran.out, "\n");
            const std::size_t failed = occurrences(ran.err, "closed the connection");
            CHECK(answered + failed == requests);
            CHECK(ran.exit_code == (failed == 0 ? 0 : 1));
            for (const auto& [target, count] : server.counts()) {
                INFO(target);
                CHECK(count == 1);
            }
        }
    }
}

TEST_CASE("misbehaving: a POST on a connection that dies is sent again only if told", "[cli]") {
    struct Case {
        Words options;
        int exit_code;
        std::string out;
    };

    const std::vector<Case> cases{
        {{"--retry=0"}, 1, "oneok"},
        {{"--retry=2"}, 1, "oneok"},
        {{"--retry=2", "--retry-unsafe"}, 0, "oneokok"},
    };
    for (const Case& c : cases) {
        INFO(c.options.back());
        Script fresh = Script().request().send(answer("ok"));
        if (c.exit_code == 0) {
            fresh.request().send(answer("ok"));
        }
        RawServer server(
            {Script().request().send(answer("one")).request().expect(R"({"a":"b"})").close(),
             fresh.until_peer_leaves()}
        );
        Words words = c.options;
        words.insert(
            words.end(),
            {"POST",
             "a=b",
             "--url",
             server.url("/1"),
             "--url",
             server.url("/2"),
             "--url",
             server.url("/3")}
        );
        const Ran ran = Latch().run(words);
        CAPTURE(ran.err);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out == c.out);
        const std::string sent = server.received(0).bytes + server.received(1).bytes;
        CHECK(occurrences(sent, "POST /2 ") == (c.exit_code == 0 ? 2 : 1));
        CHECK(occurrences(sent, "POST /") == (c.exit_code == 0 ? 4 : 3));
    }
}

TEST_CASE("misbehaving: one answer that fails leaves the others alone", "[cli]") {
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    const std::vector<Failing> cases{
        {"breaks off",
         Script().request().send(ok + "Content-Length: 9\r\n\r\nhalf").close(),
         {},
         1,
         "4 of 9 bytes arrived"},
        {"reset", Script().request().send(ok).reset(), {}, 1, "latch: "},
        {"no HTTP", answering("\x1b[2Jno\r\n\r\n"), {}, 1, "is not valid HTTP"},
        {"silent in the body",
         Script().request().send(ok + "Content-Length: 9\r\n\r\nhalf").until_peer_leaves(),
         {"--timeout=0.2"},
         2,
         "nothing from "},
        {"silent in the head",
         Script().request().send(ok).until_peer_leaves(),
         {"--timeout=0.2"},
         2,
         "nothing from "},
    };
    for (const Failing& c : cases) {
        for (const std::string& manner : {in_turn, parallel}) {
            INFO(c.why << ", " << manner);
            RawServer good({answering(answer("first,"))});
            RawServer bad({c.second});
            RawServer last({answering(answer("last"))});
            Words words = c.options;
            words.insert(
                words.end(), {manner, "--url", good.url(), "--url", bad.url(), "--url", last.url()}
            );
            const Ran ran = Latch().run(words);
            CAPTURE(ran.out, ran.err);
            CHECK(ran.exit_code == c.exit_code);
            CHECK(ran.out.starts_with("first,"));
            CHECK(ran.out.ends_with("last"));
            CHECK(ran.err.find(c.err) != std::string::npos);
            CHECK(ran.err.find("127.0.0.1:" + std::to_string(bad.port())) != std::string::npos);
        }
    }
}

TEST_CASE("misbehaving: what a server adds to an answer is not shown as the next", "[cli]") {
    const std::string forged = answer("forged");
    RawServer server(
        {Script().request().send(answer("one,") + forged).until_peer_leaves(),
         Script().request().send(answer("two,") + "junk").until_peer_leaves(),
         answering(answer("three"))}
    );
    const Ran ran = Latch().run(
        {"--url", server.url("/1"), "--url", server.url("/2"), "--url", server.url("/3")}
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "one,two,three");
}

TEST_CASE("misbehaving: a file gets what its length says, and no more", "[cli]") {
    // Large enough to go past us, from the socket into the file.
    const std::string body(3'000'000, 'x');
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n";
    const Latch latch;
    {
        RawServer server({answering(head + body + "more")});
        CHECK(latch.run({"--output=whole", server.url()}).exit_code == 0);
        CHECK(content(latch.working_directory() / "whole") == body);
    }
    RawServer server({Script().request().send(head + body.substr(1)).close()});
    const Ran ran = latch.run({"--output=part", server.url()});
    CHECK(ran.exit_code == 1);
    CHECK(ran.err.find("2999999 of 3000000 bytes arrived") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(latch.working_directory() / "part"));
}

TEST_CASE("misbehaving: a proxy that dies between two requests is asked again", "[cli]") {
    RawServer proxy(
        {Script().request().send(answer("one,")).request().close(),
         Script()
             .request()
             .send(answer("two,"))
             .request()
             .send(answer("three"))
             .until_peer_leaves()}
    );
    const std::string place = "127.0.0.1:" + std::to_string(proxy.port());
    const Ran ran = Latch().run(
        {"--proxy=http://" + place,
         "--url=http://a.test/1",
         "--url=http://a.test/2",
         "--url=http://a.test/3"}
    );
    CAPTURE(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "one,two,three");
}

TEST_CASE("misbehaving: a proxy that refuses and dies leaves the other requests alone", "[cli]") {
    RawServer proxy(
        {Script().request().send("HTTP/1.1 407 No\r\nContent-Length: 9\r\n\r\nhalf").close(),
         Script().request().send("HTTP/1.1 407 No\r\n").reset()}
    );
    RawServer server({answering(answer("ok"))});
    const std::string place = "127.0.0.1:" + std::to_string(proxy.port());
    const Ran ran = Latch().run(
        {"--proxy=https:http://" + place,
         "--url=https://a.test/",
         "--url",
         server.url(),
         "--url=https://b.test/"}
    );
    CAPTURE(ran.err);
    CHECK(ran.exit_code == 1);
    CHECK(ran.out == "ok");
    CHECK(
        ran.err.find("cannot connect to a.test:443 through the proxy " + place) != std::string::npos
    );
    CHECK(
        ran.err.find("cannot connect to b.test:443 through the proxy " + place) != std::string::npos
    );
}
