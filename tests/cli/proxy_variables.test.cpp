// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <string>
#include <utility>

using namespace latch::test;

namespace {

using Variables = std::vector<std::pair<std::string, std::string>>;

void set_all(Latch& latch, const Variables& variables) {
    for (const auto& [name, value] : variables) {
        latch.set(name, value);
    }
}

} // namespace

TEST_CASE("proxy variables: an unusable one is in the way of what goes through it", "[cli]") {
    RawServer server({});
    Latch latch;
    latch.set("http_proxy", "ftp://bob:hush@p.test");
    for (const Words& more : std::vector<Words>{{}, {"--offline"}, {"--curl"}}) {
        Words words{"--session=s", "--output=out", server.url()};
        words.insert(words.begin(), more.begin(), more.end());
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 64);
        CHECK(ran.out.empty());
        check_error(
            ran.err,
            "cannot use the proxy of the variable http_proxy: the scheme ftp is not one of a proxy"
        );
        CHECK(ran.err.find("hush") == std::string::npos);
    }
    CHECK(server.connections() == 0);
    CHECK(names_in(latch.home()).empty());
    CHECK(names_in(latch.working_directory()).empty());
}

TEST_CASE("proxy variables: an unusable one is in nobody else's way", "[cli]") {
    struct Case {
        std::string_view why;
        Variables variables;
        Words options;
    };

    const std::vector<Case> cases = {
        {"for another scheme", {{"https_proxy", "ftp://x"}}, {}},
        {"exempted", {{"http_proxy", "ftp://x"}, {"NO_PROXY", "127.0.0.0/8"}}, {}},
        {"all of them exempted", {{"all_proxy", "ftp://x"}, {"no_proxy", "*"}}, {}},
        {"beaten by what was typed", {{"http_proxy", "ftp://x"}}, {"--proxy="}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Server server([](const Request& /*request*/) { return reply("ok"); });
        Words words = c.options;
        words.push_back(server.url());
        Latch latch;
        set_all(latch, c.variables);
        const Ran ran = latch.run(words);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == "ok");
    }
}

TEST_CASE("proxy variables: a redirect that needs an unusable one is not followed", "[cli]") {
    RawServer other({});
    Server first([&](const Request& /*request*/) { return redirect(other.url("/x")); });
    Latch latch;
    latch.set("http_proxy", "ftp://x");
    latch.set("no_proxy", "127.0.0.1:" + std::to_string(first.port()));
    const Ran ran = latch.run({"--follow", first.url()});
    CHECK(ran.exit_code == 64);
    CHECK(ran.out.empty());
    check_error(ran.err, "cannot use the proxy of the variable http_proxy: ");
    CHECK(first.requests().size() == 1);
    CHECK(other.connections() == 0);
}

TEST_CASE("proxy variables: the curl command past an unusable one names none", "[cli]") {
    Latch latch;
    latch.set("http_proxy", "ftp://x");
    const Ran ran = latch.run({"--curl", "--unix-socket=/run/a.sock", "http://a.test"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("--unix-socket /run/a.sock") != std::string::npos);
    CHECK(ran.out.find("ftp") == std::string::npos);
}
