// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <algorithm>
#include <string>

using namespace latch::test;

namespace {

/// A large body behind the path, so that it has to be kept in a file until it is its turn.
Response large(const Request& request) {
    return reply(request.target + std::string(300'000, 'x') + '\n');
}

std::string list_of(const std::string& url, int count) {
    std::string list;
    for (int number = 0; number < count; ++number) {
        list += url + '/' + std::to_string(number) + '\n';
    }
    return list;
}

} // namespace

TEST_CASE("several: where redirects lead counts as well, for --per-origin", "[cli]") {
    Server goal([](const Request& /*request*/) { return reply("ok\n"); });
    const auto away = [&](const Request& /*request*/) { return redirect(goal.url("/")); };
    Server one(away);
    Server two(away);
    Server three(away);
    const Latch latch;
    latch.write(
        "urls", list_of(one.url(""), 20) + list_of(two.url(""), 20) + list_of(three.url(""), 20)
    );
    const Ran ran = latch.run({"--follow", "--parallel=30", "--per-origin=2", "--url-file=urls"});
    CHECK(ran.exit_code == 0);
    CHECK(std::ranges::count(ran.out, '\n') == 60);
    REQUIRE(goal.requests().size() == 60);
    for (const Request& request : goal.requests()) {
        CHECK(request.connection < 2);
    }
}

TEST_CASE("several: with few descriptors requests wait, and none fails", "[cli]") {
    constexpr int count = 120;
    Server server(large, {.at_least = count, .at_most = count});
    const Latch latch;
    latch.write("urls", list_of(server.url(""), count));
    latch.write("body", "of a file");
    const Ran ran = latch.shell(
        "ulimit -n 64; \"$latch\" --parallel=400 --per-origin=400 --url-file=urls PUT @body "
        "> out 2> err; echo $?"
    );
    INFO(content(latch.working_directory() / "err"));
    CHECK(ran.out == "0\n");
    const std::string out = content(latch.working_directory() / "out");
    CHECK(std::ranges::count(out, '\n') == count);
    std::size_t place = 0;
    for (int number = 0; number < count; ++number) {
        const std::string name = '/' + std::to_string(number) + 'x';
        place = out.find(name, place);
        REQUIRE(place != std::string::npos);
    }
    CHECK(server.request(0).body == "of a file");
}
