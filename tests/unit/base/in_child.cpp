// SPDX-License-Identifier: MIT
#include "unit/base/in_child.hpp"

#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace latch::test {

bool in_child(const std::function<bool()>& claim) {
    const pid_t child = fork();
    if (child < 0) {
        throw std::runtime_error("cannot fork");
    }
    if (child == 0) {
        _exit(claim() ? 0 : 1);
    }
    int status = -1;
    if (waitpid(child, &status, 0) != child) {
        throw std::runtime_error("cannot wait for the child");
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace latch::test
