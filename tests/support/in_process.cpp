// SPDX-License-Identifier: MIT
#include "support/in_process.hpp"

#include "support/spawn.hpp"

#include "latch/app/run.hpp"

#include <array>
#include <filesystem>
#include <thread>
#include <unistd.h>
#include <utility>

namespace latch::test {

namespace {

/// Reads a pipe to its end in a thread of its own, so that the writer never has to wait for us.
class Collector {
public:
    explicit Collector(base::Descriptor from)
        : from_(std::move(from)), thread_([this] { collect(); }) {}

    std::string take() {
        thread_.join();
        return std::move(text_);
    }

private:
    void collect() {
        std::array<char, 65536> buffer{};
        ssize_t got = 0;
        while ((got = ::read(from_.get(), buffer.data(), buffer.size())) > 0) {
            text_.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }

    base::Descriptor from_;
    std::string text_;
    std::thread thread_;
};

} // namespace

base::Environment environment_in(const TempDir& folder) {
    base::Environment environment;
    environment.home = folder / "home";
    environment.working_directory = folder / "work";
    std::filesystem::create_directories(environment.home);
    std::filesystem::create_directories(environment.working_directory);
    environment.variables["LATCH_HOME"] = (environment.home / "latch").string();
    environment.program_name = "latch";
    return environment;
}

Ran run_in_process(
    const std::vector<std::string>& arguments, base::Environment environment, std::string_view input
) {
    Pipe in = make_pipe();
    Pipe out = make_pipe();
    Pipe err = make_pipe();
    if (environment.in_kind != base::InputKind::closed) {
        environment.in.descriptor = in.reading.get();
    }
    environment.out.descriptor = out.writing.get();
    environment.err.descriptor = err.writing.get();

    std::thread feeder([&in, input] {
        // The program may leave before it has read everything.
        static_cast<void>(base::write_all(in.writing.get(), input, "standard input"));
        in.writing.close();
    });
    Collector outputs(std::move(out.reading));
    Collector errors(std::move(err.reading));
    Ran ran;
    ran.exit_code = app::run(arguments, environment);
    in.reading.close();
    out.writing.close();
    err.writing.close();
    feeder.join();
    ran.out = outputs.take();
    ran.err = errors.take();
    return ran;
}

} // namespace latch::test
