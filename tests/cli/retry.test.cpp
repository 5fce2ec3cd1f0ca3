// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <memory>
#include <string>
#include <vector>

using namespace latch::test;

namespace {

/// Says these statuses, one after the other, each "at once" if it is asked when to come again.
Server saying(std::vector<unsigned> statuses) {
    auto left = std::make_shared<std::vector<unsigned>>(statuses.rbegin(), statuses.rend());
    ServerOptions options;
    options.at_least = options.at_most = statuses.size();
    return Server(
        [left](const Request& /*request*/) {
            Response response = reply("body of " + std::to_string(left->back()));
            response.status = left->back();
            if (response.status != 200) {
                response.headers.emplace_back("Retry-After", "0");
            }
            left->pop_back();
            return response;
        },
        options
    );
}

std::string unavailable() {
    return "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n";
}

constexpr std::string_view json = "Content-Type: application/json\r\n";

/// Says `length` and sends less before it closes.
Script cut(std::string_view bytes, std::size_t length) {
    return Script()
        .request()
        .send(
            "HTTP/1.1 200 OK\r\n" + std::string(json) +
            "Content-Length: " + std::to_string(length) + "\r\n\r\n" + std::string(bytes)
        )
        .close();
}

} // namespace

TEST_CASE("retry: --retry waits out a failure of the moment", "[cli]") {
    Server server = saying({503, 429, 200});
    const Ran ran = Latch().run({"--retry", "3", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "body of 200");
    CHECK(ran.err.find("HTTP 503") != std::string::npos);
    CHECK(ran.err.find("; trying again in 0 s (1 of 3)\n") != std::string::npos);
    CHECK(ran.err.find("; trying again in 0 s (2 of 3)\n") != std::string::npos);
}

TEST_CASE("retry: without --retry there is one request", "[cli]") {
    Server server = saying({503});
    const Ran ran = Latch().run({server.url()});
    CHECK(ran.exit_code == 5);
    CHECK(ran.out == "body of 503");
}

TEST_CASE("retry: the last answer is the one that counts, and is shown", "[cli]") {
    Server server = saying({503, 502, 504});
    const Ran ran = Latch().run({"--retry=2", "-qq", server.url()});
    CHECK(ran.exit_code == 5);
    CHECK(ran.err.empty());
    Server shown = saying({503, 502, 504});
    CHECK(Latch().run({"--retry=2", shown.url()}).out == "body of 504");
}

TEST_CASE("retry: POST is sent once, unless --retry-unsafe", "[cli]") {
    Server once = saying({503});
    CHECK(Latch().run({"--retry=2", "POST", once.url(), "a=b"}).exit_code == 5);
    Server twice = saying({503, 200});
    const Ran ran = Latch().run({"--retry=2", "--retry-unsafe", "POST", twice.url(), "a=b"});
    CHECK(ran.exit_code == 0);
    CHECK(twice.request(1).body == R"({"a":"b"})");
}

TEST_CASE("retry: a body from a pipe is kept for it", "[cli]") {
    Server server = saying({503, 200});
    const Ran ran =
        Latch().run({"--retry=1", "PUT", server.url()}, {.in = PipedInput{"from a pipe"}});
    CHECK(ran.exit_code == 0);
    CHECK(server.request(0).body == "from a pipe");
    CHECK(server.request(1).body == "from a pipe");
}

TEST_CASE("retry: a connection that breaks before the answer is made anew", "[cli]") {
    RawServer server(
        {Script().request().reset(), Script().request().send(answer("ok")).until_peer_leaves()}
    );
    const Ran ran = Latch().run({"--retry=1", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "ok");
    CHECK(ran.err.find("closed the connection without an answer") != std::string::npos);
}

TEST_CASE("retry: an answer that breaks off is not asked for again", "[cli]") {
    RawServer server({Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok")});
    const Ran ran = Latch().run({"--retry=3", server.url()});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out == "ok");
}

TEST_CASE("retry: what was not shown yet is asked for again when it breaks off", "[cli]") {
    RawServer server({cut("", 9), answering(answer("all of it"))});
    const Ran ran = Latch().run({"--retry=1", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "all of it");
    CHECK(ran.err.find("; trying again in ") != std::string::npos);
    CHECK(ran.err.find("(1 of 1)\n") != std::string::npos);
}

TEST_CASE("retry: --output is begun anew when a body breaks off", "[cli]") {
    const std::string large(400'000, 'x');
    RawServer server(
        {cut(large, 500'000), cut("ab", 9), answering(answer("whole", "ETag: \"v\"\r\n"))}
    );
    const Latch latch;
    const Ran ran = latch.run({"--retry=2", "--output=f", "--print=hb", server.url()});
    CHECK(ran.exit_code == 0);
    const std::string kept = content(latch.working_directory() / "f");
    CHECK(kept.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(kept.ends_with("\r\n\r\nwhole"));
    CHECK(kept.find("HTTP/1.1", 1) == std::string::npos);
    CHECK(kept.find('x') == std::string::npos);
    CHECK(server.received(2).bytes.find("Range:") == std::string::npos);
}

TEST_CASE("retry: a file stays as it was when all tries break off", "[cli]") {
    RawServer server({cut("ab", 9), cut("abc", 9)});
    const Latch latch;
    latch.write("f", "old");
    const Ran ran = latch.run({"--retry=1", "--output=f", server.url()});
    CHECK(ran.exit_code == 1);
    CHECK(content(latch.working_directory() / "f") == "old");
    CHECK(names_in(latch.working_directory()) == Words{"f"});
}

TEST_CASE("retry: a POST whose answer breaks off is not sent again, unless asked for", "[cli]") {
    RawServer once({cut("ab", 9)});
    const Words post{"--retry=2", "--output=f", "POST", "{url}/", "a=b"};
    CHECK(Latch().run(filled(post, once.url(""))).exit_code == 1);
    RawServer twice({cut("ab", 9), answering(answer("whole"))});
    Words unsafe = filled(post, twice.url(""));
    unsafe.emplace_back("--retry-unsafe");
    CHECK(Latch().run(unsafe).exit_code == 0);
}

TEST_CASE("retry: a malformed body is not asked for again", "[cli]") {
    RawServer server({Script().request().send(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nnonsense\r\n"
    )});
    CHECK(Latch().run({"--retry=2", "--output=f", server.url()}).exit_code == 1);
}

TEST_CASE("retry: silence in the middle of a body is a failure of the moment", "[cli]") {
    Script silent;
    silent.request().send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab").until_peer_leaves();
    RawServer server({silent, answering(answer("whole"))});
    const Latch latch;
    const Ran ran = latch.run({"--retry=1", "--timeout=0.2", "--output=f", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(content(latch.working_directory() / "f") == "whole");
}

TEST_CASE("retry: --json-output keeps the tries that broke off", "[cli]") {
    RawServer server({cut("ab", 9), answering(answer("whole"))});
    const Ran ran = Latch().run({"--retry=1", "--json-output", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find(R"("text":"ab")") != std::string::npos);
    CHECK(ran.out.find(R"("complete":false)") != std::string::npos);
    CHECK(ran.out.find(R"("text":"whole")") != std::string::npos);
    CHECK(ran.out.find(R"("tries":2)") != std::string::npos);
}

TEST_CASE("retry: a page that breaks off is asked for again", "[cli]") {
    RawServer server({cut("[1,", 9), answering(answer("[1,2]", json))});
    const Ran ran = Latch().run({"--retry=1", "--paginate", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "[1,\n2]\n");
}

TEST_CASE("retry: where nobody listens it tries as often, and tells the last error", "[cli]") {
    const ClosedPort closed;
    const std::string url = "http://127.0.0.1:" + std::to_string(closed.port()) + "/";
    const Ran ran = Latch().run({"--retry=2", "POST", url, "a=b"});
    CHECK(ran.exit_code == 1);
    CHECK(ran.err.find("(1 of 2)") != std::string::npos);
    CHECK(ran.err.find("(2 of 2)") != std::string::npos);
    CHECK(ran.err.find("latch: cannot connect to 127.0.0.1:") != std::string::npos);
}

TEST_CASE("retry: --meta and --json-output tell the number of tries", "[cli]") {
    Server server = saying({503, 429, 200});
    const Ran ran = Latch().run({"--retry=3", "--meta", server.url()});
    CHECK(ran.out.find("\nTries: 3\n") != std::string::npos);
    Server recorded = saying({503, 200});
    const Ran document = Latch().run({"--retry=3", "--json-output", recorded.url()});
    CHECK(document.out.find(R"("tries":2,)") != std::string::npos);
    CHECK(document.out.find(R"("tries":1)") == std::string::npos);
    Server once = saying({200});
    CHECK(Latch().run({"--retry=3", "--meta", once.url()}).out.find("Tries") == std::string::npos);
}

TEST_CASE("retry: what would not end within --max-time is not waited for", "[cli]") {
    RawServer server({Script().request().send(unavailable()).until_peer_leaves()});
    const Ran ran = Latch().run({"--retry=3", "--max-time=60", server.url()});
    CHECK(ran.exit_code == 5);
    CHECK(ran.err.find("trying again") == std::string::npos);
}

TEST_CASE("retry: cookies of an answer that is tried again count", "[cli]") {
    Script first;
    first.request()
        .send(
            "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nSet-Cookie: node=2\r\nContent-Length: 0\r\n\r\n"
        )
        .request()
        .send(answer("ok"))
        .until_peer_leaves();
    RawServer server({first});
    const Latch latch;
    CHECK(latch.run({"--retry=1", "@s", server.url()}).exit_code == 0);
    CHECK(server.received(0).bytes.find("Cookie: node=2\r\n") != std::string::npos);
    CHECK(latch.session("s").find("node") != std::string::npos);
}

TEST_CASE("retry: a login has no retries, and --curl says what curl does", "[cli]") {
    const Ran login = Latch().run({"login", "--retry=2", "@s", "http://a.test/"});
    CHECK(login.exit_code == 64);
    const Ran curl = Latch().run({"--curl", "--retry=2", "http://a.test/"});
    CHECK(curl.out.find("--retry 2 --retry-connrefused") != std::string::npos);
    CHECK(curl.err.find("POST and PATCH") != std::string::npos);
}
