// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

/// What a request carries of what a.example.com got to know: "header auth host domain", or less.
std::string carried(const Request& request) {
    const std::string cookies = request.header("Cookie").value_or("");
    const auto authorization = request.header("Authorization");
    std::string words;
    words += request.header("X-Tenant") ? " header" : "";
    words += authorization == "Basic Ym9iOnB3" ? " auth" : authorization ? " stranger" : "";
    words += cookies.find("host=1") != std::string::npos ? " host" : "";
    words += cookies.find("domain=1") != std::string::npos ? " domain" : "";
    return words.empty() ? "nothing" : words.substr(1);
}

/// Says what it got; gives cookies at "/learn" and "/lead", which leads to `location`.
class Desk {
public:
    Response operator()(const Request& request) const {
        if (request.path() == "/learn" || request.path() == "/lead") {
            return (request.path() == "/lead" ? redirect(*location_) : reply("ok"))
                .with("Set-Cookie", "host=1; Path=/")
                .with("Set-Cookie", "domain=1; Path=/; Domain=example.com");
        }
        return reply(carried(request));
    }

    explicit Desk(const std::string& location) : location_(&location) {}

private:
    const std::string* location_;
};

struct Case {
    std::string why;
    std::string url; ///< "{a}" and "{b}" are the ports of two servers; a.example.com's is the first
    std::string typed;
    std::string led;
};

const std::vector<Case> cases = {
    {"the same", "http://a.example.com:{a}/", "header auth host domain", "header auth host domain"},
    {"in capitals, with a dot",
     "HTTP://A.Example.COM.:{a}/",
     "header auth host domain",
     "header auth host domain"},
    {"another port", "http://a.example.com:{b}/", "host domain", "host domain"},
    {"a sibling", "http://b.example.com:{b}/", "domain", "domain"},
    {"a sibling at the same port", "http://b.example.com:{a}/", "domain", "domain"},
    {"the parent", "http://example.com:{a}/", "domain", "domain"},
    {"another host at the same address", "http://evil.test:{a}/", "nothing", "nothing"},
    {"its address", "http://127.0.0.1:{a}/", "nothing", "nothing"},
    {"its name for a user", "http://a.example.com:1@evil.test:{b}/", "stranger", "nothing"},
    {"a user of its own",
     "http://eve:x@a.example.com:{a}/",
     "header stranger host domain",
     "header auth host domain"},
};

std::string with_port(std::string text, std::string_view mark, std::uint16_t port) {
    const auto at = text.find(mark);
    return at == std::string::npos ? text : text.replace(at, mark.size(), std::to_string(port));
}

/// Runs the program where all of these names lead to this machine.
std::string answer_to(const Latch& latch, Words words) {
    for (const char* host : {"a.example.com", "b.example.com", "example.com", "evil.test"}) {
        words.push_back("--resolve=" + std::string(host) + ":127.0.0.1");
    }
    const Ran ran = latch.run(words);
    CHECK(ran.err.empty());
    return ran.out;
}

} // namespace

TEST_CASE(
    "origins: what is for one server does not get to another, asked or led to", "[cli][parity]"
) {
    std::string location;
    Server first{Desk(location)};
    Server second{Desk(location)};
    const std::string known = "http://a.example.com:" + std::to_string(first.port());
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.url);
        location = with_port(with_port(c.url, "{a}", first.port()), "{b}", second.port());
        const Latch latch;
        answer_to(latch, {"@s", "--auth=bob:pw", known + "/learn", "X-Tenant:acme"});
        CHECK(answer_to(latch, {"--session-read-only=s", location}) == c.typed);
        CHECK(
            answer_to(
                latch, {"@t", "--follow", "--auth=bob:pw", known + "/lead", "X-Tenant:acme"}
            ) == c.led
        );
        CHECK(latch.session("t").find("evil") == std::string::npos);
    }
}
