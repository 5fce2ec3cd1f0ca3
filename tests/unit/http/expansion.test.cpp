// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/http/content_coding.hpp"

#include <zstd.h>

#include <brotli/encode.h>
#include <stdexcept>
#include <string>

using namespace latch::http;
using latch::base::ErrorKind;
using latch::base::Result;

namespace {

std::string by_brotli(std::string_view text) {
    std::string out(BrotliEncoderMaxCompressedSize(text.size()) + 64, '\0');
    std::size_t size = out.size();
    const auto* const in = reinterpret_cast<const std::uint8_t*>(text.data());
    auto* const into = reinterpret_cast<std::uint8_t*>(out.data());
    if (BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, text.size(), in, &size, into) == 0) {
        throw std::runtime_error("cannot compress");
    }
    out.resize(size);
    return out;
}

std::string by_zstd(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    const std::size_t size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3);
    if (ZSTD_isError(size) != 0) {
        throw std::runtime_error("cannot compress");
    }
    out.resize(size);
    return out;
}

class Count final : public BodySink {
public:
    Result<void> write(std::string_view bytes) override {
        size += bytes.size();
        text += bytes.substr(0, 1000 - std::min<std::size_t>(text.size(), 1000));
        return {};
    }

    Result<void> finish() override {
        finished = true;
        return {};
    }

    std::size_t size = 0;
    std::string text;
    bool finished = false;
};

Result<void> decode(
    std::string_view codings, std::string_view bytes, Count& into, const ResponseLimits& limits = {}
) {
    auto sink = decoding_sink({{"Content-Encoding", std::string(codings)}}, into, limits);
    REQUIRE(sink);
    for (std::size_t i = 0; i < bytes.size(); i += 7) {
        if (auto written = (*sink)->write(bytes.substr(i, 7)); !written) {
            return written;
        }
    }
    return (*sink)->finish();
}

std::string decoded(std::string_view coding, std::string_view bytes) {
    Count into;
    const auto done = decode(coding, bytes, into);
    CHECK(into.finished == done.has_value());
    return done ? into.text : "error: " + done.error().cause();
}

} // namespace

TEST_CASE("content coding: brotli and zstd, in small pieces", "[http]") {
    const std::string text = "eleven bytes, and then a few more";
    CHECK(decoded("br", by_brotli(text)) == text);
    CHECK(decoded("zstd", by_zstd(text)) == text);
    CHECK(decoded("ZSTD, Br", by_brotli(by_zstd(text))) == text);
    CHECK(decoded("zstd", by_zstd("one ") + by_zstd("two")) == "one two");
    CHECK(decoded("br", "").empty());
    CHECK(decoded("zstd", "").empty());
    CHECK(decoded("br", by_brotli("")).empty());
    CHECK(decoded("br", by_brotli(text) + "garbage") == text);
}

TEST_CASE("content coding: brotli and zstd that are cut off or corrupt are errors", "[http]") {
    const std::string text = "eleven bytes, and then a few more";
    for (std::size_t length = 1; length < by_brotli(text).size(); ++length) {
        INFO(length);
        CHECK(
            decoded("br", by_brotli(text).substr(0, length)) ==
            "error: brotli: it ends in the middle"
        );
    }
    for (std::size_t length = 1; length < by_zstd(text).size(); ++length) {
        INFO(length);
        CHECK(
            decoded("zstd", by_zstd(text).substr(0, length)) == "error: zstd: it ends in the middle"
        );
    }
    CHECK(decoded("br", "\xff\xff\xff\xff plain text").starts_with("error: brotli: "));
    CHECK(decoded("zstd", "plain text, no magic").starts_with("error: zstd: "));
    CHECK(decoded("zstd", by_zstd(text) + "garbage").starts_with("error: zstd: "));
}

TEST_CASE(
    "content coding: a bomb is stopped by its ratio, before it has gone off", "[http][pitfall]"
) {
    constexpr std::size_t mebibyte = std::size_t{1} << 20U;
    ResponseLimits limits;
    limits.free_expansion = {mebibyte};
    const std::string zeros(16 * mebibyte, '\0');
    for (const auto& [coding, bytes] :
         {std::pair("br", by_brotli(zeros)), std::pair("zstd", by_zstd(zeros))}) {
        INFO(coding);
        Count into;
        const auto done = decode(coding, bytes, into, limits);
        REQUIRE_FALSE(done);
        CHECK(done.error().kind() == ErrorKind::protocol);
        CHECK(done.error().cause() == "it becomes more than 250 times as long");
        CHECK(into.size <= mebibyte + 65536 + 250 * bytes.size());
        Count whole;
        limits.free_expansion = {zeros.size()};
        CHECK(decode(coding, bytes, whole, limits));
        CHECK(whole.size == zeros.size());
        limits.free_expansion = {mebibyte};
    }
}

TEST_CASE("content coding: a bomb that a second coding hides is one all the same", "[http]") {
    // Frames that hold nothing: the second stage makes no byte of the many that the first makes.
    constexpr std::size_t mebibyte = std::size_t{1} << 20U;
    std::string nothing;
    const std::string empty_frame = by_zstd("");
    while (nothing.size() < 4 * mebibyte) {
        nothing += empty_frame;
    }
    ResponseLimits limits;
    limits.free_expansion = {mebibyte};
    Count into;
    const auto done = decode("zstd, br", by_brotli(nothing), into, limits);
    REQUIRE_FALSE(done);
    CHECK(done.error().cause() == "it becomes more than 250 times as long");
}

TEST_CASE("content coding: there is an end to every size", "[http]") {
    ResponseLimits limits;
    limits.decoded = {1000};
    Count into;
    CHECK(decode("br", by_brotli(std::string(1000, 'x')), into, limits));
    const auto done = decode("br", by_brotli(std::string(1001, 'x')), into, limits);
    REQUIRE_FALSE(done);
    CHECK(done.error().cause() == "it is larger than 1000 bytes");
}
