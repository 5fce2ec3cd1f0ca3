// SPDX-License-Identifier: MIT
#include "latch/output/summary.hpp"

#include "output/progress_line.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace latch::output {

namespace {

using Seconds = std::chrono::duration<double>;

/// Three digits that tell something: "0.42", "12.3", "47600".
std::string number_words(double number) {
    std::array<char, 32> text{};
    const int decimals = number < 10 ? 2 : number < 100 ? 1 : 0;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", decimals, number);
    return {text.data(), static_cast<std::size_t>(std::max(length, 0))};
}

/// "0.42 ms", "12.3 ms", "1.25 s".
std::string time_words(double seconds) {
    return seconds < 1 ? number_words(seconds * 1000) + " ms" : number_words(seconds) + " s";
}

} // namespace

void Summary::add(End end, std::chrono::nanoseconds time, base::Bytes received) {
    received_.count += received.count;
    if (end == End::cut_off) {
        ++cut_off_;
        return;
    }
    failed_ += end == End::failed ? 1U : 0U;
    times_.push_back(static_cast<float>(Seconds(time).count()));
}

std::string Summary::words(std::size_t asked, std::chrono::nanoseconds elapsed) const {
    const double seconds = Seconds(elapsed).count();
    std::string text = base::counted(ended(), "request") + " in " + time_words(seconds);
    if (seconds > 0) {
        text += " (" + number_words(static_cast<double>(ended()) / seconds) + "/s)";
    }
    if (failed_ > 0) {
        text += ", " + std::to_string(failed_) + " failed";
    }
    if (cut_off_ > 0) {
        text += ", " + std::to_string(cut_off_) + " cut off";
    }
    if (asked > ended()) {
        text += ", " + std::to_string(asked - ended()) + " not begun";
    }
    text += "; " + size_words(static_cast<double>(received_.count));
    return times_.empty() ? text : text + "; " + times_in_words();
}

std::string Summary::times_in_words() const {
    std::vector<float> sorted = times_;
    std::ranges::sort(sorted);
    // The nearest rank: a time that one of them has taken.
    const auto within = [&](double share) {
        const double rank = std::ceil(share * static_cast<double>(sorted.size()));
        return time_words(sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1]);
    };
    return "50 % within " + within(0.5) + ", 90 % within " + within(0.9) + ", 99 % within " +
           within(0.99) + ", all within " + within(1);
}

} // namespace latch::output
