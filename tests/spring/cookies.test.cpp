// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// A session that has got these Set-Cookie lines from the context `io`, all in one answer.
Visitor given(const Latch& latch, const std::vector<std::string>& lines) {
    Visitor visitor(latch, "io");
    std::vector<std::string> items;
    items.reserve(lines.size());
    for (const std::string& line : lines) {
        items.push_back("raw==" + line);
    }
    CHECK(visitor.send("GET", "/cookies/set", items).exit_code == 0);
    return visitor;
}

/// The Cookie header of a request to that path, in a process of its own, as the server got it.
std::string cookies_at(const Visitor& visitor, const std::string& path) {
    const Ran ran = visitor.send("GET", path);
    const json lines = json::parse(ran.out).at("cookie");
    REQUIRE(lines.size() <= 1);
    return lines.empty() ? "none" : lines.at(0).get<std::string>();
}

/// A first of a month that is yet to come, as "1 Feb 2027" and as "2027-02-01"; within the 400 days
/// that a cookie may live.
std::pair<std::string, std::string> first_of_a_month() {
    using namespace std::chrono;
    constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const year_month_day today(floor<days>(system_clock::now()));
    const year_month chosen = today.year() / today.month() + months(2);
    const auto month = static_cast<unsigned>(chosen.month());
    const std::string year = std::to_string(static_cast<int>(chosen.year()));
    const std::string digits = (month < 10 ? "0" : "") + std::to_string(month);
    const std::string name(names.substr(std::size_t{3} * (month - 1), 3));
    return {"1 " + name + ' ' + year, year + '-' + digits + "-01"};
}

const std::string past = "; Expires=Thu, 01 Jan 1970 00:00:10 GMT";
const std::string future = "; Expires=Thu, 01 Jan 2099 00:00:00 GMT";

} // namespace

TEST_CASE("spring cookies: what the next process sends back", "[spring]") {
    struct Case {
        std::string why;
        std::vector<std::string> lines;
        std::string sent;
    };

    const std::vector<Case> cases{
        {"Max-Age wins over a date that has passed", {"a=1; Path=/; Max-Age=3600" + past}, "a=1"},
        {"and over one to come", {"a=1; Path=/", "a=2; Path=/; Max-Age=0" + future}, "none"},
        {"the longer path goes first",
         {"a=root; Path=/", "a=near; Path=/cookies"},
         "a=near; a=root"},
        {"whatever came first", {"a=near; Path=/cookies", "a=root; Path=/"}, "a=near; a=root"},
        {"equal paths go by age", {"b=1; Path=/", "a=2; Path=/"}, "b=1; a=2"},
        {"a deletion hits its own path only",
         {"a=root; Path=/", "a=near; Path=/cookies", "a=; Path=/cookies; Max-Age=0"},
         "a=root"},
        {"quotes belong to the value", {R"(q="a b"; Path=/)"}, R"(q="a b")"},
        {"so does an equals sign", {"q=a=b==; Path=/"}, "q=a=b=="},
        {"a day of one digit that has passed, as Spring Session writes it",
         {"a=1; Path=/", "a=; Path=/; Expires=Thu, 1 Jan 1970 00:00:00 GMT"},
         "none"},
        {"__Host- without Secure", {"__Host-a=1; Path=/"}, "none"},
        {"__Host- below the root", {"__Host-a=1; Path=/cookies; Secure"}, "none"},
        {"__Secure- without Secure", {"__Secure-a=1; Path=/"}, "none"},
        {"__Host- as it should be, loopback being secure",
         {"__Host-a=1; Path=/; Secure"},
         "__Host-a=1"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Latch latch;
        CHECK(cookies_at(given(latch, c.lines), "/cookies/x") == c.sent);
    }
}

TEST_CASE("spring cookies: a deletion and a new value count in their order", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "io");
    visitor.send("GET", "/cookies/set", {"XSRF-TOKEN==old"});
    CHECK(cookies_at(visitor, "/cookies") == "XSRF-TOKEN=old");
    visitor.send("GET", "/delete-and-set-cookie");
    CHECK(cookies_at(visitor, "/cookies") == "XSRF-TOKEN=new");
    visitor.send("GET", "/delete-and-set-cookie", {"reverse==true"});
    CHECK(cookies_at(visitor, "/cookies") == "none");
    CHECK(visitor.count_cookies("XSRF-TOKEN") == 0);
}

TEST_CASE("spring cookies: a day of one digit is read and kept", "[spring]") {
    const Latch latch;
    const auto [date, timestamp] = first_of_a_month();
    const Visitor visitor = given(latch, {"a=1; Path=/; Expires=Thu, " + date + " 00:00:00 GMT"});
    CHECK(visitor.cookie("a").at("expires") == timestamp + "T00:00:00Z");
    CHECK(cookies_at(visitor, "/cookies") == "a=1");
}

TEST_CASE("spring cookies: a Secure cookie stays off plain http", "[spring]") {
    const Latch latch;
    // Loopback names count as secure, so this goes by a name that is none; its certificate is the
    // other TLS context's.
    const std::string there = "wrong.example:127.0.0.1";
    const std::string ca = application().ca().string();
    const std::string secure = std::to_string(application().port("tls-wrong-host"));
    const std::string plain = std::to_string(application().port("io"));
    const Ran page = latch.run(
        {"--resolve", there, "--verify", ca, "@app", "https://wrong.example:" + secure + "/login"}
    );
    REQUIRE(page.err.empty());
    REQUIRE(page.exit_code == 0);
    CHECK_THAT(latch.session("app"), Contains("JSESSIONID"));

    const auto at_plain = [&](const std::string& path) {
        return latch
            .run({"--no-hsts", "--resolve", there, "@app", "http://wrong.example:" + plain + path})
            .out;
    };
    CHECK(at_plain("/cookies") == R"({"cookie":[]})");
    // Ports do not keep such hosts apart, so that it was Secure that held it back.
    at_plain("/cookies/set?a=1");
    CHECK(at_plain("/cookies") == R"({"cookie":["a=1"]})");
    // Nor is one taken from there.
    at_plain("/cookies/set?raw=b%3D1%3B%20Path%3D%2F%3B%20Secure");
    CHECK(at_plain("/cookies") == R"({"cookie":["a=1"]})");
}
