// SPDX-License-Identifier: MIT
#include "latch/base/text.hpp"
#include "latch/query/filter.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::query {

namespace {

using Node = Filter::Node;
using Kind = Filter::Node::Kind;
using Parsed = std::optional<Node>;

constexpr auto functions =
    std::to_array<std::string_view>({"length", "keys", "type", "not", "first", "last", "empty"});

constexpr bool is_name_start(char c) noexcept {
    return base::is_ascii_alpha(c) || c == '_';
}

constexpr bool is_name_part(char c) noexcept {
    return is_name_start(c) || base::is_ascii_digit(c);
}

Node with(Kind kind, Node of) {
    Node node{.kind = kind};
    node.of.push_back(std::move(of));
    return node;
}

Node with(Kind kind, Node one, Node other) {
    Node node = with(kind, std::move(one));
    node.of.push_back(std::move(other));
    return node;
}

bool is_step(const Node& node) {
    return node.kind == Kind::member || node.kind == Kind::index || node.kind == Kind::slice ||
           node.kind == Kind::each;
}

/// `?` is about the step before it, or about all of what is no path.
Node lenient(Node node) {
    if (!is_step(node) || node.is_lenient) {
        return with(Kind::attempt, std::move(node));
    }
    node.is_lenient = true;
    return node;
}

/// Reads by jq's precedence: `|` binds least, then `,`, then `//`. A text that is too deep for us
/// is left to jq.
class Reader {
public:
    explicit Reader(std::string_view text) : rest_(text) {}

    Parsed whole() {
        Parsed node = pipe();
        skip_blanks();
        return rest_.empty() ? node : std::nullopt;
    }

private:
    static constexpr unsigned deepest = 100;

    void skip_blanks() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
    }

    bool take(std::string_view token) {
        skip_blanks();
        const bool is_next = rest_.starts_with(token);
        rest_.remove_prefix(is_next ? token.size() : 0);
        return is_next;
    }

    /// `/` and `//=` are other operators.
    bool take_alternative() {
        skip_blanks();
        return !rest_.starts_with("//=") && take("//");
    }

    Parsed pipe() {
        if (++depth_ > deepest) {
            return std::nullopt;
        }
        Parsed node = comma();
        if (node && take("|")) {
            Parsed next = rest_.starts_with('=') ? std::nullopt : pipe();
            node = next ? Parsed(with(Kind::pipe, *std::move(node), *std::move(next))) : next;
        }
        --depth_;
        return node;
    }

    Parsed comma() {
        Parsed node = alternative();
        while (node && take(",")) {
            Parsed next = alternative();
            node = next ? Parsed(with(Kind::comma, *std::move(node), *std::move(next))) : next;
        }
        return node;
    }

    Parsed alternative() {
        if (++depth_ > deepest) {
            return std::nullopt;
        }
        Parsed node = term();
        if (node && take_alternative()) {
            Parsed other = alternative();
            node = other ? Parsed(with(Kind::alternative, *std::move(node), *std::move(other)))
                         : other;
        }
        --depth_;
        return node;
    }

    Parsed term() {
        Parsed node = head();
        while (node && !rest_.empty()) {
            skip_blanks();
            if (rest_.starts_with('.')) {
                node = member_of(*std::move(node));
            } else if (rest_.starts_with('[')) {
                node = bracket_of(*std::move(node));
            } else if (take("?")) {
                // `?//` is another operator.
                node = rest_.starts_with("//") ? Parsed() : lenient(*std::move(node));
            } else {
                break;
            }
        }
        return node;
    }

    Parsed head() {
        skip_blanks();
        if (rest_.starts_with("..")) {
            return std::nullopt;
        }
        if (rest_.starts_with('.')) {
            const char next = rest_.size() > 1 ? rest_[1] : ' ';
            if (is_name_start(next) || next == '"') {
                return member_of(Node());
            }
            rest_.remove_prefix(1);
            return Node();
        }
        if (take("(")) {
            Parsed node = pipe();
            // In parentheses a path is one thing, and no step that a `?` behind them would be
            // about.
            return node && take(")") ? Parsed(with(Kind::pipe, *std::move(node), Node()))
                                     : std::nullopt;
        }
        return is_name_start(rest_.empty() ? ' ' : rest_.front()) ? word() : scalar();
    }

    std::string_view name() {
        const auto* const end = std::ranges::find_if_not(rest_, is_name_part);
        const auto size = static_cast<std::size_t>(end - rest_.begin());
        const std::string_view name = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return name;
    }

    /// `.name` or `."text"`.
    Parsed member_of(Node of) {
        rest_.remove_prefix(1);
        Node node = with(Kind::member, std::move(of));
        if (rest_.starts_with('"')) {
            auto text = string();
            if (!text) {
                return std::nullopt;
            }
            node.name = *std::move(text);
            return node;
        }
        if (rest_.empty() || !is_name_start(rest_.front())) {
            return std::nullopt;
        }
        node.name = name();
        // `.a::b` is a function's name.
        return rest_.starts_with(':') ? Parsed() : node;
    }

    /// What `[` begins behind a term.
    Parsed bracket_of(Node of) {
        take("[");
        if (take("]")) {
            return with(Kind::each, std::move(of));
        }
        skip_blanks();
        Node node = with(Kind::index, std::move(of));
        if (rest_.starts_with('"')) {
            auto text = string();
            if (!text) {
                return std::nullopt;
            }
            node.kind = Kind::member;
            node.name = *std::move(text);
            return take("]") ? Parsed(std::move(node)) : std::nullopt;
        }
        node.from = integer();
        if (take(":")) {
            node.kind = Kind::slice;
            node.to = integer();
        }
        return (node.from || node.to) && take("]") ? Parsed(std::move(node)) : std::nullopt;
    }

    std::optional<long long> integer() {
        skip_blanks();
        const bool is_negative = rest_.starts_with('-');
        const std::string_view digits = rest_.substr(is_negative ? 1 : 0);
        const auto* const end = std::ranges::find_if_not(digits, base::is_ascii_digit);
        const auto size = static_cast<std::size_t>(end - digits.begin());
        constexpr std::size_t most = 9; // beyond that jq's doubles have their own ideas
        if (size == 0 || size > most) {
            return std::nullopt;
        }
        const auto count = static_cast<long long>(*base::parse_decimal(digits.substr(0, size)));
        rest_.remove_prefix(size + (is_negative ? 1 : 0));
        return is_negative ? -count : count;
    }

    /// A JSON string; one with jq's `\(…)` is none.
    std::optional<std::string> string() {
        std::size_t end = 1;
        while (end < rest_.size() && rest_[end] != '"') {
            end += rest_[end] == '\\' ? 2U : 1U;
        }
        if (end >= rest_.size()) {
            return std::nullopt;
        }
        auto value = parse_json(rest_.substr(0, end + 1));
        rest_.remove_prefix(end + 1);
        return value ? std::optional(std::move(*value->as<std::string>())) : std::nullopt;
    }

    Parsed word() {
        const std::string_view text = name();
        if (text == "true" || text == "false" || text == "null") {
            return Node{.kind = Kind::literal, .value = *parse_json(text)};
        }
        skip_blanks();
        const bool is_ours = std::ranges::find(functions, text) != functions.end() &&
                             !rest_.starts_with('(') && !rest_.starts_with(':');
        return is_ours ? Parsed(Node{.kind = Kind::function, .name = std::string(text)})
                       : std::nullopt;
    }

    Parsed scalar() {
        if (rest_.starts_with('"')) {
            auto text = string();
            return text
                       ? Parsed(Node{.kind = Kind::literal, .value = Json::string(*std::move(text))}
                         )
                       : std::nullopt;
        }
        const auto end = std::min(rest_.find_first_not_of("0123456789.eE"), rest_.size());
        auto value = parse_json(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return value ? Parsed(Node{.kind = Kind::literal, .value = *std::move(value)})
                     : std::nullopt;
    }

    std::string_view rest_;
    unsigned depth_ = 0;
};

} // namespace

std::optional<Filter> Filter::parse(std::string_view text) {
    Parsed root = Reader(text).whole();
    return root ? std::optional(Filter(*std::move(root))) : std::nullopt;
}

} // namespace latch::query
