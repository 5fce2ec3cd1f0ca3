// SPDX-License-Identifier: MIT
#include "output/outlet.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

using namespace latch::test;
using latch::base::Descriptor;
using latch::base::ErrorKind;
using latch::output::Outlet;

namespace fs = std::filesystem;

namespace {

/// The process's umask for the length of a test.
class Umask {
public:
    explicit Umask(mode_t mask) : before_(::umask(mask)) {}

    Umask(const Umask&) = delete;
    Umask& operator=(const Umask&) = delete;
    Umask(Umask&&) = delete;
    Umask& operator=(Umask&&) = delete;

    ~Umask() { ::umask(before_); }

private:
    mode_t before_;
};

unsigned mode_of(const fs::path& file) {
    struct stat facts {};

    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

std::size_t entries(const TempDir& folder) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator())
    );
}

} // namespace

TEST_CASE("outlet: a file appears when it is complete, with what the umask allows", "[output]") {
    struct Case {
        mode_t mask;
        unsigned mode;
    };

    for (const Case& each : {Case{0022, 0644}, Case{0077, 0600}, Case{0000, 0644}}) {
        INFO("umask " << each.mask);
        const Umask umask(each.mask);
        const TempDir folder;
        Outlet outlet(folder / "out");
        REQUIRE(outlet.write("one "));
        REQUIRE(outlet.write("two"));
        CHECK_FALSE(fs::exists(folder / "out"));
        REQUIRE(outlet.commit());
        CHECK(slurp(folder / "out") == "one two");
        CHECK(mode_of(folder / "out") == each.mode);
        CHECK(entries(folder) == 1);
    }
}

TEST_CASE("outlet: a file stays until there is something to replace it with", "[output]") {
    const Umask umask(0022);
    const TempDir folder;
    const fs::path file = folder.write("out", "old");
    fs::permissions(file, fs::perms(0640));
    {
        Outlet outlet(file);
        REQUIRE(outlet.write("new, but never finished"));
    }
    CHECK(slurp(file) == "old");
    CHECK(entries(folder) == 1);
    Outlet outlet(file);
    REQUIRE(outlet.write("new"));
    CHECK(slurp(file) == "old");
    REQUIRE(outlet.commit());
    CHECK(slurp(file) == "new");
    INFO("who could read it before can read it now, and nobody else");
    CHECK(mode_of(file) == 0640);
}

TEST_CASE("outlet: an empty body makes an empty file", "[output]") {
    const TempDir folder;
    Outlet outlet(folder / "out");
    REQUIRE(outlet.commit());
    CHECK(slurp(folder / "out").empty());
}

TEST_CASE("outlet: committing is done once, writing ends with it", "[output]") {
    const TempDir folder;
    Outlet outlet(folder / "out");
    REQUIRE(outlet.write("all"));
    REQUIRE(outlet.commit());
    CHECK(outlet.commit());
    CHECK(outlet.write("more"));
    CHECK(slurp(folder / "out") == "all");
}

TEST_CASE("outlet: the file behind a link is replaced, not the link", "[output]") {
    const TempDir folder;
    const fs::path file = folder.write("real", "old");
    fs::create_symlink(file, folder / "link");
    Outlet outlet(folder / "link");
    REQUIRE(outlet.write("new"));
    REQUIRE(outlet.commit());
    CHECK(fs::is_symlink(folder / "link"));
    CHECK(slurp(file) == "new");
}

TEST_CASE("outlet: a device is written to and stays a device", "[output]") {
    Outlet outlet(fs::path("/dev/null"));
    REQUIRE(outlet.open());
    CHECK_FALSE(outlet.is_regular_file());
    REQUIRE(outlet.write("gone"));
    REQUIRE(outlet.commit());
    CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("outlet: a FIFO gets the bytes as they come", "[output]") {
    const TempDir folder;
    const fs::path fifo = folder / "fifo";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    Descriptor reader(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    Outlet outlet(fifo);
    REQUIRE(outlet.write("live"));
    std::string bytes(10, '\0');
    CHECK(::read(reader.get(), bytes.data(), bytes.size()) == 4);
    reader.close();
    const auto written = outlet.write("to nobody");
    REQUIRE_FALSE(written);
    CHECK(written.error().kind() == ErrorKind::output_closed);
    CHECK(fs::is_fifo(fifo));
}

TEST_CASE("outlet: a name that cannot be written to is told at once", "[output]") {
    const TempDir folder;
    fs::create_directory(folder / "folder");
    for (const fs::path& wrong : {folder / "folder", folder / "missing" / "out"}) {
        INFO(wrong.filename());
        Outlet outlet(wrong);
        const auto opened = outlet.open();
        REQUIRE_FALSE(opened);
        CHECK(opened.error().kind() == ErrorKind::file);
        CHECK(opened.error().what().find(wrong.string()) != std::string::npos);
    }
}

TEST_CASE("outlet: a write-protected file is not replaced", "[output]") {
    if (::geteuid() == 0) {
        return; // nothing is protected from root
    }
    const TempDir folder;
    const fs::path file = folder.write("out", "old");
    fs::permissions(file, fs::perms(0444));
    Outlet outlet(file);
    CHECK_FALSE(outlet.open());
    CHECK(slurp(file) == "old");
}

TEST_CASE("outlet: a regular file is known from a stream", "[output]") {
    const TempDir folder;
    const Descriptor file(::open(folder.write("f", "").c_str(), O_WRONLY | O_CLOEXEC));
    CHECK(Outlet(latch::base::Stream{.descriptor = file.get()}).is_regular_file());
    const Descriptor device(::open("/dev/null", O_WRONLY | O_CLOEXEC));
    CHECK_FALSE(Outlet(latch::base::Stream{.descriptor = device.get()}).is_regular_file());
    CHECK_FALSE(Outlet(latch::base::Stream{}).is_regular_file());
    Outlet named(folder / "out");
    REQUIRE(named.open());
    CHECK(named.is_regular_file());
}
