// SPDX-License-Identifier: MIT
#include "latch/request/compress.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/net/streamed_body.hpp"

#include "latch/http/body_sink.hpp"
#include "latch/http/content_coding.hpp"

#include <string>
#include <variant>

using namespace latch;
using namespace latch::request;
using latch::test::TempDir;

namespace {

/// Keeps what is decoded.
class Kept final : public http::BodySink {
public:
    base::Result<void> write(std::string_view piece) override {
        bytes += piece;
        return {};
    }

    base::Result<void> finish() override { return {}; }

    std::string bytes;
};

std::string inflated(const http::Request& request) {
    Kept kept;
    const auto decoder = http::decoding_sink(request.defaults, kept);
    REQUIRE(decoder);
    REQUIRE(*decoder);
    REQUIRE((*decoder)->write(std::get<http::BytesBody>(request.body).bytes));
    REQUIRE((*decoder)->finish());
    return kept.bytes;
}

http::Request with_body(http::Body body) {
    http::Request request;
    request.body = std::move(body);
    return request;
}

const std::string dull(300'000, 'x');

} // namespace

TEST_CASE("compress: bytes and files are deflated, and said to be", "[request]") {
    const TempDir folder;
    for (const http::Body& body :
         {http::Body(http::BytesBody{dull}), http::Body(latch::test::file_body(folder, dull))}) {
        http::Request request = with_body(body);
        REQUIRE(compress(request, Compression::if_smaller, folder.path()));
        CHECK(request.defaults.find("Content-Encoding") == "deflate");
        CHECK(std::get<http::BytesBody>(request.body).bytes.size() < 1000);
        CHECK(inflated(request) == dull);
    }
}

TEST_CASE("compress: what does not get smaller stays, unless it must", "[request]") {
    const TempDir folder;
    http::Request request = with_body(http::BytesBody{"x"});
    REQUIRE(compress(request, Compression::if_smaller, folder.path()));
    CHECK(std::get<http::BytesBody>(request.body).bytes == "x");
    CHECK_FALSE(request.defaults.contains("Content-Encoding"));
    REQUIRE(compress(request, Compression::always, folder.path()));
    CHECK(std::get<http::BytesBody>(request.body).bytes.size() > 1);
    CHECK(inflated(request) == "x");
}

TEST_CASE("compress: nothing is done to no body, or unasked", "[request]") {
    const TempDir folder;
    http::Request none = with_body(http::NoBody{});
    REQUIRE(compress(none, Compression::always, folder.path()));
    CHECK_FALSE(none.defaults.contains("Content-Encoding"));
    http::Request unasked = with_body(http::BytesBody{dull});
    REQUIRE(compress(unasked, Compression::none, folder.path()));
    CHECK(std::get<http::BytesBody>(unasked.body).bytes == dull);
}
