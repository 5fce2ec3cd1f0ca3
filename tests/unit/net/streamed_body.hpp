// SPDX-License-Identifier: MIT
#pragma once

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/file.hpp"
#include "latch/http/request.hpp"

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>

namespace latch::test {

/// A pipe as a body; the test holds the other end.
struct PipedBody {
    PipedBody() {
        std::array<int, 2> ends{};
        REQUIRE(::pipe(ends.data()) == 0);
        body.source = std::make_shared<base::Descriptor>(ends[0]);
        body.name = "standard input";
        input = base::Descriptor(ends[1]);
    }

    void write(std::string_view bytes) const {
        REQUIRE(base::write_all(input.get(), bytes, "the pipe"));
    }

    http::StreamBody body;
    base::Descriptor input;
};

/// A file of `folder` as a body that can be sent again.
inline http::StreamBody file_body(const TempDir& folder, std::string_view bytes) {
    http::StreamBody body;
    body.name = folder.write("body", bytes);
    body.source = std::make_shared<base::Descriptor>(*base::open_for_reading(body.name));
    body.length = base::Bytes{bytes.size()};
    body.replayable = true;
    return body;
}

} // namespace latch::test
