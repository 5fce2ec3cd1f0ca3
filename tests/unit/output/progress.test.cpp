// SPDX-License-Identifier: MIT
#include "latch/output/progress.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/file.hpp"

#include <fcntl.h>
#include <string>

using namespace latch::output;
using latch::base::Bytes;
using latch::base::Descriptor;
using latch::base::Environment;
using std::chrono::milliseconds;

namespace {

/// A terminal that is a file, and a clock that the test turns.
struct Stage {
    explicit Stage(bool is_terminal) {
        environment.err = {.descriptor = file.get(), .is_terminal = is_terminal};
        environment.columns = 80;
    }

    Progress::Now clock() {
        return [this] { return now; };
    }

    std::string shown() const { return latch::test::slurp(folder / "err"); }

    latch::test::TempDir folder;
    Descriptor file{
        ::open((folder / "err").c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)};
    Environment environment;
    std::chrono::steady_clock::time_point now{std::chrono::hours(1)};
};

} // namespace

TEST_CASE("progress: it shows after half a second and leaves no trace", "[output]") {
    Stage stage(true);
    Progress progress("uploading", stage.environment, stage.clock());
    progress.begin(Bytes{1000});
    stage.now += milliseconds(499);
    progress.moved(Bytes{100});
    CHECK(stage.shown().empty());
    stage.now += milliseconds(1);
    progress.moved(Bytes{500});
    CHECK(stage.shown().starts_with("\r\x1b[Kuploading   50 % ["));
    const std::string once = stage.shown();
    stage.now += milliseconds(99);
    progress.moved(Bytes{600});
    CHECK(stage.shown() == once);
    stage.now += milliseconds(1);
    progress.moved(Bytes{700});
    CHECK(stage.shown().find("70 %") != std::string::npos);
    progress.end();
    CHECK(stage.shown().ends_with("\r\x1b[K"));
    const std::string cleared = stage.shown();
    progress.end();
    stage.now += milliseconds(200);
    progress.moved(Bytes{800}); // the upload goes on while its answer is shown
    CHECK(stage.shown() == cleared);
}

TEST_CASE("progress: what is not on a terminal is not shown", "[output]") {
    Stage stage(false);
    Progress progress("uploading", stage.environment, stage.clock());
    progress.begin({});
    stage.now += milliseconds(1000);
    progress.moved(Bytes{100});
    progress.end();
    CHECK(stage.shown().empty());
}

TEST_CASE("progress: each transfer waits for half a second of its own", "[output]") {
    Stage stage(true);
    Progress progress("uploading", stage.environment, stage.clock());
    progress.begin({});
    stage.now += milliseconds(600);
    progress.begin({});
    progress.moved(Bytes{100});
    CHECK(stage.shown().empty());
}

TEST_CASE("progress: what was there before is done, and no part of the rate", "[output]") {
    Stage stage(true);
    stage.environment.columns = 80;
    Progress progress("downloading", stage.environment, stage.clock());
    progress.begin(Bytes{4096}, Bytes{2048});
    stage.now += milliseconds(1000);
    progress.moved(Bytes{3072});
    CHECK(stage.shown().find("downloading   75 % ") != std::string::npos);
    CHECK(stage.shown().find("  1.0 KiB/s  0:01 left") != std::string::npos);
}
