// SPDX-License-Identifier: MIT
#include "net/socks.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::net;
using namespace std::string_literals;

namespace {

std::unique_ptr<ProxyTalk> talk(std::string_view proxy, std::string_view url) {
    return talk_with(http::parse_proxy(proxy).value(), http::peer(http::parse_url(url)->url), {});
}

/// Plays a proxy that gives these answers byte by byte; what it was told, turn by turn, and how it
/// ended: "" if the connection leads on, else the cause.
struct Played {
    std::vector<std::string> told;
    std::string end;
};

Played play(ProxyTalk& talk, const std::string& answers) {
    Played played;
    base::Result<ProxyTalk::Turn> turn = talk.begin();
    std::size_t at = 0;
    while (turn) {
        if (!turn->say.empty()) {
            played.told.push_back(turn->say);
        }
        if (turn->hear == 0) {
            played.end = at == answers.size() ? "" : "bytes were left over";
            return played;
        }
        if (at == answers.size()) {
            played.end = "more was wanted";
            return played;
        }
        turn = talk.hear(std::string_view(answers).substr(at++, 1));
    }
    played.end = turn.error().cause();
    return played;
}

const std::string granted5 = "\5\0\0\1\0\0\0\0\0\0"s;

} // namespace

TEST_CASE("socks 5: names go to the proxy, literals as their bytes", "[net]") {
    struct Case {
        std::string_view why, url;
        std::string request;
    };

    const Case cases[] = {
        {"a name", "https://a.test/", "\5\1\0\3\6a.test\1\xbb"s},
        {"IPv4", "http://192.0.2.1/", "\5\1\0\1\xc0\0\2\1\0\x50"s},
        {"IPv6",
         "http://[2001:db8::1]:258/",
         "\5\1\0\4\x20\1\x0d\xb8"s + std::string(11, '\0') + "\1\1\2"s},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Played played = play(*talk("socks5h://p.test", c.url), "\5\0"s + granted5);
        CHECK(played.end.empty());
        CHECK(played.told == std::vector<std::string>{"\5\1\0"s, c.request});
    }
}

TEST_CASE("socks 5: signs in if the proxy wants it", "[net]") {
    const std::string request = "\5\1\0\3\6a.test\0\x50"s;
    const Played asked =
        play(*talk("socks5h://bob:pw@p.test", "http://a.test/"), "\5\2\1\0"s + granted5);
    CHECK(asked.end.empty());
    CHECK(asked.told == std::vector<std::string>{"\5\2\0\2"s, "\1\3bob\2pw"s, request});
    const Played not_asked =
        play(*talk("socks5h://bob:pw@p.test", "http://a.test/"), "\5\0"s + granted5);
    CHECK(not_asked.end.empty());
    CHECK(not_asked.told == std::vector<std::string>{"\5\2\0\2"s, request});
}

TEST_CASE("socks 5: the reply may name an address of any kind", "[net]") {
    for (const std::string& reply :
         {granted5,
          "\5\0\0\3\4host\0\1"s,
          "\5\0\0\3\0\0\1"s,
          "\5\0\0\4"s + std::string(16, 'x') + "\0\1"s}) {
        const Played played = play(*talk("socks5h://p.test", "http://a.test/"), "\5\0"s + reply);
        CHECK(played.end.empty());
    }
}

TEST_CASE("socks 5: what goes wrong is said", "[net]") {
    struct Case {
        std::string_view why, proxy;
        std::string answers;
        std::string_view cause;
    };

    const std::string_view plain = "socks5h://p.test";
    const std::string_view named = "socks5h://bob:pw@p.test";
    const Case cases[] = {
        {"it speaks HTTP", plain, "HTTP/1.1", "it does not speak SOCKS 5"},
        {"it speaks SOCKS 4", plain, "\0\x5a"s, "it does not speak SOCKS 5"},
        {"no method", plain, "\5\xff"s, "it accepts no way to sign in that we have"},
        {"a password that nobody has", plain, "\5\2"s, "it accepts no way to sign in that we have"},
        {"refused", named, "\5\2\1\1"s, "it does not accept the user name or the password"},
        {"not allowed", plain, "\5\0\5\2\0\1\0"s, "its rules do not allow the connection"},
        {"no network", plain, "\5\0\5\3\0\1\0"s, "it cannot reach the network"},
        {"no host", plain, "\5\0\5\4\0\1\0"s, "it cannot reach the host"},
        {"nobody listens", plain, "\5\0\5\5\0\1\0"s, "the host refused the connection"},
        {"unknown", plain, "\5\0\5\x99\0\1\0"s, "it refused for a reason that is not known"},
        {"an odd address",
         plain,
         "\5\0\5\0\0\2\0"s,
         "it answered with an address of an unknown kind"},
        {"cut off", plain, "\5\0\5\0\0\1\0"s, "more was wanted"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(play(*talk(c.proxy, "http://a.test/"), c.answers).end == c.cause);
    }
    const std::string long_name = "socks5h://" + std::string(256, 'u') + ":pw@p.test";
    CHECK(
        play(*talk(long_name, "http://a.test/"), "\5\2"s).end ==
        "user name or password are too long for SOCKS 5"
    );
}

TEST_CASE("socks 4: addresses, and names behind an impossible one", "[net]") {
    const std::string granted = "\0\x5a\0\0\0\0\0\0"s;
    const Played address = play(*talk("socks4://bob@p.test", "http://192.0.2.1/"), granted);
    CHECK(address.end.empty());
    CHECK(address.told == std::vector<std::string>{"\4\1\0\x50\xc0\0\2\1bob\0"s});
    const Played name = play(*talk("socks4a://p.test", "https://a.test/"), granted);
    CHECK(name.end.empty());
    CHECK(name.told == std::vector<std::string>{"\4\1\1\xbb\0\0\0\1\0a.test\0"s});
}

TEST_CASE("socks 4: what goes wrong is said", "[net]") {
    const auto end = [](std::string_view url, const std::string& answers) {
        return play(*talk("socks4a://p.test", url), answers).end;
    };
    CHECK(end("http://[::1]/", "") == "SOCKS 4 has no IPv6 addresses");
    CHECK(end("http://a.test/", "\5\0"s) == "it does not speak SOCKS 4");
    CHECK(
        end("http://a.test/", "\0\x5b\0\0\0\0\0\0"s) ==
        "it refused the connection, or failed to make it"
    );
    CHECK(
        end("http://a.test/", "\0\x5d\0\0\0\0\0\0"s) ==
        "the identd of this machine says another user name"
    );
    CHECK(end("http://a.test/", "\0\x5a\0"s) == "more was wanted");
}
