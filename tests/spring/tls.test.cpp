// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

TEST_CASE("spring tls: a certificate decides before a request is sent", "[spring]") {
    const std::string ca = application().ca().string();

    struct Case {
        std::string why, context;
        std::vector<std::string> options;
        int exit_code;
        std::size_t arrivals;
        std::string err;
    };

    const std::vector<Case> cases{
        {"the given authority vouches for it", "tls", {"--verify", ca}, 0, 1, ""},
        {"the system's authorities do not", "tls", {}, 1, 0, "certificate"},
        {"it is another host's", "tls-wrong-host", {"--verify", ca}, 1, 0, "certificate"},
        {"nobody wants to know", "tls-wrong-host", {"--verify=no"}, 0, 1, ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Latch latch;
        const Journal journal(c.context);
        std::vector<std::string> arguments = c.options;
        arguments.insert(arguments.end(), {"@app", application().address(c.context) + "/login"});
        const Ran ran = latch.run(arguments);
        CHECK(ran.exit_code == c.exit_code);
        CHECK(ran.out.empty() == (c.exit_code != 0));
        CHECK_THAT(ran.err, c.err.empty() ? StartsWith("") : StartsWith("latch: "));
        CHECK_THAT(ran.err, Contains(c.err));
        CHECK(journal.arrivals().size() == c.arrivals);
        CHECK(std::filesystem::exists(latch.session_file("app")) == (c.exit_code == 0));
    }
}

TEST_CASE("spring tls: the address is checked as well as the name", "[spring]") {
    const Latch latch;
    const std::string port = std::to_string(application().port("tls"));
    const std::string ca = application().ca().string();
    CHECK(latch.run({"--verify", ca, "https://127.0.0.1:" + port + "/login"}).exit_code == 0);
    const Ran other = latch.run(
        {"--verify", ca, "--resolve=a.test:127.0.0.1", "https://a.test:" + port + "/login"}
    );
    CHECK(other.exit_code == 1);
    CHECK(other.out.empty());
}

TEST_CASE("spring tls: Spring Security asks for https, and gets it the next time", "[spring]") {
    const Latch latch;
    const std::string there =
        "wrong.example:" + std::to_string(application().port("tls-wrong-host"));
    const std::vector<std::string> options{
        "--resolve=wrong.example:127.0.0.1", "--verify", application().ca().string()};
    for (const std::string scheme : {"https://", "http://"}) {
        INFO(scheme);
        std::vector<std::string> arguments = options;
        arguments.push_back(scheme + there + "/login");
        const Ran ran = latch.run(arguments);
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
    }
}

TEST_CASE("spring tls: http to an https port is the server's 400", "[spring]") {
    const Latch latch;
    const std::string port = std::to_string(application().port("tls"));
    const Ran ran = latch.run({"http://localhost:" + port + "/login"});
    CHECK(ran.exit_code == 4);
    CHECK_THAT(
        ran.out, StartsWith("Bad Request\r\nThis combination of host and port requires TLS.")
    );
}

TEST_CASE("spring tls: the next run of a session goes on with its TLS session", "[spring]") {
    const Latch latch;
    const auto handshake = [&](const std::vector<std::string>& options) {
        std::vector<std::string> arguments{"--meta", "--verify", application().ca().string()};
        arguments.insert(arguments.end(), options.begin(), options.end());
        arguments.push_back(application().address("tls") + "/login");
        const Ran ran = latch.run(arguments);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        const bool is_resumed = ran.out.find(", resumed") != std::string::npos;
        CHECK(is_resumed != (ran.out.find(", full handshake") != std::string::npos));
        return is_resumed;
    };
    CHECK_FALSE(handshake({"@app"}));
    CHECK(handshake({"@app"}));
    CHECK(handshake({"@app"}));
    CHECK_FALSE(handshake({"--no-tls-resume", "@app"}));
    CHECK_FALSE(handshake({"@other"}));
    CHECK(handshake({"@app"}));
}
