// SPDX-License-Identifier: MIT
#include "support/catch.hpp"

#include "latch/session/codec.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using session::decode;
using session::encode;
using Json = nlohmann::ordered_json;

namespace {

/// Every member that there is.
constexpr std::string_view complete = R"({
  "latch": {"session": 1}, "base": "https://a.test/x", "cookie_ports": "shared", "epoch": 3,
  "origins": {"https://a.test": {
    "headers": [{"name": "X", "value": "y"}],
    "params": [{"name": "p", "value": "q"}],
    "auth": {"type": "digest", "user": "bob", "secret": {"env": "A"}},
    "digest": {"realm": "r", "nonce": "n", "opaque": "o", "algorithm": "MD5", "qop": "auth",
               "uses": 2, "cnonce": "c"},
    "csrf": [{"path": "/a", "mode": "header", "header": "X-CSRF-TOKEN", "source": "/login",
              "token": "t", "session": "h"},
             {"mode": "cookie-raw", "header": "X-XSRF-TOKEN", "cookie": "XSRF-TOKEN"}]}},
  "cookies": [{"name": "a", "value": {"base64": "/w=="}, "domain": "a.test", "host_only": true,
    "path": "/", "port": 0, "secure": true, "http_only": true, "same_site": "lax",
    "expires": "2030-01-01T00:00:00Z", "created": "2020-01-01T00:00:00Z",
    "updated": "2020-01-01T00:00:00Z"}],
  "removed_cookies": [{"name": "b", "domain": "a.test", "host_only": true, "path": "/",
    "removed": "2020-01-01T00:00:00Z"}]
})";

/// All places of a document that hold a value, as JSON pointers.
void list_places(const Json& json, const std::string& pointer, std::vector<std::string>& places) {
    if (!pointer.empty()) {
        places.push_back(pointer);
    }
    for (const auto& item : json.items()) {
        std::string name = item.key();
        for (auto at = name.find('/'); at != std::string::npos; at = name.find('/', at + 2)) {
            name.replace(at, 1, "~1");
        }
        if (json.is_structured()) {
            list_places(item.value(), pointer + '/' + name, places);
        }
    }
}

/// The member of the file that a pointer is about.
std::string member_of(const std::string& pointer) {
    return pointer.substr(1, pointer.find('/', 1) - 1);
}

} // namespace

TEST_CASE(
    "wrong types: a value of any type anywhere is told by its place, or harmless", "[session]"
) {
    const Json document = Json::parse(complete);
    REQUIRE(decode(document.dump(), "x"));
    std::vector<std::string> places;
    list_places(document, "", places);
    CHECK(places.size() >= 50);
    for (const std::string& place : places) {
        for (const char* value :
             {"null", "true", "7", "-1.5", "\"x\"", "\"\"", "[]", "{}", "[[7]]", R"({"a": 7})"}) {
            INFO(place << " is " << value);
            Json changed = document;
            changed[Json::json_pointer(place)] = Json::parse(value);
            const auto session = decode(changed.dump(), "x");
            if (session) {
                const std::string written = encode(*session);
                const auto again = decode(written, "x");
                REQUIRE(again);
                CHECK(encode(*again) == written);
            } else {
                const base::Error& error = session.error();
                CHECK(error.kind() == base::ErrorKind::bad_session);
                CHECK(error.cause().find(member_of(place)) != std::string::npos);
                CHECK_FALSE(error.hint().empty());
            }
        }
    }
}
