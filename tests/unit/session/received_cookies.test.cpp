// SPDX-License-Identifier: MIT
#include "latch/session/received_cookies.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::session;
using latch::test::a_url;
using Words = std::vector<std::string>;

namespace {

ReceivedCookie received(const std::string& line, const std::string& url = "http://a.test/x/y") {
    return {
        .source = a_url(url),
        .line = line,
        .received = base::Clock::time_point(std::chrono::hours(1))};
}

Words lines(const ReceivedCookies& cookies) {
    Words found;
    for (const ReceivedCookie& cookie : cookies.in_order()) {
        found.push_back(cookie.line);
    }
    return found;
}

} // namespace

TEST_CASE("received cookies: of each the last line is kept, in the order received", "[session]") {
    ReceivedCookies cookies;
    for (const std::string line : {"a=1", "b=1", "a=2", "c=1", "b=; Max-Age=0"}) {
        cookies.add(received(line));
    }
    CHECK(lines(cookies) == Words{"a=2", "c=1", "b=; Max-Age=0"});
}

TEST_CASE("received cookies: what makes two cookies different", "[session]") {
    struct Case {
        std::string why;
        ReceivedCookie one;
        ReceivedCookie other;
        std::size_t kept;
    };

    const std::vector<Case> cases = {
        {"the same", received("a=1"), received("a=2; HttpOnly"), 1},
        {"a path that is the default", received("a=1"), received("a=2; Path=/x"), 1},
        {"another path", received("a=1"), received("a=2; Path=/"), 2},
        {"another name", received("a=1"), received("A=2"), 2},
        {"a domain", received("a=1"), received("a=2; Domain=a.test"), 2},
        {"another host", received("a=1"), received("a=2", "http://b.test/x/y"), 2},
        {"another scheme", received("a=1"), received("a=2", "https://a.test/x/y"), 2},
        {"another port", received("a=1"), received("a=2", "http://a.test:81/x/y"), 2},
        {"Secure", received("a=1"), received("a=2; Secure"), 2},
        {"no cookie", received("a=1"), received("\x01"), 1},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        ReceivedCookies cookies;
        cookies.add(c.one);
        cookies.add(c.other);
        CHECK(cookies.in_order().size() == c.kept);
    }
}

TEST_CASE("received cookies: what came later counts, whenever it is added", "[session]") {
    const auto at = [](const std::string& line, int second) {
        ReceivedCookie cookie = received(line);
        cookie.received += std::chrono::seconds(second);
        return cookie;
    };
    ReceivedCookies cookies;
    cookies.add(at("a=new", 3));
    cookies.add(at("a=old", 1));
    cookies.add(at("b=1", 2));
    CHECK(lines(cookies) == Words{"b=1", "a=new"});
}

TEST_CASE("received cookies: those of a request can be dropped", "[session]") {
    ReceivedCookies cookies;
    cookies.add(received("a=1"), 1);
    cookies.add(received("b=1"), 2);
    cookies.add(received("a=2"), 2);
    cookies.add(received("c=1"), 3);
    cookies.drop(2);
    CHECK(lines(cookies) == Words{"c=1"});
}
