// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <optional>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;

namespace {

Response status(unsigned code, std::string body = "", std::string type = "application/json") {
    Response response = reply(std::move(body), std::move(type));
    response.status = code;
    return response;
}

Response health(unsigned code, const std::string& word) {
    return status(
        code, R"({"status":")" + word + R"("})", "application/vnd.spring-boot.actuator.v3+json"
    );
}

/// What the server was asked for, in order.
Words paths(const Server& server) {
    Words targets;
    for (const Request& request : server.requests()) {
        targets.push_back(request.method + ' ' + request.target);
    }
    return targets;
}

/// Answers each request as the list says, and the later ones as its end does.
Server::Handler one_after_the_other(std::vector<Response> answers) {
    return [answers = std::move(answers), next = std::size_t{0}](const Request&) mutable {
        return answers.at(std::min(next++, answers.size() - 1));
    };
}

std::string raw(std::string_view status_line) {
    return "HTTP/1.1 " + std::string(status_line) + "\r\nContent-Length: 0\r\n\r\n";
}

/// How long a run takes.
template <class Run>
std::chrono::duration<double> taken_by(const Run& run) {
    const auto begun = std::chrono::steady_clock::now();
    run();
    return std::chrono::steady_clock::now() - begun;
}

} // namespace

TEST_CASE("wait: refused, then out of service, then up", "[cli]") {
    std::optional<ClosedPort> nobody(std::in_place);
    const std::uint16_t port = nobody->port();
    const std::string url = "http://127.0.0.1:" + std::to_string(port);
    const Latch latch;
    Process process = latch.start({"wait", "-v", "--every=0.05", url});
    process.wait_for("connection refused\n");
    nobody.reset();
    std::atomic<bool> is_ready = false;
    Server server(
        [&](const Request& /*request*/) {
            return is_ready ? health(200, "UP") : health(503, "OUT_OF_SERVICE");
        },
        {.listener = {.port = port}}
    );
    process.wait_for("OUT_OF_SERVICE\n");
    is_ready = true;
    const Ran ran = process.wait();
    const std::string place = url + "/actuator/health/readiness: ";
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.empty());
    CHECK(
        ran.err == "latch: cannot connect to 127.0.0.1:" + std::to_string(port) +
                       ": connection refused\nlatch: " + place +
                       "HTTP 503, OUT_OF_SERVICE\nlatch: " + place + "HTTP 200, UP\n"
    );
}

TEST_CASE("wait: at the deadline the last state is told, with exit code 10", "[cli]") {
    const ClosedPort nobody;
    const std::string address = "127.0.0.1:" + std::to_string(nobody.port());
    const Latch latch;
    Ran ran;
    const auto time = taken_by([&] {
        ran = latch.run({"wait", "--wait=1s", "--every=0.7", address});
    });
    CHECK(ran.exit_code == 10);
    CHECK(ran.out.empty());
    CHECK(
        ran.err == "latch: http://" + address + "/ is not up after 1 s: last state: " +
                       "cannot connect to " + address + ": connection refused (2 tries)\n"
    );
    CHECK(time.count() >= 1);
    CHECK(time.count() < 2); // the programs of sanitizers start slowly
}

TEST_CASE("wait: silence is no answer, and does not hold up the end", "[cli]") {
    RawServer server({Script().request().until_peer_leaves()});
    const Latch latch;
    Ran ran;
    const auto time = taken_by([&] { ran = latch.run({"wait", "--wait=0.5", server.url("/x")}); });
    CHECK(ran.exit_code == 10);
    CHECK_THAT(ran.err, Contains("is not up after 0.5 s: last state: no answer within 0.5 s"));
    CHECK_THAT(ran.err, Contains("(1 try)\n  --timeout says how long one answer may take\n"));
    CHECK(time.count() >= 0.5);
    CHECK(time.count() < 2);
}

TEST_CASE("wait: whatever may pass is waited for, over a new connection each time", "[cli]") {
    const std::string unfinished = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n";
    RawServer server({
        Script().request().reset(),
        Script().request().close(),
        Script().request().until_peer_leaves(),
        Script().request().send(unfinished + "Content-Type: application/json\r\n\r\n{"),
        Script().request().send("SSH-2.0-OpenSSH_9.2\r\n").until_peer_leaves(),
        answering(raw("502 Bad Gateway")),
        answering(raw("503 Service Unavailable")),
        answering(raw("504 Gateway Timeout")),
        answering(raw("404 Not Found")),
        answering(answer(R"({"status":"DOWN"})", "Content-Type: application/json\r\n")),
        answering(raw("204 No Content")),
    });
    const Latch latch;
    const Ran ran =
        latch.run({"wait", "-v", "--every=10ms", "--timeout=0.3", server.url("/health")});
    CHECK(ran.exit_code == 0);
    CHECK(server.connections() == 11);
    for (const std::string state :
         {"no answer within 0.3 s\n",
          "/health: HTTP 502\n",
          "/health: HTTP 503\n",
          "/health: HTTP 504\n",
          "/health: HTTP 404\n",
          "/health: HTTP 200, DOWN\n",
          ": 1 of 9 bytes arrived"}) {
        CHECK_THAT(ran.err, Contains(state));
    }
    CHECK_THAT(ran.err, EndsWith("/health: HTTP 204\n"));
}

TEST_CASE("wait: a body that says nothing of health is not waited for", "[cli]") {
    RawServer server({answering("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")});
    CHECK(Latch().run({"wait", "--wait=20", server.url("/events")}).exit_code == 0);
}

TEST_CASE("wait: what is not there is looked for elsewhere, unless a path was typed", "[cli]") {
    const auto has = [](const std::string& path) {
        return [path](const Request& request) {
            return request.path() == path ? status(200, "{}") : status(404);
        };
    };

    struct Case {
        std::string why, path, typed;
        Words asked;
    };

    const Words first{"GET /actuator/health/readiness"};
    const std::vector<Case> cases{
        {"readiness", "/actuator/health/readiness", "", first},
        {"health", "/actuator/health", "/", {first[0], "GET /actuator/health"}},
        {"neither", "/", "", {first[0], "GET /actuator/health", "GET /"}},
        {"not even a page", "/none", "", {first[0], "GET /actuator/health", "GET /"}},
        {"a path", "/shop/up", "/shop/up", {"GET /shop/up"}},
        {"a query", "/", "/?deep", {"GET /?deep"}},
    };
    const Latch latch;
    for (const Case& c : cases) {
        INFO(c.why);
        const Server server(has(c.path));
        const Ran ran = latch.run({"wait", server.url(c.typed)});
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        CHECK(paths(server) == c.asked);
    }
}

TEST_CASE("wait: a health that nobody may see is up, and a line says so", "[cli]") {
    struct Case {
        std::string why;
        Response answer;
        std::string state;
    };

    const std::vector<Case> cases{
        {"credentials are wanted", status(401), "HTTP 401"},
        {"forbidden", status(403), "HTTP 403"},
        {"a login page", redirect("/login"), "HTTP 302, to a login page"},
    };
    const Latch latch;
    for (const Case& c : cases) {
        INFO(c.why);
        const Server server([&](const Request& /*request*/) { return c.answer; });
        const std::string place = server.url("/actuator/health/readiness");
        const std::string line = "latch: " + place + ": " + c.state + ": up, and behind a login\n";
        const Ran ran = latch.run({"wait", server.url()});
        CHECK(ran.exit_code == 0);
        CHECK(ran.out.empty());
        CHECK_THAT(ran.err, StartsWith(line));
        CHECK(latch.run({"wait", "-qq", server.url()}).err.empty());
        CHECK_THAT(latch.run({"wait", server.url("/api/me")}).err, Contains(c.state));
        CHECK(server.requests().size() == 3);
    }
}

TEST_CASE("wait: --times wants it up so many times in a row", "[cli]") {
    const Server server(one_after_the_other(
        {health(200, "UP"), health(503, "DOWN"), health(200, "UP"), health(200, "UP")}
    ));
    const Latch latch;
    const Ran ran = latch.run({"wait", "--times=3", "--every=1ms", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    CHECK(server.requests().size() == 5);
    const Ran late = latch.run({"wait", "--times=3", "--every=0.3", "--wait=0.5", server.url()});
    CHECK(late.exit_code == 10);
    CHECK_THAT(late.err, Contains("HTTP 200, UP, 2 of 3 times in a row (2 tries)\n"));
}

TEST_CASE("wait: a certificate that is not trusted will not be, and ends it at once", "[cli]") {
    const TlsFixture fixture;
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    const Latch latch;
    {
        RawServer server({Script().until_peer_leaves()}, options);
        const Ran ran = latch.run({"wait", server.url("/x")});
        CHECK(ran.exit_code == 1);
        check_error(ran.err, "cannot trust the certificate of 127.0.0.1");
        static_cast<void>(server.finish()); // a handshake that breaks off is no fault of the test's
        CHECK(server.connections() == 1);
    }
    RawServer server({answering(answer("ok"))}, options);
    const Ran ran = latch.run({"wait", "--verify=" + fixture.ca().string(), server.url("/x")});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
}

TEST_CASE("wait: a handshake that breaks off is waited for", "[cli]") {
    RawServer server({Script().expect_bytes(5).reset(), Script().expect_bytes(5).close()});
    const Latch latch;
    const std::string url = "https://127.0.0.1:" + std::to_string(server.port()) + "/x";
    Process process = latch.start({"wait", "--every=10ms", url});
    server.wait_for_connections(2);
    process.send_signal(SIGTERM);
    CHECK(process.wait().exit_code == 143);
    static_cast<void>(server.finish()); // it may have been asked once more before the signal
}

TEST_CASE("wait: signals end a try, and a pause between two", "[cli]") {
    for (const auto& [signal, code] : {std::pair{SIGINT, 130}, {SIGTERM, 143}}) {
        INFO(code);
        const Latch latch;
        RawServer silent({Script().request().stall()});
        Process asking = latch.start({"wait", silent.url("/x")});
        silent.wait_for_stalls();
        asking.send_signal(signal);
        const Ran ran = asking.wait();
        CHECK(ran.exit_code == code);
        CHECK(ran.out.empty());

        const ClosedPort nobody;
        Process pausing = latch.start(
            {"wait", "-v", "--every=1h", "--wait=0", ":" + std::to_string(nobody.port())}
        );
        pausing.wait_for("refused\n");
        pausing.send_signal(signal);
        CHECK(pausing.wait().exit_code == code);
    }
}

TEST_CASE("wait: goes with what a session has, and leaves it as it is", "[cli]") {
    const Server server([](const Request& request) {
        const bool is_up = request.header("Cookie") == "id=1" &&
                           request.header("X-Tenant") == "acme" && request.header("Authorization");
        Response response = request.path() == "/begin" || is_up ? reply("ok") : status(503);
        return response.with("Set-Cookie", request.path() == "/begin" ? "id=1" : "id=2");
    });
    const Latch latch;
    REQUIRE(latch.run({"@app", server.url("/begin"), "X-Tenant:acme"}).exit_code == 0);
    const std::string before = latch.session("app");
    const Ran ran = latch.run(
        {"wait", "--wait=5", "--times=2", "--every=1ms", "--auth=bob:pw", "@app", "/up", "a==b"}
    );
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    CHECK(latch.session("app") == before);
    CHECK(paths(server) == Words{"GET /begin", "GET /up?a=b", "GET /up?a=b"});
    CHECK(latch.run({"wait", "--wait=0.1", "@new", server.url("/up")}).exit_code == 10);
    CHECK(content(latch.session_file("new")).empty());
}

TEST_CASE("wait: a session whose login is lost is not signed in again", "[cli]") {
    const Server server([](const Request& request) {
        if (request.method == "POST") {
            return redirect("/").with("Set-Cookie", "JSESSIONID=" + std::string(32, 'b'));
        }
        if (request.path() == "/login") {
            return reply(
                       R"(<form method=post><input name=u><input name=p type=password></form>)",
                       "text/html"
            )
                .with("Set-Cookie", "JSESSIONID=" + std::string(32, 'a'));
        }
        return request.path() == "/" ? reply("home", "text/html") : redirect("/login");
    });
    Latch latch;
    latch.set("PW", "secret");
    const Ran login =
        latch.run({"login", "@app", server.url("/login"), "bob", "--auth-from=env:PW"});
    INFO(login.err);
    REQUIRE(login.exit_code == 0);
    const std::size_t before = server.requests().size();
    const Ran ran = latch.run({"wait", "@app", "/api"});
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("behind a login"));
    CHECK(server.requests().size() == before + 1);
}

TEST_CASE("wait: what cannot be meant is an error before anything is sent", "[cli]") {
    const Latch latch;
    for (const Words& words :
         {Words{"wait"},
          Words{"wait", "http://"},
          Words{"wait", ":1", "--every=0"},
          Words{"wait", ":1", "--wait=soon"},
          Words{"wait", ":1", "a=b"},
          Words{"wait", "/up"},
          Words{"--every=1", ":1"}}) {
        INFO(Catch::Detail::stringify(words));
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 64);
        CHECK(ran.out.empty());
    }
    const Ran ran = latch.run({"wait", ":1", "--auth=bob", "--auth-from=env:NO_SUCH_VARIABLE"});
    CHECK(ran.exit_code != 10);
    check_error(ran.err, "");
}
