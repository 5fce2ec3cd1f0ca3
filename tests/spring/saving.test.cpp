// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/visitor.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <sys/stat.h>

using namespace latch::test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using std::chrono::steady_clock;
namespace fs = std::filesystem;

namespace {

mode_t mode_of(const fs::path& file) {
    struct stat facts {};

    REQUIRE(::lstat(file.c_str(), &facts) == 0);
    return facts.st_mode & 07777U;
}

/// A process whose answer has arrived, so that saving it is what comes next.
Process about_to_save(const Latch& latch, int number) {
    const std::string value = "try-" + std::to_string(number);
    Process process =
        latch.start({"@app", application().address("io") + "/cookies/set?try=" + value});
    process.wait_for(value); // the body, on standard output
    return process;
}

/// Precise to the microsecond, which no sleep is.
void spin(steady_clock::duration time) {
    const auto end = steady_clock::now() + time;
    while (steady_clock::now() < end) {
    }
}

/// From the answer to the end of the process, at its quickest.
steady_clock::duration time_to_save(const Latch& latch) {
    steady_clock::duration least = 1h;
    for (int i = 0; i < 5; ++i) {
        Process process = about_to_save(latch, 0);
        const auto before = steady_clock::now();
        CHECK(process.wait().exit_code == 0);
        least = std::min(least, steady_clock::now() - before);
    }
    return least;
}

/// Some 12 KiB of cookies, so that half a file would be noticed.
void fill(const Visitor& visitor) {
    for (const std::string name : {"a", "b", "c"}) {
        const std::string line = name + "=" + std::string(4000, 'x') + "; Path=/kept";
        CHECK(visitor.send("GET", "/cookies/set", {"raw==" + line}).exit_code == 0);
    }
}

/// Restores the mask of the tests when it goes.
class Mask {
public:
    explicit Mask(mode_t mask) noexcept : before_(::umask(mask)) {}

    Mask(const Mask&) = delete;
    Mask& operator=(const Mask&) = delete;
    Mask(Mask&&) = delete;
    Mask& operator=(Mask&&) = delete;

    ~Mask() { ::umask(before_); }

private:
    mode_t before_;
};

} // namespace

TEST_CASE("spring saving: a killed process leaves the old file or the new", "[spring]") {
    constexpr int tries = 60;
    const Latch latch;
    const Visitor visitor(latch, "io");
    fill(visitor);
    // The kill sweeps from before the save to after it.
    const auto step = time_to_save(latch) * 3 / 2 / tries;
    std::string last = visitor.cookie_value("try");
    int kept = 0;
    for (int i = 1; i <= tries; ++i) {
        Process process = about_to_save(latch, i);
        spin(step * i);
        process.send_signal(SIGKILL);
        process.wait();
        INFO("try " << i);
        const std::string found = visitor.cookie_value("try"); // fails if the file is torn
        REQUIRE((found == last || found == "try-" + std::to_string(i)));
        REQUIRE(visitor.file().at("cookies").size() == 4);
        REQUIRE(mode_of(latch.session_file("app")) == 0600);
        kept += found == last ? 1 : 0;
        last = found;
    }
    INFO(kept << " of " << tries << " left the old file");
    // A lock or a temporary file of the dead is in nobody's way.
    CHECK(about_to_save(latch, tries + 1).wait().exit_code == 0);
    CHECK(visitor.cookie_value("try") == "try-" + std::to_string(tries + 1));
}

TEST_CASE("spring saving: files are private whatever the mask", "[spring]") {
    const Mask none(0);
    const Latch latch;
    const Visitor visitor(latch, "io");
    CHECK(visitor.send("GET", "/cookies/set", {"a==1"}).exit_code == 0);
    CHECK(mode_of(latch.session_file("app")) == 0600);
    CHECK(mode_of(latch.session_file("app").parent_path()) == 0700);

    // Also where somebody has opened it.
    fs::permissions(latch.session_file("app"), fs::perms(0644));
    CHECK(visitor.send("GET", "/cookies/set", {"a==2"}).exit_code == 0);
    CHECK(mode_of(latch.session_file("app")) == 0600);
}

TEST_CASE("spring saving: a link to the file stays a link", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "io");
    CHECK(visitor.send("GET", "/cookies/set", {"a==1"}).exit_code == 0);
    const fs::path file = latch.session_file("app");
    const fs::path real = latch.home() / "kept-elsewhere.json";
    fs::rename(file, real);
    fs::create_symlink(real, file);
    CHECK(visitor.send("GET", "/cookies/set", {"b==1"}).exit_code == 0);
    CHECK(fs::is_symlink(file));
    CHECK_FALSE(fs::is_symlink(real));
    CHECK(mode_of(real) == 0600);
    CHECK(visitor.file().at("cookies").size() == 2);
}

TEST_CASE("spring saving: a link in the place of the lock is not followed", "[spring]") {
    const Latch latch;
    const Visitor visitor(latch, "io");
    fs::create_directories(latch.session_file("app").parent_path());
    const fs::path victim = latch.home() / "victim";
    const fs::path lock = latch.session_file("app").string() + ".lock";
    fs::create_symlink(victim, lock);
    const Ran ran = visitor.send("GET", "/cookies/set", {"a==1"});
    CHECK(ran.exit_code == 1);
    CHECK_THAT(ran.err, StartsWith("latch: cannot lock ") && Contains("symbolic links"));
    CHECK_FALSE(fs::exists(victim));
    CHECK_FALSE(fs::exists(latch.session_file("app")));
}
