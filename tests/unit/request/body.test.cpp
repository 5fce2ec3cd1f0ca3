// SPDX-License-Identifier: MIT
#include "request/body.hpp"

#include "support/catch.hpp"
#include "unit/request/items.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

using namespace latch;
using namespace latch::request;
using latch::test::items;

namespace {

RequestSpec wish(BodyFormat format, std::vector<Item> items) {
    RequestSpec spec;
    spec.format = format;
    spec.items = std::move(items);
    return spec;
}

http::StreamBody file(std::string name, std::uint64_t length) {
    http::StreamBody body;
    body.length = base::Bytes{length};
    body.replayable = true;
    body.name = std::move(name);
    return body;
}

ComposedBody composed(const RequestSpec& spec, std::vector<http::StreamBody> files = {}) {
    return compose_body(spec, {.stdin_body = {}, .files = std::move(files), .boundary = "B"})
        .value();
}

constexpr auto implied = BodyFormat::implied_json;
constexpr auto json = BodyFormat::json;
constexpr auto form = BodyFormat::form;
constexpr auto multipart = BodyFormat::multipart;

} // namespace

TEST_CASE("body: a file is the whole body, its type that of its name", "[request]") {
    struct Case {
        std::string_view why;
        RequestSpec spec;
        std::string_view type;
    };

    const std::vector<Case> cases{
        {"text", wish(implied, items({"@a.txt"})), "text/plain"},
        {"an extension in capitals", wish(implied, items({"@A.PNG"})), "image/png"},
        {"of an unknown kind", wish(implied, items({"@a.xyzzy"})), "application/json"},
        {"without an extension", wish(json, items({"@a"})), "application/json"},
        {"with a type", wish(implied, items({"@a.txt;type=text/csv"})), "text/csv"},
        {"as a form",
         wish(form, items({"@a.txt"})),
         "application/x-www-form-urlencoded; charset=utf-8"},
        {"as a form with a type", wish(form, items({"@a;type=x/y"})), "x/y"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto made = composed(c.spec, {file("a", 7)});
        CHECK(made.media_type == c.type);
        REQUIRE(std::holds_alternative<http::StreamBody>(made.body));
        CHECK(http::length_of(made.body) == base::Bytes{7});
    }
}

TEST_CASE("body: @- is what standard input gave", "[request]") {
    const auto made = compose_body(
        wish(implied, items({"@-;type=text/csv"})), {.stdin_body = http::BytesBody{"a,b"}}
    );
    REQUIRE(made.has_value());
    CHECK(made->media_type == "text/csv");
    CHECK(std::get<http::BytesBody>(made->body).bytes == "a,b");
}

TEST_CASE("body: fields and files make a multipart form", "[request]") {
    const auto made = composed(
        wish(
            form,
            items({"a=1", "f@dir/p.png", "n:=1.50", R"(s:="q\"")", "g@x;type=t/u;filename=y z"})
        ),
        {file("dir/p.png", 10), file("x", 20)}
    );
    CHECK(made.media_type == "multipart/form-data; boundary=B");
    CHECK(made.boundary == "B");
    REQUIRE(std::holds_alternative<http::JoinedBody>(made.body));
    const auto& pieces = std::get<http::JoinedBody>(made.body).pieces;
    REQUIRE(pieces.size() == 5);
    CHECK(
        std::get<http::BytesBody>(pieces[0]).bytes ==
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"p.png\"\r\n"
        "Content-Type: image/png\r\n\r\n"
    );
    CHECK(std::get<http::StreamBody>(pieces[1]).name == "dir/p.png");
    CHECK(
        std::get<http::BytesBody>(pieces[2]).bytes ==
        "\r\n--B\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n1.50\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"s\"\r\n\r\nq\"\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"g\"; filename=\"y z\"\r\n"
        "Content-Type: t/u\r\n\r\n"
    );
    CHECK(std::get<http::StreamBody>(pieces[3]).name == "x");
    CHECK(std::get<http::BytesBody>(pieces[4]).bytes == "\r\n--B--\r\n");
}

TEST_CASE("body: --multipart needs no file, and nothing needs no form", "[request]") {
    const auto made = composed(wish(multipart, items({"a=1"})));
    const auto& pieces = std::get<http::JoinedBody>(made.body).pieces;
    REQUIRE(pieces.size() == 1);
    CHECK(
        std::get<http::BytesBody>(pieces[0]).bytes ==
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B--\r\n"
    );
    const auto none = composed(wish(multipart, items({"X:y"})));
    CHECK_FALSE(http::has_body(none.body));
    CHECK(none.media_type.empty());
}

TEST_CASE("body: a text that a file holds is a part without a file name", "[request]") {
    for (const BodyFormat format : {multipart, form}) {
        const auto made = composed(
            wish(format, items({"a=@dir/t.txt", "f@p.png"})),
            {file("dir/t.txt", 7), file("p.png", 9)}
        );
        const auto& pieces = std::get<http::JoinedBody>(made.body).pieces;
        REQUIRE(pieces.size() == 5);
        CHECK(
            std::get<http::BytesBody>(pieces[0]).bytes ==
            "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
        );
        CHECK(std::get<http::StreamBody>(pieces[1]).name == "dir/t.txt");
        CHECK(std::get<http::StreamBody>(pieces[3]).name == "p.png");
    }
}

TEST_CASE("body: the boundary is the typed one, if any", "[request]") {
    RequestSpec spec = wish(multipart, items({"a=1"}));
    spec.boundary = "mine";
    CHECK(composed(spec).boundary == "mine");
    spec.items = items({"a=1", "content-type:multipart/mixed; boundary=\"in the type\""});
    CHECK(composed(spec).boundary == "in the type");
    spec.items = items({"a=1", "Content-Type:multipart/mixed"});
    CHECK(composed(spec).boundary == "mine");
}

TEST_CASE("body: a form that is sent twice can be, unless a part came from a pipe", "[request]") {
    const auto spec = wish(form, items({"f@a"}));
    CHECK(http::is_replayable(composed(spec, {file("a", 1)}).body));
    http::StreamBody pipe = file("a", 1);
    pipe.replayable = false;
    pipe.length.reset();
    const auto made = composed(spec, {pipe});
    CHECK_FALSE(http::is_replayable(made.body));
    CHECK(http::unrepeatable_part(made.body)->name == "a");
    CHECK_FALSE(http::length_of(made.body).has_value());
}

TEST_CASE("body: what does not go together is refused", "[request]") {
    struct Case {
        std::string_view why;
        RequestSpec spec;
        std::string_view what, cause;
    };

    RequestSpec raw_and_file = wish(implied, items({"@a"}));
    raw_and_file.raw = "";
    RequestSpec raw_multipart = wish(multipart, {});
    raw_multipart.raw = "x";
    const std::vector<Case> cases{
        {"an upload as JSON",
         wish(implied, items({"f@a"})),
         "a file upload (f@...) without a form",
         "JSON cannot hold files"},
        {"two files", wish(implied, items({"@a", "@b"})), "two request bodies", "@a and @b"},
        {"standard input twice",
         wish(implied, items({"@-", "@-"})),
         "two request bodies",
         "@- and @-"},
        {"a field and a file",
         wish(implied, items({"x=1", "@b"})),
         "two request bodies",
         "the field x and @b"},
        {"an upload and a file",
         wish(form, items({"x@a", "@b"})),
         "two request bodies",
         "the upload x and @b"},
        {"a file and --raw", raw_and_file, "two request bodies", "@a and --raw"},
        {"a multipart form of one file",
         wish(multipart, items({"@a"})),
         "--multipart cannot send @a",
         "its body is made of fields and files with names"},
        {"or of --raw",
         raw_multipart,
         "--multipart cannot send --raw",
         "its body is made of fields and files with names"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto made = compose_body(
            c.spec, {.stdin_body = {}, .files = {file("a", 1), file("b", 1)}, .boundary = "B"}
        );
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().kind() == base::ErrorKind::usage);
        CHECK(made.error().what() == c.what);
        CHECK(made.error().cause() == c.cause);
    }
    const auto from_stdin = compose_body(wish(multipart, {}), {.stdin_body = http::BytesBody{"x"}});
    CHECK(from_stdin.error().what() == "--multipart cannot send standard input");
}

TEST_CASE("body: --compress does not go with what cannot be compressed", "[request]") {
    struct Case {
        std::string_view why;
        RequestSpec spec;
        std::string_view what;
    };

    std::vector<Case> cases{
        {"chunks", wish(implied, items({"a=1"})), "cannot compress --chunked"},
        {"a multipart form", wish(multipart, items({"a=1"})), "cannot compress a multipart form"},
        {"a coding of the user's",
         wish(implied, items({"a=1", "content-encoding:gzip"})),
         "--compress and content-encoding contradict each other"},
        {"one that is unset",
         wish(implied, items({"a=1", "Content-Encoding:"})),
         "--compress and Content-Encoding contradict each other"},
    };
    cases.front().spec.chunked = true;
    for (Case& c : cases) {
        INFO(c.why);
        CHECK(compose_body(c.spec, {}).has_value());
        c.spec.compression = Compression::if_smaller;
        CHECK(compose_body(c.spec, {}).error().what() == c.what);
    }
}
