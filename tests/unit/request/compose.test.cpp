// SPDX-License-Identifier: MIT
#include "latch/request/compose.hpp"

#include "support/catch.hpp"
#include "unit/request/items.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace latch::request;
using latch::access::SecretSource;
using latch::base::ErrorKind;
using latch::base::Secret;
using latch::http::Body;
using latch::http::BytesBody;
using latch::http::Headers;
using latch::http::NoBody;
using latch::session::Session;
using latch::test::items;

namespace {

RequestSpec spec(std::string url, std::vector<Item> items = {}) {
    RequestSpec made;
    made.url = std::move(url);
    made.items = std::move(items);
    return made;
}

RequestSpec spec_of(BodyFormat format, std::vector<Item> items = {}) {
    RequestSpec made = spec("http://h/", std::move(items));
    made.format = format;
    return made;
}

Session based_on(std::string base) {
    Session session;
    session.base = std::move(base);
    return session;
}

/// The composed request, without a session and standard input.
Composed composed(const RequestSpec& spec, const Session& session = Session()) {
    return compose(spec, session, Material()).value();
}

latch::base::Error
refused(const RequestSpec& spec, const Session& session = Session(), Body stdin_body = NoBody{}) {
    const auto result = compose(spec, session, {.stdin_body = std::move(stdin_body)});
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind() == ErrorKind::usage);
    return result.error();
}

std::string bytes_of(const Body& body) {
    REQUIRE(std::holds_alternative<BytesBody>(body));
    return std::get<BytesBody>(body).bytes;
}

std::string default_of(const Composed& composed, std::string_view name) {
    return std::string(composed.request.defaults.find(name).value_or("(none)"));
}

} // namespace

TEST_CASE("compose: a path is resolved below the session's base", "[request]") {
    struct Case {
        std::string_view why, base, typed, url;
    };

    const std::vector<Case> cases{
        {"a host", "http://h", "/x", "http://h/x"},
        {"a slash at the end of the base", "http://h/", "/x", "http://h/x"},
        {"a path", "https://h:8443/v2", "/users", "https://h:8443/v2/users"},
        {"a path that ends with a slash", "https://h/v2/", "/users", "https://h/v2/users"},
        {"many slashes", "https://h/v2//", "//users", "https://h/v2/users"},
        {"the root", "http://h/v2", "/", "http://h/v2/"},
        {"a query that was typed", "http://h/v2", "/x?a=b", "http://h/v2/x?a=b"},
        {"a query in the base is not one of paths", "http://h/v2?k=1#f", "/x", "http://h/v2/x"},
        {"dot segments stay below the host", "http://h/v2", "/../x", "http://h/x"},
        {"a base without a scheme", "h:8080", "/x", "http://h:8080/x"},
        {"a whole URL needs no base", "http://h/v2", "http://other/x", "http://other/x"},
        {"a shorthand neither", "http://h/v2", ":9000/x", "http://localhost:9000/x"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto made = composed(spec(std::string(c.typed)), based_on(std::string(c.base)));
        CHECK(to_string(made.request.url) == c.url);
        CHECK(made.typed.url == made.request.url);
    }
}

TEST_CASE("compose: a path without a base is refused", "[request]") {
    CHECK(refused(spec("/x")).what() == "there is no host in /x");
    CHECK(refused(spec("/x")).hint() == "write :/x for localhost");
    CHECK(refused(spec("/x"), based_on("")).what() == "there is no host in /x");
    refused(spec(""));
    refused(spec("ftp://h/"));
}

TEST_CASE("compose: the rules for URLs are handed on", "[request]") {
    RequestSpec wish = spec("h/a/../b");
    wish.url_rules = {.default_scheme = latch::http::Scheme::https, .path_as_is = true};
    CHECK(to_string(composed(wish).request.url) == "https://h/a/../b");
}

TEST_CASE("compose: query items follow what the URL has, in order", "[request]") {
    const auto made = composed(spec("http://h/x?z=0", items({"a==1 2", "b==/", "a==3"})));
    CHECK(to_string(made.request.url) == "http://h/x?z=0&a=1+2&b=%2F&a=3");
    CHECK(made.request.method == "GET");
    CHECK(to_string(made.typed.url) == "http://h/x?z=0&a=1+2&b=%2F&a=3");
}

TEST_CASE(
    "compose: a session's parameters stand between the URL's and the typed ones", "[request]"
) {
    struct Case {
        std::string_view why;
        std::string url;
        std::vector<Item> items;
        std::string_view composed;
    };

    Session session = based_on("https://h/v2");
    session.at({latch::http::Scheme::https, "h", 443}).params = {
        {"a", "1 2"}, {"b", "/"}, {"a", "3"}};
    const std::vector<Case> cases = {
        {"all, in their order", "https://h/", {}, "https://h/?a=1+2&b=%2F&a=3"},
        {"below the base", "/x", {}, "https://h/v2/x?a=1+2&b=%2F&a=3"},
        {"behind the URL's own", "/?b=0", {}, "https://h/v2/?b=0&a=1+2&b=%2F&a=3"},
        {"a typed name is typed alone", "/", items({"a==4"}), "https://h/v2/?b=%2F&a=4"},
        {"left away, as a header by NAME:", "/", items({"a=="}), "https://h/v2/?b=%2F"},
        {"and typed once more", "/", items({"a==", "a==5"}), "https://h/v2/?b=%2F&a=5"},
        {"empty where there is none", "/", items({"c=="}), "https://h/v2/?a=1+2&b=%2F&a=3&c="},
        {"by its very name", "/", items({"A==4"}), "https://h/v2/?a=1+2&b=%2F&a=3&A=4"},
        {"a field is none", "/", items({"a=4"}), "https://h/v2/?a=1+2&b=%2F&a=3"},
        {"not to another scheme", "http://h/", {}, "http://h/"},
        {"not to another port", "https://h:444/", {}, "https://h:444/"},
        {"not to another host", "https://i/", {}, "https://i/"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(to_string(composed(spec(c.url, c.items), session).request.url) == c.composed);
    }
}

TEST_CASE("compose: the method is implied by the body", "[request]") {
    CHECK(composed(spec("http://h/")).request.method == "GET");
    CHECK(composed(spec("http://h/", items({"X-A:b", "q==1"}))).request.method == "GET");
    CHECK(composed(spec("http://h/", items({"a=b"}))).request.method == "POST");
    CHECK(composed(spec("http://h/", items({"a:=1"}))).request.method == "POST");
    CHECK(composed(spec_of(BodyFormat::json)).request.method == "GET");
    CHECK(composed(spec_of(BodyFormat::form)).request.method == "GET");

    RequestSpec raw = spec("http://h/");
    raw.raw = "";
    CHECK(composed(raw).request.method == "POST");
    CHECK(
        compose(spec("http://h/"), Session(), {.stdin_body = BytesBody{"x"}})
            .value()
            .request.method == "POST"
    );

    RequestSpec put = spec("http://h/", items({"a=b"}));
    put.method = "PUT";
    CHECK(composed(put).request.method == "PUT");
    put.method = "GET";
    CHECK(composed(put).request.method == "GET");
}

TEST_CASE("compose: fields become the body in the format asked for", "[request]") {
    const auto fields = items({"a=1", "b:=[true]"});
    CHECK(bytes_of(composed(spec("http://h/", fields)).request.body) == R"({"a":"1","b":[true]})");
    CHECK(
        bytes_of(composed(spec_of(BodyFormat::json, fields)).request.body) ==
        R"({"a":"1","b":[true]})"
    );
    CHECK(bytes_of(composed(spec_of(BodyFormat::form, items({"a=1"}))).request.body) == "a=1");
    CHECK(std::holds_alternative<NoBody>(composed(spec_of(BodyFormat::json)).request.body));
    CHECK(
        bytes_of(composed(spec("http://h/", items({"a[b]=1"}))).request.body) ==
        R"({"a":{"b":"1"}})"
    );
    CHECK(refused(spec_of(BodyFormat::form, fields)).what() == "a form cannot hold the value of b");
}

TEST_CASE("compose: other bodies are passed on as they are", "[request]") {
    RequestSpec raw = spec("http://h/");
    raw.raw = "{ not json";
    CHECK(bytes_of(composed(raw).request.body) == "{ not json");
    raw.raw = "";
    CHECK(bytes_of(composed(raw).request.body).empty());
    CHECK(
        bytes_of(compose(spec("http://h/"), Session(), {.stdin_body = BytesBody{"x\n"}})
                     .value()
                     .request.body) == "x\n"
    );
}

TEST_CASE("compose: a request has one body", "[request]") {
    RequestSpec raw = spec("http://h/");
    raw.raw = "";
    RequestSpec both = spec("http://h/", items({"q==1", "name=x"}));
    both.raw = "x";
    CHECK(refused(both).what() == "two request bodies");
    CHECK(refused(both).cause() == "the field name and --raw");

    const Body bytes = BytesBody{"x"};
    CHECK(refused(raw, Session(), bytes).cause() == "--raw and standard input");
    const auto error = refused(spec("http://h/", items({"name=x"})), Session(), bytes);
    CHECK(error.cause() == "the field name and standard input");
    CHECK(error.hint().find("--ignore-stdin") != std::string::npos);
}

TEST_CASE("compose: defaults are HTTPie's", "[request]") {
    const std::string json_accept = "application/json, */*;q=0.5";
    const std::string form_type = "application/x-www-form-urlencoded; charset=utf-8";

    struct Case {
        std::string_view why;
        RequestSpec spec;
        std::string accept, type;
    };

    RequestSpec raw = spec("http://h/");
    raw.raw = "x";
    RequestSpec raw_form = raw;
    raw_form.format = BodyFormat::form;
    const std::vector<Case> cases{
        {"nothing to send", spec("http://h/"), "*/*", "(none)"},
        {"headers and queries are no data",
         spec("http://h/", items({"A:b", "q==1"})),
         "*/*",
         "(none)"},
        {"fields", spec("http://h/", items({"a=1"})), json_accept, "application/json"},
        {"--raw", raw, json_accept, "application/json"},
        {"--json without data", spec_of(BodyFormat::json), json_accept, "application/json"},
        {"--form", spec_of(BodyFormat::form, items({"a=1"})), "*/*", form_type},
        {"--form without data", spec_of(BodyFormat::form), "*/*", form_type},
        {"--form --raw", raw_form, "*/*", form_type},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto made = composed(c.spec);
        CHECK(default_of(made, "Accept") == c.accept);
        CHECK(default_of(made, "Content-Type") == c.type);
        CHECK(default_of(made, "Accept-Encoding") == "gzip, deflate, br, zstd");
        CHECK(default_of(made, "User-Agent").starts_with("latch/"));
        CHECK(default_of(made, "User-Agent").size() > 6);
    }
    const auto from_stdin =
        compose(spec("http://h/"), Session(), {.stdin_body = BytesBody{"x"}}).value();
    CHECK(default_of(from_stdin, "Content-Type") == "application/json");
}

TEST_CASE("compose: header items are typed lines, the unset ones names", "[request]") {
    struct Case {
        std::string_view why;
        std::vector<Item> items;
        Headers typed;
        std::vector<std::string> suppressed;
    };

    const std::vector<Case> cases{
        {"repeats stay lines of their own", items({"A:1", "a:2"}), {{"A", "1"}, {"a", "2"}}, {}},
        {"empty ones are sent", items({"A;"}), {{"A", ""}}, {}},
        {"unset ones are named", items({"Accept:", "User-Agent:"}), {}, {"Accept", "User-Agent"}},
        {"named once", items({"Accept:", "accept:"}), {}, {"accept"}},
        {"a later value turns it on again", items({"Accept:", "accept:x"}), {{"accept", "x"}}, {}},
        {"an empty one too", items({"Accept:", "Accept;"}), {{"Accept", ""}}, {}},
        {"a later unset wipes", items({"A:1", "B:2", "a:", "A:3"}), {{"B", "2"}, {"A", "3"}}, {}},
        {"and stays if nothing follows", items({"A:1", "a:"}), {}, {"a"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto made = composed(spec("http://h/", c.items));
        CHECK(made.request.typed == c.typed);
        CHECK(made.request.suppressed == c.suppressed);
        CHECK(made.typed.headers == c.typed);
        CHECK(made.request.defaults.contains("Accept"));
    }
}

TEST_CASE("compose: an Authorization item wins over --auth", "[request]") {
    RequestSpec wish = spec("http://h/", items({"authorization:Custom x"}));
    wish.auth = {.scheme = {}, .user = "bob", .secret = SecretSource{.text = Secret("pw")}};
    const auto made = composed(wish);
    CHECK(made.request.typed == Headers{{"authorization", "Custom x"}});
    CHECK_FALSE(made.typed.auth.has_value());
    CHECK(made.typed.headers == Headers{{"authorization", "Custom x"}});

    wish.items = items({"Authorization:"});
    const auto unset = composed(wish);
    CHECK(unset.request.typed.empty());
    CHECK(unset.request.suppressed.empty());
    CHECK(unset.typed.auth->account.user == "bob");
}

TEST_CASE("compose: credentials that no header can hold are refused", "[request]") {
    RequestSpec wish = spec("http://h/");
    wish.auth = {.scheme = {}, .user = "a:b", .secret = SecretSource{.text = Secret("hunter2")}};
    refused(wish);
    refused(spec("http://a%3Ab:hunter2@h/"));
    const auto error = refused(spec("http://bob:hunter2%0A@h/"));
    CHECK((error.what() + error.cause() + error.hint()).find("hunter2") == std::string::npos);
}
