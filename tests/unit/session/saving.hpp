// SPDX-License-Identifier: MIT
#pragma once

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/session/store.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/// What the tests of saving have in common.
namespace latch::test {

constexpr std::chrono::sys_seconds start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);

inline http::Url site() {
    http::Url url;
    url.host = "a.test";
    return url;
}

/// What a run leaves behind that was answered with one Set-Cookie line by `site`.
inline session::Delta cookie(std::string line, base::Clock::time_point received = start) {
    session::Delta delta;
    delta.cookies = {{site(), std::move(line), received}};
    return delta;
}

inline base::Environment environment_of(const TempDir& home) {
    base::Environment environment;
    environment.home = home.path();
    environment.working_directory = home.path();
    environment.variables["LATCH_HOME"] = home.path();
    return environment;
}

inline session::Store located(std::string_view value, const base::Environment& environment) {
    const auto store = session::Store::locate(value, environment);
    REQUIRE(store);
    return *store;
}

/// The session "app" of a home of its own.
inline session::Store stored_in(const TempDir& home) {
    return located("app", environment_of(home));
}

inline unsigned mode_of(const std::filesystem::path& path) {
    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 07777U;
}

/// A child process that does `work` and ends with 0 if that was true.
template <class Work>
pid_t spawn(Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(work() ? 0 : 1); // neither Catch nor a sanitizer has any business at that end
    }
    REQUIRE(child > 0);
    return child;
}

inline int wait_for(pid_t child) {
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return status;
}

} // namespace latch::test
