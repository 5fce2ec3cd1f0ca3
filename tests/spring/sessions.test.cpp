// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <set>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::StartsWith;

namespace {

/// The cookies of that name in a file, by value.
std::set<std::string> values_of(const Visitor& visitor, const std::string& name) {
    const auto cookies = visitor.file().at("cookies");
    std::set<std::string> values;
    for (const auto& cookie : cookies) {
        if (cookie.at("name") == name) {
            values.insert(cookie.at("value").get<std::string>());
        }
    }
    return values;
}

/// Calls as that user; the id of the session that went along.
std::string id_when_called(const Visitor& visitor, const std::string& user) {
    const Journal journal(visitor.context());
    const Ran me = visitor.send("GET", "/api/me");
    CHECK(me.exit_code == 0);
    CHECK_THAT(me.out, StartsWith(R"({"user":")" + user + '"'));
    const std::string cookies = journal.only().header("Cookie");
    const std::string before = "JSESSIONID=";
    const std::size_t at = cookies.find(before);
    REQUIRE(at != std::string::npos);
    CHECK(at == cookies.rfind(before)); // the other application's stays at home
    return cookies.substr(at + before.size(), 32);
}

} // namespace

TEST_CASE("spring sessions: two applications on localhost keep both sign-ins", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form");
    const Visitor root(latch, "spa");
    alice.sign_in();
    root.sign_in({.user = "username=root", .password = "password=toor"});
    // In turns, since every answer could have overwritten the other's cookie.
    const std::string first = id_when_called(alice, "alice");
    const std::string second = id_when_called(root, "root");
    CHECK(first == id_when_called(alice, "alice"));
    CHECK(second == id_when_called(root, "root"));
    CHECK(values_of(alice, "JSESSIONID") == std::set{first, second});
}

TEST_CASE("spring sessions: two names are two people", "[spring]") {
    const Latch latch;
    const Visitor alice(latch, "form", "alice");
    const Visitor root(latch, "form", "root");
    alice.sign_in();
    root.sign_in({.user = "username=root", .password = "password=toor"});
    CHECK(id_when_called(alice, "alice") != id_when_called(root, "root"));
    CHECK(alice.send("GET", "/api/admin").exit_code == 4);
    CHECK(root.send("GET", "/api/admin").exit_code == 0);
}

TEST_CASE("spring sessions: forty processes at once lose no cookie", "[spring]") {
    constexpr int processes = 40;
    const Latch latch;
    std::vector<Process> running;
    running.reserve(processes);
    const std::string path = application().address("io") + "/cookies/set?c";
    for (int i = 0; i < processes; ++i) {
        running.push_back(latch.start({"@app", path + std::to_string(i) + "=" + std::to_string(i)})
        );
    }
    for (Process& process : running) {
        const Ran ran = process.wait();
        CHECK(ran.err.empty());
        CHECK(ran.exit_code == 0);
    }
    const auto cookies = Visitor(latch, "io").file().at("cookies");
    std::set<std::string> pairs;
    for (const auto& cookie : cookies) {
        pairs.insert(cookie.at("name").get<std::string>() + cookie.at("value").get<std::string>());
    }
    CHECK(cookies.size() == processes);
    CHECK(pairs.size() == processes);
}
