// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/digest_gate.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

Words signed_by_digest(std::string url) {
    return {"--auth-type=digest", "--auth=bob:s3:cret", std::move(url)};
}

Words in_session(std::string url) {
    return {"--session=s", std::move(url)};
}

} // namespace

TEST_CASE("digest: every algorithm and protection is let in", "[cli]") {
    struct Case {
        std::string why, algorithm, qop;
    };

    const std::vector<Case> cases = {
        {"unnamed, with RFC 2069", "", ""},
        {"MD5 with RFC 2069", "MD5", ""},
        {"MD5", "MD5", "auth"},
        {"MD5-sess", "MD5-sess", "auth"},
        {"SHA-256", "SHA-256", "auth,auth-int"},
        {"SHA-256 with its body", "SHA-256", "auth-int"},
        {"SHA-256-sess with its body", "SHA-256-sess", "auth-int"},
        {"SHA-512-256", "SHA-512-256", "auth"},
        {"SHA-1 under requests' name for it", "SHA", "auth"},
        {"SHA-512, as requests has it", "SHA-512", "auth"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        DigestGate gate({.algorithm = c.algorithm, .qop = c.qop});
        Server server([&](const Request& request) { return gate.answer(request); });
        const Latch latch;
        Words words = signed_by_digest(server.url("/a?b=c&d=%20e"));
        words.emplace_back("field=value");
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == "welcome");
        CHECK(server.requests().size() == 2);
        CHECK_FALSE(server.request(0).header("Authorization"));
        CHECK(server.request(0).body == server.request(1).body);
    }
}

TEST_CASE(
    "digest: a session keeps nonce and count, so later runs are not challenged", "[cli][parity]"
) {
    DigestGate gate({.algorithm = "MD5-sess", .qop = "auth"});
    Server server([&](const Request& request) { return gate.answer(request); });
    const Latch latch;
    Words first = signed_by_digest(server.url("/1"));
    first.emplace_back("--session=s");
    CHECK(latch.run(first).out == "welcome");
    CHECK(latch.run(in_session(server.url("/2"))).out == "welcome");
    CHECK(latch.run(in_session(server.url("/3"))).out == "welcome");
    CHECK(server.requests().size() == 4);
    CHECK(latch.session("s").find(R"("uses": 3)") != std::string::npos);

    gate.forget_nonces();
    CHECK(latch.run(in_session(server.url("/4"))).out == "welcome");
    CHECK(server.requests().size() == 6);
}

TEST_CASE("digest: a body from a pipe is there for the second time, hash and all", "[cli]") {
    for (const std::string qop : {"auth", "auth-int"}) {
        INFO(qop);
        DigestGate gate({.algorithm = "SHA-256", .qop = qop});
        Server server([&](const Request& request) { return gate.answer(request); });
        const std::string lines(200'000, 'x');
        const Ran ran = Latch().run(signed_by_digest(server.url()), {.in = PipedInput{lines}});
        CAPTURE(ran.err);
        CHECK(ran.out == "welcome");
        CHECK(server.request(1).body == lines);
    }
}

TEST_CASE("digest: a form with a file is signed as a whole", "[cli]") {
    DigestGate gate({.algorithm = "MD5", .qop = "auth-int"});
    Server server([&](const Request& request) { return gate.answer(request); });
    const Latch latch;
    latch.write("f", "content");
    Words words = signed_by_digest(server.url());
    words.insert(words.end(), {"--form", "a=1", "f@f"});
    CHECK(latch.run(words).out == "welcome");
}

TEST_CASE("digest: a session that is only read begins with a challenge of its own", "[cli]") {
    DigestGate gate({.algorithm = "MD5", .qop = "auth"});
    Server server([&](const Request& request) { return gate.answer(request); });
    const Latch latch;
    Words first = signed_by_digest(server.url("/1"));
    first.emplace_back("--session=s");
    CHECK(latch.run(first).out == "welcome");
    const std::string before = latch.session("s");
    CHECK(latch.run({"--session-read-only=s", server.url("/2")}).out == "welcome");
    CHECK(latch.session("s") == before);
    CHECK(server.requests().size() == 4);
}

TEST_CASE("digest: runs at once never use one count twice", "[cli]") {
    DigestGate gate({.algorithm = "SHA-256", .qop = "auth"});
    Server server([&](const Request& request) { return gate.answer(request); });
    const Latch latch;
    Words first = signed_by_digest(server.url("/"));
    first.emplace_back("--session=s");
    CHECK(latch.run(first).out == "welcome");
    std::vector<Process> runs;
    runs.reserve(4);
    for (int i = 0; i < 4; ++i) {
        runs.push_back(latch.start(in_session(server.url("/"))));
    }
    for (Process& run : runs) {
        CHECK(run.wait().out == "welcome");
    }
    CHECK(gate.repeated_counts() == 0);
}

TEST_CASE("digest: wrong credentials are asked once and refused", "[cli]") {
    DigestGate gate({.algorithm = "MD5", .qop = "auth"});
    Server server([&](const Request& request) { return gate.answer(request); });
    const Latch latch;
    const Ran ran = latch.run({"-A", "digest", "-a", "bob:wrong", server.url(), "--session=s"});
    CHECK(ran.exit_code == 4);
    CHECK(ran.out == "who is there?");
    CHECK(server.requests().size() == 2);
    CHECK(latch.session("s").find("nonce") == std::string::npos);
}

TEST_CASE("digest: --all shows the challenge, otherwise only the answer counts", "[cli]") {
    DigestGate gate({.algorithm = "MD5", .qop = "auth"});
    Server server([&](const Request& request) { return gate.answer(request); });
    const Latch latch;
    Words words = signed_by_digest(server.url());
    words.emplace_back("--headers");
    CHECK(latch.run(words).out.find("401 Unauthorized") == std::string::npos);
    words.emplace_back("--all");
    const std::string all = latch.run(words).out;
    CHECK(all.find("401 Unauthorized") != std::string::npos);
    CHECK(all.find("200 OK") != std::string::npos);
}

TEST_CASE("digest: a redirect to the same origin is signed for its own target", "[cli]") {
    DigestGate gate({.algorithm = "MD5", .qop = "auth"});
    Server server([&](const Request& request) {
        Response response = gate.answer(request);
        return response.status == 200 && request.path() == "/from" ? redirect("/to?x=y") : response;
    });
    const Latch latch;
    Words words = signed_by_digest(server.url("/from"));
    words.emplace_back("--follow");
    CHECK(latch.run(words).out == "welcome");
    CHECK(server.requests().size() == 3);
}

TEST_CASE("digest: the password goes to no other origin", "[cli]") {
    DigestGate there({.algorithm = "MD5", .qop = "auth"});
    Server second([&](const Request& request) { return there.answer(request); });
    Server first([&](const Request&) { return redirect(second.url("/")); });
    const Latch latch;
    Words words = signed_by_digest(first.url("/"));
    words.emplace_back("--follow");
    CHECK(latch.run(words).exit_code == 4);
    REQUIRE(second.requests().size() == 1);
    CHECK_FALSE(second.request(0).header("Authorization"));
}
