// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <optional>
#include <string_view>

namespace latch::output {

/// How bodies and heads are laid out where they are formatted: the knobs of --format-options.
struct FormatOptions {
    std::optional<bool> sort_headers{}; ///< headers.sort; nothing: on a terminal only
    bool json_format = true;            ///< json.format
    unsigned json_indent = 4;           ///< json.indent
    bool json_sort_keys = false;        ///< json.sort_keys
    bool xml_format = true;             ///< xml.format
    unsigned xml_indent = 2;            ///< xml.indent

    bool operator==(const FormatOptions&) const = default;
};

/// The widest indent that can be asked for; it bounds what one byte of JSON can be blown up to.
inline constexpr unsigned widest_indent = 16;

/// Takes "name:value,…" into `options`; later ones replace earlier ones, case does not matter.
/// Errors: `usage`, naming the knob that is none, or the value that does not fit; `options` is
/// then as it was.
base::Result<void> apply_format_options(FormatOptions& options, std::string_view text);

enum class Sorting { sorted, unsorted };

/// --sorted, --unsorted: short for headers.sort and json.sort_keys.
void apply_sorting(FormatOptions& options, Sorting sorting) noexcept;

} // namespace latch::output
