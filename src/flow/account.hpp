// SPDX-License-Identifier: MIT
#pragma once

#include "latch/flow/record.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What happened in words, as all reports say it. The texts are visible.
namespace latch::flow {

/// The file of a suite, or "latch" for the command line.
std::string name_of(const Suite& suite);

/// The same as a class in a package, as JUnit has it: "api/orders.flow" is "api.orders".
std::string class_of(const Suite& suite);

/// A request and the suite that it is of.
struct Entry {
    const Suite* suite = nullptr;
    const Case* request = nullptr;
    std::string name; ///< in one line, unlike that of any other in suites of the same class
};

/// All requests of a record, which must outlive them.
std::vector<Entry> entries_of(const Record& record);

/// "orders.flow:14:3", as far as it is known.
std::string in_words(const Place& place);

/// Whether it failed or could not be made.
bool is_wrong(const Case& request) noexcept;

/// One line: "status == 201: got 422; .id exists: got null", why it could not be made, or why not.
std::string message_of(const Case& request);

/// All there is to say of what was expected, or could not be done, in lines.
std::string story_of(const Case& request);

/// "3 requests: 1 passed, 1 failed, 1 skipped", naming what there is.
std::string in_words(const Tally& tally);

} // namespace latch::flow
