// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/numbered.hpp"
#include "support/raw_server.hpp"
#include "support/server.hpp"
#include "support/temp_dir.hpp"
#include "wire/caller.hpp"

#include "latch/http/deflate.hpp"

#include <fcntl.h>
#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;
using base::ErrorKind;

namespace {

/// A file that need not see what it gets.
class FileSink final : public http::BodySink, public http::PipeSink {
public:
    explicit FileSink(const std::filesystem::path& path)
        : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {}

    base::Result<void> write(std::string_view bytes) override {
        seen += bytes.size();
        return base::write_all(file_.get(), bytes, "the sink");
    }

    base::Result<void> write_piped(base::PipedBytes bytes) override {
        unseen += bytes.count;
        if (unseen > most) {
            return base::Error(ErrorKind::file, "full");
        }
        return base::write_piped(file_.get(), bytes, "the sink");
    }

    base::Result<void> finish() override { return {}; }

    http::PipeSink* piped() override { return this; }

    std::size_t seen = 0;
    std::size_t unseen = 0;
    std::size_t most = std::string::npos;

private:
    base::Descriptor file_;
};

const std::string& much() {
    static const std::string bytes = numbered(base::mebibytes(6).count);
    return bytes;
}

} // namespace

TEST_CASE(
    "piped: a large body of known length goes past us, and the connection goes on", "[wire]"
) {
    const TempDir folder;
    Server server([](const Request& /*request*/) { return reply(much()); });
    Caller caller;
    FileSink sink(folder / "f");
    REQUIRE(caller.get_into(server.url(), sink));
    CHECK(slurp(folder / "f") == much());
    CHECK(sink.seen + sink.unseen == much().size());
    CHECK(sink.seen < base::mebibytes(1).count); // what came with the head

    const Said next = caller.get(server.url());
    REQUIRE(next.hop);
    CHECK(next.hop->carrier.reused);
    CHECK(next.body == much());
}

TEST_CASE("piped: what is small, coded or of unknown length is seen", "[wire]") {
    const TempDir folder;
    const std::string ok = "HTTP/1.1 200 OK\r\n";
    const std::string small = much().substr(0, 100'000);
    const std::vector<std::string> answers{
        ok + "Content-Length: 100000\r\n\r\n" + small,
        ok + "Connection: close\r\n\r\n" + much(),
        ok + "Transfer-Encoding: chunked\r\n\r\n600000\r\n" + much() + "\r\n0\r\n\r\n",
    };
    for (const std::string& answer : answers) {
        RawServer server({Script().request().send(answer)});
        Caller caller;
        FileSink sink(folder / "f");
        REQUIRE(caller.get_into(server.url(), sink));
        CHECK(sink.unseen == 0);
        CHECK(answer.find("\r\n" + slurp(folder / "f")) != std::string::npos);
    }
}

TEST_CASE("piped: a body that is cut off is an error that says how much came", "[wire]") {
    const TempDir folder;
    const std::string part = much().substr(0, 3'000'000);
    RawServer server(
        {Script().request().send("HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + part)}
    );
    Caller caller;
    FileSink sink(folder / "f");
    const auto got = caller.get_into(server.url(), sink);
    REQUIRE_FALSE(got);
    CHECK(got.error().kind() == ErrorKind::protocol);
    CHECK(got.error().cause() == "3000000 of 4000000 bytes arrived");
    CHECK(slurp(folder / "f") == part);
}

TEST_CASE("piped: nothing behind the body is taken for it", "[wire]") {
    const TempDir folder;
    const std::string body = much().substr(0, 2'000'000);
    RawServer server({Script().request().send(
        "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + body + "garbage"
    )});
    Caller caller;
    FileSink sink(folder / "f");
    REQUIRE(caller.get_into(server.url(), sink));
    CHECK(slurp(folder / "f") == body);
}

TEST_CASE("piped: what the sink says ends the transfer", "[wire]") {
    const TempDir folder;
    Server server([](const Request& /*request*/) { return reply(much()); });
    Caller caller;
    FileSink sink(folder / "f");
    sink.most = base::mebibytes(2).count;
    const auto got = caller.get_into(server.url(), sink);
    REQUIRE_FALSE(got);
    CHECK(got.error().what() == "full");
}

TEST_CASE("piped: a coded body is undone, however large", "[wire]") {
    const TempDir folder;
    http::Deflate deflate;
    std::string coded = deflate.write(much());
    coded += deflate.finish();
    RawServer server({Script().request().send(
        "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nContent-Length: " +
        std::to_string(coded.size()) + "\r\n\r\n" + coded
    )});
    REQUIRE(coded.size() > base::mebibytes(1).count);
    Caller caller;
    FileSink sink(folder / "f");
    REQUIRE(caller.get_into(server.url(), sink));
    CHECK(sink.unseen == 0);
    CHECK(slurp(folder / "f") == much());
}
