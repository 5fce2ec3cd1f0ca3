// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace latch::test;

namespace {

/// What a server gets from a program that finds these files in its working directory.
Request sent_with(
    const std::vector<std::pair<std::string, std::string>>& files,
    Words words,
    const Wiring& wiring = {}
) {
    Server server([](const Request& /*request*/) { return reply("ok"); }, {.at_most = 1});
    const Latch latch;
    for (const auto& [name, bytes] : files) {
        latch.write(name, bytes);
    }
    words.insert(words.begin(), server.url());
    const Ran ran = latch.run(words, wiring);
    CAPTURE(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.err.empty());
    return server.request(0);
}

/// What a wrong command line says, nothing being sent.
std::string refusal(Words words, int exit_code = 64) {
    words.insert(words.begin(), "http://127.0.0.1:1/");
    const Ran ran = Latch().run(words);
    CHECK(ran.exit_code == exit_code);
    CHECK(ran.out.empty());
    return ran.err;
}

} // namespace

TEST_CASE("bodies: values are read from files", "[cli]") {
    const Request request = sent_with(
        {{"token", "s3cret\n"},
         {"text", "two\nlines\n"},
         {"json", "{\"n\": 1.50}\n"},
         {"q", "a b\n"}},
        {"X-Token:@token", "t=@text", "j:=@json", "q==@q"}
    );
    CHECK(request.header("X-Token") == "s3cret");
    CHECK(request.target == "/?q=a+b");
    CHECK(request.body == R"({"t":"two\nlines\n","j":{"n": 1.50}})");
}

TEST_CASE("bodies: a file is the whole body, with its length and type", "[cli]") {
    const Request request = sent_with({{"notes.txt", "hello"}}, {"@notes.txt"});
    CHECK(request.method == "POST");
    CHECK(request.body == "hello");
    CHECK(request.header("Content-Length") == "5");
    CHECK(request.header("Content-Type") == "text/plain");
    CHECK(sent_with({{"x", "y"}}, {"@x;type=text/csv"}).header("Content-Type") == "text/csv");
}

TEST_CASE("bodies: @- is standard input even if it is empty, and for a GET", "[cli]") {
    const Request empty = sent_with({}, {"@-"});
    CHECK(empty.method == "POST");
    CHECK(empty.header("Content-Length") == "0");
    Server server([](const Request& /*request*/) { return reply("ok"); });
    CHECK(Latch().run({"GET", server.url(), "@-"}, {.in = PipedInput{"x"}}).exit_code == 0);
    CHECK(server.request(0).method == "GET");
    CHECK(server.request(0).body == "x");
    CHECK(refusal({"@-", "--ignore-stdin"}).find("--ignore-stdin forbids it") != std::string::npos);
}

TEST_CASE("bodies: nested keys are JSON, mistakes have carets", "[cli]") {
    CHECK(
        sent_with({}, {"a[b][]=x", "a[b][]:=2", "a[c]:=null", "n[1]=y"}).body ==
        R"({"a":{"b":["x",2],"c":null},"n":[null,"y"]})"
    );
    CHECK(sent_with({}, {"[]=x"}).body == R"(["x"])");
    const std::string err = refusal({"a=1", "a[b]=2"});
    check_error(err, "the field a[b] does not fit the others: a is a string");
    CHECK(err.ends_with("  a[b]\n   ^^^\n"));
    CHECK(refusal({"a[=2"}).find("  a[\n    ^\n") != std::string::npos);
}

TEST_CASE("bodies: files make a multipart form", "[cli]") {
    const Request request = sent_with(
        {{"p.png", std::string("\x89PNG\0\r\n", 7)}},
        {"--form", "--boundary=B", "a=1", "f@p.png;filename=q\".png"}
    );
    CHECK(request.header("Content-Type") == "multipart/form-data; boundary=B");
    const std::string expected =
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"q%22.png\"\r\n"
        "Content-Type: image/png\r\n\r\n" +
        std::string("\x89PNG\0\r\n", 7) + "\r\n--B--\r\n";
    CHECK(request.body == expected);
    CHECK(request.header("Content-Length") == std::to_string(expected.size()));

    const Request plain = sent_with({}, {"--multipart", "a=1"});
    CHECK(plain.header("Content-Type")->starts_with("multipart/form-data; boundary=latch-"));
    CHECK(
        sent_with({}, {"--multipart", "a=1", "Content-Type:multipart/mixed", "--boundary=B"})
            .header("Content-Type") == "multipart/mixed; boundary=B"
    );
    check_error(refusal({"f@x"}, 1), "cannot ");
    check_error(refusal({"--boundary=a\"b", "a=1"}), "--boundary: ");
}

TEST_CASE("bodies: --chunked sends no length, with any body", "[cli]") {
    const Request fields = sent_with({}, {"--chunked", "a=1"});
    CHECK(fields.header("Transfer-Encoding") == "chunked");
    CHECK_FALSE(fields.header("Content-Length"));
    CHECK(fields.body == R"({"a":"1"})");
    CHECK(sent_with({{"f", "xyz"}}, {"--chunked", "@f"}).body == "xyz");
    CHECK(sent_with({{"f", "xyz"}}, {"--chunked", "--form", "--boundary=B", "n@f"})
              .body.ends_with("\r\n\r\nxyz\r\n--B--\r\n"));
}

TEST_CASE("bodies: --compress deflates what gets smaller by it", "[cli]") {
    const std::string dull(10'000, 'x');
    const Request smaller = sent_with({{"f.txt", dull}}, {"--compress", "@f.txt"});
    CHECK(smaller.header("Content-Encoding") == "deflate");
    CHECK(smaller.header("Content-Length") == std::to_string(smaller.body.size()));
    CHECK(smaller.body.size() < 100);
    CHECK(smaller.body.starts_with("\x78"));
    CHECK_FALSE(sent_with({}, {"-x", "a=1"}).header("Content-Encoding"));
    CHECK(sent_with({}, {"-xx", "a=1"}).header("Content-Encoding") == "deflate");
    CHECK(sent_with({}, {"-x"}, {.in = PipedInput{dull}}).body.size() < 100);
    check_error(refusal({"-x", "--chunked", "a=1"}), "cannot compress --chunked");
}

TEST_CASE("bodies: a large one asks first, and a refusal costs no upload", "[cli]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n")
                          .until_peer_leaves()});
    const Latch latch;
    latch.write("large", std::string(2'000'000, 'x'));
    CHECK(latch.run({"PUT", server.url(), "@large"}).exit_code == 4);
    server.verify();
    const std::string received = server.received(0).bytes;
    CHECK(received.find("Expect: 100-continue\r\n") != std::string::npos);
    CHECK(received.ends_with("\r\n\r\n"));
}

TEST_CASE("bodies: a server that knows no expectations gets the request without one", "[cli]") {
    const std::string refused = "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n";
    RawServer server({
        Script().request().send(refused).until_peer_leaves(),
        Script().request().expect_bytes(2'000'000).send(answer("ok")).until_peer_leaves(),
    });
    const Latch latch;
    latch.write("large", std::string(2'000'000, 'x'));
    const Ran ran = latch.run({"PUT", server.url(), "@large"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "ok");
    CHECK(server.received(1).bytes.find("Expect") == std::string::npos);
}

TEST_CASE("bodies: a pipe can be sent again where a redirect may want that", "[cli]") {
    const std::string lines(200'000, 'x'); // more than is read before anything is sent
    Server server([](const Request& request) {
        return request.path() == "/" ? redirect("/there", 307) : reply(request.body);
    });
    const Ran ran = Latch().run({"--follow", "POST", server.url()}, {.in = PipedInput{lines}});
    CAPTURE(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == lines);
    CHECK(server.request(0).header("Content-Length") == "200000");
}

TEST_CASE("bodies: a long upload shows its progress on a terminal, then nothing of it", "[cli]") {
    // The server says nothing of 100, so that the body waits for a second: longer than it takes
    // for progress to be worth a line.
    RawServer server(
        {Script().request().expect_bytes(40'000'000).send(answer("ok")).until_peer_leaves()}
    );
    const Latch latch;
    latch.write("large", std::string(40'000'000, 'x'));
    const Ran ran = latch.run({"PUT", server.url(), "@large"}, {.err = Output::terminal});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "ok");
    CHECK(ran.terminal.find("uploading ") != std::string::npos);
    CHECK(ran.terminal.find(" % [") != std::string::npos);
    CHECK(ran.terminal.ends_with("\r\x1b[K"));
}

TEST_CASE("bodies: memory does not grow with an upload", "[cli]") {
    const auto memory_for = [](std::uintmax_t bytes) {
        Server server([](const Request& /*request*/) { return reply("ok"); });
        const Latch latch;
        std::filesystem::resize_file(latch.write("large", ""), bytes);
        const Ran ran = latch.run({"--form", server.url(), "f@large"});
        CHECK(ran.exit_code == 0);
        return ran.peak_memory.count;
    };
    const auto small = memory_for(1'000'000);
    CHECK(memory_for(100'000'000) < small + 20'000'000);
}
