// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace latch::output {

/// A line on standard error that says how far a transfer is; only on a terminal, only if it takes
/// longer than half a second, and gone when it is over.
class Progress {
public:
    using Now = std::function<std::chrono::steady_clock::time_point()>;

    /// `what` is the first word of the line: "uploading".
    Progress(
        std::string what,
        const base::Environment& environment,
        Now now = [] { return std::chrono::steady_clock::now(); }
    );
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    Progress(Progress&&) = delete;
    Progress& operator=(Progress&&) = delete;
    ~Progress();

    /// A transfer begins, of `total` bytes if that is known, of which `done` were there before.
    void begin(std::optional<base::Bytes> total, base::Bytes done = {});
    /// The first word is another from now on.
    void rename(std::string what);
    /// So much of it is done; the line is drawn anew, at most ten times a second.
    void moved(base::Bytes done);
    /// Something else is about to be written: takes the line away until it is drawn anew.
    void hide();
    /// It is over, or something else is about to be written: takes the line away, for good.
    void end();

private:
    class Impl;
    std::unique_ptr<Impl> impl_; ///< null if standard error is no terminal
};

} // namespace latch::output
