// SPDX-License-Identifier: MIT
#include "latch/output/show.hpp"

#include "captured.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"

#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::base::Environment;
using latch::base::ErrorKind;
using latch::http::Hop;
using latch::http::Place;

namespace fs = std::filesystem;

namespace {

using namespace std::string_literals;

Parts parts_of(std::string_view letters) {
    return parse_parts(letters).value();
}

/// One answer of a story, and how its body comes; nothing: it breaks off.
struct Answer {
    ResponseBuilder head;
    enum class Body { whole, cut_off };
    std::vector<std::string> chunks{};
    Place place = Place::final;
    Body body = Body::whole;
};

/// Plays hops to a Show the way a conversation does.
class Story {
public:
    explicit Story(OutputPlan plan, const Environment& environment)
        : show_(std::move(plan), environment) {}

    Story& hop(const RequestBuilder& request, const Answer& answer) {
        REQUIRE(show_.request(request.prepared()));
        Hop hop = answer.head.answering(request);
        auto sink = show_.response(hop, answer.place);
        REQUIRE(sink);
        if (*sink != nullptr) {
            for (const std::string& chunk : answer.chunks) {
                REQUIRE((*sink)->write(chunk));
                hop.body_on_wire.count += chunk.size();
            }
            if (answer.body == Answer::Body::whole) {
                REQUIRE((*sink)->finish());
            }
        }
        hop.timings.total = std::chrono::milliseconds(5);
        hop.carrier.remote_address = "192.0.2.1:80";
        REQUIRE(show_.done(hop));
        return *this;
    }

    void finish() { REQUIRE(show_.finish()); }

    Show& show() { return show_; }

private:
    Show show_;
};

/// What a terminal or pipe sees of the hops.
std::string
seen(const OutputPlan& plan, const std::vector<std::pair<RequestBuilder, Answer>>& hops) {
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    Story story(plan, environment);
    for (const auto& [request, answer] : hops) {
        story.hop(request, answer);
    }
    story.finish();
    return captured.text();
}

latch::http::StreamBody a_stream(std::string name, std::optional<latch::base::Bytes> length) {
    latch::http::StreamBody body;
    body.name = std::move(name);
    body.length = length;
    return body;
}

OutputPlan raw(std::string_view letters) {
    return {.parts = parts_of(letters)};
}

OutputPlan terminal(std::string_view letters) {
    return {.parts = parts_of(letters), .format = true, .for_terminal = true, .sort_headers = true};
}

OutputPlan colored(std::string_view letters) {
    OutputPlan plan = terminal(letters);
    plan.color = true;
    return plan;
}

ResponseBuilder json_response() {
    return a_response(200)
        .reason("OK")
        .header("Date", "Mon, 23 Nov 2026 10:00:00 GMT")
        .header("Content-Type", "application/json")
        .cookie("JSESSIONID=0123456789ABCDEF; Path=/; HttpOnly");
}

RequestBuilder json_request() {
    return a_request()
        .post("/api/items?q=1", R"({"name":"pen","price":1.50})")
        .header("Host", "test.example")
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer 0123456789abcdef0123");
}

std::vector<std::pair<RequestBuilder, Answer>> redirected_login() {
    return {
        {a_request()
             .post("/login", "user=bob")
             .header("Content-Type", "application/x-www-form-urlencoded"),
         {.head = a_response(302).reason("Found").to("/home").cookie("SID=a; Path=/"),
          .chunks = {"moved"},
          .place = Place::intermediate}},
        {a_request().get("/home").header("Cookie", "SID=a"),
         {.head = a_response(200).header("Content-Type", "text/plain"), .chunks = {"wel", "come"}}},
    };
}

} // namespace

TEST_CASE("show: a single redirected body has not one byte added", "[output]") {
    for (const std::string& body : {""s, "x"s, "x\n"s, "\n\n"s, "\0\x1b[2J"s, R"({"a":1})"s}) {
        INFO(body);
        CHECK(
            seen(raw("b"), {{json_request(), {.head = json_response(), .chunks = {body}}}}) == body
        );
    }
}

TEST_CASE("show: a body on a terminal ends its line, once", "[output]") {
    const auto text = a_response(200).header("Content-Type", "text/plain");
    CHECK(seen(terminal("b"), {{a_request(), {.head = text, .chunks = {"x"}}}}) == "x\n");
    CHECK(seen(terminal("b"), {{a_request(), {.head = text, .chunks = {"x\n"}}}}) == "x\n");
    CHECK(seen(terminal("b"), {{a_request(), {.head = text, .chunks = {}}}}).empty());
    CHECK(
        seen(terminal("b"), {{a_request(), {.head = json_response(), .chunks = {"[]"}}}}) == "[]\n"
    );
}

TEST_CASE("show: exchanges look as expected", "[output]") {
    struct Case {
        const char* file;
        OutputPlan plan;
        std::vector<std::pair<RequestBuilder, Answer>> hops;
    };

    const Answer json{.head = json_response(), .chunks = {"{\"id\":7,", "\"tags\":[]}"}};
    const Answer empty{.head = a_response(204)};
    OutputPlan all_hops = terminal("HBhb");
    all_hops.all_hops = true;
    OutputPlan all_raw = raw("HBhb");
    all_raw.all_hops = true;
    OutputPlan all_facts = terminal("HBhbm");
    all_facts.all_hops = true;
    OutputPlan secrets = terminal("Hh");
    secrets.secrets = Secrets::shown;
    const std::vector<Case> cases{
        {"terminal_default.txt", terminal("hb"), {{json_request(), json}}},
        {"terminal_colored.txt", colored("HBhbm"), {{json_request(), json}}},
        {"terminal_verbose.txt", terminal("HBhb"), {{json_request(), json}}},
        {"terminal_heads.txt", terminal("Hh"), {{json_request(), json}}},
        {"terminal_secrets.txt", secrets, {{json_request(), json}}},
        {"terminal_no_bodies.txt", terminal("HBhbm"), {{a_request(), empty}}},
        {"terminal_facts_only.txt", terminal("m"), {{json_request(), json}}},
        {"terminal_final_only.txt", terminal("hb"), redirected_login()},
        {"terminal_all_hops.txt", all_hops, redirected_login()},
        {"terminal_all_facts.txt", all_facts, redirected_login()},
        {"terminal_binary.txt",
         terminal("hb"),
         {{a_request(), {.head = a_response(200), .chunks = {"\x89PNG\0"s, "x"}}}}},
        {"raw_verbose.txt", raw("HBhb"), {{json_request(), json}}},
        {"raw_head.txt", raw("h"), {{json_request(), json}}},
        {"raw_all_hops.txt", all_raw, redirected_login()},
        {"raw_bodies.txt", raw("Bb"), {{json_request(), json}}},
        {"raw_facts.txt", raw("bm"), {{json_request(), json}}},
    };
    for (const Case& each : cases) {
        INFO(each.file);
        check_golden(std::string("output/") + each.file, seen(each.plan, each.hops));
    }
}

TEST_CASE("show: requests that cannot be shown whole are named", "[output]") {
    auto stream = a_request().method("PUT", "/file").prepared();
    stream.body = a_stream("da\x1bta.bin", latch::base::Bytes{.count = 12});
    auto pipe = a_request().method("PUT", "/pipe").prepared();
    pipe.body = a_stream("standard input", std::nullopt);
    auto compressed = a_request().post("/x", "x\x9c\x01").header("Content-Encoding", "deflate");
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    Show show(terminal("HB"), environment);
    for (const auto& request : {stream, pipe, compressed.prepared()}) {
        REQUIRE(show.request(request));
    }
    REQUIRE(show.finish());
    check_golden("output/terminal_named_bodies.txt", captured.text());
}

TEST_CASE("show: a file that is sent is shown, the place where it stands unmoved", "[output]") {
    struct Case {
        const char* why;
        std::string bytes;
        OutputPlan plan;
        std::string shown;
    };

    const std::string notice = "+-----------------------------------------+\n"
                               "| NOTE: binary data not shown in terminal |\n"
                               "+-----------------------------------------+\n";
    const std::string large(1024UL * 1024 + 1, 'x');
    const std::vector<Case> cases{
        {"redirected", "\0\x1b[2J\xff"s, raw("B"), "\0\x1b[2J\xff"s},
        {"in more than one piece", large, raw("B"), large},
        {"text on a terminal", "x\x1b", terminal("B"), "x\\x1b\n"},
        {"binary on a terminal", "x\0"s, terminal("B"), notice},
        {"as much as fits", large.substr(1), terminal("B"), large.substr(1) + "\n"},
        {"more than that",
         large,
         terminal("B"),
         "+-------------------------------------------+\n"
         "| NOTE: 1048577 bytes from a file not shown |\n"
         "+-------------------------------------------+\n"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const TempDir folder;
        auto stream = a_stream("a file", latch::base::Bytes{.count = each.bytes.size()});
        stream.source = std::make_shared<latch::base::Descriptor>(
            latch::base::open_for_reading(folder.write("f", "skipped" + each.bytes)).value()
        );
        stream.replayable = true;
        stream.offset = 7;
        auto request = a_request().method("PUT", "/file").prepared();
        auto joined = request;
        joined.body = latch::http::JoinedBody{{stream}};
        request.body = stream;
        for (const auto& one : {request, joined}) {
            const Captured captured;
            Environment environment;
            environment.out = captured.stream();
            Show show(each.plan, environment);
            REQUIRE(show.request(one));
            REQUIRE(show.finish());
            CHECK(captured.text() == each.shown);
        }
        CHECK(::lseek(stream.source->get(), 0, SEEK_CUR) == 0);
    }
}

TEST_CASE("show: a file that has become shorter is an error", "[output]") {
    const TempDir folder;
    auto request = a_request().method("PUT", "/file").prepared();
    auto stream = a_stream("a file", latch::base::Bytes{.count = 9});
    stream.source = std::make_shared<latch::base::Descriptor>(
        latch::base::open_for_reading(folder.write("f", "short")).value()
    );
    stream.replayable = true;
    request.body = stream;
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    Show show(raw("B"), environment);
    const auto shown = show.request(request);
    REQUIRE_FALSE(shown);
    CHECK(shown.error().kind() == ErrorKind::file);
    CHECK(shown.error().cause() == "it lacks its last 4 bytes");
}

TEST_CASE("show: a body that nobody wants has no sink", "[output]") {
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    const Hop hop = json_response().answering(a_request());
    Show heads(terminal("h"), environment);
    CHECK(heads.response(hop, Place::final).value() == nullptr);
    Show bodies(terminal("b"), environment);
    CHECK(bodies.response(hop, Place::intermediate).value() == nullptr);
    CHECK(bodies.response(hop, Place::final).value() != nullptr);
    OutputPlan everything = terminal("b");
    everything.all_hops = true;
    Show all(everything, environment);
    CHECK(all.response(hop, Place::intermediate).value() != nullptr);
}

TEST_CASE("show: lines are out while the body is still coming", "[output]") {
    const Pipe pipe;
    Environment environment;
    environment.out = {.descriptor = pipe.writer.get(), .is_terminal = true};
    Show show(terminal("b"), environment);
    REQUIRE(show.request(a_request().prepared()));
    auto sink = show.response(json_response().answering(a_request()), Place::final);
    REQUIRE(sink.value()->write("{\"first\": 1, "));
    CHECK(pipe.arrived() == "{\n    \"first\": 1,\n    ");
    REQUIRE(sink.value()->write("\"second\""));
    CHECK(pipe.arrived() == "\"second\"");
}

TEST_CASE("show: a reader that goes away stops the showing, not the exchange", "[output]") {
    Pipe pipe;
    Environment environment;
    environment.out = {.descriptor = pipe.writer.get()};
    Show show(raw("hb"), environment);
    REQUIRE(show.request(a_request().prepared()));
    auto sink = show.response(json_response().answering(a_request()), Place::final);
    REQUIRE(sink.value()->write("one"));
    pipe.reader.close();
    CHECK(sink.value()->write(std::string(300'000, 'x')));
    CHECK(show.has_enough());
}

TEST_CASE("show: without a reader nobody wants a body any more", "[output]") {
    Pipe pipe;
    pipe.reader.close();
    Environment environment;
    environment.out = {.descriptor = pipe.writer.get()};
    Show show(raw("hb"), environment);
    REQUIRE(show.request(a_request().prepared()));
    const auto sink = show.response(json_response().answering(a_request()), Place::final);
    REQUIRE(sink);
    CHECK(*sink == nullptr);
    CHECK(show.finish());
}

TEST_CASE("show: a broken body leaves the terminal in order", "[output]") {
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    {
        Story story(colored("b"), environment);
        story.hop(
            json_request(),
            {.head = json_response(), .chunks = {"[\"cut"}, .body = Answer::Body::cut_off}
        );
    }
    CHECK(captured.text() == "[\n    \x1b[33m\"cut\x1b[39m\n");
}

TEST_CASE("show: --output gets the whole body or stays as it was", "[output]") {
    struct Case {
        const char* why;
        const char* letters;
        std::optional<Answer> answer;
        const char* content;
    };

    const Answer whole{.head = json_response(), .chunks = {"{}"}};
    const Answer broken{.head = json_response(), .chunks = {"{"}, .body = Answer::Body::cut_off};
    const Answer on_the_way{
        .head = a_response(302), .chunks = {"moved"}, .place = Place::intermediate};
    const std::vector<Case> cases{
        {"a whole body", "b", whole, "{}"},
        {"an empty body", "b", Answer{.head = a_response(204)}, ""},
        {"a body that breaks off", "b", broken, "before"},
        {"no answer at all", "b", std::nullopt, "before"},
        {"a redirect and no more", "b", on_the_way, "before"},
        {"a request and no answer", "Hb", std::nullopt, "before"},
        {"a request is all that was wanted", "B", std::nullopt, R"({"name":"pen","price":1.50})"},
        {"a head needs no body",
         "h",
         broken,
         "HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 10:00:00 GMT\r\n"
         "Content-Type: application/json\r\n"
         "Set-Cookie: JSESSIONID=0123****; Path=/; HttpOnly\r\n\r\n"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const TempDir folder;
        const fs::path file = folder.write("out.json", "before");
        Environment environment;
        environment.working_directory = folder.path();
        OutputPlan plan = raw(each.letters);
        plan.file = "out.json";
        Story story(plan, environment);
        if (each.answer) {
            story.hop(json_request(), *each.answer);
        } else {
            REQUIRE(story.show().request(json_request().prepared()));
        }
        CHECK(slurp(file) == "before");
        story.finish();
        CHECK(slurp(file) == each.content);
    }
}

TEST_CASE("show: nothing is left behind of a file that did not come", "[output]") {
    const TempDir folder;
    Environment environment;
    environment.working_directory = folder.path();
    OutputPlan plan = raw("b");
    plan.file = "out";
    {
        Story story(plan, environment);
        story.hop(
            json_request(),
            {.head = json_response(), .chunks = {"x"}, .body = Answer::Body::cut_off}
        );
    }
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("show: a wrong --output is told before anything is sent", "[output]") {
    const TempDir folder;
    Environment environment;
    environment.working_directory = folder.path();
    OutputPlan plan = raw("b");
    plan.file = "missing/out";
    Show show(plan, environment);
    const auto shown = show.request(a_request().prepared());
    REQUIRE_FALSE(shown);
    CHECK(shown.error().kind() == ErrorKind::file);
}

TEST_CASE("show: a Show that is never used touches nothing", "[output]") {
    const TempDir folder;
    Environment environment;
    environment.working_directory = folder.path();
    OutputPlan plan = terminal("b");
    plan.file = "out";
    { const Show show(plan, environment); }
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("show: a full disk is an error of the one who writes", "[output]") {
    Environment environment;
    environment.working_directory = "/";
    OutputPlan plan = raw("b");
    plan.file = "/dev/full";
    Show show(plan, environment);
    REQUIRE(show.request(a_request().prepared()));
    auto sink = show.response(a_response(200).answering(a_request()), Place::final);
    REQUIRE(sink);
    CHECK_FALSE(sink.value()->write("x"));
    CHECK_FALSE(show.finish());
}

TEST_CASE("show: earlier hops are shown by their own letters", "[output]") {
    OutputPlan plan = raw("b");
    plan.all_hops = true;
    plan.history_parts = parts_of("Hh");
    const std::string text = seen(
        plan,
        {{a_request().get("http://a.test/x"),
          {.head = a_response(302).to("/y"), .chunks = {"moved"}, .place = Place::intermediate}},
         {a_request().get("http://a.test/y"), {.head = a_response(200), .chunks = {"there"}}}}
    );
    CHECK(text.starts_with("GET /x HTTP/1.1\r\n"));
    CHECK(text.find("HTTP/1.1 302") != std::string::npos);
    CHECK(text.find("moved") == std::string::npos);
    CHECK(text.find("GET /y") == std::string::npos);
    CHECK(text.ends_with("\nthere"));
}

TEST_CASE("show: a request that is never answered is shown as the last one", "[output]") {
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    OutputPlan plan = raw("H");
    plan.all_hops = true;
    plan.history_parts = parts_of("h");
    Show show(plan, environment);
    REQUIRE(show.request(a_request().get("http://a.test/x").prepared()));
    REQUIRE(show.finish());
    CHECK(captured.text().starts_with("GET /x HTTP/1.1\r\n"));
}

TEST_CASE("show: the whole exchange can be one JSON document", "[output]") {
    OutputPlan plan = raw("b");
    plan.form = Form::document;
    const std::string text = seen(
        plan,
        {{a_request().get("http://a.test/x"),
          {.head = a_response(302).to("/y"),
           .chunks = {"mo", "ved"},
           .place = Place::intermediate}},
         {a_request().get("http://a.test/y"),
          {.head = a_response(200).header("Content-Type", "application/json"),
           .chunks = {"{\"n\": 1e400,\n\t\"a \\\" b\": [ ]\r\n}\n"}}},
         {a_request().get("http://a.test/z"), {.head = a_response(200), .chunks = {"\0\xff"s}}},
         {a_request().get("http://a.test/z"),
          {.head = a_response(200), .chunks = {"cut"}, .body = Answer::Body::cut_off}}}
    );
    const auto has = [&text](std::string_view part) {
        return text.find(part) != std::string::npos;
    };
    CHECK(text.starts_with(
        R"({"latch":{"exchange":1},"hops":[{"request":{"method":"GET","target":"/x")"
    ));
    CHECK(text.ends_with("]}\n"));
    CHECK(has(R"("status":302,"reason":)"));
    CHECK(has(R"("body":{"text":"moved"},"complete":true)"));
    CHECK(has(R"("body":{"json":{"n":1e400,"a \" b":[]}},"complete":true)"));
    CHECK(has(R"("body":{"base64":"AP8="},"complete":true)"));
    CHECK(has(R"("body":{"text":"cut"},"complete":false)"));
    CHECK(has(R"("remote_address":"192.0.2.1:80")"));
    CHECK(has(R"("bytes_on_wire":5,"bytes_decoded":5)"));
}

TEST_CASE("show: a document without an answer is a document", "[output]") {
    const Captured captured;
    Environment environment;
    environment.out = captured.stream();
    Show show(OutputPlan{.form = Form::document}, environment);
    REQUIRE(show.request(
        a_request().get("http://a.test/").header("Authorization", "Bearer abcdefghijkl").prepared()
    ));
    REQUIRE(show.finish());
    CHECK(captured.text().find("abcdefghijkl") == std::string::npos);
    CHECK(captured.text().find(R"("Authorization")") != std::string::npos);
    CHECK(captured.text().find("response") == std::string::npos);
}
