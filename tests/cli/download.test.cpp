// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include "latch/http/deflate.hpp"

#include <atomic>
#include <csignal>
#include <memory>
#include <utility>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

/// Standard output goes to the terminal, so that the body goes into a file.
const Wiring into_file{.out = Output::terminal};
const Wiring watched{.out = Output::terminal, .err = Output::terminal};

std::string file_of(const Latch& latch, std::string_view name) {
    return content(latch.working_directory() / name);
}

Words files_of(const Latch& latch) {
    return names_in(latch.working_directory());
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string part(std::string_view range, std::string_view body, std::string_view more = "") {
    return "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " + std::string(range) +
           "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(more) +
           "\r\n" + std::string(body);
}

/// Sends these bytes and closes, so that a longer body is cut off.
Script breaking_off(std::string bytes) {
    return Script().request().send(std::move(bytes)).close();
}

/// The arguments that continue "f".
Words continuing(const RawServer& server) {
    return {"--download", "--continue", "--output=f", server.url()};
}

} // namespace

TEST_CASE("download: saves the body by the name that the server says", "[cli][parity]") {
    RawServer server({answering(
        answer("hello", "Content-Disposition: attachment; filename*=UTF-8''%e2%82%ac.txt\r\n")
    )});
    const Latch latch;
    const Ran ran = latch.run({"--download", server.url("/x")}, into_file);
    CHECK(ran.exit_code == 0);
    CHECK(ran.terminal.empty());
    CHECK(ran.err.empty());
    CHECK(files_of(latch) == Words{"€.txt"});
    CHECK(file_of(latch, "€.txt") == "hello");
    CHECK(holds(server.received(0).bytes, "\r\nAccept-Encoding: identity\r\n"));
}

TEST_CASE("download: no name leads out of the working directory", "[cli][pitfall]") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"filename=\"../../evil\"", "evil"},
        {"filename=\"/etc/cron.d/evil\"", "evil"},
        {"filename*=UTF-8''..%2f..%2fevil", "evil"},
        {"filename=\"..\\..\\evil\"", "evil"},
        {"filename=\".bashrc\"", "bashrc"},
        {"filename=\"..\"", "x"},
    };
    for (const auto& [suggested, name] : cases) {
        INFO(suggested);
        RawServer server(
            {answering(answer("hello", "Content-Disposition: attachment; " + suggested + "\r\n"))}
        );
        const Latch latch;
        CHECK(latch.run({"-d", server.url("/x")}, into_file).exit_code == 0);
        CHECK(files_of(latch) == Words{name});
    }
}

TEST_CASE(
    "download: the name comes from the URL that was typed, not from a redirect", "[cli][pitfall]"
) {
    Server server([](const Request& request) {
        return request.target == "/first" ? redirect("/second.php")
                                          : reply("<p>", "text/html; charset=utf-8");
    });
    const Latch latch;
    CHECK(latch.run({"-d", server.url("/first")}, into_file).exit_code == 0);
    CHECK(files_of(latch) == Words{"first.html"});
}

TEST_CASE("download: never touches a file that is there", "[cli][pitfall]") {
    RawServer server({answering(answer("new")), answering(answer("newer"))});
    const Latch latch;
    latch.write("x.txt", "old");
    latch.run({"-d", server.url("/x.txt")}, into_file);
    latch.run({"-d", server.url("/x.txt")}, into_file);
    CHECK(file_of(latch, "x.txt") == "old");
    CHECK(file_of(latch, "x.txt-1") == "new");
    CHECK(file_of(latch, "x.txt-2") == "newer");
}

TEST_CASE("download: a redirected standard output is where the body goes", "[cli]") {
    RawServer server({answering(answer("[1]", "Content-Type: application/json\r\n"))});
    const Latch latch;
    const Ran ran = latch.run({"-d", server.url("/x")});
    CHECK(ran.out == "[1]");
    CHECK(ran.err.empty());
    CHECK(files_of(latch).empty());
}

TEST_CASE("download: heads go to standard error", "[cli]") {
    RawServer server({answering(answer("hello")), answering(answer("hello"))});
    const Latch latch;
    const Ran asked = latch.run({"-d", "--print=Hh", server.url("/x")});
    CHECK(asked.out == "hello");
    CHECK(holds(asked.err, "GET /x HTTP/1.1"));
    CHECK(holds(asked.err, "HTTP/1.1 200 OK"));
    const Ran seen = latch.run({"-d", server.url("/x")}, {.err = Output::terminal});
    CHECK(seen.out == "hello");
    CHECK(holds(seen.terminal, "200"));
    CHECK(holds(seen.terminal, "Downloading 5 B\n"));
    CHECK(holds(seen.terminal, "Done. 5 B in "));
    CHECK_FALSE(holds(seen.terminal, "hello"));
}

TEST_CASE("download: says on a terminal what it does, and --quiet does not", "[cli]") {
    const std::string hello = answer("hello");
    RawServer server({answering(hello), answering(hello), answering(hello)});
    const Latch latch;
    const Ran told = latch.run({"-d", server.url("/x")}, watched);
    CHECK(holds(told.terminal, "Downloading 5 B to \"x\"\n"));
    const Ran named = latch.run({"-d", "--output=x", server.url("/x")}, watched);
    CHECK(holds(named.terminal, "Downloading 5 B to \"x\"\n"));
    CHECK(holds(told.terminal, "Done. 5 B in "));
    const Ran quiet = latch.run({"-dq", server.url("/x")}, watched);
    CHECK(quiet.terminal.empty());
    CHECK(file_of(latch, "x-1") == "hello");
}

TEST_CASE("download: an error status saves nothing and is the exit code", "[cli]") {
    struct Case {
        std::string_view why, head;
        int code;
        std::string_view err;
    };

    const std::vector<Case> cases{
        {"not found", "404 Not Found", 4, "latch: HTTP 404 Not Found\n"},
        {"a server's error", "500 No", 5, "latch: HTTP 500 No\n"},
        {"a redirect to nowhere", "302 Found", 3, "latch: HTTP 302 Found\n"},
        {"nothing new", "304 Not Modified", 3, "latch: HTTP 304 Not Modified\n"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server(
            {answering("HTTP/1.1 " + std::string(c.head) + "\r\nContent-Length: 0\r\n\r\n")}
        );
        const Latch latch;
        const Ran ran = latch.run({"-d", "--no-check-status", server.url("/x")}, into_file);
        CHECK(ran.exit_code == c.code);
        CHECK(ran.err == c.err);
        CHECK(files_of(latch).empty());
    }
}

TEST_CASE("download: an empty body makes an empty file", "[cli]") {
    RawServer server({answering(answer(""))});
    const Latch latch;
    CHECK(latch.run({"-d", server.url("/x")}, into_file).exit_code == 0);
    CHECK(files_of(latch) == Words{"x"});
}

TEST_CASE("download: a login page is not the file", "[cli]") {
    Server server([](const Request& request) {
        return request.target == "/login" ? reply("<form>", "text/html") : redirect("/login");
    });
    const Latch latch;
    CHECK(latch.run({"-d", server.url("/report.pdf")}, into_file).exit_code == 7);
    CHECK(files_of(latch).empty());
}

TEST_CASE("download: --output replaces a file once there is a whole one", "[cli]") {
    RawServer server({Script()
                          .request()
                          .send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nnew")
                          .stall()
                          .send("er\n")
                          .until_peer_leaves()});
    const Latch latch;
    latch.write("f", "old");
    Process process = latch.start({"-d", "--output=f", server.url()});
    server.wait_for_stalls();
    CHECK(file_of(latch, "f") == "old");
    server.release();
    CHECK(process.wait().exit_code == 0);
    CHECK(file_of(latch, "f") == "newer\n");
    CHECK(files_of(latch) == Words{"f"});
}

TEST_CASE("download: what is wrong with the place is told before anything is sent", "[cli]") {
    const Latch latch;
    const Ran folder = latch.run({"-d", "--output=.", "localhost:1"});
    CHECK(folder.exit_code == 1);
    check_error(folder.err, "cannot write to ");
    const Ran missing = latch.run({"-d", "--output=a/b", "localhost:1"});
    check_error(missing.err, "cannot write into ");
}

TEST_CASE("download: a body that is cut off is kept, and is an error", "[cli]") {
    RawServer server({breaking_off("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nETag: \"v1\"\r\n\r\nabc"
    )});
    const Latch latch;
    const Ran ran = latch.run({"-d", server.url("/x")}, into_file);
    CHECK(ran.exit_code == 1);
    CHECK(holds(ran.err, "was cut off"));
    CHECK(holds(ran.err, "\n  fetch the rest with --download --continue --output=x\n"));
    CHECK(file_of(latch, "x") == "abc");
    CHECK(files_of(latch) == Words{"x", "x.latch-part"});
}

TEST_CASE("download: one that is cut off never takes the place of a whole one", "[cli]") {
    RawServer server({breaking_off("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")});
    const Latch latch;
    latch.write("f", "old");
    CHECK(latch.run({"-d", "-o", "f", server.url()}).exit_code == 1);
    CHECK(file_of(latch, "f") == "old");
    CHECK(file_of(latch, "f-1") == "abc");
}

TEST_CASE("download: an interrupted one can be continued", "[cli]") {
    RawServer server(
        {Script()
             .request()
             .send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: \"v1\"\r\n\r\nabc")
             .stall(),
         answering(part("3-5/6", "def"))}
    );
    const Latch latch;
    Process process = latch.start({"-d", "-o", "f", server.url()});
    server.wait_for_stalls();
    process.send_signal(SIGINT);
    CHECK(process.wait().exit_code == 130);
    CHECK(file_of(latch, "f") == "abc");
    CHECK(latch.run(continuing(server)).exit_code == 0);
    CHECK(file_of(latch, "f") == "abcdef");
    CHECK(files_of(latch) == Words{"f"});
    CHECK(holds(server.received(1).bytes, "\r\nRange: bytes=3-\r\nIf-Range: \"v1\"\r\n"));
}

TEST_CASE("download: --continue finds the part and its note behind a link", "[cli]") {
    RawServer server(
        {breaking_off("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nETag: \"v1\"\r\n\r\nabc"),
         answering(part("3-5/6", "def"))}
    );
    const Latch latch;
    fs::create_symlink("real", latch.working_directory() / "f");
    CHECK(latch.run({"-d", "-o", "f", server.url()}).exit_code == 1);
    CHECK(files_of(latch) == Words{"f", "real", "real.latch-part"});
    CHECK(latch.run(continuing(server)).exit_code == 0);
    CHECK(files_of(latch) == Words{"f", "real"});
    CHECK(file_of(latch, "real") == "abcdef");
    CHECK(holds(server.received(1).bytes, "\r\nIf-Range: \"v1\"\r\n"));
}

TEST_CASE("download: --continue asks without a validator where none is known", "[cli]") {
    RawServer server({answering(part("3-5/6", "def"))});
    const Latch latch;
    latch.write("f", "abc");
    CHECK(latch.run(continuing(server)).exit_code == 0);
    CHECK(file_of(latch, "f") == "abcdef");
    CHECK(holds(server.received(0).bytes, "\r\nRange: bytes=3-\r\n"));
    CHECK_FALSE(holds(server.received(0).bytes, "If-Range"));
}

TEST_CASE("download: --continue of nothing asks for the whole", "[cli]") {
    RawServer server({answering(answer("abc")), answering(answer("abc"))});
    const Latch latch;
    CHECK(latch.run(continuing(server)).exit_code == 0);
    CHECK(file_of(latch, "f") == "abc");
    latch.write("f", "");
    CHECK(latch.run(continuing(server)).exit_code == 0);
    CHECK(file_of(latch, "f") == "abc");
    CHECK_FALSE(holds(server.received(0).bytes, "Range:"));
    CHECK_FALSE(holds(server.received(1).bytes, "Range:"));
}

TEST_CASE("download: --continue obeys what the server says", "[cli]") {
    struct Case {
        std::string_view why;
        std::string bytes;
        int code;
        std::string_view file;
    };

    const std::vector<Case> cases{
        {"the whole again", answer("xyzxyz"), 0, "xyzxyz"},
        {"there is no more",
         "HTTP/1.1 416 No\r\nContent-Range: bytes */3\r\nContent-Length: 0\r\n\r\n",
         0,
         "abc"},
        {"there is less",
         "HTTP/1.1 416 No\r\nContent-Range: bytes */2\r\nContent-Length: 0\r\n\r\n",
         1,
         "abc"},
        {"another part", part("0-5/6", "abcdef"), 1, "abc"},
        {"a part of a part", part("3-4/6", "de"), 1, "abc"},
        {"a compressed part", part("3-5/6", "def", "Content-Encoding: gzip\r\n"), 1, "abc"},
        {"it is gone", "HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\ngone", 4, "abc"},
        {"less than was said, which only the place tells",
         "HTTP/1.1 206 Part\r\nContent-Range: bytes 3-5/6\r\nConnection: close\r\n\r\nde",
         1,
         "abcde"},
        {"more than was said",
         "HTTP/1.1 206 Part\r\nContent-Range: bytes 3-5/6\r\nConnection: close\r\n\r\ndefg",
         1,
         "abc"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({breaking_off(c.bytes)});
        const Latch latch;
        latch.write("f", "abc");
        const Ran ran = latch.run(continuing(server));
        CHECK(ran.exit_code == c.code);
        CHECK(file_of(latch, "f") == c.file);
        CHECK(files_of(latch) == Words{"f"});
    }
}

TEST_CASE("download: --continue goes on asking after a redirect to another origin", "[cli]") {
    RawServer files({answering(part("3-5/6", "def"))});
    RawServer door({answering(
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + files.url() + "\r\n\r\n"
    )});
    const Latch latch;
    latch.write("f", "abc");
    CHECK(latch.run(continuing(door)).exit_code == 0);
    CHECK(file_of(latch, "f") == "abcdef");
    CHECK(holds(files.received(0).bytes, "\r\nRange: bytes=3-\r\n"));
}

TEST_CASE("download: a body that is compressed in spite of all is measured on the wire", "[cli]") {
    const std::string body(5000, 'a');
    latch::http::Deflate deflate;
    std::string packed = deflate.write(body);
    packed += deflate.finish();
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nETag: \"v\"\r\n"
                             "Content-Length: " +
                             std::to_string(packed.size()) + "\r\n\r\n";
    RawServer server(
        {answering(head + packed), breaking_off(head + packed.substr(0, packed.size() - 4))}
    );
    const Latch latch;
    const Ran whole = latch.run({"-d", "-o", "f", server.url()}, watched);
    CHECK(whole.exit_code == 0);
    CHECK(file_of(latch, "f") == body);
    CHECK(holds(whole.terminal, "Done. " + std::to_string(packed.size()) + " B in "));
    CHECK(latch.run({"-d", "-o", "g", server.url()}).exit_code == 1);
    // The tag is of the compressed version, which the file is no part of.
    CHECK_FALSE(fs::exists(latch.working_directory() / "g.latch-part"));
}

TEST_CASE("download: shows its progress on a terminal if it takes a while", "[cli]") {
    auto seen = std::make_shared<std::atomic<bool>>(false);
    Server server([seen](const Request&) {
        Response response;
        response.stream = [seen] { return *seen ? std::string() : std::string(1024, 'x'); };
        return response;
    });
    const Latch latch;
    Process process = latch.start({"-d", "-o", "/dev/null", server.url()}, watched);
    process.wait_for("\r\x1b[Kdownloading  ");
    *seen = true;
    const Ran ran = process.wait();
    CHECK(ran.exit_code == 0);
    CHECK(holds(ran.terminal, "iB/s\r\x1b[K"));
    CHECK(holds(ran.terminal, "\r\x1b[KDone. "));
}

TEST_CASE("download: what does not go together is a usage error", "[cli]") {
    const std::vector<std::pair<Words, std::string>> cases{
        {{"--continue", "localhost:1"}, "--continue needs --download"},
        {{"-c", "-o", "f", "localhost:1"}, "--continue needs --download"},
        {{"-dc", "localhost:1"}, "--continue needs --output"},
        {{"-d", "--json-output", "localhost:1"}, "--json-output and --download"},
        {{"-dc", "-o", "f", "localhost:1", "Range:bytes=1-"}, "--continue and a Range header"},
    };
    for (const auto& [words, error] : cases) {
        const Latch latch;
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == 64);
        check_error(ran.err, error);
    }
}

TEST_CASE("download: --offline has nothing to save", "[cli]") {
    const Latch latch;
    const Ran ran = latch.run({"--offline", "-dc", "--pretty=none", "localhost/x"}, into_file);
    CHECK(ran.exit_code == 0);
    CHECK(holds(ran.terminal, "GET /x HTTP/1.1"));
    CHECK(files_of(latch).empty());
}

TEST_CASE("download: can be denied", "[cli]") {
    RawServer server({answering(answer("a")), answering(answer("a"))});
    const Latch latch;
    CHECK(latch.run({"--download", "--no-download", server.url("/x")}).out == "a");
    const Ran ran = latch.run({"--continue", "--no-continue", server.url("/x")});
    CHECK(ran.exit_code == 0);
}

TEST_CASE("download: the session keeps nothing of how it was asked for", "[cli]") {
    RawServer server({answering(part("3-5/6", "def"))});
    const Latch latch;
    latch.write("f", "abc");
    latch.run({"--session=s", "-d", "-c", "-o", "f", server.url()});
    CHECK_FALSE(holds(latch.session("s"), "identity"));
    CHECK_FALSE(holds(latch.session("s"), "bytes="));
}

TEST_CASE("download: flat in memory", "[cli]") {
    const auto memory_for = [](std::size_t pieces) {
        constexpr std::size_t piece = 256UL * 1024;
        auto left = std::make_shared<std::size_t>(pieces);
        Server server([left](const Request&) {
            Response response;
            response.stream = [left] {
                return (*left)-- > 0 ? std::string(piece, 'x') : std::string();
            };
            return response;
        });
        Latch latch;
        // AddressSanitizer keeps what is freed for a while.
        latch.set("ASAN_OPTIONS", "quarantine_size_mb=1:thread_local_quarantine_size_kb=64");
        const Ran ran = latch.run({"-d", "-o", "f", server.url()});
        CHECK(ran.exit_code == 0);
        CHECK(fs::file_size(latch.working_directory() / "f") == pieces * piece);
        return ran.peak_memory.count;
    };
    // What a process takes at its start is counted as well, and that of who started it.
    const auto small = memory_for(1);
    CHECK(memory_for(256) < small + latch::base::mebibytes(16).count);
}
