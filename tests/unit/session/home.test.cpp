// SPDX-License-Identifier: MIT
#include "latch/session/home.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/file.hpp"

#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace latch;
using session::kind_of_no_file;
namespace fs = std::filesystem;

namespace {

/// A socket with that name, as a server leaves it behind.
void make_socket(const fs::path& place) {
    const base::Descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const std::string name = place.string();
    REQUIRE(name.size() < sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    // NOLINTNEXTLINE(*-reinterpret-cast): the sockets interface
    REQUIRE(::bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

} // namespace

TEST_CASE("home: what lies there instead of a file is named", "[session]") {
    const test::TempDir dir;
    fs::create_directory(dir / "folder");
    REQUIRE(::mkfifo((dir / "pipe").c_str(), 0600) == 0);
    make_socket(dir / "socket");
    fs::create_symlink("socket", dir / "link");
    fs::create_symlink("nowhere", dir / "dangling");
    dir.write("file", "");
    CHECK(kind_of_no_file(dir / "folder") == "a directory");
    CHECK(kind_of_no_file(dir / "pipe") == "a pipe");
    CHECK(kind_of_no_file("/dev/null") == "a device");
    CHECK(kind_of_no_file(dir / "socket") == "a socket");
    CHECK(kind_of_no_file(dir / "link") == "a socket"); // what it leads to counts
    CHECK(kind_of_no_file(dir / "dangling").empty());
    CHECK(kind_of_no_file(dir / "file").empty());
    CHECK(kind_of_no_file(dir / "nothing").empty());
}

TEST_CASE("home: only what its owner alone can write to is the user's", "[session]") {
    const unsigned me = ::geteuid();
    CHECK(session::is_ours_alone(me, 0600));
    CHECK(session::is_ours_alone(me, 0755));
    CHECK_FALSE(session::is_ours_alone(me, 0620));
    CHECK_FALSE(session::is_ours_alone(me, 0602));
    CHECK_FALSE(session::is_ours_alone(me + 1, 0600));
}
