// SPDX-License-Identifier: MIT
#include "httpbin/httpbin.hpp"
#include "support/catch.hpp"

using namespace latch::test;
using nlohmann::json;

TEST_CASE("httpbin conversations: redirects", "[httpbin]") {
    const std::string to = "{url}/redirect-to?url=/anything&status_code=";
    check({
        {"not followed unless asked", {"{url}/redirect/2"}, {}, 3},
        {"relative ones",
         {"--follow", "{url}/relative-redirect/3"},
         {{"/url", httpbin() + "/get"}}},
        {"absolute ones",
         {"--follow", "{url}/absolute-redirect/3"},
         {{"/url", httpbin() + "/get"}}},
        {"as many as allowed",
         {"-F", "--max-redirects=3", "{url}/redirect/3"},
         {{"/url", httpbin() + "/get"}}},
        {"one more", {"-F", "--max-redirects=2", "{url}/redirect/3"}, {}, 6},
        {"301 makes GET of POST", {"-F", to + "301", "a=1"}, {{"/method", "GET"}, {"/data", ""}}},
        {"302 too", {"-F", to + "302", "a=1"}, {{"/method", "GET"}, {"/data", ""}}},
        {"302 leaves PUT alone",
         {"-F", "PUT", to + "302", "a=1"},
         {{"/method", "PUT"}, {"/json/a", "1"}}},
        {"303 makes GET of all",
         {"-F", "PUT", to + "303", "a=1"},
         {{"/method", "GET"}, {"/data", ""}}},
        {"307 changes nothing", {"-F", to + "307", "a=1"}, {{"/method", "POST"}, {"/json/a", "1"}}},
        {"308 neither",
         {"-F", "DELETE", to + "308", "a=1"},
         {{"/method", "DELETE"}, {"/json/a", "1"}}},
        {"308 with a pipe",
         {"-F", to + "308"},
         {{"/method", "POST"}, {"/data", "piped"}},
         0,
         "",
         "piped"},
        {"no Referer is invented", {"-F", to + "302"}, {{"/headers/Referer", nullptr}}},
        {"to a dead end", {"-F", "{url}/redirect-to?url=/status/503"}, {}, 5},
        {"all of them are shown",
         {"-F", "--all", "--print=h", "{url}/redirect/2"},
         {},
         0,
         "302 FOUND"},
    });
}

TEST_CASE("httpbin conversations: credentials", "[httpbin]") {
    const std::vector<Fact> signed_in{{"/authenticated", true}, {"/user", "bob"}};
    const std::string digest = "{url}/digest-auth/";
    check({
        {"basic", {"-a", "bob:pw", "{url}/basic-auth/bob/pw"}, signed_in},
        {"basic in the URL", {"http://bob:pw@127.0.0.1:{port}/basic-auth/bob/pw"}, signed_in},
        {"basic without being asked",
         {"-a", "bob:pw", "{url}/hidden-basic-auth/bob/pw"},
         signed_in},
        {"a colon in the password", {"-a", "bob:p:w", "{url}/basic-auth/bob/p:w"}, signed_in},
        {"a wrong password", {"-a", "bob:no", "{url}/basic-auth/bob/pw"}, {}, 4},
        {"nobody", {"{url}/basic-auth/bob/pw"}, {}, 4},
        {"bearer", {"--bearer=t-1", "{url}/bearer"}, {{"/authenticated", true}, {"/token", "t-1"}}},
        {"bearer by type", {"-A", "bearer", "-a", "t-1", "{url}/bearer"}, {{"/token", "t-1"}}},
        {"digest", {"-A", "digest", "-a", "bob:pw", digest + "auth/bob/pw"}, signed_in},
        {"digest with SHA-256",
         {"-A", "digest", "-a", "bob:pw", digest + "auth/bob/pw/SHA-256"},
         signed_in},
        {"digest with auth-int",
         {"-A", "digest", "-a", "bob:pw", digest + "auth-int/bob/pw"},
         signed_in},
        {"digest, whatever quality",
         {"-A", "digest", "-a", "bob:pw", digest + "any/bob/pw/MD5"},
         signed_in},
        {"digest with a wrong password",
         {"-A", "digest", "-a", "bob:no", digest + "auth/bob/pw"},
         {},
         4},
    });
}

TEST_CASE("httpbin conversations: a session keeps cookies", "[httpbin]") {
    const Latch latch;
    check(
        {"set on the way",
         {"@s", "--follow", "{url}/cookies/set", "a==1", "b==2"},
         {{"/cookies", {{"a", "1"}, {"b", "2"}}}}},
        latch
    );
    check({"set without following", {"@s", "{url}/cookies/set/c/3"}, {}, 3}, latch);
    check(
        {"sent again",
         {"@s", "{url}/cookies"},
         {{"/cookies", {{"a", "1"}, {"b", "2"}, {"c", "3"}}}}},
        latch
    );
    check(
        {"deleted",
         {"@s", "-F", "{url}/cookies/delete?b"},
         {{"/cookies", {{"a", "1"}, {"c", "3"}}}}},
        latch
    );
    check(
        {"read only",
         {"--session-read-only=s", "-F", "{url}/cookies/set/d/4"},
         {{"/cookies/d", "4"}}},
        latch
    );
    check(
        {"not kept by that", {"@s", "{url}/cookies"}, {{"/cookies", {{"a", "1"}, {"c", "3"}}}}},
        latch
    );
    check({"another session", {"@t", "{url}/cookies"}, {{"/cookies", json::object()}}}, latch);
    check({"no session", {"{url}/cookies"}, {{"/cookies", json::object()}}}, latch);
}

TEST_CASE("httpbin conversations: a session keeps headers and credentials", "[httpbin]") {
    const Latch latch;
    check(
        {"typed",
         {"@s", "-a", "bob:pw", "{url}/headers", "X-Tenant:acme"},
         {{"/headers/X-Tenant", "acme"}}},
        latch
    );
    check({"remembered", {"@s", "/headers"}, {{"/headers/X-Tenant", "acme"}}}, latch);
    check({"signed in", {"@s", "/basic-auth/bob/pw"}, {{"/authenticated", true}}}, latch);
}

TEST_CASE("httpbin conversations: a stale nonce costs no second password", "[httpbin]") {
    // The third field of the path: after so many answers the nonce is refused as stale.
    const std::string path = "{url}/digest-auth/auth/bob/pw/SHA-256/1";
    const Latch latch;
    check(
        {"the first", {"@s", "-A", "digest", "-a", "bob:pw", path}, {{"/authenticated", true}}},
        latch
    );
    check({"its nonce is stale now", {"@s", path}, {{"/authenticated", true}}}, latch);
    check({"and again", {"@s", path}, {{"/authenticated", true}}}, latch);
}
