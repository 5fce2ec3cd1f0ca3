// SPDX-License-Identifier: MIT
#include "cli/suggestion.hpp"

#include "cli/option.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

/// Of words this long, one letter in three may be wrong.
constexpr std::size_t letters_a_slip = 3;

/// "--x" is near to everything.
constexpr std::size_t shortest_typed = 4;

/// More than that is the help.
constexpr std::size_t most_suggested = 8;

constexpr std::string_view denial = "--no-";

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

std::vector<std::string>
nearest_to(const std::string& typed, const std::vector<std::string>& names) {
    std::size_t fewest = std::max<std::size_t>(1, (typed.size() - 2) / letters_a_slip);
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
    std::vector<std::string> found = beginning_with(name, names);
    if (found.empty() && typed.size() >= shortest_typed) {
        found = nearest_to(name, names);
    }
    return found.size() > most_suggested ? std::vector<std::string>{} : found;
}

std::string did_you_mean(std::string_view typed) {
    std::string text;
    const std::vector<std::string> names = similar_options(typed);
    for (const std::string& name : names) {
        const bool is_last = &name == &names.back();
        text += text.empty() ? "did you mean " : is_last ? " or " : ", ";
        text += name;
    }
    return text;
}

} // namespace latch::cli
