// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/session/interchange.hpp"

#include <array>
#include <string>

using namespace latch::session::interchange;

namespace {

struct Case {
    std::string_view why, text;
    std::optional<Format> format;
};

constexpr auto cases = std::to_array<Case>({
    {"nothing", "", {}},
    {"words", "hello world", {}},
    {"a page", "<!DOCTYPE html>\n<html>", {}},
    {"a session of latch", R"({"latch": {"session": 1}, "cookies": []})", {}},
    {"a bundle of latch", R"({"latch": {"sessions": 1}, "sessions": {}})", {}},
    {"broken JSON", "{\"cookies\": [", {}},
    {"any object", R"({"a": 1})", {}},
    {"Netscape's first line", "# Netscape HTTP Cookie File\n", Format::netscape},
    {"Python's first line", "# HTTP Cookie File", Format::netscape},
    {"a jar without one", "\na.test\tFALSE\t/\tFALSE\t0\tn\tv", Format::netscape},
    {"a jar of HttpOnly cookies", "#HttpOnly_a.test\tFALSE\t/\tFALSE\t0\tn\tv", Format::netscape},
    {"a byte order mark", "\xef\xbb\xbf# HTTP Cookie File", Format::netscape},
    {"HTTPie", R"({"__meta__": {"httpie": "3.2.1"}, "cookies": []})", Format::httpie},
    {"xh", R"({"__meta__": {"about": "xh session file", "xh": "0.22"}})", Format::httpie},
    {"HTTPie without meta", R"({"auth": {}, "cookies": {}, "headers": {}})", Format::httpie},
    {"Playwright", R"({"cookies": [], "origins": []})", Format::playwright},
    {"an extension", " [\n]", Format::browser},
    {"an extension that says the page", R"({"url": "x", "cookies": []})", Format::browser},
    {"a HAR", R"({"log": {"version": "1.2", "entries": []}})", Format::har},
    {"curl", "curl https://a.test", Format::curl},
    {"curl behind a prompt", "  $ curl https://a.test", Format::curl},
    {"curl over several lines", "curl \\\n  https://a.test", Format::curl},
    {"curls", "curls https://a.test", {}},
});

} // namespace

TEST_CASE("recognise: a text tells what it is", "[session]") {
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.text);
        CHECK(recognise(c.text) == c.format);
    }
}
