// SPDX-License-Identifier: MIT
#include "latch/session/redact.hpp"

#include "support/catch.hpp"

#include "latch/session/codec.hpp"
#include "latch/session/listing.hpp"

#include <string>

using namespace latch;
using session::Session;

namespace {

/// Whatever is secret in it says so.
constexpr std::string_view full = R"({
  "latch": {"session": 1, "by": "s3cret-a", "more": {"b": "s3cret-b"}},
  "base": "https://bob:s3cret-c@a.test/v2?token=s3cret-d",
  "cookie_ports": "shared",
  "origins": {
    "https://a.test": {
      "headers": [
        {"name": "X-Key", "value": "s3cret-e", "note": "s3cret-f"},
        {"name": "X-Empty", "value": ""}
      ],
      "params": [{"name": "api_key", "value": "s3cret-s", "note": "s3cret-t"}],
      "auth": {"type": "basic", "user": "bob", "secret": "s3cret-g", "hint": "s3cret-h"},
      "digest": {"realm": "r", "nonce": "s3cret-i", "opaque": "s3cret-j", "cnonce": "s3cret-k",
                 "uses": 3, "note": "s3cret-l"},
      "csrf": {"mode": "header", "header": "X-CSRF-TOKEN", "source": "/login", "token": "s3cret-m",
               "session": "s3cret-s", "note": "s3cret-t"},
      "login": {"token": "s3cret-u"}
    },
    "https://b.test": {"auth": {"type": "bearer", "secret": {"cmd": "pass --pin=s3cret-n"}}},
    "https://c.test": {"auth": {"type": "basic", "user": "eve", "secret": {"env": "PW_VAR"}}},
    "https://d.test": {"auth": {"type": "basic", "user": "eve", "secret": {"file": "/pw"}}}
  },
  "cookies": [
    {"name": "SID", "value": "s3cret-o", "domain": "a.test", "path": "/x", "note": "s3cret-p"},
    {"name": "", "value": "s3cret-q", "domain": "a.test"},
    {"name": "bytes", "value": {"base64": "czNjcmV0/w=="}, "domain": "a.test"}
  ],
  "removed_cookies": [{"name": "old", "domain": "a.test", "removed": "2026-11-23T10:00:00Z"}],
  "epoch": 2,
  "later": ["s3cret-r"]
})";

Session decoded(std::string_view text) {
    const auto session = session::decode(text, "s.json");
    REQUIRE(session);
    return *session;
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

TEST_CASE("redact: no secret is left, and the rest is", "[session]") {
    const Session hidden = session::without_secrets(decoded(full));
    const base::Clock::time_point now{};
    for (const std::string& text : {encode(hidden), page_of(hidden, now), origins_of(hidden)}) {
        INFO(text);
        CHECK_FALSE(contains(text, "s3cret"));
        CHECK_FALSE(contains(text, "czNjcmV0"));
        CHECK(contains(text, "https://a.test/v2"));
        CHECK(contains(text, "https://b.test"));
    }
    for (const char* const kept :
         {"X-Key",
          "X-Empty",
          "api_key",
          "bob",
          "eve",
          "PW_VAR",
          "\"/pw\"",
          "SID",
          "bytes",
          "\"old\"",
          "\"shared\"",
          "\"epoch\": 2",
          "\"r\"",
          "\"uses\": 3",
          "later",
          "csrf",
          "note",
          "more"}) {
        INFO(kept);
        CHECK(contains(encode(hidden), kept));
    }
    // Hidden twice is hidden once, and can be read again.
    const Session again = decoded(encode(hidden));
    CHECK(encode(session::without_secrets(again)) == encode(hidden));
}

TEST_CASE("redact: the origins of a session hold no secret to begin with", "[session]") {
    CHECK(
        origins_of(decoded(full)) == "https://a.test/v2\nhttps://a.test\nhttps://b.test\n"
                                     "https://c.test\nhttps://d.test\n"
    );
    CHECK(origins_of(Session{}).empty());
}

TEST_CASE("redact: a base is shown as it is written unless it holds secrets", "[session]") {
    const std::pair<const char*, const char*> cases[] = {
        {"https://a.test", "https://a.test"},
        {"https://a.test/", "https://a.test/"},
        {"https://bob@a.test/x", "https://a.test/x"},
        {"https://bob:pw@a.test/x?y", "https://a.test/x"},
        {"https://a.test/x?key=1", "https://a.test/x"},
        {"http://[", "****"},
    };
    for (const auto& [base, shown] : cases) {
        INFO(base);
        Session session;
        session.base = base;
        CHECK(session::base_without_secrets(session) == shown);
    }
    CHECK_FALSE(session::base_without_secrets(Session{}));
}
