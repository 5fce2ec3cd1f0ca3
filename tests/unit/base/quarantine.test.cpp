// SPDX-License-Identifier: MIT
#include "latch/base/quarantine.hpp"

#include "support/catch.hpp"
#include "unit/base/in_child.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace latch::base;

namespace {

using End = QuarantineReport::End;
using Work = std::function<void(QuarantineVoice&)>;

constexpr QuarantineLimits enough{
    .memory = mebibytes(256), .output = mebibytes(4), .time = std::chrono::seconds(20)};

/// Without assertions, for children of tests.
std::string said_by(const Work& work) {
    const auto report = in_quarantine(work, enough);
    return report && report->end == End::well ? report->said : "(it did not end well)";
}

bool has_no_children() {
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
}

/// Where a descriptor leads.
std::string target_of(int descriptor) {
    std::array<char, 256> target{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = ::readlink(link.c_str(), target.data(), target.size());
    return length < 0 ? std::string()
                      : std::string(target.data(), static_cast<std::size_t>(length));
}

void wait_for_ever(QuarantineVoice& /*voice*/) {
    for (;;) {
        ::pause();
    }
}

void count_for_ever(QuarantineVoice& /*voice*/) {
    for (volatile unsigned count = 0;;) {
        count = count + 1;
    }
}

} // namespace

TEST_CASE("quarantine: what the work says is heard, all of it", "[base]") {
    CHECK(said_by([](QuarantineVoice&) {}).empty());
    CHECK(said_by([](QuarantineVoice& voice) {
              voice.say("a");
              voice.say("");
              voice.say("b");
          }) == "ab");
    const std::string much(1'000'000, 'x');
    CHECK(said_by([&](QuarantineVoice& voice) {
              voice.say(much);
              voice.say("!");
          }) == much + "!");
}

TEST_CASE("quarantine: the work has our memory, and changes nothing in it", "[base]") {
    std::string ours = "ours";
    const std::string said = said_by([&](QuarantineVoice& voice) {
        ours += " and more";
        voice.say(ours);
    });
    CHECK(said == "ours and more");
    CHECK(ours == "ours");
}

TEST_CASE("quarantine: no variable gets in but the time zone", "[base]") {
    CHECK(latch::test::in_child([] {
        ::setenv("TZ", "Europe/Berlin", 1);
        ::setenv("TOKEN", "s3cret", 1);
        return said_by([](QuarantineVoice& voice) {
                   for (char** entry = ::environ; *entry != nullptr; ++entry) {
                       voice.say(*entry);
                   }
               }) == "TZ=Europe/Berlin" &&
               std::string(::getenv("TOKEN")) == "s3cret";
    }));
    CHECK(latch::test::in_child([] {
        ::clearenv();
        return said_by([](QuarantineVoice& voice) {
                   voice.say(*::environ == nullptr ? "none" : *::environ);
               }) == "none";
    }));
}

TEST_CASE("quarantine: what the work prints is lost", "[base]") {
    const std::string said = said_by([](QuarantineVoice& voice) {
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            voice.say(target_of(stream) + "\n");
        }
    });
    CHECK(said == "/dev/null\n/dev/null\n/dev/null\n");
}

TEST_CASE("quarantine: it is heard without standard streams, too", "[base]") {
    CHECK(latch::test::in_child([] {
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
            ::close(stream);
        }
        return said_by([](QuarantineVoice& voice) { voice.say("here"); }) == "here";
    }));
}

TEST_CASE("quarantine: however the work ends, we go on and nothing of it is left", "[base]") {
    struct Case {
        const char* why;
        Work work;
        End end;
        QuarantineLimits limits = enough;
    };

    QuarantineLimits short_time = enough;
    short_time.time = std::chrono::milliseconds(50);
    QuarantineLimits little_output = enough;
    little_output.output = kibibytes(1);
    const std::vector<Case> cases{
        {"well", [](QuarantineVoice&) {}, End::well},
        {"killed", [](QuarantineVoice&) { ::raise(SIGKILL); }, End::crashed},
        {"aborted", [](QuarantineVoice&) { std::abort(); }, End::crashed},
        {"an exception", [](QuarantineVoice&) { throw std::runtime_error("x"); }, End::crashed},
        {"it leaves", [](QuarantineVoice&) { ::_exit(77); }, End::crashed},
        {"it says so", [](QuarantineVoice&) { end_out_of_memory(); }, End::out_of_memory},
        {"it waits", wait_for_ever, End::too_slow, short_time},
        {"it counts", count_for_ever, End::too_slow, short_time},
        {"it does not stop talking",
         [](QuarantineVoice& voice) {
             for (;;) {
                 voice.say("and ");
             }
         },
         End::too_much,
         little_output},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const auto report = in_quarantine(each.work, each.limits);
        REQUIRE(report);
        CHECK(report->end == each.end);
        CHECK(has_no_children());
    }
}

TEST_CASE("quarantine: signals that have handlers of ours do not reach the work", "[base]") {
    CHECK(latch::test::in_child([] {
        std::signal(SIGUSR1, [](int) { ::_exit(1); });
        return said_by([](QuarantineVoice& voice) {
                   ::raise(SIGUSR1);
                   voice.say("unmoved");
               }) == "unmoved";
    }));
}

TEST_CASE("quarantine: an interrupt ends the wait", "[base]") {
    CHECK(latch::test::in_child([] {
        const pid_t parent = ::getpid();
        std::signal(SIGINT, [](int) {});
        const auto report = in_quarantine(
            [&](QuarantineVoice& voice) {
                ::kill(parent, SIGINT);
                wait_for_ever(voice);
            },
            enough
        );
        return !report && report.error().kind() == ErrorKind::interrupted && has_no_children();
    }));
}
