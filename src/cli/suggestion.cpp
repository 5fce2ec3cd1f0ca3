// SPDX-License-Identifier: MIT
#include "cli/suggestion.hpp"

#include "cli/option.hpp"
#include "cli/topic.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <vector>

namespace latch::cli {

namespace {

/// One letter is near to everything.
constexpr std::size_t fewest_letters = 2;

/// More than that is the help.
constexpr std::size_t most_suggested = 8;

constexpr std::string_view denial = "--no-";

/// Before the name of an option.
constexpr std::size_t dashes = 2;

std::vector<std::string> all_names() {
    std::vector<std::string> names;
    for (const Option& option : all_options()) {
        names.push_back(spelled(option));
        names.push_back(spelled_no(option));
    }
    return names;
}

std::string as_names_are(std::string_view typed) {
    std::string name = base::to_ascii_lower(typed);
    std::ranges::replace(name, '_', '-');
    return name;
}

std::vector<std::string>
beginning_with(const std::string& typed, const std::vector<std::string>& names) {
    std::vector<std::string> found;
    for (const std::string& name : names) {
        if (name.starts_with(typed) && name.starts_with(denial) == typed.starts_with(denial)) {
            found.push_back(name);
        }
    }
    return found;
}

/// What begins with the word, else what the fewest slips lead to; `letters` of it are no dashes.
std::vector<std::string>
similar(const std::string& typed, const std::vector<std::string>& names, std::size_t letters) {
    std::vector<std::string> found = beginning_with(typed, names);
    if (found.empty() && letters >= fewest_letters) {
        found = base::nearest_words(typed, names, base::allowed_slips(letters));
    }
    return found.size() > most_suggested ? std::vector<std::string>{} : found;
}

} // namespace

std::vector<std::string> similar_options(std::string_view typed) {
    const std::string name = as_names_are(typed);
    const std::vector<std::string> names = all_names();
    if (std::ranges::count(names, name) != 0) {
        return {name};
    }
    return similar(name, names, std::max(name.size(), dashes) - dashes);
}

std::vector<std::string> similar_topics(std::string_view typed) {
    std::vector<std::string> names;
    for (const Topic& topic : all_topics()) {
        names.emplace_back(topic.name);
    }
    for (const Option& option : all_options()) {
        names.emplace_back(long_name(option));
    }
    std::vector<std::string> found = similar(as_names_are(typed), names, typed.size());
    for (std::string& name : found) {
        name.insert(0, find_topic(name) == nullptr ? dashes : 0, '-');
    }
    return found;
}

} // namespace latch::cli
