// SPDX-License-Identifier: MIT
#include "latch/base/keyring.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"
#include "unit/base/in_child.hpp"

#include "latch/base/file.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

using namespace latch::base;

namespace {

/// A message bus that takes connections, and never says a word.
class SilentBus {
public:
    SilentBus() : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path().c_str(), sizeof address.sun_path - 1);
        REQUIRE(
            ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0
        );
        REQUIRE(::listen(socket_.get(), 8) == 0);
    }

    std::string path() const { return (folder_ / "bus").string(); }

private:
    latch::test::TempDir folder_;
    Descriptor socket_;
};

/// What asking it comes to, told by a child, whose variables are its own.
bool asked(const SilentBus& bus, const std::function<bool(const Result<Secret>&)>& claim) {
    return latch::test::in_child([&] {
        ::setenv("DBUS_SESSION_BUS_ADDRESS", ("unix:path=" + bus.path()).c_str(), 1);
        const auto secret =
            secret_in_keyring({"api", "bob"}, {.limit = std::chrono::milliseconds(50)});
        return claim(secret);
    });
}

} // namespace

TEST_CASE("keyring: an entry is a service and a user, parted by the last slash", "[base]") {
    struct Case {
        std::string why;
        std::string_view text;
        std::optional<KeyringEntry> entry;
    };

    using namespace std::string_view_literals;
    const std::vector<Case> cases = {
        {"both", "api/bob", KeyringEntry{"api", "bob"}},
        {"a URL", "https://a.test/v2/bob", KeyringEntry{"https://a.test/v2", "bob"}},
        {"an address", "api/bob@a.test", KeyringEntry{"api", "bob@a.test"}},
        {"no user said", "api", std::nullopt},
        {"an empty user", "api/", std::nullopt},
        {"an empty service", "/bob", std::nullopt},
        {"nothing", "", std::nullopt},
        {"a NUL byte would end the name early", "api/b\0b"sv, std::nullopt},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(parse_keyring_entry(c.text) == c.entry);
    }
}

TEST_CASE("keyring: a library that is not there is an error that says what to do", "[base]") {
    const auto secret = secret_in_keyring({"api", "bob"}, {.library = "libno-such-thing.so.0"});
    REQUIRE_FALSE(secret);
    CHECK(secret.error().kind() == ErrorKind::usage);
    CHECK(secret.error().what() == "cannot open the library for keyrings");
    CHECK(secret.error().cause().find("libno-such-thing.so.0") != std::string::npos);
    CHECK(secret.error().hint().find("install libsecret") != std::string::npos);
}

TEST_CASE("keyring: a library that lacks a function is not called", "[base]") {
    const auto secret = secret_in_keyring({"api", "bob"}, {.library = "libc.so.6"});
    REQUIRE_FALSE(secret);
    CHECK(secret.error().what() == "cannot open the library for keyrings");
}

TEST_CASE("keyring: one that does not answer is not waited for", "[base]") {
    const SilentBus bus;
    CHECK(asked(bus, [](const Result<Secret>& secret) {
        return !secret && secret.error().kind() == ErrorKind::timed_out &&
               secret.error().what() == "the keyring gave no secret of bob for api" &&
               secret.error().cause() == "no answer within 0.05 s; it may be locked";
    }));
}

TEST_CASE("keyring: who asked and got no answer is gone", "[base]") {
    const SilentBus bus;
    CHECK(asked(bus, [](const Result<Secret>& secret) {
        return !secret && ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
    }));
}

TEST_CASE("keyring: without a display there is nobody to ask", "[base]") {
    struct Case {
        std::string why;
        std::map<std::string, std::string, std::less<>> variables;
        KeyringPrompt prompt;
    };

    const std::vector<Case> cases = {
        {"X11", {{"DISPLAY", ":0"}}, KeyringPrompt::possible},
        {"Wayland", {{"WAYLAND_DISPLAY", "wayland-0"}}, KeyringPrompt::possible},
        {"both", {{"DISPLAY", ":0"}, {"WAYLAND_DISPLAY", "w"}}, KeyringPrompt::possible},
        {"neither", {{"TERM", "xterm"}}, KeyringPrompt::impossible},
        {"empty is not set", {{"DISPLAY", ""}}, KeyringPrompt::impossible},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Environment environment;
        environment.variables = c.variables;
        CHECK(keyring_prompt(environment) == c.prompt);
    }
}
