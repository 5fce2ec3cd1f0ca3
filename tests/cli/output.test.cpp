// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

using namespace latch::test;

namespace {

const std::string json_body = R"({"b":1.50,"a":[]})";

std::string json_answer() {
    return answer(json_body, "Content-Type: application/json\r\nX-From: here\r\n");
}

/// Asks a server for JSON, redirected unless the wiring says otherwise.
Ran ran_for_json(Words words, const Wiring& wiring = {}) {
    RawServer server({answering(json_answer())});
    words.push_back(server.url("/x"));
    return Latch().run(words, wiring);
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("output: redirected, it is the body's bytes and nothing else", "[cli]") {
    const std::vector<std::string> bodies = {
        json_body,
        "",
        "no line end",
        std::string("bin\0ary\xff\x1b[31m\r\n", 15),
        std::string(200'000, 'x'),
    };
    for (const std::string& body : bodies) {
        RawServer server({answering(answer(body))});
        const Ran ran = Latch().run({server.url()});
        CHECK(ran.out == body);
        CHECK(ran.err.empty());
    }
}

TEST_CASE("output: the meta part alone measures the whole body", "[cli]") {
    RawServer server({answering(answer(std::string(300'000, 'x')))});
    const Ran ran = Latch().run({"--meta", server.url()});
    CHECK(ran.exit_code == 0);
    CHECK(holds(ran.out, "\nTransfer: "));
    CHECK(holds(ran.out, "\nBody: 300000 bytes on the wire, 300000 bytes decoded\n"));
}

TEST_CASE("output: the parts that were asked for", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        bool request_head, request_body, head, body, meta;
    };

    const std::vector<Case> cases = {
        {"nothing said", {}, false, false, false, true, false},
        {"the head", {"--headers"}, false, false, true, false, false},
        {"the head by its letter", {"-h"}, false, false, true, false, false},
        {"the body", {"--body"}, false, false, false, true, false},
        {"the body by its letter", {"-b"}, false, false, false, true, false},
        {"the meta part", {"--meta"}, false, false, false, false, true},
        {"the meta part by its letter", {"-m"}, false, false, false, false, true},
        {"the request", {"--print=HB"}, true, true, false, false, false},
        {"letters", {"-p", "Bh"}, false, true, true, false, false},
        {"no letters", {"--print="}, false, false, false, false, false},
        {"everything but the meta part", {"--verbose"}, true, true, true, true, false},
        {"everything", {"-vv"}, true, true, true, true, true},
        {"the last one counts", {"-h", "-b"}, false, false, false, true, false},
        {"--print beats -v", {"-v", "--print=h"}, false, false, true, false, false},
        {"a head denied", {"--headers", "--no-headers"}, false, false, false, true, false},
        {"a body denied", {"--body", "--no-body"}, false, false, false, true, false},
        {"a meta part denied", {"--meta", "--no-meta"}, false, false, false, true, false},
        {"parts denied", {"--print=h", "--no-print"}, false, false, false, true, false},
        {"much denied", {"--verbose", "--no-verbose"}, false, false, false, true, false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Words words{"--raw=[7]"};
        words.insert(words.end(), c.words.begin(), c.words.end());
        const Ran ran = ran_for_json(words);
        CHECK(ran.exit_code == 0);
        CHECK(holds(ran.out, "POST /x HTTP/1.1\r\n") == c.request_head);
        CHECK(holds(ran.out, "[7]") == c.request_body);
        CHECK(holds(ran.out, "HTTP/1.1 200 OK\r\n") == c.head);
        CHECK(holds(ran.out, json_body) == c.body);
        CHECK(holds(ran.out, "Elapsed time: ") == c.meta);
        CHECK_FALSE(holds(ran.out, "\x1b["));
    }
}

TEST_CASE("output: trailers stand behind the body where the head is before it", "[cli]") {
    const auto ran = [](Words words) {
        RawServer server({answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    "2\r\nhi\r\n0\r\nX-Sum: 7\r\nSet-Cookie: id=1\r\n\r\n")});
        words.push_back(server.url());
        const Latch latch;
        const Ran each = latch.run(words);
        CHECK(each.exit_code == 0);
        CHECK(latch.session("s").find("\"id\"") == std::string::npos);
        return each.out;
    };
    CHECK(ran({"--session=s"}) == "hi");
    CHECK(ran({"--session=s", "--print=hb"})
              .ends_with("\r\n\r\nhi\n\nX-Sum: 7\r\nSet-Cookie: id=****\r\n"));
    CHECK_FALSE(holds(ran({"--session=s", "--headers"}), "X-Sum"));
    CHECK_FALSE(holds(ran({"--session=s", "--meta"}), "X-Sum"));
    CHECK(
        holds(ran({"--session=s", "--json-output"}), R"("trailers":[{"name":"X-Sum","value":"7"},)")
    );
}

TEST_CASE("output: --pretty wherever it goes", "[cli]") {
    const std::string formatted = "{\n    \"b\": 1.50,\n    \"a\": []\n}";
    CHECK(ran_for_json({"--pretty=format"}).out == formatted + '\n');
    CHECK(ran_for_json({"--pretty=none"}).out == json_body);
    CHECK(ran_for_json({"--pretty=all", "--no-pretty"}).out == json_body);
    const Ran colored = ran_for_json({"--pretty=colors"});
    CHECK(holds(colored.out, "\x1b["));
    CHECK_FALSE(holds(colored.out, "    "));
    const Ran all = ran_for_json({"--pretty=all"});
    CHECK(holds(all.out, "\x1b["));
    CHECK(holds(all.out, "\n    "));
}

TEST_CASE(
    "output: secrets are shortened where they are shown, not where they are sent", "[cli][pitfall]"
) {
    RawServer server({answering(answer("")), answering(answer(""))});
    const Latch latch;
    const Words words{"-v", "--bearer=abcdefghijklmnop", server.url(), "X-Api-Key:s3cret-of-mine"};
    const Ran shortened = latch.run(words);
    CHECK_FALSE(holds(shortened.out, "abcdefghijklmnop"));
    CHECK_FALSE(holds(shortened.out, "s3cret-of-mine"));
    CHECK(holds(shortened.out, "Authorization: Bearer "));
    CHECK(holds(server.received(0).bytes, "Authorization: Bearer abcdefghijklmnop\r\n"));
    CHECK(holds(server.received(0).bytes, "X-Api-Key: s3cret-of-mine\r\n"));
    Words shown = words;
    shown.emplace_back("--show-secrets");
    CHECK(holds(latch.run(shown).out, "Authorization: Bearer abcdefghijklmnop\r\n"));
    shown.insert(shown.begin(), {"--offline", "--no-show-secrets"});
    CHECK_FALSE(holds(latch.run(shown).out, "abcdefghijklmnop"));
}

TEST_CASE("output: --offline can be denied", "[cli]") {
    CHECK(ran_for_json({"--offline", "--no-offline"}).out == json_body);
}

TEST_CASE("output: a compressed body is shown decompressed", "[cli]") {
    // "hello\n" by gzip -n
    const std::string gzip(
        "\x1f\x8b\x08\0\0\0\0\0\0\x03\xcb\x48\xcd\xc9\xc9\xe7\x02\0\x20\x30\x3a\x36\x06\0\0\0", 26
    );
    RawServer server({answering(answer(gzip, "Content-Encoding: gzip\r\n"))});
    CHECK(Latch().run({server.url()}).out == "hello\n");
}

TEST_CASE("output: a body in a coding that is not known is handed out as it came", "[cli]") {
    const std::string coded("\x1f\x8b\0\xff lzma", 9);
    const std::string bytes = answer(coded, "Content-Encoding: gzip, lzma\r\n");
    RawServer server({answering(bytes), answering(bytes), answering(bytes)});
    const Latch latch;
    const Ran piped = latch.run({server.url()});
    CHECK(piped.exit_code == 0);
    CHECK(piped.out == coded);
    CHECK(piped.err.empty());
    CHECK(latch.run({"--download", "--output=f", server.url()}).exit_code == 0);
    CHECK(content(latch.working_directory() / "f") == coded);
    const Ran on_terminal = latch.run({server.url()}, {.out = Output::terminal});
    CHECK(on_terminal.exit_code == 0);
    CHECK(holds(on_terminal.terminal, "binary data not shown in terminal"));
}
