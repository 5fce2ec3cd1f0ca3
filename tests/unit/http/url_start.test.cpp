// SPDX-License-Identifier: MIT
#include "latch/http/url_start.hpp"

#include "support/catch.hpp"

#include "latch/http/url.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace latch::http;

TEST_CASE("url start: equal up to the path is alike, all else is not", "[http]") {
    struct Case {
        const char* one;
        const char* other;
        bool is_alike;
    };

    const std::vector<Case> cases{
        {"http://a.test/x", "http://a.test/y?z#f", true},
        {"http://a.test", "http://a.test?x", true},
        {"https://a.test:8443/x", "https://a.test:8443/", true},
        {"http://a.test/x", "https://a.test/x", false},
        {"http://a.test/x", "http://a.test:80/x", false},
        {"http://a.test/x", "http://b.test/x", false},
        {"http://a.test/x", "http://a.testy/x", false},
        {"http://a.test/x", "http://a.test/\x01", false},
        {"http://a.test/x", " http://a.test/x", false},
        {"http://u:p@a.test/x", "http://u:p@a.test/y", false},
        {"http://a.test/x", "http://a.test/@", false},
        {"/x", "/y", false},
        {":8080/x", ":8080/y", false},
        {"", "", false},
    };
    for (const Case& each : cases) {
        INFO(each.one << " and " << each.other);
        CHECK(start_alike(each.one, each.other) == each.is_alike);
        CHECK(start_alike(each.other, each.one) == each.is_alike);
    }
}

TEST_CASE("url start: those alike are parsed to one origin, or are both wrong", "[http]") {
    const std::vector<std::string> starts{
        "http://a.test",
        "http://a.test:8080",
        "https://[::1]:1",
        "http://a..b",
        "ftp://a.test",
        "http://",
        "http://a.test:0",
        "http+unix://%2Frun%2Fa",
        "://a.test",
        "http://A.test"};
    const std::vector<std::string> ends{
        "", "/", "/x?y", "?", "#f", "/%zz", "/[]|", "/a://b/c", "//"};
    const auto origin_of = [](const std::string& url) -> std::optional<Origin> {
        const auto parsed = parse_url(url);
        return parsed ? std::optional(origin(parsed->url)) : std::nullopt;
    };
    for (const std::string& start : starts) {
        for (const std::string& end : ends) {
            const std::string one = start + end;
            const std::string other = start + "/other";
            INFO(one);
            if (start_alike(one, other)) {
                CHECK(origin_of(one) == origin_of(other));
            }
        }
    }
    CHECK(start_alike(starts[1] + ends[2], starts[1] + "/other"));
}
