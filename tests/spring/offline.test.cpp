// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::vector<std::string> items{
    "X-Tenant:acme", "tag==a b&c", "name=ünï", "count:=12345678901234567890"};

/// A session that is signed in twice over: by a cookie and by a password.
void prepare_session(const Visitor& visitor) {
    visitor.send("GET", "/cookies/set", {"SID==cookie-s3cret"});
    visitor.run({"--auth", "alice:wonderland"}, {visitor.url("/echo")});
}

std::vector<std::string> words_of(const Visitor& visitor) {
    std::vector<std::string> words{"POST", visitor.url("/echo/x")};
    words.insert(words.end(), items.begin(), items.end());
    return words;
}

/// The message that the server got, as far as it tells: Tomcat 10 lowers the names of fields.
std::string arrived(const Arrival& arrival) {
    std::string text = arrival.request.method + ' ' + arrival.request.target + " HTTP/1.1\r\n";
    for (const auto& [name, value] : arrival.request.headers) {
        text += latch::base::to_ascii_lower(name) + ": " + value + "\r\n";
    }
    return text + "\r\n" + arrival.request.body;
}

std::string with_lower_names(const std::string& message) {
    const std::size_t head_end = message.find("\r\n\r\n");
    REQUIRE(head_end != std::string::npos);
    const std::string head = message.substr(0, head_end);
    std::string text;
    std::size_t number = 0;
    for (const std::string_view line : latch::base::split(head, '\n')) {
        const std::size_t name_end = number++ == 0 ? 0 : line.find(':');
        text += latch::base::to_ascii_lower(line.substr(0, name_end));
        text += line.substr(name_end);
        text += '\n';
    }
    text.back() = '\r';
    return text + "\n\r\n" + message.substr(head_end + 4);
}

} // namespace

TEST_CASE("spring offline: what is shown is what would arrive, byte for byte", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "io");
    prepare_session(visitor);
    const Journal journal("io");
    const Ran offline = visitor.run({"--offline", "--show-secrets"}, words_of(visitor));
    CHECK(offline.exit_code == 0);
    CHECK(offline.err.empty());
    CHECK(journal.arrivals().empty());

    const Ran sent = visitor.run({"--print=HB", "--show-secrets"}, words_of(visitor));
    CHECK(sent.exit_code == 0);
    CHECK(sent.out == offline.out);
    CHECK(with_lower_names(offline.out) == arrived(journal.only()));
    CHECK_THAT(
        arrived(journal.only()),
        StartsWith("POST /echo/x?tag=a+b%26c HTTP/1.1\r\n") &&
            Contains("\r\nauthorization: Basic YWxpY2U6d29uZGVybGFuZA==\r\n") &&
            Contains("\r\ncookie: SID=cookie-s3cret\r\n") && Contains("\r\nx-tenant: acme\r\n") &&
            Contains("\r\n\r\n{\"name\":\"ünï\",\"count\":12345678901234567890}")
    );
}

TEST_CASE("spring offline: secrets are shortened on the screen, never on the wire", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "io");
    prepare_session(visitor);
    for (const std::vector<std::string>& options :
         {std::vector<std::string>{"--offline"}, {"--verbose"}, {"--print=Hh"}}) {
        INFO(options.front());
        const Journal journal("io");
        const Ran ran = visitor.run(
            options, {"POST", visitor.url("/cookies/set?SID=cookie-s3cret"), "X-Api-Key:key-s3cret"}
        );
        CHECK(ran.exit_code == 0);
        // The URL is no place for secrets and is shown as it is.
        const std::string fields = ran.out.substr(ran.out.find("\r\n"));
        const std::string head = fields.substr(0, fields.rfind("\r\n\r\n"));
        CHECK_THAT(head, Contains("\r\nCookie: SID=") && Contains("\r\nAuthorization: Basic "));
        CHECK_THAT(head, !Contains("cookie-s3cret"));
        CHECK_THAT(head, !Contains("key-s3cret"));
        CHECK_THAT(head, !Contains("YWxpY2U6d29uZGVybGFuZA=="));
        if (options.front() != "--offline") {
            CHECK(journal.only().header("Cookie") == "SID=cookie-s3cret");
            CHECK(journal.only().header("X-Api-Key") == "key-s3cret");
            CHECK(journal.only().header("Authorization") == "Basic YWxpY2U6d29uZGVybGFuZA==");
        }
    }
}
