// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/record.hpp"

#include <cstddef>
#include <string>

/// Reports of a run. Each is a text that depends on the record alone, with the requests in the
/// order of the record; times stand in it where the record has some. Control characters and bytes
/// that are no UTF-8 are shown as "\x1b".
namespace latch::flow {

/// JUnit's XML, as far as GitLab, Jenkins and the actions for GitHub agree about it: one testcase
/// a request, and no two of the same classname and name, because GitLab drops the second. Bodies
/// are cut, and left out once the report has 24 MiB: GitLab takes 30 MB.
std::string junit(const Record& record);

/// TAP (Test Anything Protocol): one point a request, and what was wrong in a block of YAML.
/// Version 13, because the `prove` of Perl up to 5.36 refuses to read 14, which is the same here.
std::string tap(const Record& record);

/// One JSON object in ASCII: the record with all it holds.
std::string json_report(const Record& record);

/// How many annotations GitHub takes from one step.
inline constexpr std::size_t most_annotations = 10;

/// Workflow commands of GitHub Actions for standard output: an error for each request that failed
/// or could not be made; the last one says how many more there are. Empty if all is well.
std::string github_annotations(const Record& record);

/// How much GitHub takes as the summary of one step, in bytes.
inline constexpr std::size_t largest_summary = std::size_t{1} << 20;

/// Markdown for the file that GITHUB_STEP_SUMMARY names, of at most `largest_summary`.
std::string github_summary(const Record& record);

/// One page of HTML that loads nothing and runs no script.
std::string html_report(const Record& record);

} // namespace latch::flow
