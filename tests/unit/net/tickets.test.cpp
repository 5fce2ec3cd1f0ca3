// SPDX-License-Identifier: MIT
#include "latch/net/tickets.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::net;
using http::TlsTicket;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

const base::Clock::time_point noon{hours(500'000)};

TlsTicket ticket(std::string key, std::string session, int hours_left = 1) {
    return {
        .key = std::move(key),
        .session = base::Secret(std::move(session)),
        .verified = noon,
        .until = noon + hours(hours_left)};
}

std::string taken(Tickets& tickets, std::string_view key, base::Clock::time_point now = noon) {
    const auto found = tickets.take(key, now);
    return found ? std::string(found->session.reveal()) : "";
}

} // namespace

TEST_CASE("tickets: each is for one use, the newest first", "[net]") {
    Tickets tickets;
    tickets.put(ticket("a", "1"));
    tickets.put(ticket("b", "2"));
    tickets.put(ticket("a", "3"));
    CHECK(taken(tickets, "c").empty());
    CHECK(taken(tickets, "a") == "3");
    CHECK(taken(tickets, "a") == "1");
    CHECK(taken(tickets, "a").empty());
    CHECK(taken(tickets, "b") == "2");
    CHECK(tickets.size() == 0);
}

TEST_CASE("tickets: what is too old is of no use", "[net]") {
    Tickets tickets;
    tickets.put(ticket("a", "1", 2));
    tickets.put(ticket("a", "2", 1));
    CHECK(taken(tickets, "a", noon + hours(1)) == "1");
    tickets.put(ticket("a", "3", 1));
    CHECK(taken(tickets, "a", noon + hours(1)).empty());
    CHECK(tickets.size() == 0);
}

TEST_CASE("tickets: there is room for some, and the oldest make way", "[net]") {
    Tickets tickets;
    for (std::size_t number = 0; number <= Tickets::per_key; ++number) {
        tickets.put(ticket("a", std::to_string(number)));
    }
    CHECK(tickets.size() == Tickets::per_key);
    for (std::size_t number = Tickets::per_key; number > 0; --number) {
        CHECK(taken(tickets, "a") == std::to_string(number));
    }
    for (std::size_t number = 0; number <= Tickets::total; ++number) {
        tickets.put(ticket("host " + std::to_string(number), "s"));
    }
    CHECK(tickets.size() == Tickets::total);
    CHECK(taken(tickets, "host 0").empty());
    CHECK(taken(tickets, "host 1") == "s");
}

TEST_CASE("tickets: what is good is not from the future and was checked within a day", "[net]") {
    struct Case {
        std::string why;
        base::Clock::duration verified; ///< from now
        base::Clock::duration until;
        bool is_good;
    };

    const std::vector<Case> cases{
        {"just checked", seconds(0), hours(24), true},
        {"almost a day ago", seconds(1) - hours(24), seconds(1), true},
        {"over", -hours(1), seconds(0), false},
        {"checked in the future", seconds(1), hours(1), false},
        {"longer than a day", -hours(1), hours(24), false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const TlsTicket each{
            .key = "a", .session = {}, .verified = noon + c.verified, .until = noon + c.until};
        CHECK(is_good(each, noon) == c.is_good);
    }
}

TEST_CASE("tickets: those of earlier runs come behind the run's own", "[net]") {
    std::vector<std::string> asked;
    Tickets tickets([&](std::string_view key) {
        asked.emplace_back(key);
        return std::optional(ticket(std::string(key), "earlier"));
    });
    tickets.put(ticket("a", "own"));
    CHECK(taken(tickets, "a") == "own");
    CHECK(asked.empty());
    CHECK(taken(tickets, "a") == "earlier");
    CHECK(asked == std::vector<std::string>{"a"});
    CHECK(tickets.size() == 0);
}

TEST_CASE("tickets: one of an earlier run that does not fit is not used", "[net]") {
    Tickets other_key([](std::string_view) { return std::optional(ticket("b", "s")); });
    CHECK(taken(other_key, "a").empty());
    Tickets old([](std::string_view key) { return std::optional(ticket(std::string(key), "s")); });
    CHECK(taken(old, "a", noon + hours(1)).empty());
    CHECK(taken(old, "a", noon) == "s");
    Tickets none([](std::string_view) { return std::optional<TlsTicket>(); });
    CHECK(taken(none, "a").empty());
}

TEST_CASE("tickets: what is left of a run is given away once, the oldest first", "[net]") {
    Tickets tickets;
    for (const std::string session : {"1", "2", "3"}) {
        tickets.put(ticket("a", session));
    }
    CHECK(taken(tickets, "a") == "3");
    const std::vector<TlsTicket> left = tickets.release();
    REQUIRE(left.size() == 2);
    CHECK(left[0].session.reveal() == "1");
    CHECK(left[1].session.reveal() == "2");
    CHECK(left[1].verified == noon);
    CHECK(left[1].until == noon + hours(1));
    CHECK(tickets.size() == 0);
    CHECK(tickets.release().empty());
}
