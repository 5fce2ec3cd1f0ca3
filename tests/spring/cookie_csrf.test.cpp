// SPDX-License-Identifier: MIT
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::StartsWith;

namespace {

/// The Set-Cookie lines of one name, in order, of a response head.
std::vector<std::string> set_cookie_lines(const std::string& head, const std::string& name) {
    const std::string before = "\r\nSet-Cookie: " + name + "=";
    std::vector<std::string> lines;
    for (std::size_t at = head.find(before); at != std::string::npos; at = head.find(before, at)) {
        at += before.size();
        lines.push_back(head.substr(at, head.find("\r\n", at) - at));
    }
    return lines;
}

void check_one_post(const Visitor& visitor) {
    const Journal journal(visitor.context());
    const Ran made = visitor.send("POST", "/api/items", {"name=tea"});
    CHECK(made.exit_code == 0);
    CHECK(made.err.empty());
    CHECK_THAT(made.out, StartsWith(R"({"count":)"));
    const Arrival arrival = journal.only();
    CHECK(arrival.in_words() == "POST /api/items 201");
    // Raw: this checker refuses the masked one in a header.
    CHECK(arrival.header("X-XSRF-TOKEN") == visitor.cookie_value("XSRF-TOKEN"));
    CHECK(arrival.request.count("X-XSRF-TOKEN") == 1);
}

} // namespace

TEST_CASE("spring spa: the token of a GET goes with the first POST", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "spa");
    CHECK(alice.send("GET", "/public").exit_code == 0);
    const std::string first = alice.cookie_value("XSRF-TOKEN");
    CHECK(first.size() == 36);
    alice.sign_in();
    check_one_post(alice);

    // And never with what changes nothing.
    const Journal journal("spa");
    CHECK(alice.send("GET", "/api/items").exit_code == 0);
    CHECK(journal.only().header("X-XSRF-TOKEN") == "none");
}

TEST_CASE("spring spa: of a deletion and a new value the later line counts", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "spa");
    CHECK(alice.send("GET", "/public").exit_code == 0);
    const std::string before = alice.cookie_value("XSRF-TOKEN");
    const auto lines = set_cookie_lines(alice.sign_in().out, "XSRF-TOKEN");
    REQUIRE(lines.size() == 2);
    CHECK_THAT(lines[0], StartsWith(";"));
    const std::string renewed = lines[1].substr(0, lines[1].find(';'));
    CHECK(alice.cookie_value("XSRF-TOKEN") == renewed);
    CHECK(renewed != before);
    check_one_post(alice);
}

TEST_CASE("spring spa: a token that was typed goes alone", "[spring]") {
    for (const std::string context : {"spa", "spa-xor", "spa-plain"}) {
        INFO(context);
        const Latch latch;
        const Visitor alice(latch, context);
        const Journal journal(context);
        alice.sign_in();
        const auto arrivals = journal.arrivals();
        REQUIRE(arrivals.size() == 2);
        // The header wins over the field, and with Xor only the field of the page is right.
        CHECK(arrivals[1].header("X-XSRF-TOKEN") == "none");
        CHECK(alice.send("GET", "/api/me").exit_code == 0);
    }
}
