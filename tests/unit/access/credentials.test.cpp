// SPDX-License-Identifier: MIT
#include "latch/access/credentials.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using latch::base::ErrorKind;
using latch::base::Secret;

namespace {

Credentials basic(std::string user, std::string password) {
    return Basic{.user = std::move(user), .password = Secret(std::move(password))};
}

Credentials bearer(std::string token) {
    return Bearer{.token = Secret(std::move(token))};
}

} // namespace

TEST_CASE("credentials: the Authorization value is that of RFC 7617 and RFC 6750", "[access]") {
    struct Case {
        std::string_view why;
        Credentials credentials;
        std::string_view value;
    };

    const std::vector<Case> cases{
        {"the example of RFC 7617, 2",
         basic("Aladdin", "open sesame"),
         "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
        {"the UTF-8 example of RFC 7617, 2.1",
         basic("test", "123\xc2\xa3"),
         "Basic dGVzdDoxMjPCow=="},
        {"an empty password keeps the colon", basic("bob", ""), "Basic Ym9iOg=="},
        {"an empty user too", basic("", "x"), "Basic Ong="},
        {"colons belong to the password", basic("a", "b:c"), "Basic YTpiOmM="},
        {"a JWT", bearer("eyJh.eyJz.sig-_"), "Bearer eyJh.eyJz.sig-_"},
        {"padding", bearer("abc=="), "Bearer abc=="},
        {"Laravel Sanctum's bar", bearer("1|abc"), "Bearer 1|abc"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto value = authorization(c.credentials);
        REQUIRE(value.has_value());
        CHECK(value->reveal() == c.value);
    }
}

TEST_CASE("credentials: what would split a header or change its meaning is refused", "[access]") {
    struct Case {
        std::string_view why;
        Credentials credentials;
    };

    const std::vector<Case> cases{
        {"a colon would move into the password", basic("a:b", "c")},
        {"CR in the user", basic("a\rb", "c")},
        {"LF in the user", basic("a\nb", "c")},
        {"NUL in the user", basic(std::string("a\0b", 3), "c")},
        {"a control character in the user", basic("a\x01", "c")},
        {"CR in the password", basic("a", "hunter2\r")},
        {"LF in the password", basic("a", "hunter2\n")},
        {"NUL in the password", basic("a", std::string("hunter2\0", 8))},
        {"no token", bearer("")},
        {"a line end behind the token", bearer("hunter2\n")},
        {"CR in the token", bearer("hunter2\rx")},
        {"NUL in the token", bearer(std::string("hunter2\0", 8))},
        {"the scheme typed along", bearer("Bearer hunter2")},
        {"a tab", bearer("hunter2\t")},
        {"a character outside ASCII", bearer("hunter2\xc3\xbc")},
        {"DEL", bearer("hunter2\x7f")},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto value = authorization(c.credentials);
        REQUIRE_FALSE(value.has_value());
        CHECK(value.error().kind() == ErrorKind::usage);
        const auto& error = value.error();
        CHECK((error.what() + error.cause() + error.hint()).find("hunter2") == std::string::npos);
    }
}
