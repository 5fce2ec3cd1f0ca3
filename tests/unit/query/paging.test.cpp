// SPDX-License-Identifier: MIT
#include "latch/query/paging.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace latch::query;
using namespace latch::test;
using latch::base::ErrorKind;
namespace http = latch::http;

namespace {

Page linking(std::string next) {
    return {.items = {}, .next = std::move(next), .number = {}};
}

Page numbered(std::uint64_t number, bool is_last = false) {
    return {.items = {}, .next = {}, .number = Page::Number{number, is_last}};
}

http::Hop answer(std::string_view url, std::string link = {}) {
    auto response = a_response(200);
    if (!link.empty()) {
        response.header("Link", std::move(link));
    }
    return response.answering(a_request().get(url));
}

/// Where a list goes on after one page: a URL, "" for its end, "! what: cause" for an error.
std::string in_words(const latch::base::Result<std::optional<http::Url>>& next) {
    if (!next) {
        return "! " + next.error().what() + ": " + next.error().cause();
    }
    return *next ? http::to_string(**next) : "";
}

std::string after(
    const http::Hop& hop, const Page& page, PagingRules rules = {}, const http::HstsView& hsts = {}
) {
    Paging paging(std::move(rules));
    REQUIRE(paging.enter(hop, page));
    return in_words(paging.next(hop, page, hsts));
}

} // namespace

TEST_CASE("paging: where the next page is", "[query]") {
    struct Case {
        const char* why;
        http::Hop hop;
        Page page;
        const char* next;
    };

    const std::string host = "http://test.example";
    const std::vector<Case> cases{
        {"nobody says", answer("/a"), {}, ""},
        {"a whole URL", answer("/a"), linking(host + "/b?c=d"), "http://test.example/b?c=d"},
        {"a path", answer("/a/b?c"), linking("/d"), "http://test.example/d"},
        {"a relative path", answer("/a/b?c"), linking("d?e"), "http://test.example/a/d?e"},
        {"a query alone", answer("/a/b?c"), linking("?page=2"), "http://test.example/a/b?page=2"},
        {"a field of the head", answer("/a", "</b>; rel=\"next\""), {}, "http://test.example/b"},
        {"the page's own word comes first",
         answer("/a", "</b>; rel=next"),
         linking("/c"),
         "http://test.example/c"},
        {"a link comes before a number",
         answer("/a", "</b>; rel=next"),
         numbered(0),
         "http://test.example/b"},
        {"a number", answer("/a"), numbered(0), "http://test.example/a?page=1"},
        {"a number behind what was asked",
         answer("/a?size=2&x=%20"),
         numbered(3),
         "http://test.example/a?size=2&x=%20&page=4"},
        {"a number that was asked for",
         answer("/a?page=3&size=2"),
         numbered(3),
         "http://test.example/a?size=2&page=4"},
        {"a server that counts from 1",
         answer("/a?page=3"),
         numbered(2),
         "http://test.example/a?page=4"},
        {"one that was asked for what is none",
         answer("/a?page=x&pages=7"),
         numbered(0),
         "http://test.example/a?pages=7&page=1"},
        {"the last", answer("/a?page=3"), numbered(3, true), ""},
        {"another server",
         answer("/a"),
         linking("http://other.example/b"),
         "! cannot go on to page 2: it is at http://other.example"},
        {"another port",
         answer("/a"),
         linking("http://test.example:81/b"),
         "! cannot go on to page 2: it is at http://test.example:81"},
        {"a name below it",
         answer("/a"),
         linking("//x.test.example/b"),
         "! cannot go on to page 2: it is at http://x.test.example"},
        {"a user in front of another server",
         answer("/a"),
         linking("http://test.example@other.example/"),
         "! cannot go on to page 2: it is at http://other.example"},
        {"another server in the head",
         answer("/a", "<https://test.example/b>; rel=next"),
         {},
         "! cannot go on to page 2: it is at https://test.example"},
        {"no URL",
         answer("/a"),
         linking("ftp://test.example/"),
         "! cannot go on to page 2: its link is ftp://test.example/"},
        {"itself",
         answer("/a?b"),
         linking("?b"),
         "! cannot go on to page 2: http://test.example/a?b was there before: the list goes in a "
         "circle"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(after(each.hop, each.page) == each.next);
    }
}

TEST_CASE("paging: a proxy that ends TLS is named where it may be the reason", "[query]") {
    Paging paging({});
    const http::Hop hop = answer("https://test.example/a");
    const Page page = linking("http://test.example/b");
    REQUIRE(paging.enter(hop, page));
    const auto next = paging.next(hop, page);
    REQUIRE(!next);
    CHECK(next.error().kind() == ErrorKind::protocol);
    CHECK(next.error().hint().find("forward-headers-strategy") != std::string::npos);
}

TEST_CASE("paging: a host that wants TLS gets it", "[query]") {
    http::HstsHosts hosts;
    const latch::base::Clock::time_point now{};
    hosts.learn(
        {.host = "test.example", .wish = {.max_age = std::chrono::hours(1)}, .received = now}
    );
    const auto page = linking("http://test.example/b");
    CHECK(
        after(answer("https://test.example/a"), page, {}, {.hosts = &hosts, .now = now}) ==
        "https://test.example/b"
    );
}

TEST_CASE("paging: a circle is found wherever it closes", "[query]") {
    Paging paging({});
    const std::vector<std::string> way{"/1", "/2", "/3"};
    for (std::size_t at = 0; at < way.size(); ++at) {
        const http::Hop hop = answer(way[at]);
        const Page page = linking(at + 1 < way.size() ? way[at + 1] : "/2");
        REQUIRE(paging.enter(hop, page));
        const std::string next = in_words(paging.next(hop, page));
        CHECK((next.front() == '!') == (at + 1 == way.size()));
    }
    CHECK(paging.pages() == 3);
}

TEST_CASE("paging: the same number again ends the list before its items count", "[query]") {
    Paging paging({});
    REQUIRE(paging.enter(answer("/a"), numbered(0)));
    CHECK(in_words(paging.next(answer("/a"), numbered(0))) == "http://test.example/a?page=1");
    const auto entered = paging.enter(answer("/a?page=1"), numbered(0));
    REQUIRE(!entered);
    CHECK(entered.error().what() == "the server gives page number 0 again");
    CHECK(entered.error().hint().find("page==1") != std::string::npos);
}

TEST_CASE("paging: links may lead to the same number", "[query]") {
    Paging paging({});
    Page page = numbered(0);
    page.next = "/b";
    REQUIRE(paging.enter(answer("/a"), page));
    REQUIRE(paging.next(answer("/a"), page));
    CHECK(paging.enter(answer("/b"), page));
}

TEST_CASE("paging: so many pages as are wanted, and no error", "[query]") {
    Paging paging({.limit = 2, .lasting = {}});
    REQUIRE(paging.enter(answer("/1"), linking("/2")));
    CHECK(in_words(paging.next(answer("/1"), linking("/2"))) == "http://test.example/2");
    CHECK_FALSE(paging.is_cut());
    REQUIRE(paging.enter(answer("/2"), linking("/3")));
    CHECK(in_words(paging.next(answer("/2"), linking("/3"))).empty());
    CHECK(paging.is_cut());
}

TEST_CASE("paging: a list that ends where it should is not cut", "[query]") {
    Paging paging({.limit = 1, .lasting = {}});
    REQUIRE(paging.enter(answer("/1"), {}));
    CHECK(in_words(paging.next(answer("/1"), {})).empty());
    CHECK_FALSE(paging.is_cut());
}

TEST_CASE("paging: a list without an end is an error in the end", "[query]") {
    Paging paging({});
    for (unsigned number = 0; number < PagingRules::safe_limit; ++number) {
        const http::Hop hop = answer(number == 0 ? "/a" : "/a?page=" + std::to_string(number));
        REQUIRE(paging.enter(hop, numbered(number)));
        const std::string next = in_words(paging.next(hop, numbered(number)));
        if (number + 1 < PagingRules::safe_limit) {
            REQUIRE(next == "http://test.example/a?page=" + std::to_string(number + 1));
        } else {
            CHECK(next == "! stopped after 10000 pages, and there are more: ");
        }
    }
}

TEST_CASE("paging: what the session puts into every query stays in it", "[query]") {
    const PagingRules rules{.limit = {}, .lasting = {"key=a%26b", "lang=de"}};
    CHECK(after(answer("/a"), linking("/b"), rules) == "http://test.example/b?key=a%26b&lang=de");
    CHECK(
        after(answer("/a"), linking("/b?lang=en&x"), rules) ==
        "http://test.example/b?lang=en&x&key=a%26b"
    );
    CHECK(
        after(answer("/a?key=a%26b&lang=de"), numbered(0), rules) ==
        "http://test.example/a?key=a%26b&lang=de&page=1"
    );
    CHECK(after(answer("/a"), linking("http://other.example/"), rules).front() == '!');
}
