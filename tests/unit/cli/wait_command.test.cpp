// SPDX-License-Identifier: MIT
#include "parsed.hpp"

#include <chrono>

using namespace latch::cli;
using namespace std::chrono_literals;

namespace {

Wait waited(const Words& words) {
    INFO(joined(words));
    const auto invocation = parsed(words);
    INFO((invocation ? "" : invocation.error().what()));
    REQUIRE(invocation);
    REQUIRE(std::holds_alternative<Wait>(*invocation));
    return std::get<Wait>(*invocation);
}

} // namespace

TEST_CASE("wait command: a URL, and patience of a minute", "[cli]") {
    const Wait plain = waited({"wait", ":8080"});
    CHECK(plain.request.request.url == ":8080");
    CHECK(plain.request.request.method == "GET");
    CHECK(plain.request.ignore_stdin);
    CHECK_FALSE(plain.request.session);
    CHECK(plain.patience.limit == 60s);
    CHECK(plain.patience.pause == 500ms);
    CHECK(plain.patience.times == 1);
    const Wait said =
        waited({"wait", "--wait=2m", "--every", "250ms", "--times=3", "--timeout=1", "x.test/up"});
    CHECK(said.patience.limit == 2min);
    CHECK(said.patience.pause == 250ms);
    CHECK(said.patience.times == 3);
    CHECK(said.request.policy.timeouts.idle == 1s);
    CHECK(waited({"wait", "--wait=9", "--no-wait", "x.test"}).patience.limit == 60s);
    CHECK(waited({"wait", "--wait=0", "x.test"}).patience.limit == 0s);
}

TEST_CASE("wait command: a session is only read, redirects are not followed", "[cli]") {
    for (const Words& words :
         {Words{"wait", "@app", "/health"}, Words{"wait", "--session=app", "/health"}}) {
        const Wait wait = waited(words);
        REQUIRE(wait.request.session);
        CHECK(wait.request.session->value == "app");
        CHECK(wait.request.session->access == SessionChoice::Access::read_only);
        CHECK_FALSE(wait.request.policy.redirects.follow);
    }
    CHECK(waited({"wait", "GET", "x.test", "X-Who:me", "a==b"}).request.request.items.size() == 2);
    CHECK(waited({"wait", "-v", "x.test"}).request.output.verbosity == 1);
    CHECK(waited({"wait", "--auth=bob:pw", "x.test"}).request.request.auth.user == "bob");
}

TEST_CASE("wait command: what makes no sense is a usage error", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view what, hint;
    };

    const Case cases[] = {
        {"no URL", {"wait"}, "there is no URL", "usage: latch wait"},
        {"a denial", {"wait", "--no-check-status", "x.test"}, "no option --no-check-status", ""},
        {"another method", {"wait", "POST", "x.test"}, "wait sends no POST", ""},
        {"a body", {"wait", "x.test", "a=b"}, "wait sends no body", "name==value"},
        {"JSON", {"wait", "x.test", "a:=1"}, "wait sends no body", ""},
        {"two deadlines", {"wait", "--max-time=3", "x.test"}, "no option --max-time", "--wait"},
        {"retries", {"wait", "--retry=3", "x.test"}, "no option --retry", "--wait"},
        {"a login's", {"wait", "--force", "x.test"}, "no option --force", "latch help wait"},
        {"output", {"wait", "--print=h", "x.test"}, "no option --print", "latch help wait"},
        {"redirects", {"wait", "--follow", "x.test"}, "no option --follow", ""},
        {"no duration", {"wait", "--wait=soon", "x.test"}, "--wait: 'soon' is no duration", "90"},
        {"no pause", {"wait", "--every=0", "x.test"}, "--every: a server", ""},
        {"never", {"wait", "--times=0", "x.test"}, "--times: '0'", ""},
        {"a key alone", {"wait", "--cert-key=k", "x.test"}, "--cert-key needs --cert", ""},
        {"for a request", {"--every=3", "x.test"}, "--every is for --wait and for latch wait", ""},
        {"a request's", {"wait", "--until=.a", "x.test"}, "no option --until", ""},
        {"what is asked", {"wait", "--expect=.a", "x.test"}, "no option --expect", ""},
        {"many", {"--wait=3", "--url=x.test"}, "--wait and a list of URLs", ""},
        {"no answer", {"--wait=3", "--offline", "x.test"}, "--wait and --offline", ""},
        {"no answer", {"--wait=3", "--curl", "x.test"}, "--wait and --curl", ""},
        {"a file", {"--wait=3", "--download", "x.test"}, "--wait and --download", "another"},
        {"a list", {"--wait=3", "--paginate", "x.test"}, "--wait and --paginate", "another"},
        {"for a login", {"login", "@a", "--times=3", "x.test"}, "login has no option --times", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        const auto invocation = parsed(c.words);
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error().kind() == latch::base::ErrorKind::usage);
        CHECK(invocation.error().what().find(c.what) != std::string::npos);
        CHECK(invocation.error().hint().find(c.hint) != std::string::npos);
    }
}

TEST_CASE("wait command: --help is the page about it", "[cli]") {
    const auto help = parsed({"wait", "--help"});
    REQUIRE(help);
    CHECK(std::get<Help>(*help).topic == "wait");
    const auto of_login = parsed({"login", "--help"});
    REQUIRE(of_login);
    CHECK(std::get<Help>(*of_login).topic == "login");
}
