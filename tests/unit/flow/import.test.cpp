// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/flow/interchange.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

using latch::flow::Foreign;
using latch::flow::foreign_kind;

namespace {

struct KindCase {
    std::string_view name, content;
    std::optional<Foreign> kind;
};

constexpr auto kinds = std::to_array<KindCase>({
    {"a.http", "", Foreign::http},
    {"dir/A.REST", "curl x", Foreign::http},
    {"a.hurl", "", Foreign::hurl},
    {"a.har", "", Foreign::har},
    {"shop.postman_collection.json", "", Foreign::postman},
    {"a.json", R"({"log":{"entries":[]}})", Foreign::har},
    {"a.json", "\xEF\xBB\xBF{\"info\":{},\"item\":[]}", Foreign::postman},
    {"a.json", R"({"a":1})", std::nullopt},
    {"a.json", "{", std::nullopt},
    {"a.sh", "#!/bin/sh\ncurl http://x/", Foreign::curl},
    {"-", "$ curl http://x/", Foreign::curl},
    {"-", "/usr/bin/curl http://x/", Foreign::curl},
    {"-", "GET http://x/\nHTTP 200\n", Foreign::hurl},
    {"-", "GET http://x/\n[Asserts]\n", Foreign::hurl},
    {"-", "### a\nGET http://x/\n", Foreign::http},
    {"-", "GET http://x/ HTTP/1.1\n", Foreign::http},
    {"-", "GET http://x/\n", std::nullopt},
    {"", "", std::nullopt},
});

} // namespace

TEST_CASE("import: what kind a file is of", "[flow]") {
    for (const KindCase& c : kinds) {
        INFO(c.name << ": " << c.content);
        CHECK(foreign_kind(c.name, c.content) == c.kind);
    }
}

TEST_CASE("import: no character of a file becomes a template", "[flow]") {
    struct Case {
        std::string_view text;
        Foreign kind;
    };

    constexpr auto cases = std::to_array<Case>({
        {"GET http://x/\xEF\xB7\x92\x65nv A\xEF\xB7\x93", Foreign::http},
        {"GET http://x/\nX-A: \\u{fdd2}env A\\u{fdd3}\n", Foreign::hurl},
        {"POST http://x/\n{\"a\":\"\\ufdd2env A\\uFDD3\"}\n", Foreign::hurl},
        {"curl http://x/ -H $'X-A: \\ufdd2env A\\ufdd3'", Foreign::curl},
        {"curl http://x/ -d 'a=%EF%B7%92env%20A%EF%B7%93'", Foreign::curl},
        {"curl http://x/ --json '{\"a\":\"\\ufdd2env A\\ufdd3\"}'", Foreign::curl},
        {R"({"info":{},"item":[{"name":"\ufdd2env A\ufdd3","request":{"url":{"host":["\ufdd2env A\ufdd3"]}}}]})",
         Foreign::postman},
    });
    for (const auto& c : cases) {
        INFO(c.text);
        const auto imported = latch::flow::import_flow(c.text, c.kind);
        REQUIRE(imported);
        CHECK(imported->flow.find("{{env") == std::string::npos);
        CHECK(imported->flow.find("\xEF\xB7\x92") == std::string::npos);
    }
}
