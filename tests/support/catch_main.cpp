// SPDX-License-Identifier: MIT
#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER // NOLINT(cppcoreguidelines-macro-usage): how Catch2 2 is told
#include <catch2/catch.hpp>
#endif

#include <csignal>

int main(int argc, char** argv) {
    // A test that writes to a peer which is gone wants the error, not the signal.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    return Catch::Session().run(argc, argv);
}
