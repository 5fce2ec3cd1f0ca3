// SPDX-License-Identifier: MIT
#pragma once

#include "app/flows/sources.hpp"

#include "latch/cli/run_flows.hpp"
#include "latch/flow/script.hpp"

#include <string>

namespace latch::app {

/// Which requests of a file are sent.
class Picker {
public:
    /// `selection` must outlive the object.
    explicit Picker(const cli::Selection& selection) : selection_(selection) {}

    /// Whether the request is; asked for each in the order of the file.
    bool picks(const flow::Request& request);

private:
    const cli::Selection& selection_;
    bool has_begun_ = false; ///< that of --from has come
};

/// Whether a request is called that: its title, or a line that it or its title begins at.
bool is_called(const flow::Request& request, const std::string& name);

} // namespace latch::app
