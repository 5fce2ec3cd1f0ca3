// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/holes.hpp"
#include "latch/flow/script.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// A text whose holes are shown as what fills them: "a <row.sku> b", "<now +1d>".
inline std::string
with_templates(std::string_view text, const std::vector<flow::Template>& templates) {
    std::string shown;
    for (const base::Piece& piece : base::pieces_of(text)) {
        if (!piece.hole) {
            shown += piece.text;
            continue;
        }
        shown += '<';
        for (const std::string& word : templates.at(*piece.hole).words) {
            shown += (shown.ends_with('<') ? "" : " ") + word;
        }
        shown += '>';
    }
    return shown;
}

inline std::string shown(const flow::Text& text) {
    return with_templates(text.text, text.templates);
}

/// The words with bars between.
inline std::string shown(const flow::Phrase& phrase) {
    std::string words;
    for (const std::string& word : phrase.words) {
        words += (words.empty() ? "" : "|") + with_templates(word, phrase.templates);
    }
    return words;
}

inline std::string shown(flow::Position at) {
    return std::to_string(at.line) + ':' + std::to_string(at.column);
}

/// Each on its line, "3:5 what (hint)".
inline std::string shown(const std::vector<flow::Mistake>& mistakes) {
    std::string lines;
    for (const flow::Mistake& mistake : mistakes) {
        lines += shown(mistake.at) + ' ' + mistake.what;
        lines += mistake.hint.empty() ? "\n" : " (" + mistake.hint + ")\n";
    }
    return lines;
}

/// What a file says, a line for each step, blocks moved in.
class Outline {
public:
    static std::string of(const flow::Steps& steps) {
        Outline outline;
        outline.add_all(steps);
        return outline.lines_;
    }

    void operator()(const flow::Request& request) {
        std::string line = request.title.text.empty() ? "" : shown(request.title) + ": ";
        for (const std::string& tag : request.tags) {
            line += '#' + tag + ' ';
        }
        add(line + shown(request.phrase));
    }

    void operator()(const flow::Default& each) { add(each.name + " = " + shown(each.value)); }

    void operator()(const flow::Computed& each) { add(each.name + " := " + shown(each.program)); }

    void operator()(const flow::Include& include) {
        std::string line = "include " + shown(include.file);
        for (const auto& [name, value] : include.values) {
            line += '|' + name + '=' + shown(value);
        }
        add(line);
    }

    void operator()(const flow::Defaults& each) { add("defaults " + shown(each.phrase)); }

    void operator()(const flow::For& each) {
        std::string line = "for ";
        for (const std::string& name : each.names) {
            line += name + ' ';
        }
        add(line + std::visit(*this, each.source), each.body);
    }

    void operator()(const flow::If& each) { add("if " + shown(each.condition), each.body); }

    void operator()(const flow::Parallel& each) {
        add("parallel" + (each.limit ? ' ' + std::to_string(*each.limit) : ""), each.body);
    }

    void operator()(const flow::Finally& each) { add("finally", each.body); }

    std::string operator()(const flow::RowsOfFile& rows) const {
        return "file " + shown(rows.file);
    }

    std::string operator()(const flow::RowsOfRange& rows) const {
        return "range " + shown(rows.from) + " to " + shown(rows.to);
    }

    std::string operator()(const flow::RowsOfWords& rows) const {
        return "words " + shown(rows.phrase);
    }

    std::string operator()(const flow::RowsOfProgram& rows) const {
        return "program " + shown(rows.program);
    }

private:
    void add(const std::string& line) { lines_ += std::string(indent_, ' ') + line + '\n'; }

    void add(const std::string& line, const flow::Steps& body) {
        add(line);
        indent_ += 2;
        add_all(body);
        indent_ -= 2;
    }

    void add_all(const flow::Steps& steps) {
        for (const flow::Step& step : steps) {
            std::visit([this](const auto& each) { (*this)(each); }, step.what);
        }
    }

    std::string lines_;
    std::size_t indent_ = 0;
};

} // namespace latch::test
