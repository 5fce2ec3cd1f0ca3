// SPDX-License-Identifier: MIT
#include "latch/output/format_options.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace latch::output {

namespace {

using base::Result;

struct Knob {
    std::string_view name;
    std::string_view values; ///< what fits, in words
    /// Whether `value`, which is lowercase, fits.
    bool (*apply)(FormatOptions& options, std::string_view value);
};

template <class Flag>
bool apply_flag(Flag& flag, std::string_view value) {
    flag = value == "true";
    return value == "true" || value == "false";
}

bool apply_indent(unsigned& indent, std::string_view value) {
    const auto number = base::parse_decimal(value);
    if (!number || *number > widest_indent) {
        return false;
    }
    indent = static_cast<unsigned>(*number);
    return true;
}

constexpr std::string_view flag_values = "true or false";
constexpr std::string_view indent_values = "a number from 0 to 16";

constexpr auto knobs = std::to_array<Knob>({
    {"headers.sort",
     flag_values,
     [](FormatOptions& options, std::string_view value) {
         return apply_flag(options.sort_headers, value);
     }},
    {"json.format",
     flag_values,
     [](FormatOptions& options, std::string_view value) {
         return apply_flag(options.json_format, value);
     }},
    {"json.indent",
     indent_values,
     [](FormatOptions& options, std::string_view value) {
         return apply_indent(options.json_indent, value);
     }},
    {"json.sort_keys",
     flag_values,
     [](FormatOptions& options, std::string_view value) {
         return apply_flag(options.json_sort_keys, value);
     }},
    {"xml.format",
     flag_values,
     [](FormatOptions& options, std::string_view value) {
         return apply_flag(options.xml_format, value);
     }},
    {"xml.indent",
     indent_values,
     [](FormatOptions& options, std::string_view value) {
         return apply_indent(options.xml_indent, value);
     }},
});

base::Error misfit(std::string_view what, std::string_view hint) {
    return base::Error(base::ErrorKind::usage, std::string(what)).hinting(std::string(hint));
}

std::string all_names() {
    std::string names = "the options are ";
    for (const Knob& knob : knobs) {
        names += &knob == knobs.data() ? "" : ", ";
        names += knob.name;
    }
    return names;
}

Result<void> apply_one(FormatOptions& options, std::string_view text) {
    const std::string quoted = "'" + std::string(text) + "'";
    const auto halves = base::split_once(text, ':');
    if (!halves) {
        return misfit(quoted + " has no colon", "write name:value, for example json.indent:2");
    }
    const std::string name = base::to_ascii_lower(base::trim(halves->first));
    const auto* const knob = std::ranges::find(knobs, name, &Knob::name);
    if (knob == knobs.end()) {
        return misfit(quoted + " is no format option", all_names());
    }
    if (!knob->apply(options, base::to_ascii_lower(base::trim(halves->second)))) {
        return misfit(
            quoted + " does not fit",
            std::string(knob->name) + " takes " + std::string(knob->values)
        );
    }
    return {};
}

} // namespace

Result<void> apply_format_options(FormatOptions& options, std::string_view text) {
    FormatOptions changed = options;
    for (const std::string_view part : base::split(text, ',')) {
        if (auto applied = apply_one(changed, part); !applied) {
            return applied;
        }
    }
    options = changed;
    return {};
}

void apply_sorting(FormatOptions& options, Sorting sorting) noexcept {
    options.sort_headers = options.json_sort_keys = sorting == Sorting::sorted;
}

} // namespace latch::output
