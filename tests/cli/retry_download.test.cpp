// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;

namespace {

constexpr std::string_view version = "ETag: \"v1\"\r\n";

/// "0123456789" is announced, or what is left of it, and `bytes` are sent before the connection
/// closes.
Script cut(std::string_view bytes, std::string_view head, std::string_view more = version) {
    return Script()
        .request()
        .send(std::string(head) + std::string(more) + "\r\n" + std::string(bytes))
        .close();
}

constexpr std::string_view whole_head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n";

std::string part_head(unsigned from) {
    return "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::to_string(from) +
           "-9/10\r\nContent-Length: " + std::to_string(10 - from) + "\r\n";
}

std::string part(std::string_view bytes, unsigned from) {
    return part_head(from) + std::string(version) + "\r\n" + std::string(bytes);
}

bool asks_for(const RawServer& server, std::size_t connection, std::string_view range) {
    const std::string& sent = server.received(connection).bytes;
    return sent.find("\r\nRange: " + std::string(range) + "\r\n") != std::string::npos &&
           sent.find("\r\nIf-Range: \"v1\"\r\n") != std::string::npos;
}

bool asks_for_all(const RawServer& server, std::size_t connection) {
    const std::string& sent = server.received(connection).bytes;
    return sent.find("Range:") == std::string::npos;
}

const Wiring into_file{.out = Output::terminal};

Ran download(const Latch& latch, const RawServer& server, const Words& more = {}) {
    Words words{"--download", "--retry=3", "--output=f", server.url()};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words, into_file);
}

std::string file_of(const Latch& latch) {
    return content(latch.working_directory() / "f");
}

} // namespace

TEST_CASE("retry: of a download that breaks off the rest is asked for", "[cli]") {
    RawServer server({cut("0123", whole_head), cut("456", part_head(4)), answering(part("789", 7))}
    );
    const Latch latch;
    const Ran ran = download(latch, server);
    CHECK(ran.exit_code == 0);
    CHECK(file_of(latch) == "0123456789");
    CHECK(names_in(latch.working_directory()) == Words{"f"});
    CHECK(asks_for_all(server, 0));
    CHECK(asks_for(server, 1, "bytes=4-"));
    CHECK(asks_for(server, 2, "bytes=7-"));
    CHECK(ran.err.find("(2 of 3)") != std::string::npos);
}

TEST_CASE("retry: a download begins anew where there is another version by now", "[cli]") {
    RawServer server({cut("0123", whole_head), answering(answer("abc", "ETag: \"v2\"\r\n"))});
    const Latch latch;
    CHECK(download(latch, server).exit_code == 0);
    CHECK(file_of(latch) == "abc");
    CHECK(names_in(latch.working_directory()) == Words{"f"});
    CHECK(asks_for(server, 1, "bytes=4-"));
}

TEST_CASE("retry: a download without a strong validator begins anew", "[cli]") {
    for (const std::string_view weak : {"", "ETag: W/\"v1\"\r\n"}) {
        INFO(weak);
        RawServer server({cut("0123", whole_head, weak), answering(answer("0123456789"))});
        const Latch latch;
        CHECK(download(latch, server).exit_code == 0);
        CHECK(file_of(latch) == "0123456789");
        CHECK(asks_for_all(server, 1));
    }
}

TEST_CASE("retry: after another version without a validator all is asked for again", "[cli]") {
    RawServer server(
        {cut("0123", whole_head), cut("ab", whole_head, ""), answering(answer("abcdefghij"))}
    );
    const Latch latch;
    CHECK(download(latch, server).exit_code == 0);
    CHECK(file_of(latch) == "abcdefghij");
    CHECK(asks_for_all(server, 2));
}

TEST_CASE("retry: a download that was complete but for its end is whole", "[cli]") {
    Script chunked;
    chunked.request()
        .send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n"
              "a\r\n0123456789\r\n")
        .close();
    RawServer server(
        {chunked,
         answering("HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\nContent-Length: 0\r\n\r\n")}
    );
    const Latch latch;
    latch.write("f", "old");
    CHECK(download(latch, server).exit_code == 0);
    CHECK(file_of(latch) == "0123456789");
    CHECK(names_in(latch.working_directory()) == Words{"f"});
}

TEST_CASE("retry: a range that was typed is never added to", "[cli]") {
    const std::string head = part_head(4);
    RawServer server({cut("45", head), answering(part("456789", 4))});
    const Latch latch;
    CHECK(download(latch, server, {"Range:bytes=4-"}).exit_code == 0);
    CHECK(file_of(latch) == "456789");
    const std::string sent = server.received(1).bytes;
    CHECK(sent.find("\r\nRange: bytes=4-\r\n") != std::string::npos);
    CHECK(sent.find("If-Range") == std::string::npos);
}

TEST_CASE("retry: --continue goes on from where the last try broke off", "[cli]") {
    RawServer server({cut("45", part_head(4)), answering(part("6789", 6))});
    const Latch latch;
    latch.write("f", "0123");
    CHECK(download(latch, server, {"--continue"}).exit_code == 0);
    CHECK(file_of(latch) == "0123456789");
    CHECK(asks_for(server, 1, "bytes=6-"));
}

TEST_CASE("retry: --continue without a validator goes back to what it found", "[cli]") {
    RawServer server({cut("xx", part_head(4), ""), answering(part("456789", 4))});
    const Latch latch;
    latch.write("f", "0123");
    CHECK(download(latch, server, {"--continue"}).exit_code == 0);
    CHECK(file_of(latch) == "0123456789");
    CHECK(server.received(1).bytes.find("\r\nRange: bytes=4-\r\n") != std::string::npos);
}

TEST_CASE("retry: --continue keeps what it found until another version is whole", "[cli]") {
    RawServer server(
        {cut("45", part_head(4)),
         cut("ab", whole_head, ""),
         cut("a", whole_head, ""),
         cut("abc", whole_head, "")}
    );
    const Latch latch;
    latch.write("f", "0123");
    CHECK(download(latch, server, {"--continue"}).exit_code == 1);
    CHECK(file_of(latch) == "0123");
    CHECK(content(latch.working_directory() / "f-1") == "abc");
}

TEST_CASE("retry: a server that goes on elsewhere is not believed", "[cli]") {
    RawServer server({cut("0123", whole_head), answering(part("23456789", 2))});
    const Latch latch;
    const Ran ran = download(latch, server);
    CHECK(ran.exit_code == 1);
    CHECK(file_of(latch) == "0123");
}

TEST_CASE("retry: what is left of a download in the end can be continued", "[cli]") {
    RawServer server(
        {cut("0123", whole_head),
         cut("", part_head(4)),
         cut("45", part_head(4)),
         cut("", part_head(6)),
         answering(part("6789", 6))}
    );
    const Latch latch;
    const Ran ran = download(latch, server);
    CHECK(ran.exit_code == 1);
    CHECK(ran.err.find("--download --continue --output=f") != std::string::npos);
    CHECK(file_of(latch) == "012345");
    CHECK(download(latch, server, {"--continue"}).exit_code == 0);
    CHECK(file_of(latch) == "0123456789");
    CHECK(asks_for(server, 4, "bytes=6-"));
}

TEST_CASE("retry: a download to standard output is not begun again", "[cli]") {
    RawServer server({cut("0123", whole_head)});
    const Ran ran = Latch().run({"--download", "--retry=3", server.url()});
    CHECK(ran.exit_code == 1);
    CHECK(ran.out == "0123");
}
