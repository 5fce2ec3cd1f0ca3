// SPDX-License-Identifier: MIT
#include "session/ticket_list.hpp"

#include "support/catch.hpp"

#include <chrono>
#include <string>
#include <vector>

using namespace latch;
using http::TlsTicket;
using session::TicketList;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const base::Clock::time_point noon{seconds(1'795'000'000)};

TlsTicket ticket(std::string key, std::string session) {
    return {
        .key = std::move(key),
        .session = base::Secret(std::move(session)),
        .verified = noon,
        .until = noon + hours(1)};
}

std::string taken(TicketList& list, std::string_view key, base::Clock::time_point now = noon) {
    const auto found = list.take(key, now);
    return found ? std::string(found->session.reveal()) : "";
}

} // namespace

TEST_CASE("ticket list: what is written is read again, each for one use", "[session]") {
    const std::string bytes("\0\n \xff DER", 8);
    TicketList list;
    CHECK(list.empty());
    list.add({ticket("a", "older"), ticket("b", bytes), ticket("a", "newer")}, noon);
    const std::string text = list.text();
    CHECK(text.starts_with("latch tickets 1\na 1795000000 1795003600 b2xkZXI=\n"));

    TicketList again(text);
    CHECK_FALSE(again.empty());
    CHECK(again.text() == text);
    const auto first = again.take("b", noon);
    REQUIRE(first);
    CHECK(first->key == "b");
    CHECK(first->session.reveal() == bytes);
    CHECK(first->verified == noon);
    CHECK(first->until == noon + hours(1));
    CHECK(taken(again, "b").empty());
    CHECK(taken(again, "a") == "newer");
    CHECK(TicketList(again.text()).text() == again.text());
    CHECK(taken(again, "a") == "older");
    CHECK(again.empty());
}

TEST_CASE("ticket list: no ticket gets better by being written", "[session]") {
    TlsTicket exact = ticket("a", "s");
    exact.verified += milliseconds(900);
    exact.until += milliseconds(900);
    TicketList list;
    list.add({exact}, noon + seconds(1));
    TicketList again(list.text());
    CHECK(taken(again, "a", noon + hours(1)).empty());
    const auto found = again.take("a", noon + seconds(1));
    REQUIRE(found);
    CHECK(found->verified == noon);
    CHECK(found->until == noon + hours(1));
}

TEST_CASE("ticket list: what is too old or from the future is not given, nor kept", "[session]") {
    TicketList list;
    TlsTicket tomorrow = ticket("a", "of tomorrow");
    tomorrow.verified += hours(1);
    tomorrow.until += hours(1);
    list.add({ticket("a", "s"), tomorrow}, noon);
    CHECK(TicketList(list.text()).text().find("b2YgdG9tb3Jyb3c=") == std::string::npos);
    CHECK(taken(list, "a", noon + hours(1)).empty());
    CHECK(taken(list, "a", noon - seconds(1)).empty());
    CHECK_FALSE(list.empty());
    list.add({}, noon + hours(1));
    CHECK(list.empty());
}

TEST_CASE("ticket list: there is room for some, and the oldest make way", "[session]") {
    TicketList list;
    for (std::size_t number = 0; number <= TicketList::per_key; ++number) {
        list.add({ticket("a", std::to_string(number))}, noon);
    }
    for (std::size_t number = TicketList::per_key; number > 0; --number) {
        CHECK(taken(list, "a") == std::to_string(number));
    }
    CHECK(list.empty());
    for (std::size_t number = 0; number <= TicketList::total; ++number) {
        list.add({ticket("host-" + std::to_string(number), "s")}, noon);
    }
    CHECK(taken(list, "host-0").empty());
    CHECK(taken(list, "host-1") == "s");
    list.add({ticket("large", std::string(TicketList::largest + 1, 'x'))}, noon);
    CHECK(taken(list, "large").empty());
    list.add({ticket("large", std::string(TicketList::largest, 'x'))}, noon);
    CHECK(taken(list, "large").size() == TicketList::largest);
}

TEST_CASE("ticket list: what cannot be read is passed over", "[session]") {
    const std::string good = "a 1795000000 1795003600 cw==\n";

    struct Case {
        std::string why;
        std::string text;
        std::string session;
    };

    const std::vector<Case> cases{
        {"nothing is wrong", "latch tickets 1\n" + good, "s"},
        {"no line end", "latch tickets 1\na 1795000000 1795003600 cw==", "s"},
        {"no head", good, ""},
        {"a newer version", "latch tickets 2\n" + good, ""},
        {"another kind of file", "{}\n" + good, ""},
        {"noise before", "latch tickets 1\nnoise\n\n    \n" + good, "s"},
        {"noise behind", "latch tickets 1\n" + good + "a 1 2", "s"},
        {"times that are none", "latch tickets 1\na x 1795003600 cw==\n", ""},
        {"times with something behind", "latch tickets 1\na 1795000000 1795003600s cw==\n", ""},
        {"a time beyond all", "latch tickets 1\na 1795000000 99999999999999999 cw==\n", ""},
        {"a negative time", "latch tickets 1\na -1 1795003600 cw==\n", ""},
        {"checked more than a day before", "latch tickets 1\na 1794000000 1795003600 cw==\n", ""},
        {"no base64", "latch tickets 1\na 1795000000 1795003600 !\n", ""},
        {"no session", "latch tickets 1\na 1795000000 1795003600 \n", ""},
        {"no key", "latch tickets 1\n 1795000000 1795003600 cw==\n", ""},
        {"empty", "", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        TicketList list(c.text);
        CHECK(taken(list, "a") == c.session);
        TicketList nameless(c.text);
        CHECK(taken(nameless, "").empty());
    }
}
