// SPDX-License-Identifier: MIT
#include "output/sorted_json.hpp"

#include "output/json_document.hpp"
#include "output/json_text.hpp"

#include <algorithm>
#include <cstddef>
#include <list>
#include <utility>
#include <vector>

namespace latch::output {

namespace {

/// A text in pieces of another, which move from list to list without being copied.
using Pieces = std::list<std::string_view>;

/// Reads a text that is known to be JSON, so that only its structure has to be looked at.
class Sorter {
public:
    explicit Sorter(std::string_view text) : text_(text) {}

    /// The document, sorted; nothing if it is nested too deeply.
    std::optional<Pieces> document() {
        Pieces pieces;
        if (!value(pieces, 0)) {
            return std::nullopt;
        }
        cut(pieces);
        return pieces;
    }

private:
    struct Member {
        std::string_view key; ///< without its quotes
        Pieces text;          ///< key and value
    };

    char next() {
        at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
        return text_[at_];
    }

    /// Whether the mark comes next; then it is taken.
    bool take(char mark) {
        const bool there = next() == mark;
        at_ += there ? 1U : 0U;
        return there;
    }

    /// Moves what has been read since the last cut into `pieces`.
    void cut(Pieces& pieces) {
        if (at_ > cut_) {
            pieces.push_back(text_.substr(cut_, at_ - cut_));
        }
        cut_ = at_;
    }

    /// Takes a value; `pieces` gets its beginning up to where `cut_` is then.
    bool value(Pieces& pieces, std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        if (depth > JsonText::depth_limit) {
            return false;
        }
        switch (next()) {
        case '{':
            return object(pieces, depth);
        case '[':
            return array(pieces, depth);
        case '"':
            string();
            return true;
        default:
            at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
            return true;
        }
    }

    std::string_view string() {
        const std::size_t begin = ++at_;
        while (text_[at_] != '"') {
            at_ += text_[at_] == '\\' ? 2U : 1U;
        }
        return text_.substr(begin, at_++ - begin);
    }

    bool array(Pieces& pieces, std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        take('[');
        while (!take(']')) {
            take(',');
            if (!value(pieces, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    bool object(Pieces& pieces, std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        take('{');
        cut(pieces);
        std::vector<Member> members;
        while (next() != '}') {
            take(',');
            if (!member(members.emplace_back(), depth)) {
                return false;
            }
        }
        cut_ = at_; // only blanks are left before the bracket
        take('}');
        std::ranges::stable_sort(members, {}, &Member::key);
        for (Member& each : members) {
            if (&each != &members.front()) {
                pieces.emplace_back(",");
            }
            pieces.splice(pieces.end(), each.text);
        }
        return true;
    }

    bool member(Member& member, std::size_t depth) { // NOLINT(misc-no-recursion): bounded
        next();
        cut_ = at_;
        member.key = string();
        take(':');
        const bool fits = value(member.text, depth + 1);
        cut(member.text);
        return fits;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t cut_ = 0; ///< up to where everything is in some list
};

} // namespace

std::optional<std::string> sorted_json(std::string_view text) {
    if (!is_json_document(text)) {
        return std::nullopt;
    }
    const auto pieces = Sorter(text).document();
    if (!pieces) {
        return std::nullopt;
    }
    std::string sorted;
    sorted.reserve(text.size());
    for (const std::string_view piece : *pieces) {
        append_without_blanks(sorted, piece);
    }
    return sorted;
}

} // namespace latch::output
