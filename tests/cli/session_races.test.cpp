// SPDX-License-Identifier: MIT
// A request and what is done to its session at the same moment, both stopped at system calls.
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/traced.hpp"

#include <csignal>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace latch::test;

namespace {

/// "/old" and "/new" hand out a cookie called so.
Response cookie_desk(const Request& request) {
    return reply("ok").with("Set-Cookie", request.path().substr(1) + "=1; Path=/");
}

constexpr const char* bundle = R"({"latch": {"sessions": 1}, "sessions": {"s": {
    "cookies": [{"name": "imported", "value": "1", "domain": "127.0.0.1", "path": "/"}]}}})";

/// One command against one request, each in a process that goes on when it is told to.
class Race {
public:
    /// The session is there before, with the cookie `old`, unless `is_new`.
    Race(Words command, bool is_new) : words_(std::move(command)) {
        latch_.set("ASAN_OPTIONS", "detect_leaks=0"); // which cannot be done under ptrace
        latch_.write("bundle.json", bundle);
        words_.insert(words_.begin(), "session");
        if (!is_new) {
            latch_.run({"@s", server_.url("/old")});
        }
    }

    Traced request() const { return Traced(latch_.command({"@s", server_.url("/new")})); }

    Traced command() const { return Traced(latch_.command(words_)); }

    /// "s:new,old t:old": all sessions and the cookies that they hold. Each can be read, and
    /// nothing lies beside them but their locks.
    std::string sessions() const {
        std::string text;
        for (const std::string& file : names_in(latch_.session_file("s").parent_path())) {
            if (file.ends_with(".json")) {
                text += (text.empty() ? "" : " ") + held_by(file.substr(0, file.find('.')));
            } else {
                CHECK(file.ends_with(".json.lock"));
            }
        }
        return text;
    }

private:
    std::string held_by(const std::string& name) const {
        CHECK(latch_.run({"session", "show", name}).exit_code == 0);
        const std::string text = latch_.session(name);
        std::string cookies;
        for (const std::string cookie : {"imported", "new", "old"}) {
            if (text.find("\"name\": \"" + cookie + "\",\n      \"value\"") != std::string::npos) {
                cookies += (cookies.empty() ? "" : ",") + cookie;
            }
        }
        return name + ':' + cookies;
    }

    Latch latch_;
    Server server_{cookie_desk};
    Words words_;
};

/// Lets it go to its end; the exit code.
int ended(Traced& process) {
    while (process.next()) {
    }
    return WIFEXITED(process.status()) ? WEXITSTATUS(process.status()) : -1;
}

/// Lets it go until it has the lock, or has heard that another has it; whether it came to that.
bool goes_through_lock(Traced& process) {
    return process.go_to(SYS_flock) && process.pass(1);
}

/// What is left, and how the command ended, depending on who had the lock first.
struct RaceCase {
    std::string why;
    Words command;
    bool is_new;
    std::string command_first;
    std::string while_saving; ///< the request has the lock, and has replaced nothing yet
    std::string request_first;
    int exit_code_of_second = 0;
};

const std::vector<RaceCase> races = {
    {"clear", {"clear", "s"}, false, "s:", "s:", "s:"},
    {"remove", {"remove", "--yes", "s"}, false, "", "", ""},
    {"rename", {"rename", "s", "t"}, false, "t:old", "t:new,old", "t:new,old"},
    {"copy, which is of what was there when it began",
     {"copy", "s", "t"},
     false,
     "s:new,old t:old",
     "s:new,old t:old",
     "s:new,old t:new,old"},
    {"import, which replaces nothing",
     {"import", "bundle.json"},
     true,
     "s:imported,new",
     "s:new",
     "s:new",
     1},
};

} // namespace

TEST_CASE("session races: the command has the lock, the request waits for it", "[cli]") {
    for (const RaceCase& c : races) {
        INFO(c.why);
        const Race race(c.command, c.is_new);
        Traced request = race.request();
        REQUIRE(request.go_to(SYS_flock)); // it has its answer
        Traced command = race.command();
        REQUIRE(goes_through_lock(command));
        REQUIRE(request.pass(2));
        CHECK(ended(command) == 0);
        CHECK(ended(request) == 0);
        CHECK(race.sessions() == c.command_first);
    }
}

TEST_CASE("session races: the request has the lock, the command waits for it", "[cli]") {
    for (const RaceCase& c : races) {
        INFO(c.why);
        const Race race(c.command, c.is_new);
        Traced request = race.request();
        REQUIRE(request.go_to(SYS_fsync));
        Traced command = race.command();
        REQUIRE(goes_through_lock(command));
        CHECK(ended(request) == 0);
        CHECK(ended(command) == c.exit_code_of_second);
        CHECK(race.sessions() == c.while_saving);
    }
}

TEST_CASE(
    "session races: wherever the request stands in its save, one of them was first", "[cli]"
) {
    for (const RaceCase& c : races) {
        bool is_over = false;
        for (std::size_t stops = 1; !is_over; stops += 7) {
            INFO(c.why << " after " << stops << " stops");
            const Race race(c.command, c.is_new);
            Traced request = race.request();
            REQUIRE(request.go_to(SYS_flock));
            is_over = !request.pass(stops);
            Traced command = race.command();
            static_cast<void>(goes_through_lock(command)
            ); // where it finds a name taken it does not
            CHECK(ended(request) == 0);
            const bool was_first = ended(command) == 0;
            CHECK((was_first || c.exit_code_of_second != 0));
            const std::string left = race.sessions();
            CHECK((left == c.command_first || left == c.request_first));
        }
    }
}

TEST_CASE("session races: Ctrl-C between the answer and the save loses nothing", "[cli]") {
    const int signal = GENERATE(SIGINT, SIGTERM);
    bool is_saving = false;
    std::size_t stops = 0;
    for (; !is_saving; ++stops) {
        INFO(signal << " after " << stops << " stops");
        const Race race({}, true);
        Traced request = race.request();
        REQUIRE(request.go_behind_data());
        for (std::size_t passed = 0; passed < stops && !is_saving; ++passed) {
            const auto stop = request.next();
            REQUIRE(stop);
            is_saving = stop->is_entry && stop->number == SYS_flock;
        }
        request.send_signal(signal);
        const int exit_code = ended(request);
        // Heard by the network's loop, or held back until the save and then obeyed: never
        // swallowed.
        const int killed_by = WIFSIGNALED(request.status()) ? WTERMSIG(request.status()) : 0;
        CHECK((exit_code == 128 + signal || killed_by == signal));
        CHECK((!is_saving || killed_by == signal));
        CHECK(race.sessions() == "s:new");
    }
    CHECK(stops > 5);
}
