// SPDX-License-Identifier: MIT
#include "latch/request/material.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/request/items.hpp"

#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace latch::request;
using latch::base::Bytes;
using latch::base::Environment;
using latch::base::ErrorKind;
using latch::test::items;
using latch::test::TempDir;

namespace {

RequestSpec wish(std::vector<Item> items) {
    RequestSpec spec;
    spec.items = std::move(items);
    return spec;
}

Environment in(const TempDir& folder) {
    Environment environment;
    environment.working_directory = folder.path();
    environment.home = folder.path() / "home";
    return environment;
}

} // namespace

TEST_CASE("material: the values of items are read from their files", "[request]") {
    const TempDir folder;
    folder.write("token", "s3cret\n");
    folder.write("text", "line\n");
    folder.write("json", "[1.50]\n");
    std::filesystem::create_directory(folder / "home");
    folder.write("home/q", "a b\n");
    const auto read = with_values_read(
        wish(items({"X-T:@token", "f=@text", "n:=@json", "q==@~/q", "a=b", "u@token", "@json"})),
        in(folder)
    );
    REQUIRE(read.has_value());
    CHECK(
        read->items ==
        std::vector<Item>{
            {Item::Kind::header, "X-T", "s3cret"},
            {Item::Kind::text_field, "f", "line\n"},
            {Item::Kind::json_field, "n", "[1.50]"},
            {Item::Kind::query, "q", "a b"},
            {Item::Kind::text_field, "a", "b"},
            {Item::Kind::upload, "u", "token", Item::From::file},
            {Item::Kind::body_file, "", "json", Item::From::file},
        }
    );
}

TEST_CASE("material: the texts of a multipart form are opened, but for pipes", "[request]") {
    const TempDir folder;
    folder.write("text", "12345");
    RequestSpec spec = wish(items({"a=@text", "n:=@text", "p=@/dev/null", "none=@none"}));
    spec.format = BodyFormat::multipart;
    CHECK_FALSE(with_values_read(spec, in(folder)));
    spec.items.pop_back();
    const auto read = with_values_read(spec, in(folder));
    REQUIRE(read.has_value());
    CHECK(
        read->items ==
        std::vector<Item>{
            {Item::Kind::text_field, "a", "text", Item::From::file},
            {Item::Kind::json_field, "n", "12345"},
            {Item::Kind::text_field, "p", ""},
        }
    );
    const auto files = open_files(*read, in(folder));
    REQUIRE(files.has_value());
    REQUIRE(files->size() == 1);
    CHECK(files->front().length == Bytes{5});
}

TEST_CASE("material: a file that cannot be read is named", "[request]") {
    const TempDir folder;
    for (const std::string_view word : {"A:@none", "q==@none", "f=@none", "f:=@none", "f=@."}) {
        INFO(word);
        const auto read = with_values_read(wish(items({word})), in(folder));
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().kind() == ErrorKind::file);
        CHECK(read.error().what().find(folder.path().string()) != std::string::npos);
    }
    folder.write("bad", "{");
    const auto flawed = with_values_read(wish(items({"f:=@bad"})), in(folder));
    REQUIRE_FALSE(flawed.has_value());
    CHECK(flawed.error().kind() == ErrorKind::usage);
    for (const std::string_view word : {"f@none", "@none", "f@."}) {
        INFO(word);
        const auto opened = open_files(wish(items({word})), in(folder));
        REQUIRE_FALSE(opened.has_value());
        CHECK(opened.error().kind() == ErrorKind::file);
    }
}

TEST_CASE("material: uploads are opened, in order, with their lengths", "[request]") {
    const TempDir folder;
    folder.write("a", "12345");
    folder.write("b", "");
    const auto files = open_files(wish(items({"x=1", "f@a", "g@b", "@-"})), in(folder));
    REQUIRE(files.has_value());
    REQUIRE(files->size() == 2);
    CHECK((*files)[0].length == Bytes{5});
    CHECK((*files)[0].replayable);
    CHECK((*files)[0].name == (folder / "a").string());
    CHECK((*files)[1].length == Bytes{0});
}

TEST_CASE("material: what is no regular file has no length", "[request]") {
    const TempDir folder;
    const auto pipe = folder / "pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    std::thread writing([&] {
        const auto opened = latch::base::Descriptor(::open(pipe.c_str(), O_WRONLY | O_CLOEXEC));
    });
    const auto files = open_files(wish(items({"@pipe"})), in(folder));
    writing.join();
    REQUIRE(files.has_value());
    CHECK_FALSE(files->front().length.has_value());
    CHECK_FALSE(files->front().replayable);

    const auto hidden = open_files(wish(items({"@/proc/self/status"})), in(folder));
    REQUIRE(hidden.has_value());
    CHECK_FALSE(hidden->front().length.has_value());
}

TEST_CASE("material: boundaries are never the same", "[request]") {
    CHECK(random_boundary() != random_boundary());
    CHECK(random_boundary().size() == 38);
}
