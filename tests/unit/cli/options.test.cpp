// SPDX-License-Identifier: MIT
#include "cli/draft.hpp"
#include "cli/option.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/text.hpp"

#include <filesystem>
#include <set>

using namespace latch::cli;

namespace {

namespace fs = std::filesystem;

/// The text without what stands in lines of comment: to be mentioned is not to be tested.
std::string without_comments(const std::string& text) {
    std::string code;
    for (const std::string_view line : latch::base::split(text, '\n')) {
        const std::string_view words = latch::base::trim(line);
        if (!words.starts_with("//") && !words.starts_with('#')) {
            code.append(line).append("\n");
        }
    }
    return code;
}

/// All that the tests of the built program do, in C++ and in shell: to be understood, which the
/// unit tests are about, is not to be obeyed.
std::vector<std::string> program_tests() {
    std::vector<std::string> texts;
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(LATCH_SOURCE_DIR) / "tests")) {
        const fs::path extension = entry.path().extension();
        const bool is_source = extension == ".cpp" || extension == ".sh";
        const bool is_unit = entry.path().string().find("/tests/unit/") != std::string::npos;
        if (entry.is_regular_file() && is_source && !is_unit) {
            texts.push_back(without_comments(latch::test::slurp(entry.path())));
        }
    }
    return texts;
}

/// Whether the text names the option itself, not one that begins alike.
bool names(std::string_view text, std::string_view option) {
    for (auto at = text.find(option); at != std::string_view::npos;
         at = text.find(option, at + 1)) {
        const std::string_view behind = text.substr(at + option.size(), 1);
        const bool goes_on =
            !behind.empty() && (latch::base::is_ascii_alpha(behind[0]) || behind == "-");
        if (!goes_on) {
            return true;
        }
    }
    return false;
}

} // namespace

TEST_CASE("options: every record is complete", "[cli]") {
    for (const Option& option : all_options()) {
        INFO(option.names);
        CHECK(option.names.starts_with("--"));
        CHECK_FALSE(option.summary.empty());
        CHECK(option.summary.size() <= 45);
        CHECK_FALSE(option.summary.ends_with('.'));
        CHECK((option.details.empty() || option.details.ends_with('.')));
        CHECK(option.apply != nullptr);
        CHECK((!is_flag(option) || option.value.words.empty()));
        CHECK(has_denial(option) != option.denial.summary.empty());
        CHECK(
            (letter(option) == '\0' || latch::base::is_ascii_alpha(letter(option)) ||
             latch::base::is_ascii_digit(letter(option)))
        );
        for (const char c : long_name(option)) {
            CHECK((c == '-' || (c >= 'a' && c <= 'z') || latch::base::is_ascii_digit(c)));
        }
    }
}

TEST_CASE("options: no two have a name in common", "[cli]") {
    std::set<std::string> seen;
    for (const Option& option : all_options()) {
        INFO(option.names);
        CHECK(seen.insert(spelled(option)).second);
        CHECK(seen.insert(spelled_no(option)).second);
        if (letter(option) != '\0') {
            CHECK(seen.insert({letter(option)}).second);
        }
    }
}

TEST_CASE("options: those of a group stand together, as the help shows them", "[cli]") {
    std::set<Group> seen;
    std::optional<Group> current;
    for (const Option& option : all_options()) {
        INFO(option.names);
        if (current != option.group) {
            CHECK(seen.insert(option.group).second);
            current = option.group;
        }
    }
}

TEST_CASE("options: the words that completion offers are accepted", "[cli]") {
    for (const Option& option : all_options()) {
        if (option.value.words.empty()) {
            continue;
        }
        for (const std::string_view word : latch::base::split(option.value.words, ' ')) {
            INFO(option.names << ' ' << word);
            Draft draft;
            CHECK(option.apply(draft, word));
        }
    }
}

TEST_CASE("options: every one is named by a test of the built program", "[cli]") {
    const std::vector<std::string> texts = program_tests();
    REQUIRE_FALSE(texts.empty());
    for (const Option& option : all_options()) {
        INFO(option.names);
        CHECK(std::ranges::any_of(texts, [&](const std::string& text) {
            return names(text, spelled(option));
        }));
    }
    CHECK(names("a --timeout=3", "--timeout"));
    CHECK_FALSE(names("a --session-read-only", "--session"));
}
