// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"

#include "latch/base/file.hpp"

#include <fstream>
#include <functional>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <tuple>
#include <unistd.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

/// What lies in the place of a file of latch's; false if this user cannot put it there.
using Maker = std::function<bool(const fs::path&)>;

struct Case {
    std::string why;
    Maker make;
    std::string cause;
};

Maker text(std::string bytes) {
    return [bytes = std::move(bytes)](const fs::path& place) {
        return static_cast<bool>(std::ofstream(place, std::ios::binary) << bytes << std::flush);
    };
}

bool make_large(const fs::path& place) {
    std::ofstream(place).close();
    return ::truncate(place.c_str(), 1L << 30) == 0; // takes no room on the disk
}

bool make_pipe(const fs::path& place) {
    return ::mkfifo(place.c_str(), 0600) == 0;
}

/// What a server leaves behind.
bool make_socket(const fs::path& place) {
    const latch::base::Descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const std::string name = place.string();
    name.copy(address.sun_path, sizeof address.sun_path - 1);
    // NOLINTNEXTLINE(*-reinterpret-cast): the sockets interface
    return name == address.sun_path &&
           ::bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

bool make_zeros(const fs::path& place) {
    return ::symlink("/dev/zero", place.c_str()) == 0;
}

bool make_folder(const fs::path& place) {
    return fs::create_directory(place);
}

/// Only root can give a file away.
bool make_foreign(const fs::path& place) {
    constexpr uid_t nobody = 65534;
    return text("{}")(place) && ::chown(place.c_str(), nobody, static_cast<gid_t>(-1)) == 0;
}

/// All that a run could have changed of a place, reading it aside.
auto state_of(const fs::path& place) {
    struct stat facts {};

    ::lstat(place.c_str(), &facts);
    return std::tuple(
        facts.st_ino,
        facts.st_mode,
        facts.st_size,
        facts.st_mtim.tv_sec,
        facts.st_mtim.tv_nsec,
        facts.st_ctim.tv_sec,
        facts.st_ctim.tv_nsec
    );
}

const std::vector<Case> no_files = {
    {"200,000 levels",
     text(R"({"latch": )" + std::string(200'000, '[')),
     "it is nested deeper than 64 levels at byte 74 (line 1, column 74)"},
    {"cut off", text("{\"latch\":\n{"), "it is not JSON at byte 12 (line 2, column 2)"},
    {"no JSON", text("hello"), "it is not JSON at byte 1 (line 1, column 1)"},
    {"a folder", make_folder, "it is a directory"},
    {"a pipe into which nobody writes", make_pipe, "it is a pipe"},
    {"a socket", make_socket, "it is a socket"},
    {"a device that never ends", make_zeros, "it is a device"},
};

struct Expected {
    std::string before; ///< the cause
    int exit_code;
};

/// Whatever is run with it ends with that error and something to try; nobody is called, and nothing
/// changes.
void check(const Case& c, const Latch& latch, const fs::path& place, const Expected& expected) {
    fs::create_directories(place.parent_path());
    if (!c.make(place)) {
        WARN("this user cannot make it");
        return;
    }
    RawServer server({});
    const auto before = state_of(place);
    const std::vector<Words> runs = {
        {"@s", server.url()},
        {"--session=" + latch.session_file("s").string(), server.url()},
        {"--session-read-only=s", server.url()},
        {"session", "show", "s"},
        {"session", "set", "s", "base=http://a.test"},
        {"session", "export", "s", "--format=netscape"},
    };
    const bool is_session = place == latch.session_file("s");
    for (const Words& words : runs) {
        if (words.front() == "session" && !is_session) {
            continue; // which look at no other file
        }
        INFO(c.why << ": " << words.front() << ' ' << words[1]);
        const Ran ran = latch.run(words);
        CHECK(ran.exit_code == expected.exit_code);
        CHECK(ran.out.empty());
        // Where a link leads is what was looked at under the lock.
        const bool is_link = fs::is_symlink(place);
        check_error(ran.err, expected.before + (is_link ? "" : place.string() + ": " + c.cause));
        CHECK(ran.err.find(": " + c.cause + "\n  ") != std::string::npos);
        CHECK((state_of(place) == before));
    }
    CHECK(server.connections() == 0);
}

fs::path in_home(const Latch& latch, std::string_view name) {
    return latch.session_file("s").parent_path().parent_path() / name;
}

} // namespace

TEST_CASE("bad file: no run touches or believes what is no session", "[cli]") {
    std::vector<Case> cases = no_files;
    cases.push_back({"1 GB", make_large, "it is larger than 64 MiB"});
    cases.push_back({"of somebody else", make_foreign, "it belongs to another user"});
    cases.push_back(
        {"a member of the wrong type",
         text(R"({"latch": {"session": 1}, "cookies": {}})"),
         "cookies must be an array"}
    );
    for (const Case& c : cases) {
        const Latch latch;
        check(c, latch, latch.session_file("s"), {"cannot use the session file ", 1});
    }
}

TEST_CASE("bad file: nor what is no configuration", "[cli]") {
    std::vector<Case> cases = no_files;
    cases.push_back({"1 GB", make_large, "it is larger than 1 MiB"});
    cases.push_back({"of somebody else", make_foreign, "it belongs to another user"});
    cases.push_back(
        {"a member of the wrong type",
         text(R"({"default_options": "-v"})"),
         "default_options must be an array"}
    );
    for (const Case& c : cases) {
        const Latch latch;
        check(c, latch, in_home(latch, "config.json"), {"cannot use the configuration ", 64});
    }
}

TEST_CASE("bad file: nor what is no list of hosts for TLS", "[cli]") {
    std::vector<Case> cases = no_files;
    cases.push_back({"1 GB", make_large, "it is larger than 64 MiB"});
    cases.push_back(
        {"a member of the wrong type",
         text(R"({"latch": {"hsts": 1}, "hosts": []})"),
         "hosts must be an object"}
    );
    for (const Case& c : cases) {
        const Latch latch;
        check(c, latch, in_home(latch, "hsts.json"), {"cannot use ", 1});
    }
}
