// SPDX-License-Identifier: MIT
#include "flow/import_script.hpp"

#include <algorithm>
#include <utility>

namespace latch::flow::foreign {

namespace {

constexpr std::string_view blanks = " \t\r\n;";

class Splitter {
public:
    explicit Splitter(std::string_view script) : script_(script) {}

    std::vector<Statement> split() && {
        split(0, script_.size());
        return std::move(statements_);
    }

private:
    /// The statements between two places.
    void split(std::size_t at, std::size_t end) {
        while ((at = beginning(at, end)) < end) {
            const std::size_t stop = end_of(at, end);
            add(at, stop);
            at = stop;
        }
    }

    /// Where something stands that is neither blank nor a comment.
    std::size_t beginning(std::size_t at, std::size_t end) const {
        while (at < end) {
            if (blanks.find(script_[at]) != std::string_view::npos) {
                ++at;
            } else if (const std::size_t behind = behind_comment(at); behind != at) {
                at = behind;
            } else {
                break;
            }
        }
        return std::min(at, end);
    }

    /// The same place if no comment begins there.
    std::size_t behind_comment(std::size_t at) const {
        const std::string_view rest = script_.substr(at);
        if (rest.starts_with("//")) {
            return std::min(script_.find('\n', at), script_.size());
        }
        if (rest.starts_with("/*")) {
            const std::size_t end = script_.find("*/", at + 2);
            return end == std::string_view::npos ? script_.size() : end + 2;
        }
        return at;
    }

    std::size_t behind_quote(std::size_t at) const {
        const char quote = script_[at];
        for (++at; at < script_.size() && script_[at] != quote; ++at) {
            at += script_[at] == '\\' ? 1U : 0U;
        }
        return std::min(at + 1, script_.size());
    }

    /// A statement ends at a semicolon, or at a line end behind which it cannot go on.
    std::size_t end_of(std::size_t at, std::size_t end) const {
        int depth = 0;
        while (at < end) {
            const char c = script_[at];
            if (std::string_view("'\"`").find(c) != std::string_view::npos) {
                at = behind_quote(at);
                continue;
            }
            if (const std::size_t behind = behind_comment(at); behind != at) {
                at = behind;
                continue;
            }
            depth += std::string_view("([{").find(c) != std::string_view::npos ? 1 : 0;
            depth -= std::string_view(")]}").find(c) != std::string_view::npos ? 1 : 0;
            if (depth <= 0 && (c == ';' || (c == '\n' && !goes_on(at, end)))) {
                break;
            }
            ++at;
        }
        return std::min(at, end);
    }

    /// Whether the next line begins with what belongs to this one: ".to.equal(1)".
    bool goes_on(std::size_t at, std::size_t end) const {
        const std::size_t next = std::min(script_.find_first_not_of(" \t\r\n", at), end);
        return next < end && script_[next] == '.';
    }

    void add(std::size_t at, std::size_t end) {
        std::string_view text = script_.substr(at, end - at);
        text = text.substr(0, text.find_last_not_of(blanks) + 1);
        const bool is_test = text.starts_with("client.test(") || text.starts_with("pm.test(");
        const std::size_t open = text.find('{');
        const std::size_t close = text.rfind('}');
        if (is_test && open != std::string_view::npos && close != std::string_view::npos &&
            open < close) {
            split(at + open + 1, at + close);
            return;
        }
        const auto before = script_.substr(0, at);
        statements_.push_back({text, 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'))}
        );
    }

    std::string_view script_;
    std::vector<Statement> statements_;
};

} // namespace

std::vector<Statement> statements_of(std::string_view script) {
    return Splitter(script).split();
}

} // namespace latch::flow::foreign
