// SPDX-License-Identifier: MIT
#include "latch/http/multipart.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::http;

namespace {

std::string text_of(std::vector<FormPart> parts) {
    const JoinedBody body = multipart_body(std::move(parts), "B");
    REQUIRE(body.pieces.size() == 1);
    return std::get<BytesBody>(body.pieces.front()).bytes;
}

} // namespace

TEST_CASE("multipart: names cannot end their quotes or their line", "[http]") {
    CHECK(
        text_of({{.name = "a\"b\r\nc\\d", .content = BytesBody{"x"}, .file_name = "f\"\n.txt"}}) ==
        "--B\r\nContent-Disposition: form-data; name=\"a%22b%0D%0Ac\\d\"; "
        "filename=\"f%22%0A.txt\"\r\n\r\nx\r\n--B--\r\n"
    );
    CHECK(
        text_of({{.name = "\xc3\xbc%", .content = BytesBody{}}}) ==
        "--B\r\nContent-Disposition: form-data; name=\"\xc3\xbc%\"\r\n\r\n\r\n--B--\r\n"
    );
    CHECK(text_of({}) == "--B--\r\n");
}

TEST_CASE("multipart: the parts of a body with files can be told again", "[http]") {
    const StreamBody file{.source = {}, .length = {}, .replayable = true, .name = "/tmp/f"};
    const auto parts = form_parts(multipart_body(
        {{.name = "a", .content = BytesBody{"two\r\n\r\nlines"}},
         {.name = "none", .content = BytesBody{}},
         {.name = "f", .content = file, .file_name = "n", .media_type = "text/css"},
         {.name = "b", .content = BytesBody{"--B--"}},
         {.name = "g", .content = file}},
        "B"
    ));
    REQUIRE(parts.size() == 5);
    CHECK(std::get<BytesBody>(parts[0].content).bytes == "two\r\n\r\nlines");
    CHECK_FALSE(parts[0].file_name);
    CHECK(parts[1].name == "none");
    CHECK(std::get<BytesBody>(parts[1].content).bytes.empty());
    CHECK(std::get<StreamBody>(parts[2].content).name == "/tmp/f");
    CHECK(parts[2].file_name == "n");
    CHECK(parts[2].media_type == "text/css");
    CHECK(parts[3].name == "b");
    CHECK(std::get<BytesBody>(parts[3].content).bytes == "--B--");
    CHECK(parts[4].name == "g");
    CHECK(std::get<StreamBody>(parts[4].content).name == "/tmp/f");
    CHECK_FALSE(parts[4].file_name);
}

TEST_CASE("multipart: a boundary is 1 to 70 of certain characters", "[http]") {
    struct Case {
        std::string why, text;
        bool is_one;
    };

    const std::vector<Case> cases{
        {"letters and digits", "abc-123", true},
        {"all marks", "'()+_,-./:=?", true},
        {"a blank inside", "a b", true},
        {"70", std::string(70, 'x'), true},
        {"71", std::string(71, 'x'), false},
        {"nothing", "", false},
        {"a blank at the end", "a ", false},
        {"a line end", "a\r\nb", false},
        {"quotes", "a\"b", false},
        {"not ASCII", "\xc3\xbc", false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(is_boundary(c.text) == c.is_one);
    }
}

TEST_CASE("multipart: the type quotes a boundary that is no token", "[http]") {
    CHECK(multipart_type("abc") == "multipart/form-data; boundary=abc");
    CHECK(multipart_type("a b") == "multipart/form-data; boundary=\"a b\"");
    CHECK(with_boundary("multipart/mixed", "x") == "multipart/mixed; boundary=x");
}
