// SPDX-License-Identifier: MIT
#include "latch/base/descriptors.hpp"

#include "support/catch.hpp"
#include "unit/base/in_child.hpp"

#include <sys/resource.h>

using namespace latch;

namespace {

/// The limit after asking for `wanted`, in a process that has `soft` and may have `hard`.
bool becomes(std::size_t expected, std::size_t wanted, rlim_t soft, rlim_t hard) {
    return test::in_child([=] {
        const rlimit before{.rlim_cur = soft, .rlim_max = hard};
        rlimit after{};
        return ::setrlimit(RLIMIT_NOFILE, &before) == 0 &&
               base::descriptor_limit(wanted) == expected &&
               ::getrlimit(RLIMIT_NOFILE, &after) == 0 && after.rlim_cur == expected &&
               after.rlim_max == hard;
    });
}

} // namespace

TEST_CASE("descriptors: the limit is raised if it has to be, as far as it may be", "[base]") {
    CHECK(becomes(100, 50, 100, 200));
    CHECK(becomes(150, 150, 100, 200));
    CHECK(becomes(200, 300, 100, 200));
    CHECK(becomes(100, 300, 100, 100));
}
