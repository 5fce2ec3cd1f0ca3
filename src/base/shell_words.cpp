// SPDX-License-Identifier: MIT
#include "latch/base/shell_words.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace latch::base {

namespace {

bool is_one_of(char c, std::string_view set) noexcept {
    return set.find(c) != std::string_view::npos;
}

/// The one-letter escapes of $'…'.
std::optional<char> control_for(char letter) noexcept {
    constexpr std::string_view letters = "abefnrtv";
    constexpr std::string_view controls = "\a\b\x1b\f\n\r\t\v";
    const auto at = letters.find(letter);
    return at == std::string_view::npos ? std::nullopt : std::optional(controls[at]);
}

class Splitter {
public:
    explicit Splitter(std::string_view text) : text_(text) {}

    std::vector<ShellCommand> split() {
        while (!text_.empty()) {
            step(take());
        }
        end_command();
        return std::move(commands_);
    }

private:
    char take() noexcept {
        const char c = text_.front();
        text_.remove_prefix(1);
        line_ += c == '\n' ? 1U : 0U;
        return c;
    }

    void step(char c) {
        if (is_one_of(c, " \t\r")) {
            end_word();
        } else if (is_one_of(c, "\n;|") || (c == '&' && !is_after_arrow())) {
            end_command();
        } else if (c == '#' && !word_) {
            text_.remove_prefix(std::min(text_.find('\n'), text_.size()));
        } else if (c == '\\') {
            escaped();
        } else if (c == '\'') {
            single_quoted();
        } else if (c == '"') {
            double_quoted();
        } else if (c == '$' && text_.starts_with('\'')) {
            take();
            ansi_quoted();
        } else {
            plain(c);
        }
    }

    /// A redirection ends any word but the number that it may begin with.
    void plain(char c) {
        const bool is_redirection = is_one_of(c, "<>");
        if (is_redirection && word_ &&
            word_->text.find_first_not_of("0123456789<>") != std::string::npos) {
            end_word();
        }
        put(c);
        word_->is_known = word_->is_known && !is_one_of(c, "$`");
    }

    /// In "2>&1".
    bool is_after_arrow() const noexcept { return word_ && word_->text.ends_with('>'); }

    void put(char c) { word().text += c; }

    ShellWord& word() {
        return word_ ? *word_ : word_.emplace(ShellWord{.text = {}, .line = line_});
    }

    /// A backslash before a line end is a blank that is not there.
    void escaped() {
        if (text_.starts_with("\r\n")) {
            take();
        }
        if (!text_.empty()) {
            if (const char c = take(); c != '\n') {
                put(c);
            }
        }
    }

    void single_quoted() {
        const std::size_t end = std::min(text_.find('\''), text_.size());
        const std::string_view inside = text_.substr(0, end);
        word().text += inside;
        line_ += static_cast<std::size_t>(std::ranges::count(inside, '\n'));
        text_.remove_prefix(std::min(end + 1, text_.size()));
    }

    void double_quoted() {
        word();
        while (!text_.empty()) {
            const char c = take();
            if (c == '"') {
                return;
            }
            if (c == '\\' && !text_.empty() && is_one_of(text_.front(), "$`\"\\\n")) {
                escaped();
                continue;
            }
            put(c);
            word_->is_known = word_->is_known && !is_one_of(c, "$`");
        }
    }

    void ansi_quoted() {
        word();
        while (!text_.empty()) {
            const char c = take();
            if (c == '\'') {
                return;
            }
            if (c == '\\' && !text_.empty()) {
                ansi_escape(take());
            } else {
                put(c);
            }
        }
    }

    void ansi_escape(char letter) {
        if (letter == 'x') {
            put(static_cast<char>(digits(2)));
        } else if (letter == 'u') {
            put_unit(static_cast<char16_t>(digits(4)));
        } else {
            put(control_for(letter).value_or(letter));
        }
    }

    /// Half of a surrogate pair is no character in any shell.
    void put_unit(char16_t unit) {
        if (unit >= 0xd800 && unit <= 0xdfff) {
            word().is_known = false;
        } else {
            append_utf8(unit, word().text);
        }
    }

    unsigned digits(int most) {
        unsigned number = 0;
        for (; most > 0 && !text_.empty() && is_ascii_hex_digit(text_.front()); --most) {
            number = number * 16 + hex_value(take()).value_or(0);
        }
        return number;
    }

    void end_word() {
        if (word_) {
            command_.push_back(*std::exchange(word_, std::nullopt));
        }
    }

    void end_command() {
        end_word();
        if (!command_.empty()) {
            commands_.push_back(std::exchange(command_, {}));
        }
    }

    std::string_view text_;
    std::size_t line_ = 1;
    std::optional<ShellWord> word_; ///< the one that is read
    ShellCommand command_;
    std::vector<ShellCommand> commands_;
};

} // namespace

std::vector<ShellCommand> split_commands(std::string_view text) {
    return Splitter(text).split();
}

} // namespace latch::base
