// SPDX-License-Identifier: MIT
#include "app/pages.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;
using app::Pages;

namespace {

/// A list of which nothing is shown.
class Reading {
public:
    explicit Reading(query::PagingRules rules = {})
        : show_(plan_, environment_), pages_(show_, plan_, std::move(rules)) {}

    /// What comes of an answer: the URL behind it, "" for the end, "! what" for an error.
    std::string read(std::string_view url, std::string_view body, ResponseBuilder answer = json()) {
        const http::Hop hop = answer.answering(a_request().get(url));
        REQUIRE(show_.page(hop));
        http::BodySink* const sink = pages_.begin();
        if (const auto written = sink->write(body); !written) {
            return "! " + written.error().what();
        }
        REQUIRE(sink->finish());
        REQUIRE(pages_.is_whole());
        if (const auto turned = pages_.turn(hop, {}); !turned) {
            return "! " + turned.error().what() + ": " + turned.error().cause();
        }
        const auto next = pages_.take_next();
        return next ? http::to_string(*next) : "";
    }

    static ResponseBuilder json() {
        return a_response(200).header("Content-Type", "application/json");
    }

    const Pages& pages() const { return pages_; }

private:
    output::OutputPlan plan_{.list = output::List::array};
    base::Environment environment_;
    output::Show show_;
    Pages pages_;
};

} // namespace

TEST_CASE("pages: a list is read to its end", "[app]") {
    Reading list;
    CHECK(
        list.read("/a", R"({"content":[1],"number":0,"last":false})") ==
        "http://test.example/a?page=1"
    );
    CHECK_FALSE(list.pages().is_over());
    CHECK(list.read("/a?page=1", R"({"content":[2],"number":1,"last":true})").empty());
    CHECK(list.pages().is_over());
    CHECK(list.pages().count() == 2);
}

TEST_CASE("pages: no content is an empty list", "[app]") {
    Reading list;
    CHECK(list.read("/a", "", a_response(204)).empty());
    CHECK(list.pages().is_over());
}

TEST_CASE("pages: a charset is no matter", "[app]") {
    Reading list;
    const auto latin =
        a_response(200).header("Content-Type", "application/json;charset=ISO-8859-1");
    CHECK(list.read("/a", "[\"\xe9\"]", latin).empty());
    const std::string sixteen(
        "[\0"
        "1\0]\0",
        6
    );
    CHECK(list.read("/b", sixteen).empty());
}

TEST_CASE("pages: which page is none is said", "[app]") {
    Reading list;
    CHECK(
        list.read("/a", R"({"user":"bob"})") ==
        "! there is no list to page through: the answer is an object without one that is known"
    );
    CHECK(
        list.read("/a", R"({"content":[],"number":0,"last":false})") ==
        "http://test.example/a?page=1"
    );
    CHECK(list.read("/a?page=1", "<html>") == "! cannot read page 2: the answer is no JSON");
    CHECK_FALSE(list.pages().is_over());
}

TEST_CASE("pages: one that is too large ends it while it comes", "[app]") {
    Reading list;
    const std::string much(Pages::largest.count + 1, ' ');
    CHECK(list.read("/a", much) == "! page 1 has more than 64 MiB");
    CHECK(list.read("/a", "[]" + much.substr(3)).empty());
}

TEST_CASE("pages: what the session adds lasts unless the request left it away", "[app]") {
    session::Session session;
    const http::Request request = a_request().get("/a?x=1&lang=de&key=a%26b").request();
    session.at(http::origin(request.url)).params = {
        {.name = "lang", .value = "de"},
        {.name = "key", .value = "a&b"},
        {.name = "left", .value = "away"}};
    session.at(http::origin(a_url("http://other.example/"))).params = {{.name = "x", .value = "1"}};
    const auto rules = app::paging_rules(3, request, session);
    CHECK(rules.lasting == std::vector<std::string>{"lang=de", "key=a%26b"});
    CHECK(rules.limit == 3U);
    CHECK(app::paging_rules({}, request, {}).lasting.empty());
}
