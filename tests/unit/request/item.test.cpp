// SPDX-License-Identifier: MIT
#include "latch/request/item.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::request;
using latch::base::Error;
using latch::base::ErrorKind;
using Kind = Item::Kind;

namespace {

std::string all_text(const Error& error) {
    return error.what() + '\n' + error.cause() + '\n' + error.hint();
}

} // namespace

TEST_CASE("item: the earliest separator counts, and the longest that starts there", "[request]") {
    struct Case {
        std::string_view why, word;
        Item item;
    };

    const std::vector<Case> cases{
        {"a header", "X-Tenant:acme", {Kind::header, "X-Tenant", "acme"}},
        {"its value is trimmed", "X-Tenant:  acme \t", {Kind::header, "X-Tenant", "acme"}},
        {"separators in it are inert",
         "Referer:http://h/?a==b;c@d",
         {Kind::header, "Referer", "http://h/?a==b;c@d"}},
        {"UTF-8 in it", "X-Name:J\xc3\xbcrgen", {Kind::header, "X-Name", "J\xc3\xbcrgen"}},
        {"blanks are a value", "X-A: ", {Kind::header, "X-A", ""}},
        {"an unset header", "Accept:", {Kind::unset_header, "Accept", ""}},
        {"an empty header", "X-Empty;", {Kind::empty_header, "X-Empty", ""}},
        {"a query parameter", "q==a b", {Kind::query, "q", "a b"}},
        {"an empty one", "q==", {Kind::query, "q", ""}},
        {"three equal signs", "q===x", {Kind::query, "q", "=x"}},
        {"a text field", "name=value", {Kind::text_field, "name", "value"}},
        {"an empty one", "name=", {Kind::text_field, "name", ""}},
        {"without a name", "=x", {Kind::text_field, "", "x"}},
        {"a colon in its value", "url=http://h:1/", {Kind::text_field, "url", "http://h:1/"}},
        {"the colon behind the equal sign", "a=:b", {Kind::text_field, "a", ":b"}},
        {"an at sign inside the value", "mail=a@b", {Kind::text_field, "mail", "a@b"}},
        {"a semicolon in its value", "a=b;c", {Kind::text_field, "a", "b;c"}},
        {"a JSON field", "n:=1", {Kind::json_field, "n", "1"}},
        {"without a name", ":=1", {Kind::json_field, "", "1"}},
        {"a dash and digits in a name", "a-1=x", {Kind::text_field, "a-1", "x"}},
        {"brackets are no matter of the item", "a[b]=x", {Kind::text_field, "a[b]", "x"}},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.word);
        const auto item = parse_item(c.word);
        REQUIRE(item.has_value());
        CHECK(*item == c.item);
    }
}

TEST_CASE("item: a backslash makes a separator character literal", "[request]") {
    struct Case {
        std::string_view why, word;
        Item item;
    };

    const std::vector<Case> cases{
        {"a colon in a name", R"(a\:b=c)", {Kind::text_field, "a:b", "c"}},
        {"an equal sign in a name", R"(a\=b=c)", {Kind::text_field, "a=b", "c"}},
        {"an at sign in a name", R"(a\@b=c)", {Kind::text_field, "a@b", "c"}},
        {"a semicolon in a name", R"(a\;b=c)", {Kind::text_field, "a;b", "c"}},
        {"it breaks a longer separator", R"(a=\=b)", {Kind::text_field, "a", "=b"}},
        {"it breaks the JSON separator", R"(a:\=b)", {Kind::header, "a", "=b"}},
        {"it breaks a file form", R"(a=\@b)", {Kind::text_field, "a", "@b"}},
        {"it breaks a query's file form", R"(a==\@b)", {Kind::query, "a", "@b"}},
        {"the first half of a separator", R"(a\==b)", {Kind::text_field, "a=", "b"}},
        {"values lose it too", R"(a=b\:c)", {Kind::text_field, "a", "b:c"}},
        {"before anything else it stays", R"(a\b=c\d)", {Kind::text_field, R"(a\b)", R"(c\d)"}},
        {"before itself both stay", R"(p\\q=r)", {Kind::text_field, R"(p\\q)", "r"}},
        {"of two the second escapes nothing", R"(p\\=r)", {Kind::text_field, R"(p\\)", "r"}},
        {"at the end it stays", R"(a=b\)", {Kind::text_field, "a", R"(b\)"}},
        {"brackets keep theirs for a later layer", R"(a\[b=c)", {Kind::text_field, R"(a\[b)", "c"}},
        {"JSON's own escapes stay", R"(a:="x\\:\n\"")", {Kind::json_field, "a", R"("x\\:\n\"")"}},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.word);
        const auto item = parse_item(c.word);
        REQUIRE(item.has_value());
        CHECK(*item == c.item);
    }
}

TEST_CASE("item: JSON keeps its text exactly", "[request]") {
    struct Case {
        std::string_view why, literal;
    };

    const std::vector<Case> cases{
        {"more digits than a double has", "12345678901234567890.10"},
        {"beyond the range of a double", "1e400"},
        {"the exponent as typed", "1E+5"},
        {"blanks inside", R"({ "b": 1,  "a": [ ] })"},
        {"repeated keys", R"({"a":1,"a":2})"},
        {"escapes", R"("\u00e9\/")"},
        {"UTF-8", "\"\xc3\xa9\""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto item = parse_item("v:=" + std::string(c.literal));
        REQUIRE(item.has_value());
        CHECK(*item == Item{Kind::json_field, "v", std::string(c.literal)});
    }
    CHECK(parse_item("v:= \n[1] \t")->value == "[1]");
}

TEST_CASE("item: a flaw in JSON is shown with a caret", "[request]") {
    const auto wrong = parse_item(R"(a:={"b":1,"c":x})");
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().kind() == ErrorKind::usage);
    CHECK(wrong.error().what() == "the value of a is not JSON");
    CHECK(wrong.error().cause() == "expected a value");
    CHECK(
        wrong.error().hint() == "{\"b\":1,\"c\":x}\n"
                                "           ^\n"
                                "a=... (without the colon) is text"
    );
    CHECK(parse_item("a:=").error().cause() == "expected a value");
    CHECK(parse_item("a:==1").error().what() == "the value of a is not JSON");
    CHECK(parse_item("a:=\"\xff\"").error().what() == "the value of a is not UTF-8");
}

TEST_CASE("item: what is no item is refused with advice", "[request]") {
    struct Case {
        std::string_view why, word, what, hint;
    };

    const std::vector<Case> cases{
        {"an empty word", "", "a request item is empty", "a shell variable may have been empty"},
        {"a word", "foo", "\"foo\" is not a request item", "foo=TEXT is a field"},
        {"a method behind the URL",
         "POST",
         "\"POST\" is not a request item",
         "the method goes before the URL"},
        {"a path", "/api/me", "\"/api/me\" is not a request item", "there is one URL"},
        {"escaped separators are none", R"(a\=b)", R"("a\=b" is not a request item)", "is a field"},
        {"a second URL", "http://h/x", "a second URL among the request items", "there is one URL"},
        {"a second URL", "https://h", "a second URL among the request items", "there is one URL"},
        {"a shorthand URL", ":8080/x", "a header item without a name", "there is one URL"},
        {"an unset header without a name", ":", "a header item without a name", "there is one URL"},
        {"a blank in a header name", "a b:c", "\"a b\" is not a header name", R"(\:)"},
        {"an escaped colon in one", R"(a\:b:c)", "\"a:b\" is not a header name", R"(\:)"},
        {"of two backslashes none escapes", R"(a\\:b)", R"("a\\" is not a header name)", R"(\:)"},
        {"JSON typed as it is", R"({"a":1})", R"("{"a"" is not a header name)", "--raw"},
        {"an empty header with a value", "k;=v", "something follows the ';' of k;", R"(\;)"},
        {"an empty header without a name", ";", "a header item without a name", "there is one URL"},
        {"unsetting what is no name", "a b:", "\"a b\" is not a header name", R"(\:)"},
        {"a line end in a header value",
         "X-A:b\nHost: evil",
         "the value of the header X-A holds a line end or a control character",
         ""},
        {"CR as well",
         "X-A:b\rc",
         "the value of the header X-A holds a line end or a control character",
         ""},
        {"a line end in a header name", "X\n-A:b", "\"X\n-A\" is not a header name", R"(\:)"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.word);
        const auto item = parse_item(c.word);
        REQUIRE_FALSE(item.has_value());
        CHECK(item.error().kind() == ErrorKind::usage);
        CHECK(item.error().what() == c.what);
        CHECK(item.error().hint().find(c.hint) != std::string::npos);
    }
}

TEST_CASE("item: the file forms name files", "[request]") {
    struct Case {
        std::string_view why, word;
        Item item;
    };

    constexpr auto file = Item::From::file;
    const std::vector<Case> cases{
        {"a header", "X-A:@h.txt", {Kind::header, "X-A", "h.txt", file}},
        {"a query parameter", "q==@q.txt", {Kind::query, "q", "q.txt", file}},
        {"a text field", "f=@~/f.txt", {Kind::text_field, "f", "~/f.txt", file}},
        {"a JSON field", "f:=@f.json", {Kind::json_field, "f", "f.json", file}},
        {"an upload", "f@dir/p.png", {Kind::upload, "f", "dir/p.png", file}},
        {"its type", "f@p;type=image/png", {Kind::upload, "f", "p", file, "image/png"}},
        {"its name", "f@p;filename=x y", {Kind::upload, "f", "p", file, "", "x y"}},
        {"both", "f@p;type=a/b;filename=x", {Kind::upload, "f", "p", file, "a/b", "x"}},
        {"in the other order",
         "f@p;filename=x;type=a/b",
         {Kind::upload, "f", "p", file, "a/b", "x"}},
        {"a type with a parameter",
         "f@p;type=text/plain;charset=utf-8",
         {Kind::upload, "f", "p", file, "text/plain;charset=utf-8"}},
        {"another parameter belongs to the path", "f@p;x=y", {Kind::upload, "f", "p;x=y", file}},
        {"the whole body", "@b.json", {Kind::body_file, "", "b.json", file}},
        {"with a type", "@b;type=text/csv", {Kind::body_file, "", "b", file, "text/csv"}},
        {"standard input", "@-", {Kind::body_file, "", "-", file}},
        {"the at sign behind another separator", "a=b@c", {Kind::text_field, "a", "b@c"}},
        {"an at sign before one", "a@b=c", {Kind::upload, "a", "b=c", file}},
        {"a name with an escape", R"(a\:b=@f)", {Kind::text_field, "a:b", "f", file}},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.word);
        const auto item = parse_item(c.word);
        REQUIRE(item.has_value());
        CHECK(*item == c.item);
        CHECK(is_stdin(*item) == (c.word == "@-"));
    }
}

TEST_CASE("item: a file form without a file, or for no header, is refused", "[request]") {
    struct Case {
        std::string_view word, what;
    };

    const std::vector<Case> cases{
        {"X-A:@", "there is no file after the @ of X-A"},
        {"q==@", "there is no file after the @ of q"},
        {"f=@", "there is no file after the @ of f"},
        {"f:=@", "there is no file after the @ of f"},
        {"f@", "there is no file after the @ of f@"},
        {"@", "there is no file after the @ of @"},
        {"f@;type=a/b", "there is no file after the @ of f@"},
        {"a b:@f", "\"a b\" is not a header name"},
        {"f@p;type=a\nb", "the type of the file p holds a line end or a control character"},
    };
    for (const Case& c : cases) {
        INFO(c.word);
        const auto item = parse_item(c.word);
        REQUIRE_FALSE(item.has_value());
        CHECK(item.error().kind() == ErrorKind::usage);
        CHECK(item.error().what() == c.what);
    }
}

TEST_CASE("item: what was in a file counts as if it had been typed", "[request]") {
    struct Case {
        std::string_view why, word, content;
        Item item;
    };

    const std::vector<Case> cases{
        {"a header without its line end", "A:@f", "v\r\n", {Kind::header, "A", "v"}},
        {"and without blanks", "A:@f", " v \n\n", {Kind::header, "A", "v"}},
        {"an empty header file unsets nothing", "A:@f", "\n", {Kind::empty_header, "A", ""}},
        {"a query without its line end", "q==@f", " a\n", {Kind::query, "q", " a"}},
        {"a text field keeps its line end", "f=@f", "a\n", {Kind::text_field, "f", "a\n"}},
        {"a text may look like an item", "f=@f", "x=@y", {Kind::text_field, "f", "x=@y"}},
        {"JSON keeps its digits", "f:=@f", " 1.50\n", {Kind::json_field, "f", "1.50"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto item = with_value(parse_item(c.word).value(), std::string(c.content));
        REQUIRE(item.has_value());
        CHECK(*item == c.item);
    }
    CHECK(with_value(*parse_item("A:@f"), "a\nb").error().kind() == ErrorKind::usage);
    CHECK(with_value(*parse_item("f:=@f"), "{").error().what() == "the value of f is not JSON");
}

TEST_CASE("item: errors do not repeat the values of headers", "[request]") {
    for (const std::string_view word :
         {"Authorization:Bearer hunter2\n", "a b:hunter2", "k;hunter2", "http://u:hunter2@h/"}) {
        INFO(word);
        const auto item = parse_item(word);
        REQUIRE_FALSE(item.has_value());
        CHECK(all_text(item.error()).find("hunter2") == std::string::npos);
    }
}

TEST_CASE("item: what fills a hole is data, whatever it looks like", "[request]") {
    const std::vector<latch::base::Filling> fillings{
        {.name = "file", .text = "@/etc/passwd"},
        {.name = "n", .text = "9.50", .json = "9.50"},
        {.name = "s", .text = "a\"b\\:c", .json = R"("a\"b\\:c")"},
    };
    const auto parsed = [&](const std::string& word) {
        const auto item = parse_item(word, fillings);
        return item ? *item
                    : Item{.kind = Item::Kind::upload, .name = item.error().what(), .value = {}};
    };
    const std::string file = latch::base::hole(0);
    CHECK(
        parsed("a=" + file) == Item{.kind = Kind::text_field, .name = "a", .value = "@/etc/passwd"}
    );
    CHECK(parsed("a==" + file) == Item{.kind = Kind::query, .name = "a", .value = "@/etc/passwd"});
    CHECK(parsed("A:" + file) == Item{.kind = Kind::header, .name = "A", .value = "@/etc/passwd"});
    CHECK(
        parsed("a:=" + latch::base::hole(1)) ==
        Item{.kind = Kind::json_field, .name = "a", .value = "9.50"}
    );
    CHECK(
        parsed("a:=\"-" + latch::base::hole(2) + "\"") ==
        Item{.kind = Kind::json_field, .name = "a", .value = R"("-a\"b\\:c")"}
    );
    CHECK(
        parsed("a:={\"b\":" + latch::base::hole(2) + "}") ==
        Item{.kind = Kind::json_field, .name = "a", .value = R"({"b":"a\"b\\:c"})"}
    );
    CHECK(parsed("a:=" + file).name == "the value of {{file}} is not JSON");
    CHECK(
        parsed(file + "=b") == Item{.kind = Kind::text_field, .name = "@/etc/passwd", .value = "b"}
    );
    CHECK(
        parsed("f@" + latch::base::hole(1) + ";type=text/plain") ==
        Item{
            .kind = Kind::upload,
            .name = "f",
            .value = "9.50",
            .from = Item::From::file,
            .media_type = "text/plain"}
    );
}
