// SPDX-License-Identifier: MIT
#include "latch/request/spool.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/net/streamed_body.hpp"

#include <string>
#include <sys/stat.h>
#include <variant>

using namespace latch;
using namespace latch::request;
using latch::test::PipedBody;
using latch::test::TempDir;

namespace {

std::string content(const http::StreamBody& body) {
    std::string bytes;
    REQUIRE(read_through(body, [&](std::string_view piece) {
        bytes += piece;
        return base::Result<void>();
    }));
    return bytes;
}

} // namespace

TEST_CASE("spool: what is small stays in memory", "[request]") {
    Spool spool("/nowhere", base::Bytes{5});
    REQUIRE(spool.write("abc"));
    REQUIRE(spool.write("de"));
    CHECK(spool.size() == base::Bytes{5});
    const auto piece = std::move(spool).finish("x");
    REQUIRE(std::holds_alternative<http::BytesBody>(piece));
    CHECK(std::get<http::BytesBody>(piece).bytes == "abcde");
}

TEST_CASE("spool: what is larger goes to a file that nobody else sees", "[request]") {
    const TempDir folder;
    Spool spool(folder.path(), base::Bytes{5});
    REQUIRE(spool.write("abc"));
    REQUIRE(spool.write("def"));
    REQUIRE(spool.write("ghi"));
    const auto piece = std::move(spool).finish("the pipe");
    REQUIRE(std::holds_alternative<http::StreamBody>(piece));
    const auto& body = std::get<http::StreamBody>(piece);
    CHECK(body.replayable);
    CHECK(body.length == base::Bytes{9});
    CHECK(body.name == "the pipe");
    CHECK(content(body) == "abcdefghi");
    CHECK(content(body) == "abcdefghi"); // as often as it is wanted
    CHECK(std::filesystem::is_empty(folder.path()));

    struct stat facts {};

    REQUIRE(::fstat(body.source->get(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600);
    CHECK(facts.st_nlink == 0);
}

TEST_CASE("spool: a folder that cannot be written is named", "[request]") {
    Spool spool("/nowhere", base::Bytes{0});
    const auto written = spool.write("x");
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == base::ErrorKind::file);
    CHECK(written.error().what() == "cannot keep the body in /nowhere");
    CHECK(written.error().hint() == "TMPDIR names another folder");
}

TEST_CASE("spool: a pipe becomes a body that can be sent again", "[request]") {
    const TempDir folder;
    PipedBody pipe;
    pipe.body.prefix = "already ";
    pipe.write("here");
    pipe.input.close();
    const auto body = replayable(pipe.body, folder.path());
    REQUIRE(body);
    CHECK(std::get<http::BytesBody>(*body).bytes == "already here");
}

TEST_CASE("spool: of a joined body only the pipes are read", "[request]") {
    const TempDir folder;
    PipedBody pipe;
    pipe.write("piped");
    pipe.input.close();
    const http::StreamBody file = latch::test::file_body(folder, "0123456789");
    const auto body =
        replayable(http::JoinedBody{{http::BytesBody{"a"}, pipe.body, file}}, folder.path());
    REQUIRE(body);
    CHECK(http::is_replayable(*body));
    CHECK(http::length_of(*body) == base::Bytes{16});
    const auto& pieces = std::get<http::JoinedBody>(*body).pieces;
    CHECK(std::get<http::BytesBody>(pieces[1]).bytes == "piped");
    CHECK(std::holds_alternative<http::StreamBody>(pieces[2]));
}
