// SPDX-License-Identifier: MIT
#include "client/resumption.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>

using namespace latch;
using namespace latch::client;

namespace {

http::Request asking() {
    http::Request request;
    request.url = test::a_url("http://a.test/");
    return request;
}

std::string field(const http::Request& request, std::string_view name) {
    return std::string(request.typed.find(name).value_or("none"));
}

} // namespace

TEST_CASE("resumption: asks for what follows, if it is of the same version", "[client]") {
    http::Request request = asking();
    Resumption resumption;
    resumption.ask(request, {.size = {5}, .validator = "\"v1\""});
    CHECK(field(request, "Range") == "bytes=5-");
    CHECK(field(request, "If-Range") == "\"v1\"");
    resumption.ask(request, {.size = {8}, .validator = "\"v1\""});
    CHECK(field(request, "Range") == "bytes=8-");
}

TEST_CASE("resumption: what cannot be continued is asked for as at first", "[client]") {
    const std::vector<Kept> useless{{}, {.size = {5}, .validator = ""}, {.validator = "\"v1\""}};
    for (const Kept& kept : useless) {
        INFO(kept.size.count << kept.validator);
        http::Request request = asking();
        Resumption resumption;
        resumption.ask(request, kept);
        CHECK(field(request, "Range") == "none");
        resumption.ask(request, {.size = {5}, .validator = "\"v1\""});
        resumption.ask(request, kept);
        CHECK(field(request, "Range") == "none");
        CHECK(field(request, "If-Range") == "none");
    }
}

TEST_CASE("resumption: fields that were there come back", "[client]") {
    http::Request request = asking();
    request.typed.set("Range", "bytes=3-");
    request.typed.set("If-Range", "\"v0\"");
    Resumption resumption;
    resumption.ask(request, {.size = {5}, .validator = "\"v1\""});
    resumption.ask(request, {.size = {8}, .validator = "\"v2\""});
    CHECK(field(request, "Range") == "bytes=8-");
    resumption.ask(request, {});
    CHECK(field(request, "Range") == "bytes=3-");
    CHECK(field(request, "If-Range") == "\"v0\"");
}

TEST_CASE("resumption: another request begins with its own fields", "[client]") {
    http::Request request = asking();
    Resumption resumption;
    resumption.ask(request, {.size = {5}, .validator = "\"v1\""});
    resumption.begin();
    http::Request next = asking();
    next.typed.set("Range", "bytes=0-9");
    resumption.ask(next, {});
    CHECK(field(next, "Range") == "bytes=0-9");
}
