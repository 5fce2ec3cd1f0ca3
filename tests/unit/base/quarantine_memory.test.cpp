// SPDX-License-Identifier: MIT
// Not with sanitizers, which end a process themselves for want of memory.
#include "support/catch.hpp"

#include "latch/base/quarantine.hpp"

#include <string>

using namespace latch::base;

TEST_CASE("quarantine: memory that the work cannot get ends it", "[base]") {
    const auto text_of = [](Bytes size) {
        return in_quarantine(
            [&](QuarantineVoice& voice) {
                const std::string text(size.count, 'x');
                voice.say({&text.back(), 1});
            },
            {.memory = mebibytes(64), .output = kibibytes(1), .time = std::chrono::seconds(20)}
        );
    };
    CHECK(text_of(mebibytes(32)).value().end == QuarantineReport::End::well);
    CHECK(text_of(mebibytes(128)).value().end == QuarantineReport::End::out_of_memory);
}
