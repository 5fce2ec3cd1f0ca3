// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/listener.hpp"
#include "support/server.hpp"

#include "latch/base/bytes.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

using namespace latch;
using namespace latch::test;

namespace {

constexpr std::uint64_t mebibyte = 1'048'576;
constexpr std::uint64_t two_gibibytes = 2048 * mebibyte;

/// A run may take that long where sanitizers make everything slow.
constexpr std::chrono::seconds patience{100};

/// Answers with so many bytes, chunked, the same piece over and over.
Response lengthy(std::uint64_t bytes, std::string piece) {
    Response response = reply("");
    response.stream = [left = bytes, piece = std::move(piece)]() mutable {
        std::string next = piece.substr(0, left);
        left -= next.size();
        return next;
    };
    return response;
}

/// A program whose memory says something: with AddressSanitizer, freed memory is used again.
class Sober : public Latch {
public:
    Sober() { set("ASAN_OPTIONS", "quarantine_size_mb=1:thread_local_quarantine_size_kb=64"); }
};

/// The memory for a body of so many bytes that goes to /dev/null by these options.
std::uint64_t memory_for(std::uint64_t bytes, const Words& options) {
    Server server([&](const Request& /*request*/) {
        return lengthy(bytes, std::string(65'536, 'x'));
    });
    Words words = options;
    words.push_back(server.url());
    const Ran ran = Sober().run(words, {.deadline = patience});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    return ran.peak_memory.count;
}

/// The same for a body whose length is known, as a file that is downloaded has it.
std::uint64_t memory_for_download(std::uint64_t bytes) {
    Server server([&](const Request& /*request*/) {
        return lengthy(bytes, std::string(mebibyte, 'x'))
            .with("Content-Length", std::to_string(bytes));
    });
    const Ran ran = Sober().run({"--output=/dev/null", server.url()}, {.deadline = patience});
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    return ran.peak_memory.count;
}

/// A server that forgets a body of so many bytes, and answers "ok" once it has all of it.
Listener forgetful(std::uint64_t bytes) {
    return {{}, [bytes](std::size_t /*connection*/, ByteStream& stream) {
                const Deadline deadline = std::chrono::steady_clock::now() + patience;
                std::string piece;
                while (piece.find("\r\n\r\n") == std::string::npos) {
                    if (stream.read_some(piece, deadline) != Ended::done) {
                        return;
                    }
                }
                stream.write("HTTP/1.1 100 Continue\r\n\r\n", deadline);
                std::uint64_t left = bytes - (piece.size() - piece.find("\r\n\r\n") - 4);
                while (left > 0) {
                    piece.clear();
                    if (stream.read_some(piece, deadline) != Ended::done) {
                        return;
                    }
                    left -= piece.size();
                }
                stream.write(answer("ok"), deadline);
                stream.read_some(piece, deadline); // until the client leaves
            }};
}

/// The memory for the upload of a file of so many bytes, none of which is on the disk.
std::uint64_t memory_for_upload(std::uint64_t bytes) {
    const Listener server = forgetful(bytes);
    const Sober latch;
    std::filesystem::resize_file(latch.write("body", ""), bytes);
    const Ran ran = latch.run({"POST", server.url("/"), "@body"}, {.deadline = patience});
    CHECK(ran.err.empty());
    CHECK(ran.out == "ok");
    return ran.peak_memory.count;
}

std::string json_of(std::uint64_t bytes) {
    std::string piece = R"({"name": "value", "list": [1, 2, 3]},)";
    while (piece.size() < bytes) {
        piece += piece;
    }
    return piece;
}

} // namespace

TEST_CASE("streaming: memory does not grow with the body", "[cli]") {
    const Words options{"--output=/dev/null"};
    const std::uint64_t little = memory_for(mebibyte, options);
    const std::uint64_t much = memory_for(200 * mebibyte, options);
    CHECK(much < little + 8 * mebibyte);
}

TEST_CASE("streaming: a download of 2 GB takes no more memory than one of 1 MB", "[cli]") {
    CHECK(memory_for_download(two_gibibytes) < memory_for_download(mebibyte) + 8 * mebibyte);
}

TEST_CASE("streaming: nor does an upload of 2 GB", "[cli]") {
    CHECK(memory_for_upload(two_gibibytes) < memory_for_upload(mebibyte) + 8 * mebibyte);
}

TEST_CASE("streaming: not even when it is formatted", "[cli]") {
    const auto memory = [](std::uint64_t bytes) {
        Server server([&](const Request& /*request*/) {
            Response response = lengthy(bytes, json_of(65'536));
            response.headers = {{"Content-Type", "application/json"}};
            return response;
        });
        const Ran ran = Sober().run({"--pretty=all", "--output=/dev/null", server.url()});
        CHECK(ran.exit_code == 0);
        return ran.peak_memory.count;
    };
    CHECK(memory(24 * mebibyte) < memory(mebibyte) + 8 * mebibyte);
}

TEST_CASE("streaming: nor with what is uploaded from a file", "[cli]") {
    const auto memory = [](std::uint64_t bytes) {
        RawServer server(
            {Script().request().expect_bytes(bytes).send(answer("ok")).until_peer_leaves()}
        );
        const Sober latch;
        const std::filesystem::path file = latch.write("body", "");
        std::filesystem::resize_file(file, bytes);
        const Ran ran = latch.run({server.url()}, {.in = FileInput{file}});
        CHECK(ran.out == "ok");
        return ran.peak_memory.count;
    };
    CHECK(memory(48 * mebibyte) < memory(mebibyte) + 8 * mebibyte);
}

TEST_CASE("streaming: what has arrived is seen before the rest", "[cli]") {
    for (const Words& options : {Words{}, Words{"--pretty=all"}}) {
        RawServer server({Script()
                              .request()
                              .send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                    "Content-Length: 18\r\n\r\n{\"first\":1,")
                              .stall()
                              .send("\"b\":22}")
                              .until_peer_leaves()});
        Words words = options;
        words.push_back(server.url());
        const Latch latch;
        Process process = latch.start(words);
        process.wait_for("first");
        server.release();
        CHECK(process.wait().exit_code == 0);
    }
}

TEST_CASE("streaming: a reader that leaves after the end makes no noise", "[cli]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
                          .stall()
                          .send("def")
                          .until_peer_leaves()});
    const Latch latch;
    Process process = latch.start({"@s", server.url()});
    process.wait_for("abc");
    process.close_output();
    server.release();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(ran.signal == 0);
    CHECK(ran.err.empty());
    CHECK(std::filesystem::exists(latch.session_file("s")));
}

TEST_CASE("streaming: a reader that leaves ends even a body without end", "[cli]") {
    Server server([](const Request& /*request*/) {
        return lengthy(UINT64_MAX, "event\n").with("Set-Cookie", "id=1");
    });
    const Latch latch;
    const Ran ran = latch.shell("\"$latch\" @s " + server.url() + " | head -n 1");
    CHECK(ran.out == "event\n");
    CHECK(ran.err.empty());
    CHECK(latch.session("s").find("\"id\"") != std::string::npos);
}

TEST_CASE("streaming: a reader that leaves does not hide the status", "[cli]") {
    RawServer server({answering("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\nabc")});
    const Latch latch;
    Process process = latch.start({server.url()});
    process.close_output();
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 5);
    check_error(ran.err, "HTTP 500 No\n");
}
