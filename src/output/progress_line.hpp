// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

/// The pure part of a progress display: numbers in, text out.
namespace latch::output {

using SteadyTime = std::chrono::steady_clock::time_point;

/// How fast bytes have moved lately.
///
/// The mean over the last five seconds: a mean since the beginning answers too slowly when a
/// connection stalls, one over less jumps.
class RateEstimate {
public:
    /// `done` bytes have moved in all by `now`. Times do not go back.
    void note(SteadyTime now, base::Bytes done);

    /// Bytes a second; nothing as long as no time has passed.
    std::optional<double> per_second() const;

private:
    struct Mark {
        SteadyTime at;
        base::Bytes done;
    };

    std::deque<Mark> marks_;
};

/// The state of a transfer.
struct TransferState {
    std::string_view what; ///< "uploading"
    base::Bytes done;
    std::optional<base::Bytes> total; ///< nothing: not known
    std::optional<double> rate;       ///< bytes a second
};

/// "uploading  42 % [#####     ] 1.2 of 2.9 MiB  3.4 MiB/s  0:12 left", at most `columns` long: the
/// bar takes what room there is, and goes when there is none.
std::string progress_line(const TransferState& state, unsigned columns);

/// "Done. 1.2 MiB in 0.34 s (3.5 MiB/s)".
std::string closing_line(base::Bytes moved, std::chrono::nanoseconds time);

/// "17 B", "1.2 KiB", "2.0 GiB".
std::string size_words(double bytes);

/// "0:07", "12:30", "3:01:00".
std::string duration_words(std::chrono::seconds duration);

} // namespace latch::output
