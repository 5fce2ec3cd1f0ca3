// SPDX-License-Identifier: MIT
#include "net/connect_talk.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch;
using namespace latch::net;

namespace {

std::unique_ptr<ProxyTalk> talk(std::string_view proxy, std::string_view url) {
    return talk_with(http::parse_proxy(proxy).value(), http::peer(http::parse_url(url)->url), {});
}

/// The answer in pieces of one byte, as long as the talk wants more; the last turn.
base::Result<ProxyTalk::Turn> hear_slowly(ProxyTalk& talk, std::string_view answer) {
    base::Result<ProxyTalk::Turn> turn = talk.begin();
    for (std::size_t i = 0; turn && turn->hear > 0 && i < answer.size(); ++i) {
        turn = talk.hear(answer.substr(i, 1));
    }
    return turn;
}

} // namespace

TEST_CASE("connect talk: the proxy hears the target, its credentials and nothing else", "[net]") {
    CHECK(
        talk("http://p.test", "https://a.test/secret?x")->begin()->say ==
        "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\n\r\n"
    );
    CHECK(
        talk("https://bob:pw@p.test", "https://[::1]:8443/")->begin()->say ==
        "CONNECT [::1]:8443 HTTP/1.1\r\nHost: [::1]:8443\r\n"
        "Proxy-Authorization: Basic Ym9iOnB3\r\n\r\n"
    );
}

TEST_CASE("connect talk: any 2xx leads on, whatever its fields say", "[net]") {
    for (const std::string_view answer :
         {"HTTP/1.1 200 Connection established\r\n\r\n",
          "HTTP/1.0 200 OK\r\nProxy-agent: x\r\n\r\n",
          "HTTP/1.1 204 \r\nContent-Length: 5\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}) {
        INFO(answer);
        const auto slowly = talk("http://p.test", "https://a.test/");
        const auto turn = hear_slowly(*slowly, answer);
        REQUIRE(turn);
        CHECK(turn->hear == 0);
        CHECK(turn->say.empty());
        const auto at_once = talk("http://p.test", "https://a.test/");
        REQUIRE(at_once->begin());
        CHECK(at_once->hear(answer)->hear == 0);
    }
}

TEST_CASE("connect talk: everything else is an error that names both ends", "[net]") {
    struct Case {
        std::string_view why, proxy, answer, cause, hint;
    };

    const Case cases[] = {
        {"no credentials",
         "http://p.test:3128",
         "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 9\r\n\r\n",
         "it answered 407 Proxy Authentication Required",
         "give a user"},
        {"wrong credentials",
         "http://bob:pw@p.test:3128",
         "HTTP/1.1 407 \r\n\r\n",
         "it answered 407",
         "check the user name"},
        {"refused",
         "http://p.test:3128",
         "HTTP/1.1 403 Forbidden\r\n\r\n",
         "it answered 403 Forbidden",
         ""},
        {"sent elsewhere",
         "http://p.test:3128",
         "HTTP/1.1 302 Found\r\nLocation: http://evil.test/\r\n\r\n",
         "it answered 302 Found",
         ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto turn = hear_slowly(*talk(c.proxy, "https://a.test/"), c.answer);
        REQUIRE_FALSE(turn);
        const base::Error& error = turn.error();
        CHECK(error.kind() == base::ErrorKind::connect);
        CHECK(error.what() == "cannot connect to a.test:443 through the proxy p.test:3128");
        CHECK(error.cause() == c.cause);
        CHECK(error.hint().starts_with(c.hint));
        CHECK(error.hint().find("pw@") == std::string::npos);
    }
}

TEST_CASE("connect talk: bytes behind the answer are nobody's, and no HTTP is none", "[net]") {
    const auto chatty = talk("http://p.test", "https://a.test/");
    REQUIRE(chatty->begin());
    const auto turn = chatty->hear("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 smuggled\r\n\r\n");
    REQUIRE_FALSE(turn);
    CHECK(turn.error().kind() == base::ErrorKind::protocol);
    const auto strange =
        hear_slowly(*talk("http://p.test", "https://a.test/"), "SSH-2.0-x\r\n\r\n");
    REQUIRE_FALSE(strange);
    CHECK(strange.error().kind() == base::ErrorKind::protocol);
}
