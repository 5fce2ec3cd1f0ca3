// SPDX-License-Identifier: MIT
#include "query/jq_library.hpp"

#include "support/catch.hpp"
#include "support/process.hpp"

#include <string>
#include <vector>

using namespace latch::query;
using latch::base::ErrorKind;

TEST_CASE("jq library: no program of ours is linked with it", "[query]") {
    // The loader lists what it would load, and does not start the program: ld.so(8).
    const latch::test::Command ourselves{
        .program = "/proc/self/exe",
        .arguments = {},
        .environment = {{"LD_TRACE_LOADED_OBJECTS", "1"}},
        .working_directory = "/"};
    const std::string loaded = latch::test::Process(ourselves, {}).wait().out;
    CHECK(loaded.find("libc.so") != std::string::npos);
    CHECK(loaded.find("libjq") == std::string::npos);
}

TEST_CASE("jq library: one that is not there is an error that says what to do", "[query]") {
    const auto library = JqLibrary::open("libno-such-thing.so.0");
    REQUIRE_FALSE(library);
    CHECK(library.error().kind() == ErrorKind::usage);
    CHECK(library.error().what() == "cannot open the library that runs jq programs");
    CHECK(library.error().cause().find("libno-such-thing.so.0") != std::string::npos);
    CHECK(library.error().hint() == "install jq, or its library alone: libjq1");
}

TEST_CASE("jq library: one that lacks a function is not called", "[query]") {
    const auto library = JqLibrary::open("libc.so.6");
    REQUIRE_FALSE(library);
    CHECK(library.error().cause().find("jq_init") != std::string::npos);
}

TEST_CASE("jq library: one JSON text is read", "[query]") {
    const auto library = JqLibrary::open();
    REQUIRE(library);
    for (const std::string text : {"1", " [ 1, {\"a\" : null} ]\n", "\xef\xbb\xbf[]", R"("é\n")"}) {
        INFO(text);
        const auto value = library->parse(text);
        REQUIRE(value);
        library->jv_free(*value);
    }
    const auto value = library->parse(R"({"b":[1,2.50],"a":"\u00e9"})");
    REQUIRE(value);
    CHECK(library->json_of(*value).starts_with(R"({"b":[1,2.5)"));
}

TEST_CASE("jq library: why a text is none is said without the text", "[query]") {
    struct Case {
        const char* why;
        std::string text;
        std::string cause;
    };

    const auto library = JqLibrary::open();
    REQUIRE(library);
    const std::vector<Case> cases{
        {"nothing", "", "there is nothing"},
        {"blanks", " \r\n", "there is nothing"},
        {"cut off", R"(["s3cret",)", "it is no JSON: Unfinished JSON term at EOF"},
        {"cut off in a string", R"(["s3cret)", "it is no JSON: Unfinished string at EOF"},
        {"a page", "<s3cret/>", "it is no JSON: Invalid numeric literal"},
        {"two", R"(["s3cret"] ["s3cret"])", "it is no JSON: something follows the first value"},
        {"one and a half", R"(["s3cret"] ["s3cret)", "it is no JSON: Unfinished string at EOF"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const auto value = library->parse(each.text);
        REQUIRE_FALSE(value);
        CHECK(value.error().kind() == ErrorKind::protocol);
        CHECK(value.error().cause().starts_with(each.cause));
        CHECK(value.error().cause().find("s3cret") == std::string::npos);
    }
}
