// SPDX-License-Identifier: MIT
#include "latch/flow/record.hpp"

#include "runs.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"
#include "latch/flow/report.hpp"

#include <algorithm>
#include <string>
#include <string_view>

using namespace latch::flow;
using namespace latch::test;

TEST_CASE("record: outcomes have a word", "[flow]") {
    CHECK(word_for(Passed{}) == "passed");
    CHECK(word_for(Failed{}) == "failed");
    CHECK(word_for(Broken{}) == "error");
    CHECK(word_for(Skipped{}) == "skipped");
}

TEST_CASE("record: a tally of a suite and of all", "[flow]") {
    const Record run = mixed_run();
    const Tally all = tally_of(run);
    CHECK(all.all() == 4);
    CHECK(all.passed == 1);
    CHECK(all.failed == 1);
    CHECK(all.broken == 1);
    CHECK(all.skipped == 1);
    CHECK(tally_of(run.suites[0]).all() == 3);
    CHECK(tally_of(run.suites[1]).broken == 1);
}

TEST_CASE("record: without times nothing of them is left", "[flow]") {
    const Record run = without_times(mixed_run());
    CHECK(!run.began);
    CHECK(!run.duration);
    for (const Suite& suite : run.suites) {
        for (const Case& each : suite.cases) {
            CHECK(!each.times);
        }
    }
    CHECK(tally_of(run).all() == 4);
}

TEST_CASE("reports: none has a command for GitHub's runner in it but our own", "[flow]") {
    const Record run = hostile_run();
    const std::string annotations = github_annotations(run);
    for (const std::string& report :
         {junit(run),
          tap(run),
          json_report(run),
          annotations,
          github_summary(run),
          html_report(run)}) {
        for (const std::string_view line : latch::base::split(report, '\n')) {
            INFO(line);
            const std::size_t text = std::min(line.find_first_not_of(" \t"), line.size());
            const bool is_ours = report == annotations && line.starts_with("::error file=");
            CHECK((is_ours || !line.substr(text).starts_with("::")));
            CHECK((is_ours || line.find("##[") == std::string_view::npos));
        }
    }
}
