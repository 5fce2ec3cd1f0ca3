// SPDX-License-Identifier: MIT
#include "request/json_tree.hpp"

#include "request/caret.hpp"
#include "request/json_text.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace latch::request {

using base::Error;
using base::ErrorKind;
using base::Result;

/// A value: a literal, or what it is made of.
class JsonTree::Node {
public:
    Node() = default;

    explicit Node(std::string literal) : value_(std::move(literal)) {}

    bool is_null() const {
        const auto* const literal = std::get_if<std::string>(&value_);
        return literal != nullptr && *literal == "null";
    }

    /// "an object", "a string", … as errors say it.
    std::string_view type() const;

    /// Whether a step of that kind can be taken; makes of a null or a literal what it needs.
    bool allow(Step::Kind kind);

    /// Where a step leads, which `allow` has allowed; made if it is not there.
    Node& at(const Step& step);

    void write(std::string& out) const;

private:
    struct Member;

    struct Object {
        std::vector<Member> members;
        std::unordered_map<std::string, std::size_t> places; ///< the last of equal keys
        Node& at(const std::string& key);
    };

    using Array = std::vector<Node>;

    static std::unique_ptr<Object> object_from(std::string_view literal);
    static Array array_from(std::string_view literal);

    std::variant<std::string, std::unique_ptr<Object>, Array> value_{"null"};
};

struct JsonTree::Node::Member {
    std::string key; ///< as JSON writes it
    Node value;
};

namespace {

/// Takes a valid JSON value apart, one level deep.
class Splitter {
public:
    explicit Splitter(std::string_view literal)
        : rest_(literal.substr(1, literal.size() - 2)) {} // what is between the brackets

    bool at_end() {
        skip_blanks();
        return rest_.empty();
    }

    /// A key and its colon.
    std::string_view key() {
        const std::string_view taken = take(string_length());
        skip_blanks();
        take(1);
        return taken;
    }

    /// A value and the comma behind it.
    std::string_view value() {
        skip_blanks();
        const std::string_view taken = take(value_length());
        if (!rest_.empty()) {
            take(1);
        }
        return taken.substr(0, taken.find_last_not_of(" \t\r\n") + 1);
    }

private:
    std::string_view take(std::size_t length) {
        const std::string_view taken = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return taken;
    }

    void skip_blanks() { take(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    std::size_t string_length(std::size_t begin = 0) const {
        std::size_t at = begin + 1;
        while (rest_[at] != '"') {
            at += rest_[at] == '\\' ? 2U : 1U;
        }
        return at + 1 - begin;
    }

    std::size_t value_length() const {
        std::size_t depth = 0;
        std::size_t at = 0;
        while (at < rest_.size() && (depth > 0 || rest_[at] != ',')) {
            const char c = rest_[at];
            depth += c == '{' || c == '[' ? 1U : 0U;
            depth -= c == '}' || c == ']' ? 1U : 0U;
            at += c == '"' ? string_length(at) : 1;
        }
        return at;
    }

    std::string_view rest_;
};

std::string_view type_of(std::string_view literal) {
    switch (literal.front()) {
    case '{':
        return "an object";
    case '[':
        return "an array";
    case '"':
        return "a string";
    case 't':
    case 'f':
        return "a boolean";
    case 'n':
        return "null";
    default:
        return "a number";
    }
}

/// The way so far, in words.
std::string words_for(std::string_view way) {
    return way.empty() ? "the body" : std::string(way);
}

Error does_not_fit(std::string_view name, const Step& step, std::string_view type) {
    const bool wants_object = step.kind == Step::Kind::key;
    const std::string_view way = name.substr(0, step.begin);
    return Error(ErrorKind::usage, "the field " + std::string(name) + " does not fit the others")
        .because(
            words_for(way) + " is " + std::string(type) + ", and " +
            std::string(name.substr(step.begin, step.end - step.begin)) + " is for " +
            (wants_object ? "an object" : "an array")
        )
        .hinting(caret_lines(name, step.begin, step.end - step.begin));
}

} // namespace

std::string_view JsonTree::Node::type() const {
    if (const auto* const literal = std::get_if<std::string>(&value_)) {
        return type_of(*literal);
    }
    return std::holds_alternative<Array>(value_) ? "an array" : "an object";
}

bool JsonTree::Node::allow(Step::Kind kind) {
    const bool wants_object = kind == Step::Kind::key;
    if (auto* const literal = std::get_if<std::string>(&value_)) {
        if (is_null()) {
            *literal = wants_object ? "{}" : "[]";
        }
        if (literal->front() != (wants_object ? '{' : '[')) {
            return false;
        }
        const std::string text = std::move(*literal);
        if (wants_object) {
            value_ = object_from(text);
        } else {
            value_ = array_from(text);
        }
    }
    return std::holds_alternative<std::unique_ptr<Object>>(value_) == wants_object;
}

JsonTree::Node& JsonTree::Node::at(const Step& step) {
    if (step.kind == Step::Kind::key) {
        return std::get<std::unique_ptr<Object>>(value_)->at(step.key);
    }
    auto& elements = std::get<Array>(value_);
    const std::size_t index = step.kind == Step::Kind::append ? elements.size() : step.index;
    if (index >= elements.size()) {
        elements.resize(index + 1);
    }
    return elements[index];
}

JsonTree::Node& JsonTree::Node::Object::at(const std::string& key) {
    const auto [place, is_new] = places.try_emplace(key, members.size());
    if (is_new) {
        Member& member = members.emplace_back();
        append_json_string(member.key, key);
    }
    return members[place->second].value;
}

std::unique_ptr<JsonTree::Node::Object> JsonTree::Node::object_from(std::string_view literal) {
    auto object = std::make_unique<Object>();
    Splitter parts(literal);
    while (!parts.at_end()) {
        const std::string key(parts.key());
        // Half of a surrogate pair is JSON and no text; no field can reach such a member.
        object->places[json_string_meaning(key).value_or(key)] = object->members.size();
        object->members.push_back({.key = key, .value = Node(std::string(parts.value()))});
    }
    return object;
}

JsonTree::Node::Array JsonTree::Node::array_from(std::string_view literal) {
    Array elements;
    Splitter parts(literal);
    while (!parts.at_end()) {
        elements.emplace_back(std::string(parts.value()));
    }
    return elements;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as names are, which key_path limits
void JsonTree::Node::write(std::string& out) const {
    if (const auto* const literal = std::get_if<std::string>(&value_)) {
        out += *literal;
    } else if (const auto* const object = std::get_if<std::unique_ptr<Object>>(&value_)) {
        char before = '{';
        for (const Member& member : (*object)->members) {
            out += std::exchange(before, ',');
            out += member.key;
            out += ':';
            member.value.write(out);
        }
        out += before == '{' ? "{}" : "}";
    } else {
        char before = '[';
        for (const Node& element : std::get<Array>(value_)) {
            out += std::exchange(before, ',');
            element.write(out);
        }
        out += before == '[' ? "[]" : "]";
    }
}

JsonTree::JsonTree() : root_(std::make_unique<Node>()) {}

JsonTree::JsonTree(JsonTree&&) noexcept = default;
JsonTree& JsonTree::operator=(JsonTree&&) noexcept = default;
JsonTree::~JsonTree() = default;

Result<void>
JsonTree::set(std::string_view name, std::span<const Step> steps, std::string literal) {
    Node* node = root_.get();
    for (const Step& step : steps) {
        const std::string_view type = node->type();
        if (!node->allow(step.kind)) {
            return does_not_fit(name, step, type);
        }
        node = &node->at(step);
    }
    *node = Node(std::move(literal));
    return {};
}

std::string JsonTree::text() const {
    std::string out;
    root_->write(out);
    return out;
}

} // namespace latch::request
