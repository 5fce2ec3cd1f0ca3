// SPDX-License-Identifier: MIT
#include "cli/request_line.hpp"

#include "parsed.hpp"

using namespace latch::cli;

TEST_CASE("request line: session, method and URL are told apart", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view session, method, url; ///< empty: not there
        std::size_t items;
    };

    const Case cases[] = {
        {"a URL", {"x.test"}, "", "", "x.test", 0},
        {"a URL and items", {"x.test/a", "a=1", "B:2"}, "", "", "x.test/a", 2},
        {"a method", {"GET", "x.test"}, "", "GET", "x.test", 0},
        {"in lower case", {"post", ":8080/x", "a=1"}, "", "POST", ":8080/x", 1},
        {"of one's own", {"FLUSH", "x.test"}, "", "FLUSH", "x.test", 0},
        {"of one's own in lower case", {"purge", "localhost"}, "", "PURGE", "localhost", 0},
        {"with a dash", {"version-control", "x.test"}, "", "VERSION-CONTROL", "x.test", 0},
        {"an unregistered one with a dash is a host", {"m-search", "a=1"}, "", "", "m-search", 1},
        {"localhost is a host", {"localhost"}, "", "", "localhost", 0},
        {"whatever follows", {"localhost", "a=b"}, "", "", "localhost", 1},
        {"in capitals", {"LOCALHOST", "x:1"}, "", "", "LOCALHOST", 1},
        {"any single word is a host", {"intranet"}, "", "", "intranet", 0},
        {"followed by an item", {"intranet", "a=b"}, "", "", "intranet", 1},
        {"a header", {"intranet", "X-Name:v"}, "", "", "intranet", 1},
        {"an unset header", {"intranet", "Accept:"}, "", "", "intranet", 1},
        {"an empty header", {"intranet", "Accept;"}, "", "", "intranet", 1},
        {"a query", {"intranet", "q==x"}, "", "", "intranet", 1},
        {"JSON", {"intranet", "a:=[1]"}, "", "", "intranet", 1},
        {"an item with a URL in it", {"intranet", "next=http://y.test"}, "", "", "intranet", 1},
        {"a header with a URL in it", {"intranet", "Origin:http://y"}, "", "", "intranet", 1},
        {"a header with a mail address", {"intranet", "From:b@y.test"}, "", "", "intranet", 1},
        {"a letters-only word before a URL", {"intranet", "y.test"}, "", "INTRANET", "y.test", 0},
        {"before a URL with a port", {"get", "y:80/a=b"}, "", "GET", "y:80/a=b", 0},
        {"before a literal", {"get", "[::1]:80"}, "", "GET", "[::1]:80", 0},
        {"before a path", {"get", "/x=y"}, "", "GET", "/x=y", 0},
        {"before shorthands", {"head", ":"}, "", "HEAD", ":", 0},
        {"before a user", {"get", "bob:pw@y.test/"}, "", "GET", "bob:pw@y.test/", 0},
        {"two dots are no method", {"a.b", "c.d=1"}, "", "", "a.b", 1},
        {"a session", {"@app", "x.test"}, "app", "", "x.test", 0},
        {"a session and a method", {"@app", "put", "/x", "a=1"}, "app", "PUT", "/x", 1},
        {"a session file", {"@./s.json", "/x"}, "./s.json", "", "/x", 0},
        {"a URL with commas and equals signs", {"x.test/?a=b&c=d"}, "", "", "x.test/?a=b&c=d", 0},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        const auto line = read_request_line(c.words);
        REQUIRE(line);
        CHECK(line->session.value_or("") == c.session);
        CHECK(line->method.value_or("") == c.method);
        CHECK(line->url == c.url);
        CHECK(line->items.size() == c.items);
    }
}

TEST_CASE("request line: items keep their order and their text", "[cli]") {
    using Kind = latch::request::Item::Kind;
    const auto line = read_request_line(Words{"x.test", "b=2", "q==[1]", "A:1", "a:={\"x\":1.0}"});
    REQUIRE(line);
    const std::vector<latch::request::Item> expected{
        {Kind::text_field, "b", "2"},
        {Kind::query, "q", "[1]"},
        {Kind::header, "A", "1"},
        {Kind::json_field, "a", "{\"x\":1.0}"},
    };
    CHECK(line->items == expected);
}

TEST_CASE("request line: what can be a URL", "[cli]") {
    for (const std::string_view url : {"localhost",   "x.test",
                                       "x.test:8080", "x.test:8080/a=b",
                                       "x.test/a=b",  "x.test?a=b",
                                       "x.test#a=b",  "http://x",
                                       "HTTPS://x",   "http+unix://%2Frun%2Fa.sock/x",
                                       "://x",        "/x",
                                       ":",           ":8080",
                                       ":8080/x",     ":/x",
                                       "[::1]",       "[::1]:80/x",
                                       "1.2.3.4",     "gr\xc3\xbc\xc3\x9f.test",
                                       "under_score"}) {
        INFO(url);
        CHECK(can_be_url(url));
    }
    for (const std::string_view item :
         {"",
          "a=b",
          "a==b",
          "a:=1",
          "a:b",
          "a:",
          "a;",
          "a:8080x",
          "a@b",
          "next=http://x",
          "Origin:http://x",
          "[0]=x",
          "[]=x",
          "a[::]=x",
          "[::1]x",
          ":x",
          "a b",
          "@file"}) {
        INFO(item);
        CHECK_FALSE(can_be_url(item));
    }
}

TEST_CASE("request line: registered methods in any case", "[cli]") {
    CHECK(is_registered_method("GET"));
    CHECK(is_registered_method("propFind"));
    CHECK(is_registered_method("baseline-control"));
    CHECK(is_registered_method("query"));
    CHECK_FALSE(is_registered_method("GETS"));
    CHECK_FALSE(is_registered_method(""));
}
