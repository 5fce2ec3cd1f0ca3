// SPDX-License-Identifier: MIT
#include "latch/request/body_source.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/request/items.hpp"

#include <array>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

using namespace latch::request;
using latch::base::Descriptor;
using latch::base::Environment;
using latch::base::ErrorKind;
using latch::base::InputKind;
using latch::http::Body;
using latch::http::BytesBody;
using latch::http::NoBody;
using latch::http::StreamBody;
using latch::test::items;

namespace {

RequestSpec wish(std::optional<std::string> method, std::vector<Item> items = {}) {
    RequestSpec spec;
    spec.method = std::move(method);
    spec.url = "http://h/";
    spec.items = std::move(items);
    return spec;
}

RequestSpec raw(std::optional<std::string> method) {
    RequestSpec spec = wish(std::move(method));
    spec.raw = "";
    return spec;
}

Environment reading(const Descriptor& descriptor, InputKind kind) {
    Environment environment;
    environment.in.descriptor = descriptor.get();
    environment.in_kind = kind;
    return environment;
}

Body body_from(const Environment& environment) {
    auto body = stdin_body(environment, [] { FAIL("told of silence"); });
    REQUIRE(body.has_value());
    return *std::move(body);
}

Descriptor opened(const std::filesystem::path& file) {
    return latch::base::open_for_reading(file).value();
}

} // namespace

TEST_CASE("body source: what is no input is left alone", "[request]") {
    for (const InputKind kind : {InputKind::closed, InputKind::terminal, InputKind::device}) {
        for (const RequestSpec& spec :
             {wish(std::nullopt), wish("POST"), wish("GET"), wish(std::nullopt, items({"a=1"}))}) {
            CHECK(stdin_use(spec, kind, false) == StdinUse::leave_alone);
        }
    }
    for (const InputKind kind : {InputKind::regular_file, InputKind::stream}) {
        CHECK(stdin_use(wish("POST"), kind, true) == StdinUse::leave_alone);
        CHECK(stdin_use(wish("POST", items({"a=1"})), kind, true) == StdinUse::leave_alone);
    }
}

TEST_CASE("body source: a file or pipe is used by what else is asked for", "[request]") {
    struct Case {
        std::string_view why;
        RequestSpec spec;
        StdinUse of_file, of_pipe;
    };

    constexpr auto alone = StdinUse::leave_alone;
    constexpr auto body = StdinUse::body_if_not_empty;
    constexpr auto conflict = StdinUse::conflict;
    const std::vector<Case> cases{
        {"nothing said", wish(std::nullopt), body, body},
        {"POST", wish("POST"), body, body},
        {"PUT", wish("PUT"), body, body},
        {"PATCH", wish("PATCH"), body, body},
        {"a method of its own", wish("PURGE"), body, body},
        {"GET in a while-read loop", wish("GET"), alone, alone},
        {"HEAD", wish("HEAD"), alone, alone},
        {"DELETE", wish("DELETE"), alone, alone},
        {"OPTIONS", wish("OPTIONS"), alone, alone},
        {"TRACE", wish("TRACE"), alone, alone},
        {"headers and queries are no body", wish("POST", items({"A:b", "q==1"})), body, body},
        {"a text field", wish("POST", items({"a=1"})), conflict, alone},
        {"a JSON field", wish(std::nullopt, items({"a:=1"})), conflict, alone},
        {"--raw", raw(std::nullopt), conflict, alone},
        {"a field, but GET", wish("GET", items({"a=1"})), alone, alone},
        {"--raw, but DELETE", raw("DELETE"), alone, alone},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(stdin_use(c.spec, InputKind::regular_file, false) == c.of_file);
        CHECK(stdin_use(c.spec, InputKind::stream, false) == c.of_pipe);
    }
}

TEST_CASE("body source: a regular file streams with its length, untouched", "[request]") {
    const latch::test::TempDir folder;
    const auto file = opened(folder.write("body", "0123456789"));
    const Body body = body_from(reading(file, InputKind::regular_file));
    REQUIRE(std::holds_alternative<StreamBody>(body));
    const auto& stream = std::get<StreamBody>(body);
    CHECK(stream.length == latch::base::Bytes{10});
    CHECK(stream.replayable);
    CHECK(stream.offset == 0);
    CHECK(stream.prefix.empty());
    CHECK(stream.name == "standard input");
    CHECK(lseek(file.get(), 0, SEEK_CUR) == 0);
    CHECK(stream.source->get() != file.get());
    std::array<char, 11> bytes{};
    CHECK(pread(stream.source->get(), bytes.data(), bytes.size(), 0) == 10);
    CHECK(std::string_view(bytes.data()) == "0123456789");
}

TEST_CASE("body source: a regular file counts from where it stands", "[request]") {
    const latch::test::TempDir folder;
    const auto file = opened(folder.write("body", "line\nrest"));

    SECTION("in the middle") {
        REQUIRE(lseek(file.get(), 5, SEEK_SET) == 5);
        const Body body = body_from(reading(file, InputKind::regular_file));
        REQUIRE(std::holds_alternative<StreamBody>(body));
        CHECK(std::get<StreamBody>(body).length == latch::base::Bytes{4});
        CHECK(std::get<StreamBody>(body).offset == 5);
    }
    SECTION("at the end") {
        REQUIRE(lseek(file.get(), 0, SEEK_END) == 9);
        CHECK(std::holds_alternative<NoBody>(body_from(reading(file, InputKind::regular_file))));
    }
    SECTION("behind the end") {
        REQUIRE(lseek(file.get(), 100, SEEK_SET) == 100);
        CHECK(std::holds_alternative<NoBody>(body_from(reading(file, InputKind::regular_file))));
    }
}

TEST_CASE("body source: an empty file is no body", "[request]") {
    const latch::test::TempDir folder;
    const auto file = opened(folder.write("body", ""));
    CHECK(std::holds_alternative<NoBody>(body_from(reading(file, InputKind::regular_file))));
}

TEST_CASE("body source: a file that hides its size is read to its end", "[request]") {
    const Descriptor file = opened("/proc/self/status");
    const Body body = body_from(reading(file, InputKind::regular_file));
    REQUIRE(std::holds_alternative<BytesBody>(body));
    CHECK(std::get<BytesBody>(body).bytes.starts_with("Name:"));
}

TEST_CASE("body source: a pipe becomes a body as well", "[request]") {
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);
    const Descriptor reader(ends[0]);
    Descriptor writer(ends[1]);

    SECTION("with bytes") {
        REQUIRE(latch::base::write_all(writer.get(), "abc", "the pipe").has_value());
        writer.close();
        const Body body = body_from(reading(reader, InputKind::stream));
        REQUIRE(std::holds_alternative<BytesBody>(body));
        CHECK(std::get<BytesBody>(body).bytes == "abc");
    }
    SECTION("without") {
        writer.close();
        CHECK(std::holds_alternative<NoBody>(body_from(reading(reader, InputKind::stream))));
    }
}

TEST_CASE("body source: a descriptor that is no file is an error", "[request]") {
    Environment environment;
    environment.in.descriptor = 1 << 20;
    environment.in_kind = InputKind::regular_file;
    const auto body = stdin_body(environment, {});
    REQUIRE_FALSE(body.has_value());
    CHECK(body.error().kind() == ErrorKind::file);
}
