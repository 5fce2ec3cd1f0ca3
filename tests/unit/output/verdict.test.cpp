// SPDX-License-Identifier: MIT
#include "output/verdict.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <optional>
#include <string>
#include <vector>

using namespace latch::output;
using namespace latch::test;

namespace {

/// "anew", "from 5 to 9", "nothing left", "nothing", or why it is refused.
std::string words(const Verdict& verdict) {
    if (const auto* const append = std::get_if<Append>(&verdict)) {
        return "from " + std::to_string(append->from) + " to " + std::to_string(append->whole);
    }
    if (const auto* const refuse = std::get_if<Refuse>(&verdict)) {
        CHECK(refuse->error.kind() == latch::base::ErrorKind::protocol);
        return refuse->error.cause();
    }
    if (std::holds_alternative<NothingLeft>(verdict)) {
        return "nothing left";
    }
    return std::holds_alternative<SaveAnew>(verdict) ? "anew" : "nothing";
}

constexpr std::optional<std::uint64_t> whole = std::nullopt;

} // namespace

TEST_CASE("verdict: on an answer to a download of the whole", "[output]") {
    struct Case {
        std::string_view why, method;
        unsigned status;
        std::string_view verdict;
    };

    const std::vector<Case> cases{
        {"the usual answer", "GET", 200, "anew"},
        {"a body is a body", "GET", 203, "anew"},
        {"an empty one makes an empty file", "GET", 204, "anew"},
        {"the answer to a form", "POST", 201, "anew"},
        {"there is no body to save", "HEAD", 200, "nothing"},
        {"a redirect that leads nowhere", "GET", 302, "nothing"},
        {"what one has is still good", "GET", 304, "nothing"},
        {"a page about an error is not what was wanted", "GET", 404, "nothing"},
        {"a login page neither", "GET", 401, "nothing"},
        {"nor an excuse", "GET", 500, "nothing"},
        {"nobody asked for a range", "GET", 416, "nothing"},
        {"a class of its own", "GET", 999, "nobody knows what status 999 means"},
        {"a part", "GET", 206, "the server sends a part (206), and nobody asked for one"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto request = a_request().method(std::string(c.method), "/");
        CHECK(words(verdict_on(a_response(c.status).answering(request), whole)) == c.verdict);
    }
}

TEST_CASE("verdict: a part that was asked for by a Range of the user's is saved", "[output]") {
    const auto request = a_request().get("/").header("Range", "bytes=0-3");
    CHECK(words(verdict_on(a_response(206).answering(request), whole)) == "anew");
}

TEST_CASE("verdict: on an answer to --continue from byte 5", "[output]") {
    struct Case {
        std::string_view why;
        ResponseBuilder response;
        std::string_view verdict;
    };

    const auto part = [](std::string range) {
        return a_response(206).header("Content-Range", std::move(range));
    };
    constexpr std::string_view unsaid = "the server does not say which part it sends";
    constexpr std::string_view coded =
        "the part comes compressed (gzip), and what is in the file is not";
    constexpr std::string_view contradiction =
        "the server contradicts itself about how much it sends";
    const std::vector<Case> cases{
        {"the rest", part("bytes 5-9/10"), "from 5 to 10"},
        {"with its length", part("bytes 5-9/10").header("Content-Length", "5"), "from 5 to 10"},
        {"in chunks", part("bytes 5-9/10").header("Transfer-Encoding", "chunked"), "from 5 to 10"},
        {"of a whole that nobody knows", part("bytes 5-9/*"), "from 5 to 10"},
        {"one byte", part("bytes 5-5/6"), "from 5 to 6"},
        {"beyond 32 bits", part("bytes 5-8589934591/8589934592"), "from 5 to 8589934592"},
        {"identity is no coding",
         part("bytes 5-9/10").header("Content-Encoding", "identity"),
         "from 5 to 10"},
        {"no place said", a_response(206), unsaid},
        {"several parts",
         a_response(206).header("Content-Type", "multipart/byteranges; boundary=x"),
         unsaid},
        {"two places said", part("bytes 5-9/10").header("Content-Range", "bytes 0-9/10"), unsaid},
        {"no place in it", part("bytes */10"), unsaid},
        {"another unit", part("lines 5-9/10"), unsaid},
        {"the end beyond the whole", part("bytes 5-10/10"), unsaid},
        {"it begins too early",
         part("bytes 0-9/10"),
         "the file has 5 bytes, but the server begins at 0"},
        {"it begins too late",
         part("bytes 6-9/10"),
         "the file has 5 bytes, but the server begins at 6"},
        {"it ends too early", part("bytes 5-7/10"), "the server sends no more than byte 7 of 10"},
        {"its length is another",
         part("bytes 5-9/10").header("Content-Length", "10"),
         contradiction},
        {"its length is none", part("bytes 5-9/10").header("Content-Length", "x"), contradiction},
        {"a part of what is compressed",
         part("bytes 5-9/10").header("Content-Encoding", "gzip"),
         coded},
        {"another version, or a server without parts", a_response(200), "anew"},
        {"compressed, but whole", a_response(200).header("Content-Encoding", "gzip"), "anew"},
        {"the file is whole", a_response(416).header("Content-Range", "bytes */5"), "nothing left"},
        {"the file is longer than the server's",
         a_response(416).header("Content-Range", "bytes */4"),
         "the file has 5 bytes, the server 4"},
        {"the server's is longer, and it refuses all the same",
         a_response(416).header("Content-Range", "bytes */9"),
         "the file has 5 bytes, the server 9"},
        {"how long is not said", a_response(416), "the server has nothing from byte 5 on (416)"},
        {"how long is not known",
         a_response(416).header("Content-Range", "bytes */*"),
         "the server has nothing from byte 5 on (416)"},
        {"it is gone", a_response(404), "nothing"},
        {"the server has a bad day", a_response(503), "nothing"},
        {"a redirect that leads nowhere", a_response(302), "nothing"},
    };
    const auto request = a_request().get("/").header("Range", "bytes=5-");
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(words(verdict_on(c.response.answering(request), 5)) == c.verdict);
    }
}
