// SPDX-License-Identifier: MIT
#include "latch/base/holes.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using base::Filling;
using base::hole;

namespace {

const std::vector<Filling> fillings{
    {.name = "id", .text = "17", .json = "17"},
    {.name = "name", .text = "a\"b\\\n", .json = R"("a\"b\\\u000a")"},
    {.name = "word", .text = "plain"},
    {.name = "raw word", .text = "x\"y", .is_raw = true},
};

std::string as_json(std::string_view text) {
    const auto whole = base::filled_json(text, fillings);
    return whole ? *whole : "error: " + whole.error().what();
}

} // namespace

TEST_CASE("holes: a text is taken apart at them", "[base]") {
    CHECK(base::pieces_of("").empty());
    CHECK(base::pieces_of("ab") == std::vector<base::Piece>{{.text = "ab"}});
    CHECK(
        base::pieces_of("/a/" + hole(12) + hole(0) + "?b") ==
        std::vector<base::Piece>{{.text = "/a/"}, {.hole = 12}, {.hole = 0}, {.text = "?b"}}
    );
    CHECK(base::has_holes("a" + hole(3)));
    CHECK_FALSE(base::has_holes("{{a}}"));
}

TEST_CASE("holes: they are filled with the texts as they are", "[base]") {
    CHECK(base::filled("/" + hole(0) + "/" + hole(2), fillings) == "/17/plain");
    CHECK(base::filled(hole(1), fillings) == "a\"b\\\n");
}

TEST_CASE("holes: in JSON a value is a value", "[base]") {
    CHECK(as_json(R"({"a":)" + hole(0) + "}") == R"({"a":17})");
    CHECK(as_json(R"({"a":)" + hole(1) + "}") == R"({"a":"a\"b\\\u000a"})");
    CHECK(as_json(R"({"a":"-)" + hole(1) + R"(-"})") == R"({"a":"-a\"b\\\u000a-"})");
    CHECK(as_json(R"("\")" + hole(2) + "\"") == R"("\"plain")");
    CHECK(as_json("[" + hole(2) + "]") == "error: the value of {{word}} is not JSON");
    CHECK(as_json("[" + hole(3) + "]") == "[x\"y]");
}

TEST_CASE("holes: no value gets into an expression within a string of jq", "[base]") {
    CHECK(as_json(R"("\(.a) )" + hole(2) + "\"") == "error: {{word}} in a string with \\( in it");
}
