// SPDX-License-Identifier: MIT
#include "latch/output/lanes.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"

#include <fcntl.h>
#include <string>
#include <unistd.h>

using namespace latch;
using output::Lane;
using output::Lanes;
using Order = http::Pacing::Order;

namespace {

/// Lanes that end up in a file.
class Out {
public:
    explicit Out(Order order, std::string between = "")
        : file_(::open((folder_.path() / "out").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)),
          lanes(
              {.out = {.descriptor = file_.get()},
               .order = order,
               .between = std::move(between),
               .folder = folder_.path()}
          ) {}

    std::string text() const {
        return base::read_whole(folder_.path() / "out", base::mebibytes(64).count).value();
    }

private:
    test::TempDir folder_;
    base::Descriptor file_;

public:
    Lanes lanes;
};

} // namespace

TEST_CASE("lanes: the first writes through, the others when it is their turn", "[output]") {
    Out out(Order::as_asked);
    Lane& first = out.lanes.begin(0);
    Lane& second = out.lanes.begin(1);
    Lane& third = out.lanes.begin(2);
    CHECK(third.write("third."));
    CHECK(first.write("fir"));
    CHECK(second.write("second,"));
    CHECK(out.text() == "fir");
    CHECK(first.write("st,"));
    CHECK(out.lanes.end(2));
    CHECK(out.text() == "first,");
    CHECK(out.lanes.end(0));
    CHECK(out.text() == "first,");
    CHECK(second.write(" then "));
    CHECK(out.text() == "first,second, then ");
    CHECK(out.lanes.end(1));
    CHECK(out.text() == "first,second, then third.");
}

TEST_CASE("lanes: without an order whoever writes first is shown as a whole", "[output]") {
    Out out(Order::as_ended);
    out.lanes.begin(0);
    Lane& second = out.lanes.begin(1);
    Lane& third = out.lanes.begin(2);
    CHECK(third.write("third, "));
    CHECK(second.write("second, "));
    CHECK(out.lanes.end(1));
    CHECK(out.text() == "third, ");
    CHECK(third.write("still third, "));
    CHECK(out.lanes.end(2));
    CHECK(out.text() == "third, still third, second, ");
    CHECK(out.lanes.begin(0).write("first"));
    CHECK(out.text() == "third, still third, second, first");
}

TEST_CASE("lanes: what is much is kept in a file, and comes out whole", "[output]") {
    Out out(Order::as_asked);
    out.lanes.begin(0);
    Lane& second = out.lanes.begin(1);
    std::string all;
    for (int piece = 0; piece < 100; ++piece) {
        const std::string bytes(20'000, static_cast<char>('a' + piece % 26));
        all += bytes;
        REQUIRE(second.write(bytes));
    }
    CHECK(out.text().empty());
    CHECK(out.lanes.end(1));
    CHECK(out.lanes.end(0));
    CHECK(out.text() == all);
}

TEST_CASE("lanes: something stands between two that write anything", "[output]") {
    Out out(Order::as_asked, "|");
    for (const auto& [number, text] : {std::pair(0U, "a"), {1U, ""}, {2U, "b"}, {3U, "c"}}) {
        CHECK(out.lanes.begin(number).write(text));
        CHECK(out.lanes.end(number));
    }
    CHECK(out.text() == "a|b|c");
}

TEST_CASE("lanes: in the end whole answers are shown, and parts are not", "[output]") {
    Out out(Order::as_asked);
    out.lanes.begin(0);
    CHECK(out.lanes.begin(1).write("part"));
    CHECK(out.lanes.begin(2).write("whole"));
    CHECK(out.lanes.end(2));
    CHECK(out.lanes.close());
    CHECK(out.text() == "whole");
}

TEST_CASE("lanes: a folder that cannot be written is an error", "[output]") {
    Lanes lanes({.out = {}, .order = Order::as_asked, .between = "", .folder = "/nowhere"});
    lanes.begin(0);
    const auto kept = lanes.begin(1).write(std::string(1'000'000, 'x'));
    REQUIRE_FALSE(kept);
    CHECK(kept.error().what() == "cannot keep an answer in /nowhere");
}
