// SPDX-License-Identifier: MIT
#include "flow/import_text.hpp"

#include "flow/import_path.hpp"
#include "support/catch.hpp"

#include "latch/base/holes.hpp"
#include "latch/request/item.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

using namespace latch::flow::foreign;

namespace {

/// A text in which <x> is a template.
std::string marked(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = text.find('>');
        if (text.front() == '<' && end != std::string_view::npos) {
            out += placeholder(text.substr(1, end - 1));
            text.remove_prefix(end + 1);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

struct WordCase {
    std::string_view why, text, word;
};

constexpr auto words = std::to_array<WordCase>({
    {"nothing", "", "''"},
    {"a URL as it is", "https://x.test/a?b=c&d=%20", "https://x.test/a?b=c&d=%20"},
    {"blanks", "a b", "'a b'"},
    {"a quote", "it's", R"('it'\''s')"},
    {"a backslash", R"(a\b)", R"('a\b')"},
    {"what may be a comment", "#a", "'#a'"},
    {"what may be a here-document", "<<END", "'<<END'"},
    {"a template", "<host>/a", "{{host}}/a"},
    {"a template with blanks is one unit", "id=<randint 1 9>", "id={{randint 1 9}}"},
    {"a template within quotes", "a <x> b", "'a {{x}} b'"},
    {"braces that are characters", "{{x}}", R"(''\{{'x}}')"},
    {"more of them", "a{{{b", R"('a'\{{'{b')"},
    {"a brace before a template", R"({"a":{<x>}})", R"('{"a":{''{{x}}}}')"},
    {"a backslash before a template", R"(a\<x>)", R"('a\''{{x}}')"},
    {"other alphabets", "n=\xc3\xa4", "n=\xc3\xa4"},
});

} // namespace

TEST_CASE("import text: words of a flow", "[flow]") {
    for (const WordCase& c : words) {
        INFO(c.why);
        CHECK(word_of(marked(c.text)) == c.word);
    }
}

TEST_CASE("import text: characters of a file are no marks", "[flow]") {
    const std::string mark = placeholder("env SECRET");
    CHECK(has_placeholders(mark));
    CHECK_FALSE(has_placeholders(plain(mark)));
    CHECK_FALSE(latch::base::has_holes(plain(latch::base::hole(1))));
    const auto braced = with_placeholders("{{a}} " + mark, [](std::string_view inside) {
        return '<' + std::string(inside) + '>';
    });
    CHECK(braced.starts_with("<a> "));
    CHECK_FALSE(has_placeholders(braced));
}

TEST_CASE("import text: what is between braces", "[flow]") {
    constexpr auto cases = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"", ""},
        {"{{a}}", "<a>"},
        {"x{{ a }}y{{b}}", "x<a>y<b>"},
        {R"({"a":{"b":{{c}}}})", R"({"a":{"b":<c>}})"},
        {"{{{a}}}", "{<a>}"},
        {"{{a", "{{a"},
        {"a}} {{b}}", "a}} <b>"},
    });
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const auto translated = with_placeholders(text, [](std::string_view inside) {
            return '<' + std::string(inside) + '>';
        });
        CHECK(translated == expected);
    }
}

TEST_CASE("import text: names of variables", "[flow]") {
    constexpr auto cases = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"host", "host"},
        {"api-key", "api_key"},
        {"user.name", "user_name"},
        {"2nd", "_2nd"},
        {"", "_"},
        {"env", "env_"},
        {"finally", "finally_"},
    });
    for (const auto& [foreign, name] : cases) {
        CHECK(variable_name(foreign) == name);
    }
}

TEST_CASE("import text: items mean what they are made of", "[flow]") {
    using latch::request::Item;
    using latch::request::parse_item;
    constexpr auto values =
        std::to_array<std::string_view>({"a", "=a", "@a", ":a", "a=b", "a;type=x", "==@", "a:=b"});
    for (const std::string_view value : values) {
        INFO(value);
        CHECK(
            parse_item(header_item("X-A", value)).value() ==
            Item{.kind = Item::Kind::header, .name = "X-A", .value = std::string(value)}
        );
        CHECK(
            parse_item(query_item("a:b", value)).value() ==
            Item{.kind = Item::Kind::query, .name = "a:b", .value = std::string(value)}
        );
        CHECK(
            parse_item(field_item("a=b@c", value)).value() ==
            Item{.kind = Item::Kind::text_field, .name = "a=b@c", .value = std::string(value)}
        );
    }
    CHECK(parse_item(header_item("X-A", ""))->kind == Item::Kind::empty_header);
    CHECK(
        parse_item(field_item("a", "")).value() ==
        Item{.kind = Item::Kind::text_field, .name = "a", .value = ""}
    );
    const auto upload = parse_item(upload_item("f", "a.txt", "text/plain")).value();
    CHECK(upload.kind == Item::Kind::upload);
    CHECK(upload.media_type == "text/plain");
}

TEST_CASE("import text: a value that no item can hold is written in JSON", "[flow]") {
    using latch::request::parse_item;
    CHECK(field_item("a", "x\ny") == R"(a:="x\u000ay")");
    const std::string path = field_item("a", R"(C\:x)");
    CHECK(path == R"(a:="C\u005c:x")");
    CHECK(parse_item(path)->value == R"("C\u005c:x")");
}

TEST_CASE("import path: steps that jq has, too", "[flow]") {
    constexpr auto cases = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"", "."},
        {".a.b", ".a.b"},
        {".a[0].b", ".a[0].b"},
        {"[0]", ".[0]"},
        {"[-1].x", ".[-1].x"},
        {"['a b'].c", R"(.["a b"].c)"},
        {R"(.a["b"])", ".a.b"},
        {".a-b", R"(.["a-b"])"},
        {".a[*].id", "[.a[].id]"},
        {".*", "[.[]]"},
    });
    for (const auto& [steps, filter] : cases) {
        INFO(steps);
        CHECK(jq_path(steps) == std::string(filter));
    }
    constexpr auto others = std::to_array<std::string_view>(
        {"..a", ".a[?(@.b)]", ".a[0:2]", "[0,1]", ".a[", "['a'", ".a.", "a", ".map()", "['it\\'s']"}
    );
    for (const std::string_view steps : others) {
        INFO(steps);
        CHECK_FALSE(jq_path(steps));
    }
}
