// SPDX-License-Identifier: MIT
#include "latch/flow/record.hpp"

#include <array>

namespace latch::flow {

namespace {

void count(const Suite& suite, Tally& tally) noexcept {
    constexpr std::array<std::size_t Tally::*, 4> counts{
        &Tally::passed, &Tally::failed, &Tally::broken, &Tally::skipped};
    static_assert(std::variant_size_v<Outcome> == counts.size());
    for (const Case& each : suite.cases) {
        ++(tally.*counts.at(each.outcome.index()));
    }
}

} // namespace

std::string_view word_for(const Outcome& outcome) noexcept {
    constexpr std::array<std::string_view, 4> words{"passed", "failed", "error", "skipped"};
    static_assert(std::variant_size_v<Outcome> == words.size());
    return words.at(outcome.index());
}

Record without_times(Record record) {
    record.began.reset();
    record.duration.reset();
    for (Suite& suite : record.suites) {
        for (Case& each : suite.cases) {
            each.times.reset();
        }
    }
    return record;
}

Tally tally_of(const Suite& suite) noexcept {
    Tally tally;
    count(suite, tally);
    return tally;
}

Tally tally_of(const Record& record) noexcept {
    Tally tally;
    for (const Suite& suite : record.suites) {
        count(suite, tally);
    }
    return tally;
}

} // namespace latch::flow
