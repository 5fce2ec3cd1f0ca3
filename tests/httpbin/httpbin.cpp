// SPDX-License-Identifier: MIT
#include "httpbin/httpbin.hpp"

#include "support/catch.hpp"
#include "support/foreign_server.hpp"

#include <chrono>
#include <filesystem>

namespace latch::test {

using nlohmann::json;

namespace {

/// Half a second on an idle machine.
constexpr std::chrono::seconds patience_with_start(60);

std::string start() {
    static const ForeignServer server(
        {.program = std::filesystem::path(LATCH_HTTPBIN_SOURCES) / "serve",
         .arguments = {},
         .environment = {{"PATH", "/usr/bin:/bin"}},
         .working_directory = LATCH_HTTPBIN_SOURCES},
        patience_with_start
    );
    const json ready = json::parse(server.ready_line());
    return "http://127.0.0.1:" + std::to_string(ready.at("port").get<int>());
}

void check_facts(const std::string& out, const std::vector<Fact>& facts) {
    const json said = json::parse(out, nullptr, false);
    REQUIRE_FALSE(said.is_discarded());
    for (const Fact& fact : facts) {
        const json::json_pointer at(fact.pointer);
        const json found = said.contains(at) ? said.at(at) : json();
        INFO(fact.pointer);
        CHECK(found.dump() == fact.value.dump());
    }
}

} // namespace

const std::string& httpbin() {
    static const std::string address = start();
    return address;
}

void check(const Visit& visit, const Latch& latch) {
    Wiring wiring;
    if (!visit.input.empty()) {
        wiring.in = PipedInput{std::string(visit.input)};
    }
    const Ran ran = latch.run(filled(visit.words, httpbin()), wiring);
    INFO(visit.why << "\n" << ran.out << ran.err);
    CHECK(ran.exit_code == visit.exit_code);
    CHECK(ran.err.empty() == (visit.exit_code == 0));
    CHECK_THAT(ran.out, Catch::Matchers::Contains(std::string(visit.out)));
    if (!visit.facts.empty()) {
        check_facts(ran.out, visit.facts);
    }
}

void check(const std::vector<Visit>& visits) {
    for (const Visit& visit : visits) {
        const Latch latch;
        latch.write("text", "alpha beta\n");
        latch.write("data.json", R"({"from": ["a", "file"]})");
        latch.write("picture.png", "\x89PNG\r\n\x1a\n");
        check(visit, latch);
    }
}

} // namespace latch::test
