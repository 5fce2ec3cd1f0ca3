// SPDX-License-Identifier: MIT
#include "output/progress_line.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

namespace latch::output {

namespace {

constexpr std::chrono::seconds rate_window{5};

/// Ten times a second is what is drawn; more marks say nothing more.
constexpr std::chrono::milliseconds mark_distance{100};

std::string two_digits(std::int64_t number) {
    std::string digits = std::to_string(number);
    return digits.size() < 2 ? "0" + digits : digits;
}

/// "3.4 MiB/s  0:12 left", as far as it is known.
std::string pace(const TransferState& state) {
    if (!state.rate) {
        return {};
    }
    std::string text = "  " + size_words(*state.rate) + "/s";
    if (state.total && *state.rate >= 1 && state.total->count > state.done.count) {
        const auto left = static_cast<double>(state.total->count - state.done.count) / *state.rate;
        constexpr double longest = 359'999; // 99:59:59
        const auto seconds = static_cast<std::int64_t>(std::min(left, longest));
        text += "  " + duration_words(std::chrono::seconds(seconds)) + " left";
    }
    return text;
}

unsigned percent(base::Bytes done, base::Bytes total) {
    if (total.count == 0) {
        return 100;
    }
    const double share = static_cast<double>(done.count) / static_cast<double>(total.count);
    return static_cast<unsigned>(std::clamp(share * 100, 0.0, 100.0));
}

std::string bar(unsigned percent, std::size_t width) {
    constexpr std::size_t most = 40;
    constexpr std::size_t least = 5;
    constexpr std::size_t frame = 3; // "[] "
    if (width < least + frame) {
        return {};
    }
    const std::size_t cells = std::min(width - frame, most);
    const std::size_t filled = cells * percent / 100;
    return "[" + std::string(filled, '#') + std::string(cells - filled, ' ') + "] ";
}

} // namespace

void RateEstimate::note(SteadyTime now, base::Bytes done) {
    if (marks_.size() > 1 && now - marks_[marks_.size() - 2].at < mark_distance) {
        marks_.back() = {now, done};
    } else {
        marks_.push_back({now, done});
    }
    // One mark from before the window stays, so that a stall does not empty it.
    while (marks_.size() > 2 && now - marks_[1].at >= rate_window) {
        marks_.pop_front();
    }
}

std::optional<double> RateEstimate::per_second() const {
    if (marks_.size() < 2 || marks_.back().at <= marks_.front().at) {
        return std::nullopt;
    }
    const std::chrono::duration<double> time = marks_.back().at - marks_.front().at;
    const auto moved = marks_.back().done.count - marks_.front().done.count;
    return static_cast<double>(moved) / time.count();
}

std::string progress_line(const TransferState& state, unsigned columns) {
    std::string front(state.what);
    std::string back = size_words(static_cast<double>(state.done.count));
    std::string middle;
    if (state.total) {
        const unsigned share = percent(state.done, *state.total);
        const std::string digits = std::to_string(share);
        front += std::string(5 - digits.size(), ' ') + digits + " % ";
        back += " of " + size_words(static_cast<double>(state.total->count)) + pace(state);
        const std::size_t used = front.size() + back.size();
        middle = bar(share, columns > used ? columns - used : 0);
    } else {
        front += "  ";
        back += pace(state);
    }
    return (front + middle + back).substr(0, columns);
}

std::string closing_line(base::Bytes moved, std::chrono::nanoseconds time) {
    const std::chrono::duration<double> seconds = time;
    const auto bytes = static_cast<double>(moved.count);
    std::string text = "Done. " + size_words(bytes) + " in ";
    if (seconds < std::chrono::minutes(1)) {
        std::array<char, 32> digits{};
        std::snprintf(digits.data(), digits.size(), "%.2f s", seconds.count());
        text += digits.data();
    } else {
        text += duration_words(std::chrono::duration_cast<std::chrono::seconds>(time));
    }
    return seconds.count() > 0 ? text + " (" + size_words(bytes / seconds.count()) + "/s)" : text;
}

std::string size_words(double bytes) {
    constexpr std::array<std::string_view, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    constexpr double step = 1024;
    std::size_t unit = 0;
    // What would be written as "1024.0" is one of the next unit.
    while (unit + 1 < units.size() && bytes >= (unit == 0 ? step : step - 0.05)) {
        bytes /= step;
        ++unit;
    }
    std::array<char, 32> digits{};
    std::snprintf(digits.data(), digits.size(), unit == 0 ? "%.0f" : "%.1f", bytes);
    return std::string(digits.data()).append(" ").append(units[unit]);
}

std::string duration_words(std::chrono::seconds duration) {
    constexpr std::int64_t sixty = 60;
    const std::int64_t seconds = duration.count();
    const std::int64_t minutes = seconds / sixty;
    if (minutes < sixty) {
        return std::to_string(minutes) + ":" + two_digits(seconds % sixty);
    }
    return std::to_string(minutes / sixty) + ":" + two_digits(minutes % sixty) + ":" +
           two_digits(seconds % sixty);
}

} // namespace latch::output
