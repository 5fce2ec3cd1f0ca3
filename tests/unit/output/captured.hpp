// SPDX-License-Identifier: MIT
#pragma once

#include "output/painter.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/environment.hpp"
#include "latch/base/file.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// A file in the place of standard output.
class Captured {
public:
    Captured();

    base::Stream stream() const { return {.descriptor = file_.get()}; }

    /// The same, but said to be a terminal.
    base::Stream terminal() const { return {.descriptor = file_.get(), .is_terminal = true}; }

    std::string text() const;

private:
    TempDir directory_;
    base::Descriptor file_;
};

/// The two ends of a pipe.
struct Pipe {
    Pipe();

    /// What has arrived, without waiting for more.
    std::string arrived() const;

    base::Descriptor reader;
    base::Descriptor writer;
};

/// What `paint` leaves on standard output.
std::string painted(const std::function<void(output::Painter&)>& paint, const output::Theme& theme);

/// The pieces of `bytes` cut after every `size` bytes.
std::vector<std::string_view> pieces(std::string_view bytes, std::size_t size);

} // namespace latch::test
