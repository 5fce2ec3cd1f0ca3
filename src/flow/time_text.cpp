// SPDX-License-Identifier: MIT
#include "flow/time_text.hpp"

#include <algorithm>
#include <cstdint>

namespace latch::flow {

namespace {

using std::chrono::nanoseconds;

/// A number of thousandths, of which some decimals are shown.
std::string with_decimals(std::int64_t thousandths, std::size_t decimals) {
    std::string digits = std::to_string(std::max<std::int64_t>(thousandths, 0));
    digits.insert(0, digits.size() < 4 ? 4 - digits.size() : 0, '0');
    digits.insert(digits.size() - 3, 1, '.');
    digits.resize(digits.size() - (decimals == 0 ? 4 : 3 - decimals));
    return digits;
}

std::int64_t rounded(nanoseconds time, nanoseconds unit) {
    return (time + unit / 2) / unit;
}

std::string two_digits(unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

} // namespace

std::string in_seconds(nanoseconds time) {
    return with_decimals(rounded(time, std::chrono::milliseconds(1)), 3);
}

std::string in_milliseconds(nanoseconds time) {
    return with_decimals(rounded(time, std::chrono::microseconds(1)), 3);
}

std::string in_words(nanoseconds time) {
    using namespace std::chrono_literals;
    if (time >= 999'500us) {
        return with_decimals(rounded(time, 10ms) * 10, 2) + " s";
    }
    if (time >= 9'950us) {
        return std::to_string(rounded(time, 1ms)) + " ms";
    }
    return with_decimals(rounded(time, 100us) * 100, 1) + " ms";
}

std::string iso_time(base::Clock::time_point moment) {
    const auto second = std::chrono::floor<std::chrono::seconds>(moment);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(second - day);
    return std::to_string(static_cast<int>(date.year())) + '-' +
           two_digits(static_cast<unsigned>(date.month())) + '-' +
           two_digits(static_cast<unsigned>(date.day())) + 'T' +
           two_digits(static_cast<unsigned>(time.hours().count())) + ':' +
           two_digits(static_cast<unsigned>(time.minutes().count())) + ':' +
           two_digits(static_cast<unsigned>(time.seconds().count()));
}

std::vector<nanoseconds> durations_in(const Record& record) {
    std::vector<nanoseconds> durations;
    for (const Suite& suite : record.suites) {
        for (const Case& each : suite.cases) {
            if (each.times && !std::holds_alternative<Skipped>(each.outcome)) {
                durations.push_back(each.times->duration);
            }
        }
    }
    std::ranges::sort(durations);
    return durations;
}

nanoseconds percentile(const std::vector<nanoseconds>& sorted, unsigned percent) {
    if (sorted.empty()) {
        return {};
    }
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

std::string percentiles_in_words(const Record& record) {
    constexpr std::size_t enough_for_p95 = 20;
    const auto sorted = durations_in(record);
    if (sorted.empty()) {
        return {};
    }
    const std::string slowest = in_words(sorted.back());
    return "p50 " + in_words(percentile(sorted, 50)) + ", p95 " + in_words(percentile(sorted, 95)) +
           (sorted.size() < enough_for_p95 ? " (the slowest, of fewer than 20)" : ", max " + slowest
           );
}

} // namespace latch::flow
