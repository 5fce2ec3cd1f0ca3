// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace latch::cli {

/// A term and what it means; without a term a paragraph; or lines that stay as they are; or the
/// place of an entry for each command of `latch session`.
struct Entry {
    enum class Kind : std::uint8_t { itself, session_commands };
    std::string_view term = {};
    std::string_view text = {}; ///< may hold `project_options_here`
    std::string_view sample = {};
    Kind kind = Kind::itself;
};

/// Stands for the names of the options that a project's configuration may set.
constexpr std::string_view project_options_here = "@PROJECT@";

/// The text with what stands for something replaced.
std::string text_of(const Entry& entry);

/// Something to know besides the options: a page of `latch help` and a section of the manual page,
/// both made from the same entries.
struct Topic {
    std::string_view name;    ///< as typed behind `latch help`
    std::string_view heading; ///< of the section, in capitals
    std::span<const Entry> entries;
    std::optional<Group> options = std::nullopt; ///< those that belong to it
};

/// The entries of a topic one after the other, each as `write` has it.
std::string written(const Topic& topic, std::string (*write)(const Entry& entry));

/// In the order of the manual page.
std::span<const Topic> all_topics() noexcept;

/// The topic of that name; null if there is none.
const Topic* find_topic(std::string_view name) noexcept;

/// What the page on HTTPie and xh tells to do instead of an option that is theirs alone, dashes
/// included, as a hint; empty if it does not know the option.
std::string instead_of(std::string_view option);

/// "items sessions …".
std::string topic_names();

/// "items, sessions, … and environment".
std::string listed_topics();

/// The page of a topic, at most 80 columns wide: its entries and all that is known of its options.
std::string page_on(const Topic& topic);

/// What is known of one option.
std::string page_on(const Option& option);

} // namespace latch::cli
