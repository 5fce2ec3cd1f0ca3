// SPDX-License-Identifier: MIT
#include "latch/app/run.hpp"
#include "latch/base/environment.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
        const auto environment = latch::base::real_environment(argc > 0 ? *argv : "latch");
        latch::base::occupy_standard_descriptors();
        return latch::app::run(arguments, environment);
    } catch (const std::exception&) {
        // Before or behind all that has words of its own; what() may quote what was typed.
        static_cast<void>(std::fputs("latch: internal error\n", stderr));
        return 70;
    }
}
