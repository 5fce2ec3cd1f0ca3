// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

using namespace latch::test;

namespace {

struct Name {
    std::string name;
    std::string scheme;
    bool checks_status;
    int usage_error;
};

/// The link's name, and what it stands for.
const std::vector<Name>& names() {
    static const std::vector<Name> all = {
        {"latch", "http", true, 64},
        {"latchs", "https", true, 64},
        {"http", "http", false, 1},
        {"https", "https", false, 1},
        {"https-of-mine", "http", true, 64},
    };
    return all;
}

} // namespace

TEST_CASE("multi-call: the name of a link is the default scheme", "[cli]") {
    for (const Name& link : names()) {
        INFO(link.name);
        Latch latch;
        latch.called(link.name);
        const auto shown = [&](Words words) {
            words.insert(words.begin(), "--curl");
            return latch.run(words).out;
        };
        CHECK(shown({"x.test"}).find(link.scheme + "://x.test") != std::string::npos);
        CHECK(shown({":8443"}).find(link.scheme + "://localhost:8443") != std::string::npos);
        CHECK(shown({"http://x.test"}).find("http://x.test") != std::string::npos);
        CHECK(shown({"https://x.test"}).find("https://x.test") != std::string::npos);
        CHECK(shown({"--default-scheme=http", "x.test"}).find("http://") != std::string::npos);
        CHECK(shown({"--https", "x.test"}).find("https://") != std::string::npos);
    }
}

TEST_CASE("multi-call: the links of HTTPie's names check no status unless told to", "[cli]") {
    for (const Name& link : names()) {
        INFO(link.name);
        Server server([](const Request&) { return Response{.status = 404, .body = "none"}; });
        Latch latch;
        latch.called(link.name);
        const Ran ran = latch.run({server.url()});
        CHECK(ran.exit_code == (link.checks_status ? 4 : 0));
        CHECK(ran.out == "none");
        CHECK(latch.run({"--check-status", server.url()}).exit_code == 4);
        CHECK(latch.run({"--no-check-status", server.url()}).exit_code == 0);
    }
}

TEST_CASE(
    "multi-call: the links of HTTPie's names have its exit code for what is typed wrongly", "[cli]"
) {
    for (const Name& link : names()) {
        INFO(link.name);
        Latch latch;
        latch.called(link.name);
        for (const Words& words : {
                 Words{},
                 Words{"--folow", "x.test"},
                 Words{"--timeout=soon", "x.test"},
                 Words{"x.test", "no-item"},
                 Words{"help", "me"},
             }) {
            const Ran ran = latch.run(words);
            CHECK(ran.exit_code == link.usage_error);
            CHECK(ran.err.starts_with("latch: "));
        }
        CHECK(latch.run({"--timeout=0.5", "http://127.0.0.1:1"}).exit_code == 1);
        configure(latch, "oops");
        CHECK(latch.run({"--offline", "x.test"}).exit_code == link.usage_error);
    }
}
