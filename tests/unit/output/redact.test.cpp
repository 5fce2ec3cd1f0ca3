// SPDX-License-Identifier: MIT
#include "latch/output/redact.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace latch::output;

TEST_CASE("redact: secrets are shortened, what surrounds them stays", "[output]") {
    struct Case {
        const char* why;
        const char* name;
        const char* value;
        const char* shown;
    };

    const std::vector<Case> cases{
        {"the scheme tells how",
         "Authorization",
         "Basic Ym9iOnNlY3JldHNlY3JldA==",
         "Basic Ym9i****"},
        {"a short one gives away nothing", "Authorization", "Basic Ym9iOng=", "Basic ****"},
        {"names know no case", "aUTHORIZATION", "Bearer abc", "Bearer ****"},
        {"a token without scheme", "Authorization", "abcdefghijklmnopqrst", "abcd****"},
        {"blanks after the scheme", "Authorization", "Bearer   abc", "Bearer ****"},
        {"digest parameters are one secret",
         "Authorization",
         R"(Digest username="bob", response="0123456789abcdef")",
         "Digest user****"},
        {"the proxy's credentials", "Proxy-Authorization", "Basic eDp5", "Basic ****"},
        {"each cookie keeps its name",
         "Cookie",
         "JSESSIONID=0123456789ABCDEF; theme=dark",
         "JSESSIONID=0123****; theme=****"},
        {"a '=' in a cookie's value belongs to it", "Cookie", "a=b=c", "a=****"},
        {"no blank after ';'", "Cookie", "a=b;c=d", "a=****;c=****"},
        {"a cookie without name is all value", "Cookie", "secret", "****"},
        {"an empty cookie header", "Cookie", "", ""},
        {"an empty part before", "Cookie", ";a=b", ";a=****"},
        {"a trailing ';'", "Cookie", "a=b; ", "a=****; "},
        {"attributes say nothing secret",
         "Set-Cookie",
         "JSESSIONID=0123456789ABCDEF; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT; HttpOnly",
         "JSESSIONID=0123****; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT; HttpOnly"},
        {"a cookie that is deleted", "set-cookie", "a=; Max-Age=0", "a=****; Max-Age=0"},
        {"a nameless Set-Cookie", "Set-Cookie", "value; Path=/", "****; Path=/"},
        {"Spring's CSRF header", "X-CSRF-TOKEN", "0b3c9a52-2d44-4c5a-9d1f", "0b3c****"},
        {"Angular's", "X-XSRF-TOKEN", "abc", "****"},
        {"an API key", "X-Api-Key", "k-123", "****"},
        {"without a dash", "apikey", "k-123", "****"},
        {"a session token", "X-Auth-Token", "t", "****"},
        {"a vendor's key", "Ocp-Apim-Subscription-Key", "t", "****"},
        {"a secret in another's words", "client_secret", "t", "****"},
        {"a new password", "NewPasswd", "t", "****"},
        {"nothing secret", "Content-Type", "application/json", "application/json"},
        {"a challenge is no answer", "WWW-Authenticate", "Basic realm=\"x\"", "Basic realm=\"x\""},
        {"a key, but none to anything", "Sec-WebSocket-Key", "dGhl", "dGhl"},
        {"cookies in a name only", "X-Cookie-Policy", "strict", "strict"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(redacted({each.name, each.value}) == each.shown);
    }
}
