// SPDX-License-Identifier: MIT
// The demo's server: prints its URL on one line and serves until standard input ends.
#include "support/demo_server.hpp"
#include "support/http_service.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <exception>
#include <unistd.h>

int main() {
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    try {
        latch::test::DemoApplication application;
        latch::test::HttpService service(std::ref(application), {});
        std::puts(service.url("").c_str());
        std::fflush(stdout);
        std::array<char, 256> ignored{};
        while (::read(STDIN_FILENO, ignored.data(), ignored.size()) > 0) {
        }
        service.stop();
        return 0;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "latch_demo_server: %s\n", problem.what());
        return 1;
    }
}
