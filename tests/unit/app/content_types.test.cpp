// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "unit/cli/parsed.hpp"

#include "latch/client/prepare.hpp"
#include "latch/request/compose.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace latch;
using cli::Words;

namespace {

/// What the command line does not hold: something on standard input or not, and the files.
enum class Input { none, piped };

const std::string none = "(none)";
const std::string any = "*/*";
const std::string json = "application/json";
const std::string json_first = "application/json, */*;q=0.5";
const std::string form = "application/x-www-form-urlencoded; charset=utf-8";
const std::string parts = "multipart/form-data; boundary=B";

/// A command line, and what a server would be told about the body.
struct Case {
    std::string why;
    Words words;
    std::string method, accept, type;
    Input input = Input::none;
};

http::StreamBody file(const request::Item& item) {
    http::StreamBody body;
    body.length = base::Bytes{3};
    body.replayable = true;
    body.name = item.value;
    return body;
}

request::Material material(const request::RequestSpec& spec, Input input) {
    request::Material material;
    material.boundary = "B";
    if (input == Input::piped) {
        material.stdin_body = http::BytesBody{"x"};
    }
    for (const request::Item& item : spec.items) {
        const bool is_body_file =
            item.kind == request::Item::Kind::body_file && !request::is_stdin(item);
        if (item.kind == request::Item::Kind::upload || is_body_file) {
            material.files.push_back(file(item));
        }
    }
    return material;
}

http::PreparedRequest prepared(const Case& each) {
    const request::RequestSpec spec = cli::sent(each.words).request;
    const session::Session session;
    const auto composed = request::compose(spec, session, material(spec, each.input));
    REQUIRE(composed);
    return client::prepare(composed->request, session, std::nullopt, {}).value();
}

void check(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        INFO(each.why << ": " << cli::joined(each.words));
        const http::PreparedRequest request = prepared(each);
        CHECK(request.method == each.method);
        CHECK(std::string(request.headers.find("Accept").value_or(none)) == each.accept);
        CHECK(std::string(request.headers.find("Content-Type").value_or(none)) == each.type);
    }
}

} // namespace

TEST_CASE("content types: nothing said about the format", "[app]") {
    check({
        {"nothing to send", {":/"}, "GET", any, none},
        {"POST alone sends nothing", {"POST", ":/"}, "POST", any, none},
        {"queries are no body", {":/", "q==1"}, "GET", any, none},
        {"header items neither", {":/", "A:1", "B;", "C:"}, "GET", any, none},
        {"a field is JSON", {":/", "a=1"}, "POST", json_first, json},
        {"a literal too", {":/", "a:=1"}, "POST", json_first, json},
        {"a field in a GET", {"GET", ":/", "a=1"}, "GET", json_first, json},
        {"a field in a DELETE", {"DELETE", ":/", "a=1"}, "DELETE", json_first, json},
        {"a raw body is taken for JSON", {"--raw=x", ":/"}, "POST", json_first, json},
        {"an empty one is a body too", {"--raw=", ":/"}, "POST", json_first, json},
        {"a pipe is taken for JSON", {":/"}, "POST", json_first, json, Input::piped},
        {"a pipe by name", {":/", "@-"}, "POST", json_first, json, Input::piped},
        {"a file has the type of its name", {":/", "@a.csv"}, "POST", json_first, "text/csv"},
        {"a file of no known kind", {":/", "@a.xyzzy"}, "POST", json_first, json},
        {"a file with a type said", {":/", "@a.csv;type=x/y"}, "POST", json_first, "x/y"},
        {"a pipe with a type said", {":/", "@-;type=x/y"}, "POST", json_first, "x/y", Input::piped},
    });
}

TEST_CASE("content types: --json wants JSON back even if it sends nothing", "[app]") {
    check({
        {"nothing to send", {"--json", ":/"}, "GET", json_first, json},
        {"POST alone", {"-j", "POST", ":/"}, "POST", json_first, json},
        {"queries", {"-j", ":/", "q==1"}, "GET", json_first, json},
        {"a field", {"-j", ":/", "a=1"}, "POST", json_first, json},
        {"a raw body", {"-j", "--raw=x", ":/"}, "POST", json_first, json},
        {"a pipe", {"-j", ":/"}, "POST", json_first, json, Input::piped},
        {"the name of a file knows better", {"-j", ":/", "@a.csv"}, "POST", json_first, "text/csv"},
        {"taken back", {"-j", "--no-json", ":/"}, "GET", any, none},
        {"said after --form", {"-f", "-j", ":/", "a=1"}, "POST", json_first, json},
        {"said before --form", {"-j", "-f", ":/", "a=1"}, "POST", any, form},
    });
}

TEST_CASE("content types: --form is a form, with files one of parts", "[app]") {
    check({
        {"nothing to send", {"--form", ":/"}, "GET", any, form},
        {"POST alone", {"-f", "POST", ":/"}, "POST", any, form},
        {"a field", {"-f", ":/", "a=1"}, "POST", any, form},
        {"a file makes it one of parts", {"-f", ":/", "a@b.txt"}, "POST", any, parts},
        {"a field and a file", {"-f", ":/", "a=1", "b@c.txt"}, "POST", any, parts},
        {"a raw body is meant to be a form", {"-f", "--raw=a=1", ":/"}, "POST", any, form},
        {"a pipe too", {"-f", ":/"}, "POST", any, form, Input::piped},
        {"a file as well, whatever its name", {"-f", ":/", "@a.csv"}, "POST", any, form},
        {"but not against what is said", {"-f", ":/", "@a.csv;type=x/y"}, "POST", any, "x/y"},
        {"taken back", {"-f", "--no-form", ":/", "a=1"}, "POST", json_first, json},
    });
}

TEST_CASE("content types: --multipart is one of parts even without a file", "[app]") {
    const std::string own = "multipart/form-data; boundary=own";
    check({
        {"a field", {"--multipart", ":/", "a=1"}, "POST", any, parts},
        {"a file", {"--multipart", ":/", "a@b.txt"}, "POST", any, parts},
        {"PUT", {"--multipart", "PUT", ":/", "a=1"}, "PUT", any, parts},
        {"a boundary said", {"--multipart", "--boundary=own", ":/", "a=1"}, "POST", any, own},
        {"with --form", {"-f", "--boundary=own", ":/", "a@b"}, "POST", any, own},
        {"a boundary nobody needs", {"-f", "--boundary=own", ":/", "a=1"}, "POST", any, form},
        {"taken back", {"--multipart", "--no-multipart", ":/", "a=1"}, "POST", json_first, json},
    });
}

TEST_CASE("content types: what is typed wins", "[app]") {
    check({
        {"a type for fields", {":/", "a=1", "Content-Type:x/y"}, "POST", json_first, "x/y"},
        {"in any case of letters", {":/", "a=1", "content-type:x/y"}, "POST", json_first, "x/y"},
        {"for a raw body", {"--raw=x", ":/", "Content-Type:x/y"}, "POST", json_first, "x/y"},
        {"for a form", {"-f", ":/", "a=1", "Content-Type:x/y"}, "POST", any, "x/y"},
        {"for a file", {":/", "@a.csv", "Content-Type:x/y"}, "POST", json_first, "x/y"},
        {"for a pipe", {":/", "Content-Type:x/y"}, "POST", json_first, "x/y", Input::piped},
        {"without a body", {":/", "Content-Type:x/y"}, "GET", any, "x/y"},
        {"left out", {":/", "a=1", "Content-Type:"}, "POST", json_first, none},
        {"left out of a form", {"-f", ":/", "a=1", "Content-Type:"}, "POST", any, none},
        {"empty", {":/", "a=1", "Content-Type;"}, "POST", json_first, ""},
        {"another taste", {":/", "a=1", "Accept:text/html"}, "POST", "text/html", json},
        {"no taste", {":/", "Accept:"}, "GET", none, none},
        {"--json's taste left out", {"-j", ":/", "Accept:"}, "GET", none, json},
        {"parts get their boundary",
         {"--multipart", ":/", "a=1", "Content-Type:multipart/mixed"},
         "POST",
         any,
         "multipart/mixed; boundary=B"},
        {"unless there is one",
         {"--multipart", ":/", "a=1", "Content-Type:multipart/mixed; boundary=Z"},
         "POST",
         any,
         "multipart/mixed; boundary=Z"},
    });
}
