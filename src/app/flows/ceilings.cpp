// SPDX-License-Identifier: MIT
#include "app/flows/ceilings.hpp"

#include "app/flows/telling.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace latch::app {

namespace {

using std::chrono::nanoseconds;

std::vector<nanoseconds> sorted_times(const flow::Record& record) {
    std::vector<nanoseconds> times;
    for (const flow::Suite& suite : record.suites) {
        for (const flow::Case& testcase : suite.cases) {
            if (testcase.times) {
                times.push_back(testcase.times->duration);
            }
        }
    }
    std::ranges::sort(times);
    return times;
}

/// The smallest that `percent` of them are not above.
nanoseconds nearest_rank(const std::vector<nanoseconds>& sorted, unsigned percent) {
    const std::size_t rank = (sorted.size() * percent + 99) / 100;
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

} // namespace

std::vector<std::string>
ceilings_passed(const std::vector<cli::Ceiling>& ceilings, const flow::Record& record) {
    const std::vector<nanoseconds> times = sorted_times(record);
    std::vector<std::string> lines;
    for (const cli::Ceiling& ceiling : ceilings) {
        if (times.empty()) {
            break;
        }
        const nanoseconds time = nearest_rank(times, ceiling.percent);
        if (time <= ceiling.limit) {
            continue;
        }
        const std::string name =
            ceiling.percent == 100 ? "max" : "p" + std::to_string(ceiling.percent);
        lines.push_back(
            name + " is " + in_words(time) + ", not " + in_words(ceiling.limit) + " or less (" +
            base::counted(times.size(), "request") + ')'
        );
    }
    return lines;
}

} // namespace latch::app
