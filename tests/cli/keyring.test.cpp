// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <filesystem>
#include <fstream>

using namespace latch::test;

namespace {

/// A world in which `script` has a desktop session of its own with an unlocked keyring. What it
/// needs is installed by `scripts/bootstrap test`, and the test fails without.
Ran in_desktop(Latch& latch, const std::string& script) {
    const auto runtime = latch.home() / "run";
    std::filesystem::create_directories(runtime);
    std::filesystem::permissions(runtime, std::filesystem::perms::owner_all);
    latch.set("XDG_RUNTIME_DIR", runtime.string());
    latch.set("in_desktop", R"(
            printf login | gnome-keyring-daemon --unlock --components=secrets
            # Who asks before it is there has the bus start another, which may outlive the bus.
            until dbus-send --print-reply --dest=org.freedesktop.DBus / \
                org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true
            do :; done
        )" + script);
    return latch.shell(R"(
        for needed in dbus-run-session gnome-keyring-daemon secret-tool; do
            command -v $needed >/dev/null || { echo "scripts/bootstrap test brings $needed"; exit 99; }
        done
        exec dbus-run-session -- sh -c "$in_desktop"
    )");
}

/// The same with one secret in the keyring, which is locked again. Whoever is asked to unlock it
/// writes a line to the pipe "asked", and says no more until the script has ended.
Ran in_locked_desktop(Latch& latch, const std::string& script) {
    const auto services = latch.home() / "run/dbus-1/services";
    std::filesystem::create_directories(services);
    const auto prompter =
        latch.write("prompter", "exec <$script_ends; echo asked >$asked; exec cat\n");
    std::ofstream(services / "org.gnome.keyring.SystemPrompter.service")
        << "[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\n"
        << "Exec=/bin/sh " << prompter.string() << '\n';
    latch.set("asked", (latch.home() / "asked").string());
    latch.set("script_ends", (latch.home() / "script_ends").string());
    return in_desktop(latch, R"(
        mkfifo $asked $script_ends
        exec 3<>$script_ends
        printf s3cret | secret-tool store --label=latch service api username bob
        dbus-send --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
            org.freedesktop.Secret.Service.Lock \
            array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
    )" + script);
}

} // namespace

TEST_CASE("keyring: the secret is had, and a session keeps only where", "[cli]") {
    Latch latch;
    Server server([](const Request&) { return reply("ok"); });
    latch.set("url", server.url());
    const Ran ran = in_desktop(latch, R"(
        printf s3cret | secret-tool store --label=latch service https://api.test username bob
        "$latch" @k --auth bob --auth-from keyring:https://api.test/bob "$url/first"
        "$latch" @k "$url/second"
    )");
    INFO(ran.out << ran.err);
    REQUIRE(ran.exit_code == 0);
    REQUIRE(server.requests().size() == 2);
    CHECK(server.request(0).header("Authorization") == "Basic Ym9iOnMzY3JldA==");
    CHECK(server.request(1).header("Authorization") == "Basic Ym9iOnMzY3JldA==");
    CHECK(latch.session("k").find(R"("keyring": "https://api.test/bob")") != std::string::npos);
    CHECK(latch.session("k").find("s3cret") == std::string::npos);
}

TEST_CASE("keyring: no entry is an error that says how to store one; nothing is sent", "[cli]") {
    Latch latch;
    RawServer server({});
    latch.set("url", server.url());
    const Ran ran = in_desktop(latch, R"(
        "$latch" --auth bob --auth-from keyring:api/bob "$url" 2>&1
    )");
    CHECK(ran.exit_code == 64);
    check_error(ran.out, "the keyring has no secret of bob for api\n  store it by: secret-tool");
}

TEST_CASE("keyring: locked, and no display to ask at: an error at once", "[cli]") {
    Latch latch;
    RawServer server({});
    latch.set("url", server.url());
    const Ran ran = in_locked_desktop(latch, R"(
        "$latch" --auth bob --auth-from keyring:api/bob "$url" 2>&1
    )");
    CHECK(ran.exit_code == 64);
    check_error(
        ran.out,
        "the keyring gave no secret of bob for api: it is locked, and there is no display to ask "
        "for its password\n  unlock it, or take the secret from env:NAME"
    );
}

TEST_CASE("keyring: locked, and nobody answers: --max-time ends the wait", "[cli]") {
    Latch latch;
    RawServer server({});
    latch.set("url", server.url()).set("DISPLAY", ":no-such-display");
    const Ran ran = in_locked_desktop(latch, R"(
        "$latch" --max-time=1.5 --auth bob --auth-from keyring:api/bob "$url" 2>&1 &
        read answer <$asked
        wait $!
    )");
    CHECK(ran.exit_code == 2);
    check_error(ran.out, "not done within 1.5 s");
}

TEST_CASE("keyring: locked, and nobody answers: signals end the wait", "[cli]") {
    struct Case {
        std::string signal;
        int exit_code;
    };

    for (const Case& c : {Case{"INT", 130}, {"TERM", 143}}) {
        INFO(c.signal);
        Latch latch;
        RawServer server({});
        latch.set("url", server.url()).set("signal", c.signal).set("DISPLAY", ":no-such-display");
        // A shell has what runs in the background ignore SIGINT.
        const Ran ran = in_locked_desktop(latch, R"(
            env --default-signal=INT "$latch" @s --auth bob --auth-from keyring:api/bob "$url" &
            read answer <$asked
            kill -$signal $!
            wait $!
        )");
        INFO(ran.out << ran.err);
        CHECK(ran.exit_code == c.exit_code);
        CHECK_FALSE(std::filesystem::exists(latch.session_file("s")));
    }
}

TEST_CASE("keyring: no secret service, no library: errors, and nothing is sent", "[cli]") {
    RawServer server({});
    Latch latch;
    latch.set("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + (latch.home() / "no-bus").string());
    const Words words{"--auth=bob", "--auth-from=keyring:api/bob", server.url()};
    const Ran no_service = latch.run(words);
    CHECK(no_service.exit_code == 64);
    check_error(no_service.err, "cannot ask the keyring: ");
    // What the loader finds first is no library.
    latch.write("libsecret-1.so.0", "nothing");
    latch.set("LD_LIBRARY_PATH", latch.working_directory().string());
    const Ran no_library = latch.run(words);
    CHECK(no_library.exit_code == 64);
    check_error(no_library.err, "cannot open the library for keyrings: ");
    // Whoever asks for no keyring does not notice.
    const Ran other = latch.run({"--offline", "--auth=bob:pw", server.url()});
    CHECK(other.exit_code == 0);
    CHECK(other.err.empty());
}
