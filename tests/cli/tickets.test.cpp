// SPDX-License-Identifier: MIT
// TLS sessions that a later run of the same session goes on with.
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"

#include <algorithm>
#include <sys/stat.h>

using namespace latch::test;

namespace fs = std::filesystem;

namespace {

Response okay(const Request& /*request*/) {
    return reply("ok");
}

ServerOptions speaking_tls(const Identity& identity) {
    ServerOptions options;
    options.listener.tls = TlsOptions{.identity = identity};
    return options;
}

/// A server and a user who trusts its CA.
class World {
public:
    Latch latch;

    /// What --meta says of the handshake of one request; fails the test if it gets no answer.
    std::string handshake(Words words) const {
        words.insert(words.begin(), {"--meta", "--verify", fixture_.ca().string()});
        words.push_back(server_.url());
        const Ran ran = latch.run(words);
        INFO(ran.out + ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        const auto at = ran.out.find("TLSv1.3 ");
        REQUIRE(at != std::string::npos);
        const std::string line = ran.out.substr(at, ran.out.find('\n', at) - at);
        return line.substr(line.find(", ") + 2);
    }

    fs::path tickets_of(std::string_view session) const {
        fs::path file = latch.session_file(session);
        file += ".tickets";
        return file;
    }

    const TlsFixture& fixture() const noexcept { return fixture_; }

private:
    TlsFixture fixture_;
    Server server_{okay, speaking_tls(fixture_.server())};
};

constexpr const char* full = "full handshake";
constexpr const char* resumed = "resumed";

} // namespace

TEST_CASE("tickets: a later run of the session goes on with its TLS session", "[cli]") {
    const World world;
    CHECK(world.handshake({"@s"}) == full);

    struct stat facts {};

    REQUIRE(::stat(world.tickets_of("s").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 07777U) == 0600);
    const std::string before = content(world.tickets_of("s"));
    CHECK(world.handshake({"@s"}) == resumed);
    CHECK(world.handshake({"--no-check-status", "@s"}) == resumed);
    CHECK(content(world.tickets_of("s")) != before);
    CHECK(world.latch.run({"session", "list"}).out.find("tickets") == std::string::npos);
}

TEST_CASE("tickets: without a session, or in another, a run begins anew", "[cli]") {
    const World world;
    CHECK(world.handshake({"@s"}) == full);
    CHECK(world.handshake({}) == full);
    CHECK(world.handshake({}) == full);
    CHECK(world.handshake({"@t"}) == full);
    CHECK(world.handshake({"@t"}) == resumed);
    CHECK(world.handshake({"@s"}) == resumed);
}

TEST_CASE("tickets: --no-tls-resume neither uses nor keeps any", "[cli]") {
    const World world;
    CHECK(world.handshake({"@s", "--no-tls-resume"}) == full);
    CHECK_FALSE(fs::exists(world.tickets_of("s")));
    CHECK(world.handshake({"@s"}) == full);
    const std::string before = content(world.tickets_of("s"));
    CHECK(world.handshake({"@s", "--no-tls-resume"}) == full);
    CHECK(content(world.tickets_of("s")) == before);
    CHECK(world.handshake({"@s"}) == resumed);
}

TEST_CASE("tickets: a session that is only read gives and gets none", "[cli]") {
    const World world;
    CHECK(world.handshake({"--session-read-only=new"}) == full);
    CHECK_FALSE(fs::exists(world.tickets_of("new")));
    CHECK(world.handshake({"@s"}) == full);
    const std::string before = content(world.tickets_of("s"));
    CHECK(world.handshake({"--session-read-only=s"}) == full);
    CHECK(content(world.tickets_of("s")) == before);
}

TEST_CASE("tickets: what was not verified is nothing to go on with", "[cli][pitfall]") {
    const World world;
    CHECK(world.handshake({"@s", "--verify=no"}) == full);
    CHECK_FALSE(fs::exists(world.tickets_of("s")));
    CHECK(world.handshake({"@s"}) == full);
    CHECK(world.handshake({"@s", "--verify=no"}) == full);
    CHECK(world.handshake({"@s", "--ssl=tls1.3"}) == full);
    CHECK(world.handshake({"@s", "--ciphers=TLS_AES_256_GCM_SHA384"}) == full);
    CHECK(world.handshake({"@s"}) == resumed);
}

TEST_CASE("tickets: CAs that were changed count for who was trusted before", "[cli][pitfall]") {
    const TlsFixture fixture;
    const TlsFixture other;
    ServerOptions options = speaking_tls(fixture.server());
    Server server(okay, options);
    const Latch latch;
    const std::string ca = latch.write("ca.pem", slurp(fixture.ca())).string();
    const Words words{"@s", "--verify", ca, server.url()};
    CHECK(latch.run(words).exit_code == 0);
    fs::path tickets = latch.session_file("s");
    tickets += ".tickets";
    CHECK(fs::exists(tickets));
    latch.write("ca.pem", slurp(other.ca()));
    const Ran ran = latch.run(words);
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot trust the certificate of ");
    static_cast<void>(server.finish()); // a handshake that was broken off
}

TEST_CASE("tickets: they go with the session", "[cli]") {
    const World world;
    const auto command = [&](Words words) {
        words.insert(words.begin(), "session");
        const Ran ran = world.latch.run(words);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
    };
    CHECK(world.handshake({"@s"}) == full);
    SECTION("removed") {
        command({"remove", "--yes", "s"});
        CHECK(names_in(world.latch.session_file("s").parent_path()).empty());
        CHECK(world.handshake({"@s"}) == full);
    }
    SECTION("renamed") {
        command({"rename", "s", "t"});
        CHECK_FALSE(fs::exists(world.tickets_of("s")));
        CHECK(world.handshake({"@t"}) == resumed);
    }
    SECTION("not copied") {
        command({"copy", "s", "t"});
        CHECK_FALSE(fs::exists(world.tickets_of("t")));
        CHECK(world.handshake({"@t"}) == full);
        CHECK(world.handshake({"@s"}) == resumed);
    }
    SECTION("cleared") {
        command({"clear", "s"});
        CHECK_FALSE(fs::exists(world.tickets_of("s")));
        CHECK(world.handshake({"@s"}) == full);
    }
    SECTION("its file deleted by hand") {
        fs::remove(world.latch.session_file("s"));
        const std::string before = content(world.tickets_of("s"));
        CHECK(world.handshake({"@s"}) == full);
        const std::string key_and_rest = before.substr(before.find('\n') + 1);
        CHECK(content(world.tickets_of("s")).find(key_and_rest) == std::string::npos);
    }
}

TEST_CASE("tickets: a file of them that is broken or open to others is replaced", "[cli]") {
    const World world;
    CHECK(world.handshake({"@s"}) == full);
    const std::string good = content(world.tickets_of("s"));
    const auto overwrite = [&](const std::string& text) {
        fs::remove(world.tickets_of("s"));
        fs::copy_file(world.latch.write("text", text), world.tickets_of("s"));
        fs::permissions(world.tickets_of("s"), fs::perms(0600));
    };
    overwrite("{\"no\": \"tickets\"}");
    CHECK(world.handshake({"@s"}) == full);
    CHECK(world.handshake({"@s"}) == resumed);
    overwrite(good.substr(0, good.size() / 4));
    CHECK(world.handshake({"@s"}) == full);
    fs::permissions(world.tickets_of("s"), fs::perms(0644));
    CHECK(world.handshake({"@s"}) == full);
    CHECK(fs::status(world.tickets_of("s")).permissions() == fs::perms(0600));
    CHECK(world.handshake({"@s"}) == resumed);
}

TEST_CASE("tickets: runs at the same time never share one", "[cli]") {
    const TlsFixture fixture;
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    constexpr std::size_t together = 4;
    const auto held_back = Script().request().stall().send(answer("ok")).until_peer_leaves();
    std::vector<Script> scripts(1 + together, held_back);
    scripts.front() = answering(answer("ok"));
    RawServer server(scripts, options);
    const Latch latch;
    const Words words{"@s", "--verify", fixture.ca().string(), server.url()};
    CHECK(latch.run(words).exit_code == 0); // OpenSSL gives two tickets
    std::vector<Process> runs;
    for (std::size_t number = 0; number < together; ++number) {
        runs.push_back(latch.start(words));
    }
    server.wait_for_stalls(together); // all have greeted, and none has left anything
    for (std::size_t number = 0; number < together; ++number) {
        server.release();
    }
    for (Process& run : runs) {
        CHECK(run.wait().exit_code == 0);
    }
    std::size_t resumptions = 0;
    for (std::size_t number = 1; number <= together; ++number) {
        resumptions += server.received(number).resumed ? 1U : 0U;
    }
    CHECK(resumptions == 2);
}

TEST_CASE("tickets: a login goes on with one, too", "[cli]") {
    const TlsFixture fixture;
    RawOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.server()};
    RawServer server({answering(answer("ok")), answering(answer("ok"))}, options);
    const Latch latch;
    // It finds no form, but a TLS session. So does what comes after it.
    const std::string ca = fixture.ca().string();
    CHECK(latch.run({"@s", "--verify", ca, server.url()}).exit_code == 0);
    const Words login{"login", "@s", "--verify", ca, "-a", "bob:pw", server.url()};
    CHECK(latch.run(login).exit_code == 7);
    CHECK(server.received(1).resumed);
}
