// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::string hidden = "  the server hides its message: server.error.include-message=always "
                           "shows it (Boot 4: spring.web.error.include-message)\n";

/// Some words for latch, the URL among them as "{io}/path".
struct Case {
    std::string why;
    std::vector<std::string> words;
    int exit_code;
    std::string err;
};

Ran run(const Latch& latch, std::vector<std::string> words) {
    for (std::string& word : words) {
        if (word.starts_with("{io}")) {
            word = application().address("io") + word.substr(4);
        }
    }
    return latch.run(words);
}

} // namespace

TEST_CASE("spring errors: one line says what is wrong, and one what helps", "[spring]") {
    const std::vector<Case> cases{
        {"problem details with their list",
         {"{io}/problem"},
         4,
         "latch: HTTP 422: Not a valid order: 2 fields are wrong. (quantity: must be greater than "
         "0; email: must not be blank)\n"},
        {"an exception, whose message is hidden", {"{io}/boom"}, 5, "latch: HTTP 500\n" + hidden},
        {"Boot's JSON without its message",
         {"{io}/whitelabel?status=409"},
         4,
         "latch: HTTP 409\n" + hidden},
        {"Boot's page without its message",
         {"{io}/whitelabel", "Accept:text/html"},
         5,
         "latch: HTTP 500\n" + hidden},
        {"no such method",
         {"DELETE", "{io}/gzip"},
         4,
         "latch: HTTP 405\n  DELETE is not for this URL, which takes GET\n"},
        {"no such representation",
         {"{io}/big-headers?n=1", "Accept:application/xml"},
         4,
         "latch: HTTP 406\n  the server has nothing of Accept: application/xml; Accept:*/* takes "
         "what there is\n"},
        {"no such content",
         {"--form", "POST", "{io}/json", "a=b"},
         4,
         "latch: HTTP 415\n  the body was sent as application/x-www-form-urlencoded; this URL "
         "takes application/json"},
        {"a token without the scope",
         {"{io}/status/403?header=WWW-Authenticate:%20Bearer%20error=%22insufficient_scope%22,"
          "error_description=%22Too,%20little%22,scope=%22items:write%22"},
         4,
         "latch: HTTP 403: Too, little\n  the token is good, but not for this: it lacks the scope "
         "items:write\n"},
        {"a head that is too large",
         {"{io}/echo", "X-Long:" + std::string(9000, 'x')},
         4,
         "latch: HTTP 400\n  URL and headers are "},
    };
    const Latch latch;
    for (const Case& c : cases) {
        INFO(c.why);
        const Ran ran = run(latch, c.words);
        CHECK(ran.exit_code == c.exit_code);
        CHECK_THAT(ran.err, StartsWith(c.err));
        // It is no part of the body, which is printed as it came.
        CHECK(ran.out.find("latch: ") == std::string::npos);
    }
}

TEST_CASE("spring errors: the body stands on standard output as it came", "[spring]") {
    const Latch latch;
    const Ran problem = run(latch, {"{io}/problem"});
    CHECK_THAT(problem.out, StartsWith("{\"") && Contains(R"("detail":"2 fields are wrong.")"));
    const Ran boom = run(latch, {"{io}/boom"});
    CHECK_THAT(boom.out, StartsWith("{\"") && Contains(R"("path":"/boom")"));
}

TEST_CASE("spring errors: a terminal shows the body, so its words are not repeated", "[spring]") {
    Latch latch;
    latch.set("NO_COLOR", "1");
    const std::string url = application().address("io") + "/problem";
    const Ran ran = latch.run({url}, {.out = Output::terminal});
    CHECK(ran.exit_code == 4);
    CHECK(ran.err.empty());
    CHECK_THAT(ran.terminal, Contains("2 fields are wrong."));
    const Ran head = latch.run({"--print=h", url}, {.out = Output::terminal});
    CHECK_THAT(head.err, StartsWith("latch: HTTP 422: Not a valid order: 2 fields are wrong."));
}

TEST_CASE("spring errors: the firewall's bare 400 is told by its character", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    alice.sign_in();

    struct Row {
        std::string_view why, path, hint;
    };

    const std::vector<Row> rows{
        {"a parameter", "/api/me;a=1", "Spring's firewall refuses ; in a URL: "},
        {"two slashes", "//api/me", "Spring's firewall refuses // in a URL: write one slash"},
        {"an encoded percent", "/api/%25", "Spring's firewall refuses %25 in a URL"},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        const Journal journal("form");
        const Ran ran = alice.send("GET", row.path);
        CHECK(ran.exit_code == 4);
        CHECK_THAT(ran.err, StartsWith("latch: HTTP 400") && Contains(std::string(row.hint)));
        CHECK(journal.only().status == 400);
    }
}

TEST_CASE("spring errors: brackets are sent encoded, so that Tomcat takes them", "[spring]") {
    const Ran ran = run(Latch(), {"{io}/echo?ids[]=1"});
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains(R"("target":"/echo?ids%5B%5D=1")"));
}

TEST_CASE("spring errors: an upload over the limit names the limit", "[spring]") {
    const Latch latch;
    for (const std::size_t size : {std::size_t{1500} * 1024, std::size_t{20} * 1024 * 1024}) {
        INFO(size);
        latch.write("large", std::string(size, 'x'));
        const Ran ran = run(latch, {"--form", "POST", "{io}/upload/limited", "f@large"});
        CHECK((ran.exit_code == 4 || ran.exit_code == 1)); // by whether Tomcat waits for the rest
        CHECK_THAT(ran.err, Contains("spring.servlet.multipart.max-file-size"));
    }
}
