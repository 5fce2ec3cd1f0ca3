// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include <optional>

using namespace latch::test;

TEST_CASE("auth: credentials become an Authorization header", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::optional<std::string> authorization;
    };

    const std::vector<Case> cases = {
        {"basic", {"--auth", "bob:pw", "{url}"}, "Basic Ym9iOnB3"},
        {"basic by its letter", {"-a", "bob:pw", "{url}"}, "Basic Ym9iOnB3"},
        {"basic by its type", {"-A", "basic", "-a", "bob:pw", "{url}"}, "Basic Ym9iOnB3"},
        {"an empty password", {"--auth=bob:", "{url}"}, "Basic Ym9iOg=="},
        {"a password with colons", {"--auth=bob:p:w", "{url}"}, "Basic Ym9iOnA6dw=="},
        {"beyond ASCII", {"--auth=böb:pw", "{url}"}, "Basic YsO2Yjpwdw=="},
        {"a token", {"--bearer", "t0k", "{url}"}, "Bearer t0k"},
        {"a token by its type", {"--auth-type=bearer", "--auth=t0k", "{url}"}, "Bearer t0k"},
        {"the last one", {"--bearer=t0k", "--auth=bob:pw", "{url}"}, "Basic Ym9iOnB3"},
        {"denied", {"--auth=bob:pw", "--no-auth", "{url}"}, std::nullopt},
        {"a token denied", {"--bearer=t0k", "--no-bearer", "{url}"}, std::nullopt},
        {"a type denied",
         {"-A", "bearer", "-a", "bob:pw", "--no-auth-type", "{url}"},
         "Basic Ym9iOnB3"},
        {"an item is more explicit", {"--auth=bob:pw", "{url}", "Authorization:x"}, "x"},
        {"an option is more explicit than a URL",
         {"--auth=bob:pw", "http://eve:no@127.0.0.1:{port}"},
         "Basic Ym9iOnB3"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(requested(c.words).header("Authorization") == c.authorization);
    }
}
