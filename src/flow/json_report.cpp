// SPDX-License-Identifier: MIT
#include "flow/account.hpp"
#include "flow/escape.hpp"
#include "flow/time_text.hpp"

#include "latch/flow/report.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <utility>

namespace latch::flow {

namespace {

using Json = nlohmann::ordered_json;

/// Milliseconds, down to the microsecond.
Json milliseconds(std::chrono::nanoseconds time) {
    return std::round(static_cast<double>(time.count()) / 1e3) / 1e3;
}

void put_place(const Place& place, Json& object) {
    if (place.file.empty()) {
        return;
    }
    object["file"] = place.file;
    if (place.line != 0) {
        object["line"] = place.line;
    }
    if (place.column != 0) {
        object["column"] = place.column;
    }
}

Json json_of(const Expectation& expectation) {
    Json object{
        {"expression", expectation.expression},
        {"actual", expectation.actual},
        {"expected", expectation.expected},
    };
    put_place(expectation.place, object);
    return object;
}

void put_outcome(const Outcome& outcome, Json& object) {
    object["outcome"] = word_for(outcome);
    if (const auto* failed = std::get_if<Failed>(&outcome)) {
        object["expectations"] = Json::array();
        for (const Expectation& each : failed->expectations) {
            object["expectations"].push_back(json_of(each));
        }
    } else if (const auto* broken = std::get_if<Broken>(&outcome)) {
        object["message"] = broken->message;
    } else if (const auto* skipped = std::get_if<Skipped>(&outcome)) {
        object["reason"] = skipped->reason;
    }
}

void put_times(const Times& times, Json& object) {
    const std::array<std::pair<const char*, std::chrono::nanoseconds>, 5> phases{{
        {"resolve", times.phases.resolve},
        {"connect", times.phases.connect},
        {"tls", times.phases.tls},
        {"first_byte", times.phases.first_byte},
        {"transfer", times.phases.transfer},
    }};
    object["started_ms"] = milliseconds(times.started);
    object["duration_ms"] = milliseconds(times.duration);
    object["phases_ms"] = Json::object();
    for (const auto& phase : phases) {
        object["phases_ms"][phase.first] = milliseconds(phase.second);
    }
}

Json json_of(const Entry& entry) {
    const Case& request = *entry.request;
    Json object{{"name", entry.name}};
    put_place(request.place, object);
    put_outcome(request.outcome, object);
    object["status_line"] = request.status_line;
    object["tries"] = request.tries;
    if (request.times) {
        put_times(*request.times, object);
    }
    object["sent"] = request.sent;
    object["received"] = request.received;
    return object;
}

Json json_of(const Tally& tally) {
    return {
        {"requests", tally.all()},
        {"passed", tally.passed},
        {"failed", tally.failed},
        {"errors", tally.broken},
        {"skipped", tally.skipped},
    };
}

Json head_of(const Record& record) {
    Json object{{"name", record.name}};
    if (record.began) {
        object["began"] = iso_time(*record.began) + 'Z';
    }
    if (record.duration) {
        object["duration_ms"] = milliseconds(*record.duration);
    }
    object["summary"] = json_of(tally_of(record));
    if (const auto sorted = durations_in(record); !sorted.empty()) {
        object["summary"]["p50_ms"] = milliseconds(percentile(sorted, 50));
        object["summary"]["p95_ms"] = milliseconds(percentile(sorted, 95));
        object["summary"]["max_ms"] = milliseconds(sorted.back());
    }
    return object;
}

} // namespace

std::string json_report(const Record& record) {
    constexpr int indent = 2;
    constexpr bool in_ascii = true;
    Json report = head_of(record);
    Json& suites = report["suites"] = Json::array();
    for (const Suite& suite : record.suites) {
        suites.push_back({{"name", name_of(suite)}, {"cases", Json::array()}});
    }
    for (const Entry& entry : entries_of(record)) {
        const auto at = static_cast<std::size_t>(entry.suite - record.suites.data());
        suites[at]["cases"].push_back(json_of(entry));
    }
    std::string text = report.dump(indent, ' ', in_ascii, Json::error_handler_t::replace) + '\n';
    // It stands in strings alone, and would be a command: see `escape`.
    return with_replaced(std::move(text), "##[", R"(#\u0023[)");
}

} // namespace latch::flow
