// SPDX-License-Identifier: MIT
#include "latch/request/url_text.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using base::hole;

namespace {

std::string url(std::string_view text, std::string value, bool is_raw = false) {
    const std::vector<base::Filling> fillings{
        {.name = "x", .text = std::move(value), .is_raw = is_raw}};
    const auto filled = request::fill_url(text, fillings);
    return filled ? *filled : "error: " + filled.error().what();
}

const std::string x = hole(0);

} // namespace

TEST_CASE(
    "url text: at its beginning and behind its host a value is a part of a URL", "[request]"
) {
    CHECK(url(x, "http://a.test/b?c=d") == "http://a.test/b?c=d");
    CHECK(url(x + "/login", ":8080") == ":8080/login");
    CHECK(url(x + "/login", "https://a.test/app") == "https://a.test/app/login");
    CHECK(url(":8080" + x, "/a/b?c=d") == ":8080/a/b?c=d");
    CHECK(url(":8080" + x, "") == ":8080");
    CHECK(url(":" + x + "/a", "8080") == ":8080/a");
    CHECK(url("http://" + x + ":8080/a", "a.test") == "http://a.test:8080/a");
    CHECK(url("http://api-" + x + ".test/a", "eu") == "http://api-eu.test/a");
}

TEST_CASE("url text: no value leads to another host or another path", "[request]") {
    CHECK(
        url("http://a.test" + x, ".evil.test/b") ==
        "error: the value of {{x}} follows a host and is no path"
    );
    CHECK(
        url("http://a.test" + x, "@evil.test") ==
        "error: the value of {{x}} follows a host and is no path"
    );
    CHECK(
        url("http://" + x + ".a.test/", "evil.test/") ==
        "error: the value of {{x}} is no part of a host"
    );
    CHECK(
        url("http://" + x + ".a.test/", "evil.test#") ==
        "error: the value of {{x}} is no part of a host"
    );
    CHECK(url("/files/" + x, "..") == "error: the value of {{x}} would lead to another path");
    CHECK(
        url("/files/" + x + "/meta", ".") == "error: the value of {{x}} would lead to another path"
    );
    CHECK(
        url("/pets/" + x, "") ==
        "error: the value of {{x}} is empty, and is all of a step of the path"
    );
    CHECK(url("/files/v" + x, "") == "/files/v");
}

TEST_CASE("url text: behind the host a value is one component", "[request]") {
    CHECK(url("/files/" + x, "a/b c") == "/files/a%2Fb%20c");
    CHECK(url("/files/" + x, "?a=b&c#d") == "/files/%3Fa%3Db%26c%23d");
    CHECK(url("/search?q=" + x + "&n=1", "a&n=2+3%") == "/search?q=a%26n%3D2%2B3%25&n=1");
    CHECK(url("/search?q=" + x, "\xC3\xBC") == "/search?q=%C3%BC");
    CHECK(url("/files/" + x, "a/b", true) == "/files/a/b");
    CHECK(url("a.test/?next=http://" + x, "a/b") == "a.test/?next=http://a%2Fb");
    CHECK(
        url("http://a.test/?next=http://b.test/" + x, "/") ==
        "http://a.test/?next=http://b.test/%2F"
    );
}
