// SPDX-License-Identifier: MIT
#include "cli/suggestion.hpp"

#include "cli/option.hpp"
#include "cli/topic.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

/// Of words this long, one letter in three may be wrong.
constexpr std::size_t letters_a_slip = 3;

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

std::size_t allowed_slips(std::size_t letters) {
    return std::max<std::size_t>(1, letters / letters_a_slip);
}

std::vector<std::string>
nearest_to(const std::string& typed, const std::vector<std::string>& names, std::size_t fewest) {
    std::vector<std::string> found;
    for (const std::string& name : names) {
        const std::size_t slips = edit_distance(typed, name);
        if (slips < fewest) {
            found.clear();
            fewest = slips;
        }
        if (slips == fewest) {
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
        found = nearest_to(typed, names, allowed_slips(letters));
    }
    return found.size() > most_suggested ? std::vector<std::string>{} : found;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
    using Row = std::vector<std::size_t>;
    Row before;
    Row above(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        above[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        Row row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before[j - 2] + 1);
            }
        }
        before = std::exchange(above, std::move(row));
    }
    return above.back();
}

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

std::string did_you_mean(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) {
        const bool is_last = &name == &names.back();
        text += text.empty() ? "did you mean " : is_last ? " or " : ", ";
        text += name;
    }
    return text;
}

} // namespace latch::cli
