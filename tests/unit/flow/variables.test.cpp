// SPDX-License-Identifier: MIT
#include "latch/flow/variables.hpp"

#include "support/catch.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace latch::flow;
namespace base = latch::base;
namespace query = latch::query;
using latch::query::Json;

namespace {

Json json(std::string_view text) {
    return *query::parse_json(text);
}

Variables some_variables() {
    Variables variables;
    variables.set("id", {.json = json("9007199254740993")});
    variables.set("name", {.json = json(R"("Ann \"A\"")")});
    variables.set("digits", {.json = json(R"("12")")});
    variables.set("items", {.json = json(R"([{"sku":"A-1"},[true,null]])")});
    variables.set("price", {.json = Json::string("9.50"), .is_untyped = true});
    variables.set("word", {.json = Json::string("abc"), .is_untyped = true});
    variables.set("quoted", {.json = Json::string("\"abc\""), .is_untyped = true});
    variables.set("list", {.json = Json::string("[1, 2]"), .is_untyped = true});
    variables.set(
        "row",
        {.json = json(R"({"sku":"A-17","qty":"3","größe":"L","a":{"b":1}})"), .is_untyped = true}
    );
    return variables;
}

/// Each byte is one greater than the one before.
struct Counter {
    unsigned char next = 0;

    std::string operator()(std::size_t count) {
        std::string bytes;
        while (bytes.size() < count) {
            bytes += static_cast<char>(next++);
        }
        return bytes;
    }
};

Context a_context() {
    return {
        .now =
            [] {
                using namespace std::chrono;
                return sys_days(2026y / 11 / 28) + 14h + 5s + 999ms;
            },
        .random_bytes = Counter{},
        .environment = [](std::string_view name) -> std::optional<std::string> {
            return name == "TOKEN" ? std::optional<std::string>("7") : std::nullopt;
        },
        .read_file = [](std::string_view path) -> base::Result<std::string> {
            if (path == "a b.txt") {
                return std::string("abc");
            }
            return base::Error(base::ErrorKind::file, "cannot read " + std::string(path));
        },
    };
}

using Words = std::vector<std::string>;

/// The text, " json: " what it is as JSON, " raw"; or the error.
std::string shown(const Words& words, const Variables& variables, const Context& context) {
    const auto filling = evaluate({.words = words, .at = {}}, variables, context);
    if (!filling) {
        const base::Error error = filling.error();
        return error.what() + (error.hint().empty() ? "" : " (" + error.hint() + ")");
    }
    return filling->text + (filling->json.empty() ? "" : " json: " + filling->json) +
           (filling->is_raw ? " raw" : "");
}

std::string shown(const Words& words) {
    return shown(words, some_variables(), a_context());
}

struct Case {
    std::string_view why;
    Words words;
    std::string_view value;
};

} // namespace

TEST_CASE("variables: names with members", "[flow]") {
    const Case cases[] = {
        {"a number keeps its digits", {"id"}, "9007199254740993 json: 9007199254740993"},
        {"a string", {"name"}, R"(Ann "A" json: "Ann \"A\"")"},
        {"a string is one though it has digits", {"digits"}, R"(12 json: "12")"},
        {"an array", {"items"}, R"([{"sku":"A-1"},[true,null]] json: [{"sku":"A-1"},[true,null]])"},
        {"an element's member", {"items.0.sku"}, R"(A-1 json: "A-1")"},
        {"an element's element", {"items.1.1"}, "null json: null"},
        {"an untyped number", {"price"}, "9.50 json: 9.50"},
        {"an untyped word", {"word"}, "abc"},
        {"an untyped word in quotes", {"quoted"}, "\"abc\""},
        {"an untyped array", {"list"}, "[1, 2] json: [1, 2]"},
        {"members of what is untyped are that", {"row.qty"}, "3 json: 3"},
        {"a word in it", {"row.sku"}, "A-17"},
        {"all of it", {"row.a"}, R"({"b":1} json: {"b":1})"},
        {"beyond ASCII", {"row.größe"}, "L"},
        {"raw", {"raw", "word"}, "abc raw"},
        {"raw of a function", {"raw", "env", "TOKEN"}, "7 json: 7 raw"},
        {"no variable", {"none"}, "there is no variable none"},
        {"one like it", {"nmae"}, "there is no variable nmae (did you mean name)"},
        {"no name", {"1.2"}, "there is no variable 1"},
        {"no member", {"row.sku2"}, "row has no member sku2 (did you mean sku)"},
        {"an empty member", {"row."}, "a name is missing at a point of row."},
        {"another", {"items..0"}, "a name is missing at a point of items..0"},
        {"no element", {"items.2"}, "items has no element 2, it is an array of 2"},
        {"no index", {"items.first"}, "items has no element first, it is an array of 2"},
        {"a member of a text", {"row.sku.x"}, "row.sku is of type string and has no member x"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(shown(c.words) == c.value);
    }
}

TEST_CASE("variables: a filling is named as it was written", "[flow]") {
    const Template wanted{.words = {"raw", "row.sku"}, .at = {}};
    CHECK(evaluate(wanted, some_variables(), a_context())->name == "raw row.sku");
}

TEST_CASE("variables: functions", "[flow]") {
    const Case cases[] = {
        {"uuid", {"uuid"}, "00010203-0405-4607-8809-0a0b0c0d0e0f"},
        {"now", {"now"}, "2026-11-28T14:00:05Z"},
        {"later", {"now", "+1d"}, "2026-11-29T14:00:05Z"},
        {"earlier, twice", {"now", "-2h", "-30m"}, "2026-11-28T11:30:05Z"},
        {"weeks and seconds", {"now", "+1w", "+55s"}, "2026-12-05T14:01:00Z"},
        {"a date", {"now", "%F"}, "2026-11-28"},
        {"a moved one in words", {"now", "+3d", "%a", "%d", "%B"}, "Tue 01 December"},
        {"a form that looks like an offset, behind one", {"now", "%H", "+1d"}, "14 +1d"},
        {"seconds", {"now", "%s"}, "1795874405 json: 1795874405"},
        {"the zone", {"now", "%T%z %Z %%s"}, "14:00:05+0000 UTC %s"},
        {"numbers of a date",
         {"now", "-10w", "%Y %y %m %d %j %u %w %D"},
         "2026 26 09 19 262 6 6 09/19/26"},
        {"names of a date", {"now", "%A %a %B %b"}, "Saturday Sat November Nov"},
        {"a sunday", {"now", "+1d", "%a %u %w"}, "Sun 7 0"},
        {"a time", {"now", "%R %H %I %M %S %p"}, "14:00 14 02 00 05 PM"},
        {"noon", {"now", "-2h", "%I%p"}, "12PM"},
        {"midnight", {"now", "+10h", "%I%p %F"}, "12AM 2026-11-29"},
        {"a leap day", {"now", "+459d", "%F"}, "2028-03-01"},
        {"no form",
         {"now", "tomorrow"},
         "now does not understand tomorrow ({{now +1d %F}}: numbers with s, m, h, d or w, then a "
         "form with %)"},
        {"no unit",
         {"now", "+1y"},
         "now does not understand +1y ({{now +1d %F}}: numbers with s, m, h, d or w, then a form "
         "with %)"},
        {"no letter",
         {"now", "%F %Q"},
         "now has no %Q (%F is a date, %T a time, %s the seconds since 1970, %% a percent sign)"},
        {"no letter at all",
         {"now", "%"},
         "now has no % (%F is a date, %T a time, %s the seconds since 1970, %% a percent sign)"},
        {"too far", {"now", "+500000w"}, "now is moved beyond the years 0 to 9999"},
        {"so far that years come round",
         {"now",
          "+500000w",
          "+500000w",
          "+500000w",
          "+500000w",
          "+500000w",
          "+500000w",
          "+500000w"},
         "now is moved beyond the years 0 to 9999"},
        {"farther",
         {"now", "+30500568904944w"},
         "now does not understand +30500568904944w ({{now +1d %F}}: numbers with s, m, h, d "
         "or w, then a form with %)"},
        {"random", {"random", "8"}, "ABCDEFGH"},
        {"more than bytes at once",
         {"random", "66"},
         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ABCD"},
        {"none", {"random", "0"}, "random takes a number from 1 to 10000"},
        {"no number", {"random", "x"}, "random takes a number from 1 to 10000"},
        {"without a number",
         {"random"},
         "there is no variable random (the function is {{random N}})"},
        {"two numbers",
         {"random", "1", "2"},
         "{{random 1 2}} has too many arguments (it is {{random N}})"},
        {"randint", {"randint", "-3", "4"}, "4 json: 4"},
        {"of one", {"randint", "5", "5"}, "5 json: 5"},
        {"of all",
         {"randint", "-9223372036854775808", "9223372036854775807"},
         "-9223088349902469625 json: -9223088349902469625"},
        {"the greater one first",
         {"randint", "2", "1"},
         "randint takes two integers, the lesser one first"},
        {"one", {"randint", "2"}, "{{randint 2}} has too few arguments (it is {{randint A B}})"},
        {"env", {"env", "TOKEN"}, "7 json: 7"},
        {"not set", {"env", "NONE"}, "the environment has no variable NONE"},
        {"base64 of a name", {"base64", "row.sku"}, "QS0xNw=="},
        {"of a file", {"base64", "@a b.txt"}, "YWJj"},
        {"of a text", {"base64", "user:pw"}, "dXNlcjpwdw=="},
        {"of no name", {"base64", "wrod"}, "there is no variable wrod (did you mean word)"},
        {"of no file", {"sha256", "@x"}, "cannot read x"},
        {"sha256",
         {"sha256", "word"},
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"no function", {"rnadom", "1"}, "there is no function rnadom (did you mean random)"},
        {"a name is no function",
         {"row.sku", "1"},
         "there is no function row.sku (the name of a variable stands alone between braces)"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(shown(c.words) == c.value);
    }
}

TEST_CASE("variables: one that is called like a function goes before it", "[flow]") {
    Variables variables;
    variables.set("uuid", {.json = Json::string("mine")});
    CHECK(shown({"uuid"}, variables, a_context()) == R"(mine json: "mine")");
    CHECK(shown({"raw", "uuid"}, variables, a_context()) == R"(mine json: "mine" raw)");
}

TEST_CASE("variables: bytes that would favour some are thrown again", "[flow]") {
    Context context = a_context();
    const auto answers = std::make_shared<std::vector<std::string>>(std::vector<std::string>{
        std::string(7, '\0') + '\x05', std::string(8, '\xFF')});
    context.random_bytes = [answers](std::size_t count) {
        std::string bytes = answers->back();
        answers->pop_back();
        bytes.resize(count, '\xF9');
        return bytes;
    };
    CHECK(shown({"randint", "0", "8"}, {}, context) == "5 json: 5");
    *answers = {"abc", "\xF8\xF7\xFF"};
    CHECK(shown({"random", "2"}, {}, context) == "9j");
}

TEST_CASE("variables: the name that a template needs is known beforehand", "[flow]") {
    struct Used {
        std::string_view why;
        Words words, names;
    };

    const Used cases[] = {
        {"a name", {"row.sku"}, {"row"}},
        {"raw", {"raw", "row.sku"}, {"row"}},
        {"raw alone is a name", {"raw"}, {"raw"}},
        {"uuid", {"uuid"}, {}},
        {"now", {"now", "+1d"}, {}},
        {"env", {"env", "HOME"}, {}},
        {"random without a number", {"random"}, {"random"}},
        {"base64", {"base64", "a.b"}, {"a"}},
        {"raw base64", {"raw", "base64", "a"}, {"a"}},
        {"base64 of a text", {"base64", "a:b"}, {}},
        {"sha256 of a file", {"sha256", "@a"}, {}},
        {"no function", {"none", "a"}, {}},
    };
    for (const Used& c : cases) {
        INFO(c.why);
        CHECK(names_used({.words = c.words, .at = {}}) == c.names);
    }
}

TEST_CASE("variables: they are values, by their names", "[flow]") {
    Variables one = some_variables();
    Variables other = one;
    other.set("id", {.json = json("1")});
    CHECK(query::to_text(one.find("id")->json) == "9007199254740993");
    CHECK(query::to_text(other.find("id")->json) == "1");
    CHECK(one.find("none") == nullptr);
    Variables two;
    two.set("b", {.json = Json::string("2"), .is_untyped = true});
    two.set("a", {.json = json("[1]")});
    CHECK(query::to_text(two.object()) == R"({"a":[1],"b":"2"})");
    CHECK(two.names() == Words{"a", "b"});
}
