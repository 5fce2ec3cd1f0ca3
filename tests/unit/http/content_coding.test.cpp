// SPDX-License-Identifier: MIT
#include "latch/http/content_coding.hpp"

#include "support/catch.hpp"

#include <zlib.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

using namespace latch::http;
using latch::base::Error;
using latch::base::ErrorKind;
using latch::base::Result;

namespace {

enum Wrapper : int { raw = -15, zlib = 15, gzip = 31 };

std::string packed(std::string_view text, int window_bits) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw std::runtime_error("cannot compress");
    }
    std::string copy(text);
    std::string out(deflateBound(&stream, copy.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(copy.data());
    stream.avail_in = static_cast<uInt>(copy.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int status = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (status != Z_STREAM_END) {
        throw std::runtime_error("cannot compress in one go");
    }
    return out;
}

/// Text that deflate can shorten, but not to nothing.
std::string some_text(std::size_t size) {
    std::string text;
    for (unsigned number = 1; text.size() < size; number = number * 1103515245U + 12345U) {
        text += std::to_string(number >> 16U);
    }
    text.resize(size);
    return text;
}

/// Keeps what it is given.
class Collect final : public BodySink {
public:
    Result<void> write(std::string_view bytes) override {
        text.append(bytes);
        largest = std::max(largest, bytes.size());
        return {};
    }

    Result<void> finish() override {
        ++finished;
        return {};
    }

    std::string text;
    std::size_t largest = 0;
    int finished = 0;
};

/// Takes nothing.
class Refuse final : public BodySink {
public:
    Result<void> write(std::string_view /*bytes*/) override {
        return Error(ErrorKind::output_closed, "nobody reads");
    }

    Result<void> finish() override { return Error(ErrorKind::file, "cannot finish"); }
};

Headers coded(std::string_view codings) {
    return {{"Content-Encoding", std::string(codings)}};
}

/// Sends `bytes` in pieces of at most `piece` bytes through the decoders.
Result<void>
decode(std::string_view codings, std::string_view bytes, std::size_t piece, BodySink& next) {
    auto sink = decoding_sink(coded(codings), next);
    if (!sink) {
        return sink.error();
    }
    REQUIRE(*sink != nullptr);
    for (; !bytes.empty(); bytes.remove_prefix(std::min(piece, bytes.size()))) {
        if (auto written = (*sink)->write(bytes.substr(0, piece)); !written) {
            return written;
        }
    }
    return (*sink)->finish();
}

std::string decoded(std::string_view codings, std::string_view bytes, std::size_t piece = 4096) {
    Collect collect;
    const auto done = decode(codings, bytes, piece, collect);
    CHECK(collect.finished == (done ? 1 : 0));
    return done ? collect.text : "error: " + done.error().cause();
}

} // namespace

TEST_CASE("content coding: nothing to decode is no sink", "[http]") {
    Collect next;
    for (const std::string_view codings : {"", "identity", "IDENTITY, identity", " , "}) {
        INFO(codings);
        const auto sink = decoding_sink(coded(codings), next);
        REQUIRE(sink);
        CHECK(*sink == nullptr);
    }
    const auto sink = decoding_sink({}, next);
    REQUIRE(sink);
    CHECK(*sink == nullptr);
}

TEST_CASE("content coding: gzip and deflate, however the bytes arrive", "[http]") {
    struct Case {
        std::string_view why, coding;
        int wrapper;
    };

    const std::vector<Case> cases = {
        {"gzip", "gzip", gzip},
        {"gzip by its old name", "x-gzip", gzip},
        {"in any case", "GZip", gzip},
        {"deflate with the zlib wrapper", "deflate", zlib},
        {"deflate without it", "deflate", raw},
        {"identity is nothing", "identity, gzip", gzip},
    };
    for (const std::size_t size : {0U, 1U, 100U, 65536U, 300000U}) {
        const std::string text = some_text(size);
        for (const Case& c : cases) {
            INFO(c.why << ", " << size << " bytes");
            const std::string bytes = packed(text, c.wrapper);
            CHECK(decoded(c.coding, bytes) == text);
            CHECK(decoded(c.coding, bytes, bytes.size()) == text);
            CHECK((size > 1000 || decoded(c.coding, bytes, 1) == text));
        }
    }
}

TEST_CASE("content coding: zlib headers of every window and level are recognised", "[http]") {
    const std::string text = some_text(5000);
    for (int window = 9; window <= 15; ++window) {
        INFO(window);
        CHECK(decoded("deflate", packed(text, window), 1) == text);
        CHECK(decoded("deflate", packed(text, -window), 1) == text);
    }
}

TEST_CASE("content coding: a raw stream may look like a zlib header but for its window", "[http]") {
    using namespace std::string_literals;
    // A stored block of 24 bytes with bits set in its padding, and an empty one that ends it:
    // 0x9818 is a multiple of 31 with method 8, but the window would be 128 KiB.
    const std::string text = "twenty-four letters here";
    const std::string bytes = "\x98\x18\x00\xe7\xff"s + text + "\x01\x00\x00\xff\xff"s;
    CHECK(decoded("deflate", bytes) == text);
}

TEST_CASE("content coding: several codings are undone from the last to the first", "[http]") {
    const std::string text = some_text(20000);
    const std::string twice = packed(packed(text, zlib), gzip);
    CHECK(decoded("deflate, gzip", twice, 7) == text);
    CHECK(decoded("gzip, deflate", twice).starts_with("error: deflate: "));
    Collect next;
    const auto sink =
        decoding_sink({{"Content-Encoding", "deflate"}, {"content-encoding", "gzip"}}, next);
    REQUIRE(sink);
    REQUIRE((*sink)->write(twice));
    REQUIRE((*sink)->finish());
    CHECK(next.text == text);
}

TEST_CASE("content coding: five codings and no more", "[http][pitfall]") {
    std::string bytes = some_text(1000);
    for (int i = 0; i < 5; ++i) {
        bytes = packed(bytes, gzip);
    }
    CHECK(decoded("gzip,gzip,gzip,gzip,identity,gzip", bytes, 3) == some_text(1000));
    Collect next;
    const auto sink = decoding_sink(coded("gzip,gzip,gzip,gzip,gzip,gzip"), next);
    REQUIRE_FALSE(sink);
    CHECK(sink.error().kind() == ErrorKind::protocol);
    CHECK(sink.error().cause() == "it is coded 6 times");
}

TEST_CASE("content coding: nothing is undone where a coding is not known", "[http]") {
    Collect next;
    for (const std::string_view codings :
         {"lzma",
          "compress",
          "UTF-8",
          "gzip, lzma",
          "lzma, gzip",
          "gzip;q=1",
          "*",
          "gzip,gzip,gzip,gzip,gzip,gzip,lzma"}) {
        INFO(codings);
        const auto sink = decoding_sink(coded(codings), next);
        REQUIRE(sink);
        CHECK(*sink == nullptr);
        CHECK(is_coded(coded(codings)));
    }
}

TEST_CASE("content coding: gzip members may follow one another", "[http]") {
    const std::string three = packed("one ", gzip) + packed("", gzip) + packed("three", gzip);
    CHECK(decoded("gzip", three) == "one three");
    CHECK(decoded("gzip", three, 1) == "one three");
}

TEST_CASE("content coding: what follows the end is ignored", "[http]") {
    struct Case {
        std::string_view why, coding;
        int wrapper;
        std::string_view garbage;
    };

    const std::vector<Case> cases = {
        {"padding", "gzip", gzip, std::string_view("\0\0\0\0", 4)},
        {"one byte", "gzip", gzip, "x"},
        {"half of gzip's magic", "gzip", gzip, "\x1f"},
        {"half of gzip's magic and more", "gzip", gzip, "\x1f\x1f\x8b"},
        {"text", "gzip", gzip, "garbage"},
        {"text behind a zlib stream", "deflate", zlib, "garbage"},
        {"text behind a raw stream", "deflate", raw, "garbage"},
        {"deflate has no members", "deflate", zlib, "\x78\x9c\x03"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string bytes = packed("text", c.wrapper).append(c.garbage);
        CHECK(decoded(c.coding, bytes) == "text");
        CHECK(decoded(c.coding, bytes, 1) == "text");
    }
}

TEST_CASE("content coding: an empty body is empty in every coding", "[http]") {
    CHECK(decoded("gzip", "").empty());
    CHECK(decoded("deflate", "").empty());
    CHECK(decoded("deflate, gzip", "").empty());
}

TEST_CASE("content coding: a body that ends inside its coding is an error", "[http]") {
    struct Case {
        std::string_view coding;
        int wrapper;
    };

    for (const Case& c : {Case{"gzip", gzip}, Case{"deflate", zlib}, Case{"deflate", raw}}) {
        const std::string bytes = packed(some_text(200), c.wrapper);
        for (std::size_t length = 1; length < bytes.size(); ++length) {
            INFO(c.coding << ' ' << length << " of " << bytes.size());
            CHECK(
                decoded(c.coding, bytes.substr(0, length)) ==
                "error: " + std::string(c.coding) + ": it ends in the middle"
            );
        }
    }
    const std::string twice = packed(packed("text", zlib), gzip);
    CHECK(
        decoded("deflate, gzip", twice.substr(0, twice.size() - 1)) ==
        "error: gzip: it ends in the middle"
    );
    const std::string second = packed("one", gzip) + packed("two", gzip);
    CHECK(decoded("gzip", second.substr(0, second.size() - 1)).starts_with("error: "));
}

TEST_CASE("content coding: corrupt data is an error", "[http]") {
    struct Case {
        std::string_view why, coding;
        std::string bytes;
    };

    const auto changed = [](std::string bytes, std::size_t from_end) {
        char& byte = bytes[bytes.size() - from_end];
        byte = static_cast<char>(byte ^ 1);
        return bytes;
    };
    const std::vector<Case> cases = {
        {"no gzip at all", "gzip", "plain text"},
        {"zlib for gzip", "gzip", packed("text", zlib)},
        {"gzip for deflate", "deflate", packed("text", gzip)},
        {"a wrong length in the trailer", "gzip", changed(packed("text", gzip), 1)},
        {"a wrong checksum", "gzip", changed(packed("text", gzip), 8)},
        {"a wrong checksum of zlib", "deflate", changed(packed("text", zlib), 1)},
        {"a dictionary that nobody has", "deflate", "\x78\xbb\x01\x02\x03\x04xyz"},
        {"an unknown method", "gzip", "\x1f\x8b\x07 some more bytes"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(decoded(c.coding, c.bytes).starts_with("error: " + std::string(c.coding) + ": "));
        CHECK(decoded(c.coding, c.bytes, 1).starts_with("error: " + std::string(c.coding) + ": "));
    }
    Collect next;
    const auto done = decode("gzip", "plain text", 100, next);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::protocol);
    CHECK(done.error().what() == "cannot decode the response body");
}

TEST_CASE("content coding: a bomb comes out in bounded pieces", "[http]") {
    const std::string zeros(std::size_t{16} << 20U, '\0');
    const std::string bomb = packed(zeros, gzip);
    REQUIRE(bomb.size() < 20000);
    Collect next;
    REQUIRE(decode("gzip", bomb, bomb.size(), next));
    CHECK(next.text == zeros);
    CHECK(next.largest <= 65536);
}

TEST_CASE("content coding: output that fills the buffer exactly is complete", "[http]") {
    for (const std::size_t size : {65535U, 65536U, 65537U, 131072U}) {
        INFO(size);
        const std::string text(size, 'x');
        CHECK((decoded("gzip", packed(text, gzip), 1U << 20U) == text));
        CHECK((decoded("deflate", packed(text, raw), 1U << 20U) == text));
    }
}

TEST_CASE("content coding: what the receiver says goes to the sender", "[http]") {
    Refuse next;
    auto sink = decoding_sink(coded("deflate, gzip"), next);
    REQUIRE(sink);
    const auto written = (*sink)->write(packed(packed("text", zlib), gzip));
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == ErrorKind::output_closed);

    auto empty = decoding_sink(coded("gzip"), next);
    REQUIRE(empty);
    const auto finished = (*empty)->finish();
    REQUIRE_FALSE(finished);
    CHECK(finished.error().kind() == ErrorKind::file);
}

TEST_CASE("content coding: what is accepted is understood", "[http]") {
    Collect next;
    CHECK(decoding_sink(coded(accepted_codings), next));
}
