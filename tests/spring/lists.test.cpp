// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::StartsWith;
using nlohmann::json;

namespace {

/// The things from 0 on, as the application writes them.
std::string things(unsigned count) {
    std::string array = "[";
    for (unsigned id = 0; id < count; ++id) {
        const std::string number = std::to_string(id);
        array += id == 0 ? "" : ",\n";
        array.append(R"({"id":)")
            .append(number)
            .append(R"(,"name":"thing )")
            .append(number)
            .append("\"}");
    }
    return array + "]\n";
}

} // namespace

TEST_CASE("spring lists: every kind of page is followed to its end, signed in", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "data");
    visitor.sign_in();
    for (const char* const kind : {"page", "slice", "model", "hal", "link"}) {
        INFO(kind);
        const Journal journal("data");
        const Ran ran = visitor.run({"--paginate"}, {std::string("/lists/") + kind, "size==3"});
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        CHECK(ran.out == things(7));
        const auto arrivals = journal.arrivals();
        REQUIRE(arrivals.size() == 3);
        for (const Arrival& arrival : arrivals) {
            CHECK(arrival.status == 200);
            CHECK(arrival.peer == arrivals.front().peer);
            CHECK(arrival.header("Cookie") == arrivals.front().header("Cookie"));
        }
    }
}

TEST_CASE("spring lists: an item a line, of a list with parameters of its own", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "data");
    visitor.sign_in();
    const Journal journal("data");
    const Ran ran =
        visitor.run({"--paginate-lines"}, {"/lists/hal", "size==2", "total==3", "sort==id,desc"});
    CHECK(ran.exit_code == 0);
    CHECK(
        ran.out == "{\"id\":0,\"name\":\"thing 0\"}\n{\"id\":1,\"name\":\"thing "
                   "1\"}\n{\"id\":2,\"name\":\"thing 2\"}\n"
    );
    REQUIRE(journal.arrivals().size() == 2);
    CHECK(
        journal.arrivals().back().request.target == "/lists/hal?total=3&page=1&size=2&sort=id,desc"
    );
}

TEST_CASE("spring lists: an empty one", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "data");
    visitor.sign_in();
    for (const char* const kind : {"page", "slice", "model", "hal", "link"}) {
        INFO(kind);
        const Journal journal("data");
        const Ran ran = visitor.run({"--paginate"}, {std::string("/lists/") + kind, "total==0"});
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == "[]\n");
        CHECK(journal.arrivals().size() == 1);
    }
}

TEST_CASE("spring lists: an application that counts from 1", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "data-from-1");
    visitor.sign_in();
    for (const char* const kind : {"hal", "link"}) {
        INFO(kind);
        CHECK(
            visitor.run({"--paginate"}, {std::string("/lists/") + kind, "size==3"}).out == things(7)
        );
    }
    for (const char* const kind : {"page", "slice", "model"}) {
        INFO(kind);
        const std::string path = std::string("/lists/") + kind;
        // Its answers count from 0, so that nothing but the same page again tells.
        const Ran again = visitor.run({"--paginate"}, {path, "size==3"});
        CHECK(again.exit_code == 1);
        CHECK_THAT(again.err, StartsWith("latch: the server gives page number 0 again"));
        CHECK(visitor.run({"--paginate"}, {path, "size==3", "page==1"}).out == things(7));
    }
}

TEST_CASE("spring lists: nobody is signed in", "[spring]") {
    const Latch latch;
    const Ran ran = latch.run({"--paginate", application().address("data") + "/lists/page"});
    CHECK(ran.exit_code == 7);
    CHECK(ran.out.empty());
    CHECK_THAT(ran.err, StartsWith("latch: not signed in"));
}
