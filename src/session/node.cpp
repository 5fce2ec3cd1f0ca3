// SPDX-License-Identifier: MIT
#include "session/node.hpp"

#include "session/locate.hpp"

#include "latch/base/text.hpp"
#include "latch/session/timestamp.hpp"

#include <algorithm>
#include <utility>

namespace latch::session {

void Problem::note(const std::string& path, const std::string& what) {
    note(path, what, {});
}

void Problem::note(const std::string& path, const std::string& what, std::string hint) {
    if (!occurred()) {
        path_ = path;
        what_ = what;
        hint_ = std::move(hint);
    }
}

std::string Problem::cause() const {
    return (path_.empty() ? "it" : path_) + ' ' + what_;
}

base::Error Problem::error(std::string_view text, std::string_view name) const {
    base::Error error = unusable(name, cause());
    if (!hint_.empty()) {
        return std::move(error).hinting(hint_);
    }
    const std::string place = place_of(text, byte_of_value(text, path_));
    return std::move(error).hinting("mend it at " + place + "; it has not been changed");
}

Node Node::child(const Json& value, std::string_view member) const {
    Node node(value, path(), *problem_);
    node.member_ = member;
    return node;
}

std::string Node::path() const {
    if (!member_) {
        return parent_;
    }
    return parent_.empty() ? std::string(*member_) : parent_ + '.' + std::string(*member_);
}

bool Node::is_tagged() const {
    return value_->is_object() && value_->size() == 1 && value_->contains("base64") &&
           value_->front().is_string();
}

std::string Node::bytes() const {
    if (value_->is_string()) {
        return value_->get<std::string>();
    }
    if (!is_tagged()) {
        complain("must be text, or bytes as {\"base64\": \"…\"}");
        return {};
    }
    auto bytes = base::base64_decode(value_->front().get<std::string>());
    if (!bytes) {
        complain("is not base64");
        return {};
    }
    return *std::move(bytes);
}

std::string Node::some_bytes() const {
    std::string text = bytes();
    if (text.empty()) {
        complain("must not be empty");
    }
    return text;
}

bool Node::flag() const {
    if (!value_->is_boolean()) {
        complain("must be true or false");
        return false;
    }
    return value_->get<bool>();
}

std::uint64_t Node::number(std::uint64_t most) const {
    if (!value_->is_number_unsigned() || value_->get<std::uint64_t>() > most) {
        complain("must be a whole number from 0 to " + std::to_string(most));
        return 0;
    }
    return value_->get<std::uint64_t>();
}

double Node::real() const {
    if (!value_->is_number()) {
        complain("must be a number");
        return 0;
    }
    return value_->get<double>();
}

base::Clock::time_point Node::moment() const {
    const auto moment =
        value_->is_string() ? parse_timestamp(value_->get<std::string>()) : std::nullopt;
    if (!moment) {
        complain("must be a time like \"2026-11-23T10:00:00Z\"");
    }
    return moment.value_or(base::Clock::time_point{});
}

std::vector<Node> Node::elements() const {
    std::vector<Node> nodes;
    if (!value_->is_array()) {
        complain("must be an array");
        return nodes;
    }
    for (const Json& element : *value_) {
        nodes.emplace_back(element, path() + '[' + std::to_string(nodes.size()) + ']', *problem_);
    }
    return nodes;
}

std::vector<std::pair<std::string, Node>> Node::members() const {
    std::vector<std::pair<std::string, Node>> nodes;
    if (!value_->is_object()) {
        complain("must be an object");
        return nodes;
    }
    for (const auto& [name, value] : value_->items()) {
        nodes.emplace_back(name, child(value, name));
    }
    return nodes;
}

Members::Members(Node object) : object_(std::move(object)) {
    constexpr std::size_t of_a_cookie = 12;
    taken_.reserve(of_a_cookie);
    if (!object_.value_->is_object()) {
        object_.complain("must be an object");
    }
}

std::optional<Node> Members::optional(std::string_view name) {
    taken_.push_back(name);
    const auto& object = *object_.value_;
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (found == object.end() || found->is_null()) {
        return std::nullopt;
    }
    return object_.child(*found, name);
}

Node Members::required(std::string_view name) {
    if (auto node = optional(name)) {
        return *std::move(node);
    }
    static const Json nothing;
    Node missing = object_.child(nothing, name);
    missing.complain("is missing");
    return missing;
}

UnknownMembers Members::rest() const {
    UnknownMembers rest;
    if (object_.value_->is_object()) {
        for (const auto& [name, value] : object_.value_->items()) {
            if (std::ranges::find(taken_, name) == taken_.end()) {
                rest.emplace_back(name, value.dump());
            }
        }
    }
    return rest;
}

Json json_of_bytes(std::string_view bytes) {
    if (base::is_utf8(bytes)) {
        return std::string(bytes);
    }
    return Json{{"base64", base::base64_encode(bytes)}};
}

void add_unknown(Json& object, const UnknownMembers& unknown) {
    for (const auto& [name, text] : unknown) {
        object.emplace(name, Json::parse(text));
    }
}

} // namespace latch::session
