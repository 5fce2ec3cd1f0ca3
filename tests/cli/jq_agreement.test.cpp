// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/latch.hpp"

#include "latch/query/filter.hpp"

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace latch::query;
using namespace latch::test;

// What latch makes of a path itself has to be what the real jq makes of it, for documents of all
// kinds: they are made by chance, the same ones each time.
namespace {

class Documents {
public:
    std::string next() { return value(4); }

private:
    std::string value(unsigned depth) {
        const unsigned kinds = depth == 0 ? 6 : 10;
        switch (below(kinds)) {
        case 0:
            return "null";
        case 1:
            return below(2) == 0 ? "true" : "false";
        case 2:
            return std::to_string(static_cast<int>(below(2000)) - 1000);
        case 3:
            return std::to_string(below(1000)) + '.' + std::to_string(below(10)) + '5';
        case 4:
        case 5:
            return text();
        case 6:
        case 7:
            return array(depth);
        default:
            return object(depth);
        }
    }

    std::string text() {
        constexpr auto texts = std::to_array<std::string_view>(
            {R"("")",
             R"("a")",
             R"("true")",
             R"("äöü€𝄞")",
             R"("x\ny\"z\\")",
             R"("\u0001\u20ac")",
             R"("12")"}
        );
        return std::string(texts[below(texts.size())]);
    }

    std::string array(unsigned depth) {
        std::string all = "[";
        for (unsigned left = below(5); left > 0; --left) {
            all += value(depth - 1) + (left > 1 ? "," : "");
        }
        return all + ']';
    }

    /// Some names come twice.
    std::string object(unsigned depth) {
        constexpr auto names = std::to_array<std::string_view>(
            {R"("a")", R"("b")", R"("x y")", R"("")", R"("ä")", R"("and")"}
        );
        std::string all = "{";
        for (unsigned left = below(6); left > 0; --left) {
            all += std::string(names[below(names.size())]) + ':' + value(depth - 1) +
                   (left > 1 ? "," : "");
        }
        return all + '}';
    }

    unsigned below(std::size_t limit) {
        return static_cast<unsigned>(random_() % limit); // the same with every library
    }

    std::mt19937 random_{20261128}; // NOLINT(cert-msc51-cpp): the same documents each time
};

constexpr auto filters = std::to_array<std::string_view>({
    ".",
    ".a",
    ".a.b",
    ".a.b?",
    ".a?",
    ".[\"a\"]",
    ".\"x y\"",
    ".\"\"",
    ".\"ä\".a",
    ".and",
    ".a[0]",
    ".[0]",
    ".[-1]",
    ".[2]",
    ".[-4]",
    ".[0].a",
    ".[0]?",
    ".a[]",
    ".[]",
    ".[]?",
    ".[].a",
    ".[].a?",
    ".[][0]?",
    ".[]?.b?",
    ".[1:]",
    ".[:1]",
    ".[-2:]",
    ".[1:-1]",
    ".[2:1]",
    ".a[1:2]",
    ".a[:-1]?",
    ".[0:100]",
    ".[-100:1]",
    "length",
    ".a|length",
    ".[]|length",
    ".[]?|length",
    "keys",
    ".a|keys",
    ".[]?|keys?",
    "keys|length",
    "keys[0]",
    "type",
    ".[]?|type",
    ".a|type",
    "not",
    ".a|not",
    ".[]?|not",
    "first",
    "last",
    ".a|first",
    ".[]?|last?",
    "first?",
    "empty",
    ".[]?,1",
    ".a,.b",
    ".a,.[0]",
    ".[0],.a",
    "(.a,.b)|type",
    "(.a|.b),.",
    ".a? // .b",
    ".a? // \"none\"",
    ".[0]? // .a",
    ".a? //1",
    ".[]? // 5",
    "(.[]?)//0",
    ".a? // .b? // false",
    "(.a?, .b?) // empty",
    ".a? // null",
    "empty // 1",
    ".[]?.a? // \"x\"",
    "(.a? // .b?) | length?",
    "1,\"a\\nb\",true,null,1.5",
    "\"a\"|length",
    "null|length",
    ".a|.a|.a",
    ".[0][0][0]",
    ".[0:2]|length",
    ".a?.b?.a? // .[0]?.a? // type",
    ". | . | type",
    ".a .b",
    ".[ 0 ]",
    ".[\"x y\"][0]?",
    ".a[0:1][0]?",
    ".[-1:][0]?",
    ".[]?|.[]?|type",
    "(.[]?|.[0]?),\"end\"",
    ".[1:][0]",
    "((.a))",
    ".\"a\".\"b\"",
    ".a.\"b\"?",
    ".[0].a.b?",
    "keys?",
    ".[0]|not",
    "length?",
    "last|type",
    ".[]?.a?.b? // 1",
    ".[][]?",
    ".[]?[]?",
    ".a[]?,.b[]?",
});

/// What comes out of one document: an array for each output, and a mark for an error behind them.
std::string marked(const Filter& filter, const Json& document) {
    const Outputs outputs = filter.evaluate(document);
    Json::Array all;
    for (const Json& value : outputs.values) {
        all.emplace_back(Json::Array{value});
    }
    if (!outputs.error.empty()) {
        all.push_back(Json::string("!"));
    }
    return to_text(Json(std::move(all)));
}

} // namespace

TEST_CASE("jq_agreement: a filter of ours finds what the real jq finds", "[cli]") {
    constexpr std::size_t count = 150;
    static_assert(filters.size() * count >= 10'000);
    const Latch latch;
    Documents source;
    std::vector<std::string> documents;
    std::string lines;
    for (std::size_t number = 0; number < count; ++number) {
        documents.push_back(source.next());
        lines += documents.back() + '\n';
    }
    latch.write("documents", lines);
    for (const std::string_view text : filters) {
        CAPTURE(text);
        const auto filter = Filter::parse(text);
        REQUIRE(filter);
        latch.write("filter", "[try ((" + std::string(text) + ") | [.]) catch \"!\"]");
        const Ran jq = latch.shell("exec jq -c -f filter documents");
        REQUIRE(jq.exit_code == 0);
        std::size_t begin = 0;
        for (const std::string& document : documents) {
            CAPTURE(document);
            const std::size_t end = jq.out.find('\n', begin);
            REQUIRE(end != std::string::npos);
            const auto theirs = parse_json(std::string_view(jq.out).substr(begin, end - begin));
            const auto ours = parse_json(marked(*filter, parse_json(document).value()));
            if (!(*ours == *theirs)) {
                FAIL("latch: " << to_text(*ours) << "\njq:    " << to_text(*theirs));
            }
            begin = end + 1;
        }
        CHECK(begin == jq.out.size());
    }
}
