// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"

#include <fstream>
#include <sys/stat.h>

using namespace latch::test;

namespace {

constexpr const char* host = "wrong.test"; // what the fixture has a certificate for

std::filesystem::path hsts_file(const Latch& latch) {
    return latch.session_file("s").parent_path().parent_path() / "hsts.json";
}

/// The program, and a server over TLS for a host that is no loopback name.
class World {
public:
    explicit World(Server::Handler handler) : server_(std::move(handler), speaking_tls()) {}

    std::string url(std::string_view scheme, std::string_view path = "/") const {
        return std::string(scheme) + "://" + host + ":" + std::to_string(server_.port()) +
               std::string(path);
    }

    /// Runs the program with `words`, and what leads it to the server and makes it believe it.
    Ran run(Words words, bool trusts = true) const {
        words.push_back("--resolve=" + std::string(host) + ":127.0.0.1");
        words.push_back(trusts ? "--verify=" + fixture_.ca().string() : "--verify=no");
        return latch_.run(words);
    }

    std::filesystem::path file() const { return hsts_file(latch_); }

    const Latch& latch() const { return latch_; }

private:
    ServerOptions speaking_tls() const {
        ServerOptions options;
        options.listener.tls = TlsOptions{.identity = fixture_.wrong_host()};
        return options;
    }

    TlsFixture fixture_;
    Latch latch_;
    Server server_;
};

Response strict(std::string body) {
    Response response = reply(std::move(body));
    response.headers.push_back({"Strict-Transport-Security", "max-age=3600"});
    return response;
}

} // namespace

TEST_CASE("hsts: a host that asked for https is reached over it from then on", "[cli]") {
    const World world([](const Request& request) { return strict(request.target); });
    CHECK(world.run({world.url("https", "/1")}).out == "/1");

    struct stat facts {};

    REQUIRE(::stat(world.file().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600);

    const Ran ran = world.run({world.url("http", "/2")});
    CAPTURE(ran.err);
    CHECK(ran.out == "/2");
    CHECK(ran.err.empty());
    const Ran curl = world.latch().run({"--curl", "http://" + std::string(host) + "./x"});
    CHECK(curl.out.ends_with(" https://" + std::string(host) + "/x\n"));
}

TEST_CASE("hsts: --no-hsts neither heeds nor notes it", "[cli]") {
    const World world([](const Request& /*request*/) { return strict("ok"); });
    CHECK(world.run({"--no-hsts", world.url("https")}).out == "ok");
    CHECK(content(world.file()).empty());
    CHECK(world.run({"--hsts", world.url("https")}).out == "ok");
    CHECK_FALSE(content(world.file()).empty());

    Server plain([](const Request& /*request*/) { return reply("plain"); });
    const Ran ran =
        world.run({"--no-hsts", "http://" + std::string(host) + ":" + std::to_string(plain.port())}
        );
    CAPTURE(ran.err);
    CHECK(ran.out == "plain");
}

TEST_CASE("hsts: who was not verified is not believed", "[cli]") {
    const World world([](const Request& /*request*/) { return strict("ok"); });
    CHECK(world.run({world.url("https")}, false).out == "ok");
    CHECK(content(world.file()).empty());
}

TEST_CASE(
    "hsts: a redirect to http goes to https, with the cookies and secrets of that origin", "[cli]"
) {
    std::string seen;
    const World world([&](const Request& request) {
        if (request.target == "/there") {
            seen =
                request.header("Cookie").value_or("") + "|" + request.header("X-Key").value_or("");
            return reply("there");
        }
        Response response = redirect("http://" + request.header("Host").value_or("") + "/there");
        response.headers.push_back({"Strict-Transport-Security", "max-age=60"});
        response.headers.push_back({"Set-Cookie", "a=b; Secure"});
        return response;
    });
    const Ran ran = world.run({"--follow", world.url("https"), "X-Key:k"});
    CAPTURE(ran.err);
    CHECK(ran.out == "there");
    CHECK(seen == "a=b|k");
}

TEST_CASE("hsts: what a session holds is that of the https origin", "[cli]") {
    std::string cookie;
    const World world([&](const Request& request) {
        cookie = request.header("Cookie").value_or("");
        Response response = strict("ok");
        response.headers.push_back({"Set-Cookie", "a=b; Secure"});
        return response;
    });
    CHECK(world.run({"@s", world.url("https"), "X-Key:k"}).out == "ok");
    CHECK(world.run({"@s", world.url("http")}).out == "ok");
    CHECK(cookie == "a=b");
    CHECK(world.latch().session("s").find("http://") == std::string::npos);
}

TEST_CASE("hsts: a home out of reach is as good as none", "[cli]") {
    const TlsFixture fixture;
    ServerOptions options;
    options.listener.tls = TlsOptions{.identity = fixture.wrong_host()};
    Server server([](const Request& /*request*/) { return strict("ok"); }, options);
    for (const std::string home : {"/dev/null", "/proc/self/no/such"}) {
        INFO(home);
        Latch latch;
        latch.set("LATCH_HOME", home);
        const Ran ran = latch.run(
            {"--resolve=" + std::string(host) + ":127.0.0.1",
             "--verify=" + fixture.ca().string(),
             "https://" + std::string(host) + ":" + std::to_string(server.port())}
        );
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        CHECK(ran.out == "ok");
    }
}

TEST_CASE("hsts: an error tells why https was spoken", "[cli]") {
    const World world([](const Request& /*request*/) { return strict("ok"); });
    REQUIRE(world.run({world.url("https")}).out == "ok");
    RawServer plain({Script().close()});
    const Ran ran =
        world.run({"http://" + std::string(host) + ":" + std::to_string(plain.port()) + "/"});
    CHECK(ran.exit_code == 1);
    CHECK(ran.err.find("--no-hsts reaches it as typed") != std::string::npos);
}

TEST_CASE("hsts: a broken file is told before anything is sent", "[cli]") {
    const Latch latch;
    std::filesystem::create_directories(hsts_file(latch).parent_path());
    std::ofstream(hsts_file(latch)) << "{]";
    const Ran ran = latch.run({"http://127.0.0.1:9/"});
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot use");
    CHECK(ran.err.find("hsts.json") != std::string::npos);
    CHECK(ran.err.find("--no-hsts") != std::string::npos);
    CHECK(content(hsts_file(latch)) == "{]");
}

TEST_CASE("hsts: the file is read only where something may be asked for in the clear", "[cli]") {
    struct Case {
        std::string_view why, url;
        Words options;
        int exit_code;
    };

    const std::vector<Case> cases = {
        {"http", "http://a.test/", {}, 1},
        {"https, and wherever it leads", "https://a.test/", {"--follow"}, 1},
        {"https alone", "https://a.test/", {}, 0},
        {"nobody wants it", "http://a.test/", {"--no-hsts"}, 0},
    };
    const Latch latch;
    std::filesystem::create_directories(hsts_file(latch).parent_path());
    std::ofstream(hsts_file(latch)) << "{";
    for (const Case& c : cases) {
        INFO(c.why);
        Words words = c.options;
        words.insert(words.end(), {"--offline", std::string(c.url)});
        CHECK(latch.run(words).exit_code == c.exit_code);
    }
}
