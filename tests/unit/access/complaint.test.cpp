// SPDX-License-Identifier: MIT
#include "latch/access/complaint.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using latch::http::Headers;
using latch::http::Hop;

namespace {

struct Refusal {
    unsigned status;
    Headers sent = {};
    Headers received = {};
    std::string method = "POST";
    std::string url = "http://h/api";
};

Hop hop(const Refusal& is) {
    Hop made;
    made.request.method = is.method;
    made.request.url = latch::http::parse_url(is.url, {.path_as_is = true}).value().url;
    made.request.target = latch::http::target(made.request.url);
    made.request.headers = is.sent;
    made.response.status = is.status;
    made.response.headers = is.received;
    return made;
}

struct Case {
    std::string_view why;
    Refusal refusal;
    std::string words, hint;
};

void check(const std::vector<Case>& cases) {
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(complaint_of(hop(c.refusal), {}) == Complaint{c.words, c.hint});
    }
}

} // namespace

TEST_CASE("complaint: what a status leaves unsaid is said", "[access]") {
    check({
        {"405 names what is allowed",
         {.status = 405, .received = {{"Allow", "GET,HEAD"}, {"Allow", "OPTIONS"}}},
         "",
         "POST is not for this URL, which takes GET, HEAD, OPTIONS"},
        {"or not", {.status = 405}, "", "POST is not for this URL"},
        {"415 names what is taken",
         {.status = 415,
          .sent = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
          .received = {{"Accept", "application/json, application/*+json"}}},
         "",
         "the body was sent as application/x-www-form-urlencoded; this URL takes "
         "application/json, application/*+json"},
        {"PATCH has a field of its own",
         {.status = 415,
          .sent = {{"Content-Type", "application/json"}},
          .received = {{"Accept-Patch", "application/merge-patch+json"}, {"Accept", "x/y"}},
          .method = "PATCH"},
         "",
         "the body was sent as application/json; this URL takes application/merge-patch+json"},
        {"a part may be meant",
         {.status = 415, .sent = {{"Content-Type", "multipart/form-data; boundary=x"}}},
         "",
         "the body was sent as multipart/form-data; a part in JSON needs its type: "
         "name@file;type=application/json"},
        {"nothing known",
         {.status = 415},
         "",
         "the body was sent without a Content-Type; --json, --form or Content-Type:… send another"},
        {"406",
         {.status = 406, .sent = {{"Accept", "application/xml"}}, .method = "GET"},
         "",
         "the server has nothing of Accept: application/xml; Accept:*/* takes what there is"},
        {"413 of an upload",
         {.status = 413, .sent = {{"Content-Type", "multipart/form-data; boundary=x"}}},
         "",
         "Spring's limits are spring.servlet.multipart.max-file-size (1MB unless set) and "
         "max-request-size (10MB)"},
        {"413 of something else",
         {.status = 413, .sent = {{"Content-Type", "application/json"}}},
         "",
         "the body is larger than the server takes"},
        {"400 of a head that is too large",
         {.status = 400, .sent = {{"X", std::string(9000, 'x')}}},
         "",
         "URL and headers are 9025 bytes; Tomcat takes 8192 unless "
         "server.max-http-request-header-size says more"},
        {"400 without any cause", {.status = 400}, "", ""},
        {"404", {.status = 404}, "", ""},
        {"500", {.status = 500}, "", ""},
        {"success", {.status = 200, .received = {{"Allow", "GET"}}}, "", ""},
    });
}

TEST_CASE("complaint: a URL that Spring refuses is named with its character", "[access]") {
    struct Row {
        std::string_view why, url, begin;
    };

    const std::vector<Row> rows{
        {"a parameter", "http://h/a;b=1", "Spring's firewall refuses ; in a URL"},
        {"two slashes", "http://h//api", "Spring's firewall refuses // in a URL: write one slash"},
        {"an encoded slash", "http://h/a%2Fb", "Spring's firewall refuses %2f in a URL"},
        {"an encoded percent", "http://h/a%25b", "Spring's firewall refuses %25 in a URL"},
        {"an encoded dot", "http://h/a%2eb", "Spring's firewall refuses %2e in a URL"},
        {"an encoded semicolon", "http://h/a%3Bb", "Spring's firewall refuses %3b in a URL"},
        {"a backslash, encoded as it is sent", "http://h/a\\b", "Spring's firewall refuses %5c"},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        for (const unsigned status : {400U, 401U}) {
            const Complaint complaint =
                complaint_of(hop({.status = status, .url = std::string(row.url)}), {});
            CHECK_THAT(complaint.hint, Catch::Matchers::StartsWith(std::string(row.begin)));
        }
        CHECK(complaint_of(hop({.status = 404, .url = std::string(row.url)}), {}).hint.empty());
    }
}

TEST_CASE("complaint: what is in the query, or a proxy's form of the URL, is allowed", "[access]") {
    for (const std::string url : {"http://h/a?b=%2F//;%25", "http://h/a%20b", "http://h/"}) {
        INFO(url);
        Hop refused = hop({.status = 400, .url = url});
        CHECK(complaint_of(refused, {}).hint.empty());
        refused.request.target = url;
        CHECK(complaint_of(refused, {}).hint.empty());
    }
}

TEST_CASE("complaint: what Tomcat refuses as it is has an encoding", "[access]") {
    Hop refused = hop({.status = 400});
    refused.request.target = "/api?ids[]=1";
    CHECK(complaint_of(refused, {}).hint == "Tomcat refuses [ in a URL as it is: write %5B");
}

TEST_CASE("complaint: a bearer token is told by its challenge", "[access]") {
    const auto challenge = [](std::string value) {
        return Headers{{"WWW-Authenticate", std::move(value)}};
    };
    check({
        {"too little",
         {.status = 403,
          .received =
              challenge(R"(Bearer error="insufficient_scope", error_description="The )"
                        R"(request requires higher privileges, sorry", scope="items:write")")},
         "The request requires higher privileges, sorry",
         "the token is good, but not for this: it lacks the scope items:write"},
        {"too little, of what is not said",
         {.status = 403, .received = challenge(R"(bearer error=insufficient_scope)")},
         "insufficient_scope",
         "the token is good, but not for this: it lacks a scope"},
        {"too late, behind another scheme",
         {.status = 401,
          .received = challenge(R"(Basic realm="Realm", Bearer error="invalid_token", )"
                                R"(error_description="Jwt expired at 2026-11-27T10:00:00Z")")},
         "Jwt expired at 2026-11-27T10:00:00Z",
         "the token has expired, or is not for this server: get a new one"},
        {"malformed",
         {.status = 400, .received = challenge(R"(Bearer error="invalid_request")")},
         "invalid_request",
         ""},
        {"none was sent", {.status = 401, .received = challenge("Bearer")}, "", ""},
    });
}

TEST_CASE("complaint: Location that leaves https names the proxy", "[access]") {
    struct Row {
        std::string_view why, url, location;
        bool is_told;
    };

    const std::vector<Row> rows{
        {"the same host", "https://h/a", "http://h/login", true},
        {"another port, as the server sees itself", "https://h/a", "http://h:8080/a/", true},
        {"https stays", "https://h/a", "https://h/b", false},
        {"a path stays", "https://h/a", "/b", false},
        {"another host", "https://h/a", "http://other/b", false},
        {"http was asked for", "http://h/a", "http://h/b", false},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        const Hop answered = hop(
            {.status = 302,
             .received = {{"Location", std::string(row.location)}},
             .url = std::string(row.url)}
        );
        CHECK(downgrade_hint(answered).empty() != row.is_told);
        CHECK(complaint_of(answered, {}).hint == downgrade_hint(answered));
    }
    CHECK(downgrade_hint(
              hop({.status = 201, .received = {{"Location", "http://h/"}}, .url = "https://h/"})
    )
              .empty());
}

TEST_CASE("complaint: the body speaks where there is something to say", "[access]") {
    const Headers json{{"Content-Type", "application/json"}};
    const std::string_view bare = R"({"timestamp":"x","status":500,"error":"E","path":"/"})";
    const Complaint silent = complaint_of(hop({.status = 500, .received = json}), {bare, true});
    CHECK(silent.words.empty());
    CHECK(
        silent.hint == "the server hides its message: server.error.include-message=always shows it "
                       "(Boot 4: spring.web.error.include-message)"
    );
    // What is more to the point comes first.
    CHECK(
        complaint_of(hop({.status = 405, .received = json}), {bare, true}).hint ==
        "POST is not for this URL"
    );
    const Complaint told =
        complaint_of(hop({.status = 400, .received = json}), {R"({"message":"no id"})", true});
    CHECK(told == Complaint{"no id", ""});
}
