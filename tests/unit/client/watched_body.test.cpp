// SPDX-License-Identifier: MIT
#include "latch/client/watched_body.hpp"

#include "support/catch.hpp"

#include "latch/access/page.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using client::WatchedBody;
using Manner = WatchedBody::Manner;

namespace {

const std::string page = "<form method=post><input type=password name=p></form>";

/// What somebody would see, piece by piece.
class Shown final : public http::BodySink {
public:
    base::Result<void> write(std::string_view bytes) override {
        pieces.emplace_back(bytes);
        return {};
    }

    base::Result<void> finish() override {
        is_finished = true;
        return {};
    }

    std::vector<std::string> pieces;
    bool is_finished = false;
};

using Pieces = std::vector<std::string>;

} // namespace

TEST_CASE("watched body: what is passed on is passed at once, and its begin kept", "[client]") {
    Shown shown;
    WatchedBody body;
    http::BodySink& sink = *body.onto(&shown, access::BodyClue::login_form, Manner::passing);
    REQUIRE(sink.write("<form method=post>"));
    CHECK(shown.pieces == Pieces{"<form method=post>"});
    CHECK_FALSE(body.start().is_whole);
    REQUIRE(sink.write("<p>"));
    REQUIRE(sink.finish());
    CHECK(shown.pieces == Pieces{"<form method=post>", "<p>"});
    CHECK(shown.is_finished);
    CHECK(body.start().bytes == "<form method=post><p>");
    CHECK(body.start().is_whole);
}

TEST_CASE("watched body: a text is held back no longer than it may be the sentence", "[client]") {
    Shown shown;
    WatchedBody body;
    http::BodySink& sink = *body.onto(&shown, access::BodyClue::expired_sentence, Manner::holding);
    REQUIRE(sink.write("This session has"));
    CHECK(shown.pieces.empty());
    REQUIRE(sink.write(" begun"));
    CHECK(shown.pieces == Pieces{"This session has begun"});
    REQUIRE(sink.write("!"));
    CHECK(shown.pieces == Pieces{"This session has begun", "!"});
    REQUIRE(sink.finish());
    CHECK(shown.is_finished);
}

TEST_CASE("watched body: a login page is not shown, and its file not complete", "[client]") {
    Shown shown;
    WatchedBody body;
    http::BodySink& sink = *body.onto(&shown, access::BodyClue::login_form, Manner::holding);
    REQUIRE(sink.write(page));
    REQUIRE(sink.finish());
    CHECK(shown.pieces.empty());
    CHECK_FALSE(shown.is_finished);
    CHECK(body.start().bytes == page);
}

TEST_CASE("watched body: another page is shown when it is whole", "[client]") {
    Shown shown;
    WatchedBody body;
    http::BodySink& sink = *body.onto(&shown, access::BodyClue::login_form, Manner::holding);
    REQUIRE(sink.write("<h1>"));
    REQUIRE(sink.write("hello"));
    CHECK(shown.pieces.empty());
    REQUIRE(sink.finish());
    CHECK(shown.pieces == Pieces{"<h1>hello"});
    CHECK(shown.is_finished);
}

TEST_CASE("watched body: memory does not grow with the body", "[client]") {
    const std::string piece(64UL * 1024, ' ');
    for (const auto manner : {Manner::passing, Manner::holding}) {
        Shown shown;
        WatchedBody body;
        http::BodySink& sink = *body.onto(&shown, access::BodyClue::login_form, manner);
        for (int count = 0; count < 40; ++count) {
            REQUIRE(sink.write(piece));
        }
        CHECK(body.start().bytes.size() <= access::page_limit.count + piece.size());
        std::size_t total = 0;
        for (const std::string& each : shown.pieces) {
            total += each.size();
        }
        CHECK(total == 40 * piece.size());
    }
}

TEST_CASE("watched body: of a text that is another nothing is kept", "[client]") {
    Shown shown;
    WatchedBody body;
    http::BodySink& sink = *body.onto(&shown, access::BodyClue::expired_sentence, Manner::passing);
    const std::string piece(1024, 'x');
    for (int count = 0; count < 10; ++count) {
        REQUIRE(sink.write(piece));
    }
    REQUIRE(sink.finish());
    CHECK(shown.pieces.size() == 10);
    CHECK(body.start().bytes.size() == piece.size());
    CHECK_FALSE(body.start().is_whole);
}

TEST_CASE("watched body: a long login page is not read to its end", "[client]") {
    Shown shown;
    WatchedBody body;
    http::BodySink& sink = *body.onto(&shown, access::BodyClue::login_form, Manner::holding);
    const auto written = sink.write(page + std::string(access::page_limit.count, ' '));
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == base::ErrorKind::output_closed);
    CHECK(shown.pieces.empty());
}

TEST_CASE("watched body: what nobody sees is read as far as it tells", "[client]") {
    WatchedBody body;
    http::BodySink& sink = *body.onto(nullptr, access::BodyClue::login_form, Manner::passing);
    REQUIRE(sink.write("<h1>"));
    REQUIRE_FALSE(sink.write(std::string(access::page_limit.count, ' ')));
    CHECK(sink.finish());
}

TEST_CASE("watched body: the next body begins anew", "[client]") {
    WatchedBody body;
    REQUIRE(body.onto(nullptr, access::BodyClue::login_form, Manner::holding)->write(page));
    body.onto(nullptr, access::BodyClue::login_form, Manner::holding);
    CHECK(body.start().bytes.empty());
}
