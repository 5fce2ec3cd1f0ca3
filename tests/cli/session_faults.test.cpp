// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/traced.hpp"

#include "latch/base/file.hpp"

#include <csignal>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace latch::test;

namespace {

namespace fs = std::filesystem;

/// "/old" and the like hand out "id=old"; "/large" hands out more than a small disk holds.
Response cookie_desk(const Request& request) {
    const std::string value = request.path().substr(1);
    Response response = reply(value).with("Set-Cookie", "id=" + value + "; Path=/");
    for (int i = 0; value == "large" && i < 30; ++i) {
        const std::string name = "large" + std::to_string(i);
        response = response.with("Set-Cookie", name + '=' + std::string(4000, 'x'));
    }
    return response;
}

bool holds(const Latch& latch, const std::string& value) {
    return latch.session("s").find("\"value\": \"" + value + '"') != std::string::npos;
}

Words names_beside_session(const Latch& latch) {
    return names_in(latch.session_file("s").parent_path());
}

/// Removes the temporaries that killed runs have left; how many there were. The next run would not,
/// while they are young: it would look at each, which makes one system call more every time.
std::size_t clear_leftovers(const Latch& latch) {
    std::size_t cleared = 0;
    for (const std::string& name : names_beside_session(latch)) {
        const bool is_leftover = name.starts_with(".latch-");
        cleared += is_leftover ? 1U : 0U;
        if (is_leftover) {
            fs::remove(latch.session_file("s").parent_path() / name);
        }
    }
    return cleared;
}

/// Runs `script` where mounts are its own; "no mounts" if this machine allows none.
std::string in_own_mounts(const Latch& latch, const std::string& script) {
    const Ran ran = latch.shell(
        "unshare -Urm true 2>/dev/null || { echo no mounts; exit; }\n"
        "sessions=$LATCH_HOME/sessions unshare -Urm sh -c '" +
        script + "'"
    );
    if (ran.out == "no mounts\n") {
        WARN("no disk can be mounted here");
    }
    INFO(ran.err);
    return ran.out;
}

} // namespace

TEST_CASE("session faults: killed at any system call of a save it is old or new", "[cli]") {
    Server server(cookie_desk);
    Latch latch;
    latch.set("ASAN_OPTIONS", "detect_leaks=0"); // which cannot be done under ptrace
    latch.run({"@s", server.url("/old")});
    std::size_t kept = 0;
    std::size_t stops = 0;
    for (bool is_over = false; !is_over; ++stops) {
        INFO("killed after " << stops << " stops");
        const std::string before = latch.session("s");
        const std::string value = "new" + std::to_string(stops);
        Traced run(latch.command({"@s", server.url("/" + value)}));
        REQUIRE(run.go_to(SYS_flock));
        is_over = !run.pass(stops);
        CHECK((!is_over || run.status() == 0));
        run.kill();
        const bool is_new = holds(latch, value);
        CHECK((is_new || (latch.session("s") == before && kept == stops)));
        kept += is_new ? 0U : 1U;

        struct stat facts {};

        REQUIRE(::stat(latch.session_file("s").c_str(), &facts) == 0);
        CHECK((facts.st_mode & 07777U) == 0600U);
        CHECK(clear_leftovers(latch) <= 1);
    }
    CHECK(kept > 20);
    CHECK(kept + 5 < stops);
    // One that is old goes by itself.
    latch.shell("touch -d '1 hour ago' \"$LATCH_HOME/sessions/.latch-0123456789abcdef\"");
    CHECK(latch.run({"@s", server.url("/last")}).exit_code == 0);
    CHECK(holds(latch, "last"));
    CHECK(names_beside_session(latch) == Words{"s.json", "s.json.lock"});
}

TEST_CASE("session faults: on a full disk the old session stays", "[cli]") {
    Server server(cookie_desk, {.at_least = 0});
    const Latch latch;
    latch.run({"@s", server.url("/other")});
    const std::string out = in_own_mounts(
        latch,
        "mount -t tmpfs -o size=64k,mode=700 none \"$sessions\"\n"
        "$latch @s " +
            server.url("/old") + "; $latch @s " + server.url("/large") +
            " 2>$HOME/err; echo \" $?\"\n"
            "ls -A \"$sessions\"; grep -c large \"$sessions/s.json\"; grep -o \"old\" "
            "\"$sessions/s.json\""
    );
    if (out != "no mounts\n") {
        CHECK(out == "oldlarge 1\ns.json\ns.json.lock\n0\nold\n");
        check_error(content(latch.home() / "err"), "cannot write to ");
    }
}

TEST_CASE("session faults: where files may not grow the old session stays", "[cli]") {
    Server server(cookie_desk);
    const Latch latch;
    latch.run({"@s", server.url("/old")});
    const std::string before = latch.session("s");
    const Ran ran = latch.shell("ulimit -f 64; \"$latch\" @s " + server.url("/large"));
    CHECK(ran.out == "large");
    CHECK(ran.exit_code == 1);
    check_error(ran.err, "cannot write to ");
    CHECK(ran.err.find("file too large") != std::string::npos);
    CHECK(latch.session("s") == before);
    CHECK(names_beside_session(latch) == Words{"s.json", "s.json.lock"});
}

TEST_CASE("session faults: on a disk that is read-only the old session stays", "[cli]") {
    Server server(cookie_desk, {.at_least = 0});
    const Latch latch;
    latch.run({"@s", server.url("/old")});
    const std::string before = latch.session("s");
    const std::string out = in_own_mounts(
        latch,
        "mount --bind \"$sessions\" \"$sessions\" && mount -o remount,ro,bind \"$sessions\"\n"
        "$latch @s " +
            server.url("/new") + " 2>$HOME/err; echo \" $?\""
    );
    if (out != "no mounts\n") {
        CHECK(out == "new 1\n");
        check_error(content(latch.home() / "err"), "cannot lock ");
    }
    CHECK(latch.session("s") == before);
}

TEST_CASE("session faults: a session that is locked is waited for", "[cli]") {
    Server server(cookie_desk);
    const Latch latch;
    latch.run({"@s", server.url("/old")});
    const fs::path sidecar = latch.session_file("s").string() + ".lock";
    std::optional<latch::base::FileLock> held(latch::base::FileLock::acquire(sidecar, {}).value());
    Process process = latch.start({"@s", server.url("/new")});
    process.wait_for("new"); // what it has is shown before it is kept
    CHECK(holds(latch, "old"));

    SECTION("until it is free") {
        held.reset();
        const Ran ran = process.wait();
        CHECK(ran.exit_code == 0);
        CHECK(ran.err.empty());
        CHECK(holds(latch, "new"));
    }
    SECTION("but not for ever") {
        const Ran ran = process.wait();
        CHECK(ran.exit_code == 1);
        CHECK(ran.out == "new");
        check_error(ran.err, "cannot lock ");
        CHECK(holds(latch, "old"));
    }
}

TEST_CASE("session faults: what stops a run while it saves waits until that is done", "[cli]") {
    const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
    Server server(cookie_desk);
    Latch latch;
    latch.set("ASAN_OPTIONS", "detect_leaks=0");
    latch.run({"@s", server.url("/old")});
    Traced run(latch.command({"@s", server.url("/new")}));
    REQUIRE(run.go_to(SYS_fsync));
    run.send_signal(signal);
    while (run.pass(1)) {
    }
    CHECK(WIFSIGNALED(run.status()));
    CHECK(holds(latch, "new"));
    CHECK(names_beside_session(latch) == Words{"s.json", "s.json.lock"});
}

TEST_CASE("session faults: a run that is stopped in the body has kept its cookies", "[cli]") {
    struct Case {
        int signal, exit_code;
    };

    for (const Case& c : {Case{SIGINT, 130}, {SIGTERM, 143}, {SIGHUP, 143}}) {
        INFO(c.signal);
        RawServer server({Script()
                              .request()
                              .send("HTTP/1.1 200 OK\r\nSet-Cookie: id=new\r\n"
                                    "Content-Length: 9\r\n\r\nabc")
                              .until_peer_leaves()});
        const Latch latch;
        Process process = latch.start({"@s", server.url()});
        process.wait_for("abc");
        process.send_signal(c.signal);
        CHECK(process.wait().exit_code == c.exit_code);
        CHECK(holds(latch, "new"));
    }
}

TEST_CASE("session faults: an output that takes nothing loses no cookie", "[cli]") {
    Server server(cookie_desk);
    const Latch latch;
    const Ran full = latch.shell("\"$latch\" @s " + server.url("/new") + " >/dev/full");
    CHECK(full.exit_code == 1);
    check_error(full.err, "cannot write to ");
    CHECK(holds(latch, "new"));
}

TEST_CASE(
    "session faults: cookies count whatever the status, but not of interim answers", "[cli]"
) {
    struct Case {
        std::string why, head;
        bool is_kept;
    };

    const std::string cookie = "Set-Cookie: id=new\r\n";
    const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    const std::string end = cookie + "Content-Length: 0\r\n\r\n";
    const std::vector<Case> cases = {
        {"201", "HTTP/1.1 201 Created\r\n" + end, true},
        {"204", "HTTP/1.1 204 No Content\r\n" + cookie + "\r\n", true},
        {"302, which nobody follows", "HTTP/1.1 302 Found\r\nLocation: /x\r\n" + end, true},
        {"304", "HTTP/1.1 304 Not Modified\r\n" + cookie + "\r\n", true},
        {"401", "HTTP/1.1 401 Unauthorized\r\n" + end, true},
        {"403", "HTTP/1.1 403 Forbidden\r\n" + end, true},
        {"404", "HTTP/1.1 404 Not Found\r\n" + end, true},
        {"503", "HTTP/1.1 503 Busy\r\n" + end, true},
        {"100", "HTTP/1.1 100 Continue\r\n" + cookie + "\r\n" + ok, false},
        {"103", "HTTP/1.1 103 Early Hints\r\n" + cookie + "\r\n" + ok, false},
        {"a trailer",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + cookie + "\r\n",
         false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        RawServer server({Script().request().send(c.head).until_peer_leaves()});
        const Latch latch;
        latch.run({"@s", server.url()});
        CHECK(holds(latch, "new") == c.is_kept);
    }
}
