// SPDX-License-Identifier: MIT
#include "latch/base/file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/base/in_child.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <future>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace latch::base;
using latch::test::in_child;
using latch::test::slurp;
using latch::test::TempDir;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t no_limit = 1U << 30U;

bool is_open(int descriptor) {
    return fcntl(descriptor, F_GETFD) != -1;
}

mode_t mode_of(const fs::path& path) {
    struct stat facts {};

    REQUIRE(stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 07777U;
}

std::size_t entries_in(const fs::path& directory) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory), fs::directory_iterator())
    );
}

/// How often this process has the file open.
std::size_t openings_of(const fs::path& file) {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        count += fs::read_symlink(entry.path(), gone) == file ? 1U : 0U;
    }
    return count;
}

/// Both ends of a pipe.
struct Pipe {
    Pipe() {
        std::array<int, 2> ends{};
        REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
        out = Descriptor(ends[0]);
        in = Descriptor(ends[1]);
    }

    Descriptor out, in;
};

std::string all_of(int descriptor) {
    std::string bytes;
    std::array<char, 1000> chunk{};
    for (ssize_t got = 1; got > 0;) {
        got = read(descriptor, chunk.data(), chunk.size());
        bytes.append(chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    }
    return bytes;
}

} // namespace

TEST_CASE("file: a descriptor is closed once, by its last owner", "[base]") {
    Pipe pipe;
    const int number = pipe.in.get();
    {
        Descriptor moved(std::move(pipe.in));
        CHECK(moved.get() == number);
        CHECK_FALSE(pipe.in.is_open()); // NOLINT(bugprone-use-after-move): that is the claim
        CHECK(is_open(number));
    }
    CHECK_FALSE(is_open(number));

    const int other = pipe.out.get();
    Descriptor& same = pipe.out;
    pipe.out = std::move(same);
    CHECK(is_open(other));
    pipe.out = Descriptor();
    CHECK_FALSE(is_open(other));
    pipe.out.close();
    CHECK_FALSE(Descriptor().is_open());
}

TEST_CASE("file: the system's words are lowercase", "[base]") {
    CHECK(system_words(ENOENT) == "no such file or directory");
    CHECK(system_words(EISDIR) == "is a directory");
}

TEST_CASE("file: reading gives every byte", "[base]") {
    using namespace std::string_literals;
    const TempDir dir;
    for (const std::string& bytes :
         {""s, "text\n"s, "\0\r\n\xff\x1b"s, std::string(65536, 'x'), std::string(200001, '\n')}) {
        INFO(bytes.size());
        const fs::path file = dir.write("file", bytes);
        CHECK((read_whole(file, no_limit).value() == bytes));
        CHECK((read_whole(file, bytes.size()).value() == bytes));
        CHECK((read_if_present(file, no_limit).value() == bytes));
    }
}

TEST_CASE("file: what a file holds is compared byte by byte, to its end", "[base]") {
    using namespace std::string_literals;
    const TempDir dir;
    for (const std::string& bytes :
         {""s, "a\0b"s, std::string(65536, 'x'), std::string(200001, 'y')}) {
        INFO(bytes.size());
        const fs::path file = dir.write("file", bytes);
        CHECK(holds(file, bytes));
        CHECK_FALSE(holds(file, bytes + 'z'));
        CHECK_FALSE((!bytes.empty() && holds(file, std::string_view(bytes).substr(1))));
        std::string other = bytes + 'z';
        other.front() ^= 1;
        CHECK_FALSE(holds(file, std::string_view(other).substr(0, bytes.size() + 1)));
        other.pop_back();
        CHECK(holds(file, other) == bytes.empty());
    }
    CHECK_FALSE(holds(dir.path() / "missing", ""));
    CHECK_FALSE(holds(dir.path(), ""));
}

TEST_CASE("file: what is above the limit is an error", "[base]") {
    const TempDir dir;
    const fs::path file = dir.write("file", "12345");
    CHECK(read_whole(file, 5));
    const auto bytes = read_whole(file, 4);
    REQUIRE_FALSE(bytes);
    CHECK(
        bytes.error() ==
        Error(ErrorKind::file, "cannot read " + file.string()).because("file too large")
    );
    CHECK_FALSE(read_if_present(file, 4));
    CHECK_FALSE(read_whole("/dev/zero", 100000));
}

TEST_CASE("file: a missing file is nothing only to read_if_present", "[base]") {
    const TempDir dir;
    const fs::path missing = dir / "missing";
    const auto bytes = read_if_present(missing, no_limit);
    REQUIRE(bytes);
    CHECK_FALSE(bytes->has_value());
    CHECK_FALSE(read_if_present(dir / "no folder/missing", no_limit).value().has_value());

    const auto error = read_whole(missing, no_limit);
    REQUIRE_FALSE(error);
    CHECK(
        error.error() == Error(ErrorKind::file, "cannot open " + missing.string())
                             .because("no such file or directory")
    );
}

TEST_CASE("file: what is no file is an error", "[base]") {
    const TempDir dir;
    const fs::path file = dir.write("file", "x");
    for (const fs::path& path :
         {dir.path(),
          fs::path("/dev/null"),
          fs::path("/dev/zero"),
          file / "below",
          dir / std::string(300, 'x')}) {
        INFO(path.string().substr(0, 50));
        const auto bytes = read_if_present(path, no_limit);
        REQUIRE_FALSE(bytes);
        CHECK(bytes.error().kind() == ErrorKind::file);
        CHECK(bytes.error().what().find(path.string()) != std::string::npos);
    }
    CHECK_FALSE(open_for_reading(dir.path()));
    CHECK_FALSE(read_whole(dir.path(), no_limit));
}

TEST_CASE("file: an opened file is not inherited by programs", "[base]") {
    const TempDir dir;
    const auto file = open_for_reading(dir.write("file", "x"));
    REQUIRE(file);
    CHECK((static_cast<unsigned>(fcntl(file->get(), F_GETFD)) & unsigned{FD_CLOEXEC}) != 0);
}

TEST_CASE("file: everything is written, through short writes and full pipes", "[base]") {
    const std::string bytes(1 << 20, 'x');
    for (const bool blocking : {true, false}) {
        INFO((blocking ? "blocking" : "not blocking"));
        Pipe pipe;
        if (!blocking) {
            REQUIRE(fcntl(pipe.in.get(), F_SETFL, O_NONBLOCK) == 0);
        }
        auto reader = std::async(std::launch::async, all_of, pipe.out.get());
        const auto written = write_all(pipe.in.get(), bytes, "a pipe");
        pipe.in.close();
        CHECK((reader.get() == bytes));
        CHECK(written);
    }
}

TEST_CASE("file: a reader that went away is another error than a full disk", "[base]") {
    Pipe pipe;
    pipe.out.close();
    const auto gone = write_all(pipe.in.get(), "x", "standard output");
    REQUIRE_FALSE(gone);
    CHECK(
        gone.error() ==
        Error(ErrorKind::output_closed, "cannot write to standard output").because("broken pipe")
    );
    CHECK(write_all(pipe.in.get(), "", "standard output"));

    const Descriptor full(open("/dev/full", O_WRONLY | O_CLOEXEC));
    const auto error = write_all(full.get(), "x", "a file");
    REQUIRE_FALSE(error);
    CHECK(
        error.error() ==
        Error(ErrorKind::file, "cannot write to a file").because("no space left on device")
    );
}

TEST_CASE("file: a replacement counts only when it is committed", "[base]") {
    const TempDir dir;
    const fs::path file = dir.write("file", "old");
    {
        auto replacement = Replacement::start(file);
        REQUIRE(replacement);
        REQUIRE(replacement->write("new"));
        CHECK(slurp(file) == "old");
        CHECK(entries_in(dir.path()) == 2);
        for (const auto& entry : fs::directory_iterator(dir.path())) {
            CHECK((entry.path() == file || mode_of(entry.path()) == 0600));
        }
    }
    CHECK(slurp(file) == "old");
    CHECK(entries_in(dir.path()) == 1);

    auto replacement = Replacement::start(file);
    REQUIRE(replacement);
    REQUIRE(replacement->write("n"));
    Replacement moved(*std::move(replacement));
    REQUIRE(moved.write("ew"));
    REQUIRE(moved.commit(0600));
    CHECK(slurp(file) == "new");
    CHECK(entries_in(dir.path()) == 1);
}

TEST_CASE("file: a replaced file is a new one, its readers keep the old", "[base]") {
    const TempDir dir;
    const fs::path file = dir.write("file", "old");
    const fs::path link = dir / "hard link";
    fs::create_hard_link(file, link);
    REQUIRE(replace_file(file, "new", 0600));
    CHECK(slurp(file) == "new");
    CHECK(slurp(link) == "old");
}

TEST_CASE("file: a file ends with its mode whatever the umask and the mode before", "[base]") {
    const TempDir dir;
    for (const mode_t mask : {0000U, 0022U, 0077U, 0777U}) {
        for (const mode_t before : {0644U, 0666U, 0400U}) {
            const fs::path file = dir.write("file", "old");
            REQUIRE(chmod(file.c_str(), before) == 0);
            CHECK(in_child([&] {
                umask(mask);
                return replace_file(file, "new", 0600).has_value();
            }));
            CHECK(mode_of(file) == 0600);
            fs::remove(file);
        }
    }
    REQUIRE(replace_file(dir / "readable", "x", 0644));
    CHECK(mode_of(dir / "readable") == 0644);
}

TEST_CASE("file: a symbolic link stays and the file behind it is replaced", "[base]") {
    const TempDir dir;
    const fs::path file = dir.write("real/file", "old");
    fs::create_symlink("real/file", dir / "relative");
    fs::create_symlink(dir / "relative", dir / "absolute");
    fs::create_symlink("real/missing", dir / "dangling");
    REQUIRE(replace_file(dir / "absolute", "new", 0600));
    CHECK(slurp(file) == "new");
    REQUIRE(replace_file(dir / "dangling", "made", 0600));
    CHECK(slurp(dir / "real/missing") == "made");
    for (const std::string_view link : {"relative", "absolute", "dangling"}) {
        INFO(link);
        CHECK(fs::is_symlink(dir / link));
    }
    CHECK(entries_in(dir / "real") == 2);
}

TEST_CASE("file: a name without a folder lies in the working directory", "[base]") {
    const TempDir dir;
    CHECK(in_child([&] {
        return chdir(dir.path().c_str()) == 0 && replace_file("file", "new", 0600).has_value();
    }));
    CHECK(slurp(dir / "file") == "new");
    CHECK(entries_in(dir.path()) == 1);
}

TEST_CASE("file: a replacement that cannot be leaves nothing behind", "[base]") {
    const TempDir dir;
    const auto missing = replace_file(dir / "no folder/file", "x", 0600);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind() == ErrorKind::file);
    CHECK(missing.error().what() == "cannot write " + (dir / "no folder/file").string());

    fs::create_directory(dir / "folder");
    const auto folder = replace_file(dir / "folder", "x", 0600);
    REQUIRE_FALSE(folder);
    CHECK(folder.error().what() == "cannot replace " + (dir / "folder").string());
    CHECK(entries_in(dir.path()) == 1);
}

TEST_CASE("file: the longest name there can be is replaced", "[base]") {
    const TempDir dir;
    const fs::path file = dir / std::string(255, 'x');
    REQUIRE(replace_file(file, "new", 0600));
    CHECK(slurp(file) == "new");
}

TEST_CASE("file: a lock has one holder", "[base]") {
    using namespace std::chrono_literals;
    const TempDir dir;
    const fs::path sidecar = dir / "file.lock";
    {
        const auto first = FileLock::acquire(sidecar, 0ms);
        REQUIRE(first);
        const auto second = FileLock::acquire(sidecar, 0ms);
        REQUIRE_FALSE(second);
        CHECK(second.error().kind() == ErrorKind::file);
        CHECK(second.error().what() == "cannot lock " + sidecar.string());
        CHECK(second.error().cause() == "another process holds it");
        CHECK(FileLock::acquire(dir / "other.lock", 0ms));
        CHECK_FALSE(in_child([&] { return FileLock::acquire(sidecar, 0ms).has_value(); }));
    }
    CHECK(FileLock::acquire(sidecar, 0ms));
    CHECK(mode_of(sidecar) == 0600);
}

TEST_CASE("file: a lock is waited for", "[base]") {
    const TempDir dir;
    const fs::path sidecar = dir / "file.lock";
    std::optional<FileLock> first(FileLock::acquire(sidecar, {}).value());
    auto second = std::async(std::launch::async, [&] {
        return FileLock::acquire(sidecar, std::chrono::minutes(1)).has_value();
    });
    first.reset();
    CHECK(second.get());
}

TEST_CASE("file: whoever waits for a lock file that is removed gets the next one", "[base]") {
    const TempDir dir;
    const fs::path sidecar = dir / "lock";
    std::optional<FileLock> first(FileLock::acquire(sidecar, {}).value());
    auto waiting = std::async(std::launch::async, [&] {
        return FileLock::acquire(sidecar, std::chrono::minutes(1)).value();
    });
    while (openings_of(sidecar) < 2) {
        std::this_thread::yield();
    }
    fs::remove(sidecar);
    first.reset();
    const FileLock second = waiting.get();
    CHECK(fs::exists(sidecar));
    CHECK_FALSE(FileLock::acquire(sidecar, {}));
}

TEST_CASE("file: patience with a lock begins anew with each holder", "[base]") {
    using namespace std::chrono_literals;
    constexpr auto patience = 200ms;
    const TempDir dir;
    const fs::path sidecar = dir / "file.lock";
    std::optional<FileLock> first(FileLock::acquire(sidecar, {}).value());
    auto second = std::async(std::launch::async, [&] {
        return FileLock::acquire(sidecar, patience).has_value();
    });
    // What a holder does when its turn comes; the first one here keeps the lock all the while.
    const auto end = std::chrono::steady_clock::now() + 3 * patience;
    while (std::chrono::steady_clock::now() < end) {
        fs::last_write_time(sidecar, fs::file_time_type::clock::now());
    }
    CHECK(second.wait_for(0s) == std::future_status::timeout);
    first.reset();
    CHECK(second.get());
}

TEST_CASE("file: a lock file is neither a link nor a folder", "[base]") {
    const TempDir dir;
    fs::create_symlink("elsewhere", dir / "link");
    CHECK_FALSE(FileLock::acquire(dir / "link", {}));
    CHECK_FALSE(fs::exists(dir / "elsewhere"));
    CHECK_FALSE(FileLock::acquire(dir.path(), {}));
    CHECK_FALSE(FileLock::acquire(dir / "no folder/lock", {}));
}

TEST_CASE("file: folders are private from the start, those that exist stay", "[base]") {
    const TempDir dir;
    fs::create_directory(dir / "old");
    REQUIRE(chmod((dir / "old").c_str(), 0755) == 0);
    CHECK(in_child([&] {
        umask(0);
        return make_private_directories(dir / "old/a/b/c").has_value();
    }));
    CHECK(mode_of(dir / "old") == 0755);
    for (const std::string_view made : {"old/a", "old/a/b", "old/a/b/c"}) {
        INFO(made);
        CHECK(mode_of(dir / made) == 0700);
    }
    CHECK(make_private_directories(dir / "old/a"));
    CHECK(make_private_directories(dir / "new/with/slash/"));
    CHECK(fs::is_directory(dir / "new/with/slash"));
    CHECK(make_private_directories(""));
    CHECK(make_private_directories("/"));
}

TEST_CASE("file: folders that cannot be are errors", "[base]") {
    const TempDir dir;
    const fs::path file = dir.write("file", "x");
    fs::create_symlink("nowhere", dir / "dangling");
    for (const fs::path& path :
         {file, file / "below", dir / "dangling", dir / std::string(300, 'x')}) {
        INFO(path.string().substr(0, 60));
        const auto made = make_private_directories(path);
        REQUIRE_FALSE(made);
        CHECK(made.error().kind() == ErrorKind::file);
    }
    CHECK(slurp(file) == "x");
}
