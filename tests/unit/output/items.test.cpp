// SPDX-License-Identifier: MIT
#include "output/items.hpp"

#include "captured.hpp"
#include "output/theme.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include "latch/output/show.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::base::Environment;
using latch::http::Place;

namespace {

using Texts = std::vector<std::string_view>;

/// Pages of items, as `plan` shows them; an open list has no end.
std::string shown(const OutputPlan& plan, const std::vector<Texts>& pages, bool is_open = false) {
    return painted(
        [&](Painter& painter) {
            Items items(plan, painter);
            for (const Texts& page : pages) {
                items.add(page);
            }
            if (!is_open) {
                items.finish();
            }
        },
        colorless()
    );
}

OutputPlan piped(List list) {
    return {.list = list};
}

OutputPlan on_terminal(List list) {
    return {.format = true, .for_terminal = true, .list = list};
}

/// Plays a list of pages, each with its URL and its items, to a Show.
class Listing {
public:
    Listing(OutputPlan plan, const Environment& environment)
        : plan_(std::move(plan)), show_(plan_, environment) {}

    Listing& page(std::string_view url, const Texts& items) {
        hop_ = a_response(200)
                   .reason("OK")
                   .header("Content-Type", "application/json")
                   .answering(a_request().get(url));
        hop_.timings.total = std::chrono::milliseconds(5);
        hop_.carrier.remote_address = "192.0.2.1:80";
        REQUIRE(show_.request(hop_.request));
        REQUIRE(show_.page(hop_));
        REQUIRE(show_.items(items, latch::base::Bytes{7}));
        return *this;
    }

    Listing& turn() {
        REQUIRE(show_.done(hop_));
        return *this;
    }

    Listing& end() {
        REQUIRE(show_.end_of_list());
        return turn();
    }

    Show& show() { return show_; }

private:
    OutputPlan plan_;
    Show show_;
    latch::http::Hop hop_;
};

std::string listed(const OutputPlan& plan) {
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    Listing list(plan, environment);
    list.page("/a", {"1"});
    if (plan.all_hops) {
        list.turn();
    }
    list.page("/b", {"2"}).end();
    REQUIRE(list.show().finish());
    return captured.text();
}

} // namespace

TEST_CASE("items: all pages are one array", "[output]") {
    CHECK(
        shown(piped(List::array), {{"1", R"({"a": 2})"}, {}, {"[3]"}}) == "[1,\n{\"a\": 2},\n[3]]\n"
    );
    CHECK(shown(piped(List::array), {}) == "[]\n");
    CHECK(shown(piped(List::array), {{}, {}}) == "[]\n");
}

TEST_CASE("items: an item a line has no blanks, and no line end of its own", "[output]") {
    CHECK(
        shown(piped(List::lines), {{"1", "{ \"a\":\r\n\t\"b c\" }"}, {"\"\\\" x\""}}) ==
        "1\n{\"a\":\"b c\"}\n\"\\\" x\"\n"
    );
    CHECK(shown(piped(List::lines), {{}}).empty());
}

TEST_CASE("items: what breaks off is no JSON", "[output]") {
    CHECK(shown(piped(List::array), {{"1", "2"}}, true) == "[1,\n2");
    CHECK(shown(piped(List::lines), {{"1", "2"}}, true) == "1\n2\n");
    CHECK(shown(on_terminal(List::array), {{"1"}}, true) == "[\n    1");
}

TEST_CASE("items: on a terminal they are laid out as one document", "[output]") {
    CHECK(
        shown(on_terminal(List::array), {{R"({"b":1,"a":[]})"}, {"2"}}) ==
        "[\n    {\n        \"b\": 1,\n        \"a\": []\n    },\n    2\n]"
    );
    CHECK(shown(on_terminal(List::array), {{}}) == "[]");
    CHECK(shown(on_terminal(List::lines), {{R"({ "b":1 })", "2"}}) == "{\"b\":1}\n2\n");
}

TEST_CASE("items: options for JSON count", "[output]") {
    OutputPlan plan = on_terminal(List::array);
    plan.format_options.json_sort_keys = true;
    plan.format_options.json_indent = 1;
    CHECK(shown(plan, {{R"({"b":1,"a":2})"}}) == "[\n {\n  \"a\": 2,\n  \"b\": 1\n }\n]");
    plan.list = List::lines;
    CHECK(shown(plan, {{R"({"b":1,"a":2})"}}) == "{\"a\":2,\"b\":1}\n");
    plan.format_options = {};
    plan.format = false;
    plan.list = List::array;
    CHECK(shown(plan, {{R"({ "b":1})", "2"}}) == "[{ \"b\":1},\n2]\n");
}

TEST_CASE("items: nothing in them can steer a terminal", "[output]") {
    OutputPlan plan = on_terminal(List::array);
    CHECK(shown(plan, {{"\"\xc2\x9b\""}}) == "[\n    \"\\u009b\"\n]");
}

TEST_CASE("items: heads of the first page stand for all, or each for itself", "[output]") {
    OutputPlan plan{.parts = parse_parts("hb").value(), .list = List::array};
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    CHECK(listed(plan) == head + "[1,\n2]\n");
    plan.all_hops = true;
    CHECK(listed(plan) == head + "[1\n\n" + head + ",\n2]\n");
    plan.parts = parse_parts("Hb").value();
    plan.all_hops = false;
    CHECK(listed(plan) == "GET /a HTTP/1.1\r\n\r\n[1,\n2]\n");
    plan.parts = parse_parts("h").value();
    CHECK(listed(plan) == head);
}

TEST_CASE("items: the meta part is that of the last page, or each its own", "[output]") {
    OutputPlan plan{.parts = parse_parts("bm").value(), .list = List::array};
    const std::string once = listed(plan);
    CHECK(once.find("[1,\n2]\n\nElapsed") == 0);
    CHECK(once.find("7 bytes decoded") != std::string::npos);
    plan.all_hops = true;
    const std::string each = listed(plan);
    CHECK(each.find("[1\n\nElapsed") == 0);
    CHECK(each.find("2]\n\nElapsed") != std::string::npos);
}

TEST_CASE("items: a file gets its name when the list is complete", "[output]") {
    const TempDir folder;
    Environment environment;
    environment.working_directory = folder.path();
    const OutputPlan plan{
        .parts = parse_parts("b").value(), .all_hops = true, .list = List::array, .file = "list"};
    {
        Listing list(plan, environment);
        list.page("/a", {"1"}).turn();
        // Another answer in the place of a page, which --all shows.
        REQUIRE(list.show().request(a_request().get("/b").prepared()));
        const auto hop = a_response(500).answering(a_request().get("/b"));
        const auto sink = list.show().response(hop, Place::intermediate);
        REQUIRE(sink);
        REQUIRE((*sink)->finish());
        REQUIRE(list.show().done(hop));
        REQUIRE(list.show().finish());
        CHECK_FALSE(std::filesystem::exists(folder / "list"));
    }
    Listing list(plan, environment);
    list.page("/a", {"1"}).turn().page("/b", {}).end();
    REQUIRE(list.show().finish());
    CHECK(slurp(folder / "list") == "[1]\n");
}
