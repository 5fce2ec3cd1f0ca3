// SPDX-License-Identifier: MIT
#include "output/sorted_json.hpp"

#include "output/json_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace latch::output {

namespace {

/// Reads a text that is known to be JSON, so that only its structure has to be looked at.
class Sorter {
public:
    explicit Sorter(std::string_view text) : rest_(text) {}

    /// The next value, sorted; nothing if it is nested too deeply.
    std::optional<std::string> value(std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        if (depth > JsonText::depth_limit) {
            return std::nullopt;
        }
        switch (next()) {
        case '{':
            return object(depth);
        case '[':
            return array(depth);
        default:
            return std::string(scalar());
        }
    }

private:
    struct Member {
        std::string_view key; ///< with its quotes
        std::string value;
    };

    char next() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
        return rest_.front();
    }

    /// Whether the mark comes next; then it is taken.
    bool take(char mark) {
        const bool there = next() == mark;
        rest_.remove_prefix(there ? 1 : 0);
        return there;
    }

    std::string_view scalar() {
        const std::size_t size = next() == '"'
                                     ? string_size()
                                     : std::min(rest_.find_first_of(",]} \t\r\n"), rest_.size());
        const std::string_view token = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return token;
    }

    std::size_t string_size() const {
        std::size_t at = 1;
        while (rest_[at] != '"') {
            at += rest_[at] == '\\' ? 2U : 1U;
        }
        return at + 1;
    }

    std::optional<std::string> array(std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        take('[');
        std::string text = "[";
        while (!take(']')) {
            text += take(',') ? "," : "";
            const auto element = value(depth + 1);
            if (!element) {
                return std::nullopt;
            }
            text += *element;
        }
        return text + ']';
    }

    std::optional<std::string> object(std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        take('{');
        std::vector<Member> members;
        while (!take('}')) {
            take(',');
            const std::string_view key = scalar();
            take(':');
            auto held = value(depth + 1);
            if (!held) {
                return std::nullopt;
            }
            members.push_back({.key = key, .value = *std::move(held)});
        }
        std::ranges::stable_sort(members, {}, [](const Member& member) {
            return member.key.substr(1, member.key.size() - 2);
        });
        return joined(members);
    }

    static std::string joined(const std::vector<Member>& members) {
        std::string text = "{";
        for (const Member& member : members) {
            text += text.size() > 1 ? "," : "";
            text += member.key;
            text += ':';
            text += member.value;
        }
        return text + '}';
    }

    std::string_view rest_;
};

} // namespace

std::optional<std::string> sorted_json(std::string_view text) {
    return nlohmann::json::accept(text) ? Sorter(text).value(0) : std::nullopt;
}

} // namespace latch::output
