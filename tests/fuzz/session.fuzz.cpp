// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/session/codec.hpp"

#include <cstdlib>

using namespace latch::session;

/// What can be read is written in a form that reads the same.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view json = latch::test::text_of(data, size);
    if (const auto session = decode(json, "fuzz")) {
        const auto written = encode(*session);
        const auto again = decode(written, "fuzz");
        if (!again || encode(*again) != written) {
            std::abort();
        }
    }
    static_cast<void>(decode_bundle(json, "fuzz"));
    return 0;
}
