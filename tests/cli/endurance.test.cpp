// SPDX-License-Identifier: MIT
// Thousands of requests in one run, with the program watched from outside.
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace latch::test;

namespace fs = std::filesystem;

namespace {

/// What the suite has time for; the rows `flat-gets` of the benchmarks make a hundred thousand.
constexpr std::size_t at_once = 5'000;
constexpr std::size_t in_turn = 2'000;

/// More than that nothing may grow by from a tenth of the run to its end. The figures of the
/// summary are 16 bytes a request; an allocator and its caches need some room.
constexpr std::size_t most_growth_kib = 1024;
/// A connection for each of eight requests and as many idle ones, and what a program has open.
constexpr std::size_t most_descriptors = 48;

/// What the kernel says of a process.
struct Usage {
    std::size_t resident_kib = 0;
    std::size_t descriptors = 0;
};

Usage usage_of(pid_t process) {
    const fs::path folder = "/proc/" + std::to_string(process);
    Usage usage;
    std::ifstream status(folder / "status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) {
            usage.resident_kib = std::stoul(line.substr(line.find_first_of("0123456789")));
        }
    }
    const auto entries = fs::directory_iterator(folder / "fd");
    usage.descriptors = static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
    return usage;
}

/// The kind of trouble that a request meets; most meet none.
bool is_refused(std::size_t number) {
    return number % 97 == 0;
}

bool is_last_of_connection(std::size_t number) {
    return number % 53 == 0;
}

bool is_cut_off(std::size_t number) {
    return number % 211 == 0;
}

Response respond(std::size_t number) {
    Response response = reply(std::to_string(number) + '\n');
    // Another one each time, as a server may whose sessions slide.
    const std::string value = std::to_string(number) + std::string(40, 'v');
    response.headers.emplace_back("Set-Cookie", "n=" + value + "; Path=/");
    if (is_refused(number)) {
        response.status = 500;
    }
    if (is_last_of_connection(number) || is_cut_off(number)) {
        response.headers.emplace_back("Connection", "close");
    }
    if (is_cut_off(number)) {
        response.headers.emplace_back("Content-Length", "100");
    }
    return response;
}

/// Looks at the program while it waits for answers.
class Watch {
public:
    explicit Watch(std::size_t requests) : requests_(requests) {}

    void begin(pid_t process) { process_ = process; }

    /// In the server's turn.
    Response operator()(const Request& request) {
        ++seen_;
        if (seen_ == requests_ / 10 || seen_ == requests_ || seen_ % 50 == 0) {
            const Usage usage = usage_of(process_);
            first_ = seen_ == requests_ / 10 ? usage : first_;
            last_ = usage;
            most_descriptors_ = std::max(most_descriptors_, usage.descriptors);
        }
        return respond(std::stoul(request.target.substr(1)));
    }

    std::size_t seen() const { return seen_; }

    std::size_t descriptors() const { return most_descriptors_; }

    std::size_t first_kib() const { return first_.resident_kib; }

    std::size_t last_kib() const { return last_.resident_kib; }

private:
    std::size_t requests_;
    std::atomic<pid_t> process_ = -1;
    std::size_t seen_ = 0;
    Usage first_;
    Usage last_;
    std::size_t most_descriptors_ = 0;
};

std::size_t lines(std::string_view text, std::string_view what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("endurance: memory and descriptors do not grow with the requests", "[cli]") {
    struct Case {
        std::string manner;
        std::size_t requests;
    };

    for (const Case& c : {Case{"--parallel", at_once}, {"--no-parallel", in_turn}}) {
        INFO(c.manner);
        Watch watch(c.requests);
        Server server([&](const Request& request) { return watch(request); });
        Latch latch;
        // A sanitizer keeps what was freed; this is about what was not.
        latch.set("ASAN_OPTIONS", "quarantine_size_mb=1:thread_local_quarantine_size_kb=64");
        Process process = latch.start(
            {"@s", c.manner, "--url-file=-"},
            {.in = OpenPipe{}, .deadline = std::chrono::seconds(90)}
        );
        watch.begin(process.id());
        std::string urls;
        std::string expected;
        for (std::size_t number = 1; number <= c.requests; ++number) {
            urls += server.url('/' + std::to_string(number)) + '\n';
            expected += std::to_string(number) + '\n';
        }
        process.input(urls);
        process.end_input();
        const Ran ran = process.wait();
        CHECK(ran.exit_code == 1); // of what was cut off
        CHECK(ran.out == expected);
        CHECK(lines(ran.err, "was cut off") == c.requests / 211);
        CHECK(watch.seen() == c.requests);
        CHECK(watch.descriptors() > 3);
        CHECK(watch.descriptors() <= most_descriptors);
        CHECK(watch.first_kib() > 0);
        INFO(watch.first_kib() << " KiB, then " << watch.last_kib());
        CHECK(watch.last_kib() <= watch.first_kib() + most_growth_kib);
        CHECK(latch.session("s").find("\"name\": \"n\"") != std::string::npos);
    }
}
