// SPDX-License-Identifier: MIT
#include "latch/query/filter.hpp"

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

namespace latch::query {

namespace {

using Node = Filter::Node;
using Kind = Filter::Node::Kind;

/// Values on their way, none copied: they lie in the input, in the filter, or in `Evaluation`.
struct Flow {
    std::vector<const Json*> values;
    std::string error; ///< what ended it
};

bool is_true(const Json& value) {
    const bool* const boolean = value.as<bool>();
    return boolean != nullptr ? *boolean : !value.is_null();
}

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
    }));
}

/// How many bytes the first characters take.
std::size_t bytes_of(std::string_view utf8, std::size_t characters) {
    std::size_t at = 0;
    while (at < utf8.size() && characters > 0) {
        ++at;
        while (at < utf8.size() && (static_cast<unsigned char>(utf8[at]) & 0xc0U) == 0x80U) {
            ++at;
        }
        --characters;
    }
    return at;
}

/// jq shows a value that is at fault, shortened.
std::string excerpt(const Json& value) {
    constexpr std::size_t most = 40;
    std::string text = to_text(value);
    if (text.size() > most) {
        text.resize(bytes_of(text, most / 4));
        text += "...";
    }
    return std::string(value.type()) + " (" + text + ')';
}

struct Span {
    std::size_t begin;
    std::size_t end;
};

/// The part of so many elements that a slice means: both ends count from the back if negative.
Span span_of(const Node& slice, std::size_t size) {
    const auto count = static_cast<long long>(size);
    const auto place = [&](const std::optional<long long>& end, long long missing) {
        const long long at = end.value_or(missing);
        return std::clamp(at < 0 ? at + count : at, 0LL, count);
    };
    const long long begin = place(slice.from, 0);
    const long long end = std::max(begin, place(slice.to, count));
    return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

class Evaluation {
public:
    Flow run(const Node& node, const Json& input) {
        switch (node.kind) {
        case Kind::identity:
            return {{&input}, {}};
        case Kind::literal:
            return {{&node.value}, {}};
        case Kind::pipe:
            return through(run(node.of[0], input), [&](const Json& value) {
                return run(node.of[1], value);
            });
        case Kind::comma:
            return joined(run(node.of[0], input), node.of[1], input);
        case Kind::alternative:
            return alternative(node, input);
        case Kind::attempt: {
            Flow flow = run(node.of[0], input);
            flow.error.clear();
            return flow;
        }
        case Kind::function:
            return apply(node.name, input);
        case Kind::member:
        case Kind::index:
        case Kind::slice:
        case Kind::each:
            return through(run(node.of[0], input), [&](const Json& value) {
                Flow found = part(node, value);
                return node.is_lenient && !found.error.empty() ? Flow() : found;
            });
        }
        return {};
    }

private:
    template <class Step>
    static Flow through(Flow first, Step step) {
        Flow all;
        for (const Json* const value : first.values) {
            Flow next = step(*value);
            all.values.insert(all.values.end(), next.values.begin(), next.values.end());
            if (!next.error.empty()) {
                all.error = std::move(next.error);
                return all;
            }
        }
        all.error = std::move(first.error);
        return all;
    }

    Flow joined(Flow flow, const Node& second, const Json& input) {
        if (!flow.error.empty()) {
            return flow;
        }
        Flow more = run(second, input);
        flow.values.insert(flow.values.end(), more.values.begin(), more.values.end());
        flow.error = std::move(more.error);
        return flow;
    }

    /// What the first gives that is true; else all of the other. An error of the first is one (jq
    /// 1.6).
    Flow alternative(const Node& node, const Json& input) {
        Flow flow = run(node.of[0], input);
        std::erase_if(flow.values, [](const Json* value) { return !is_true(*value); });
        const bool is_settled = !flow.values.empty() || !flow.error.empty();
        return is_settled ? flow : run(node.of[1], input);
    }

    Flow part(const Node& node, const Json& value) {
        if (node.kind == Kind::member) {
            return member(node.name, value);
        }
        if (node.kind == Kind::index) {
            return element(*node.from, value);
        }
        return node.kind == Kind::slice ? slice(node, value) : each(value);
    }

    Flow member(const std::string& name, const Json& value) {
        if (value.is_null()) {
            return {{&value}, {}};
        }
        if (value.as<Json::Object>() == nullptr) {
            return {{}, "cannot index " + std::string(value.type()) + " with \"" + name + '"'};
        }
        const Json* const found = value.find(name);
        return {{found != nullptr ? found : &null_}, {}};
    }

    Flow element(long long at, const Json& value) {
        if (value.is_null()) {
            return {{&value}, {}};
        }
        const auto* const array = value.as<Json::Array>();
        if (array == nullptr) {
            return {{}, "cannot index " + std::string(value.type()) + " with number"};
        }
        const auto count = static_cast<long long>(array->size());
        const long long place = at < 0 ? at + count : at;
        const bool is_there = place >= 0 && place < count;
        return {{is_there ? &(*array)[static_cast<std::size_t>(place)] : &null_}, {}};
    }

    Flow slice(const Node& node, const Json& value) {
        if (value.is_null()) {
            return {{&value}, {}};
        }
        if (const auto* const text = value.as<std::string>()) {
            const Span span = span_of(node, characters_in(*text));
            const std::size_t begin = bytes_of(*text, span.begin);
            const std::size_t end = bytes_of(*text, span.end);
            return made(Json::string(text->substr(begin, end - begin)));
        }
        const auto* const array = value.as<Json::Array>();
        if (array == nullptr) {
            return {{}, "cannot index " + std::string(value.type()) + " with object"};
        }
        const Span span = span_of(node, array->size());
        const auto begin = array->begin();
        return made(Json(Json::Array(
            begin + static_cast<std::ptrdiff_t>(span.begin),
            begin + static_cast<std::ptrdiff_t>(span.end)
        )));
    }

    static Flow each(const Json& value) {
        Flow flow;
        if (const auto* const array = value.as<Json::Array>()) {
            for (const Json& element : *array) {
                flow.values.push_back(&element);
            }
        } else if (const auto* const object = value.as<Json::Object>()) {
            for (const Json::Member& member : *object) {
                flow.values.push_back(&member.second);
            }
        } else {
            flow.error =
                "cannot iterate over " + (value.is_null() ? std::string("null") : excerpt(value));
        }
        return flow;
    }

    Flow apply(std::string_view function, const Json& value) {
        if (function == "empty") {
            return {};
        }
        if (function == "length") {
            return length(value);
        }
        if (function == "keys") {
            return keys(value);
        }
        if (function == "type") {
            return made(Json::string(std::string(value.type())));
        }
        if (function == "not") {
            return made(Json(Json::Data(!is_true(value))));
        }
        return element(function == "first" ? 0 : -1, value);
    }

    Flow length(const Json& value) {
        if (const auto* const text = value.as<std::string>()) {
            return count(characters_in(*text));
        }
        if (const auto* const array = value.as<Json::Array>()) {
            return count(array->size());
        }
        if (const auto* const object = value.as<Json::Object>()) {
            return count(object->size());
        }
        if (const auto* const number = value.as<Number>()) {
            const std::string& literal = number->literal;
            return made(Json::number(literal.substr(literal.starts_with('-') ? 1 : 0)));
        }
        return value.is_null() ? count(0) : Flow{{}, excerpt(value) + " has no length"};
    }

    Flow keys(const Json& value) {
        Json::Array names;
        if (const auto* const object = value.as<Json::Object>()) {
            std::vector<std::string> sorted;
            for (const Json::Member& member : *object) {
                sorted.push_back(member.first);
            }
            std::ranges::sort(sorted);
            for (std::string& name : sorted) {
                names.push_back(Json::string(std::move(name)));
            }
        } else if (const auto* const array = value.as<Json::Array>()) {
            for (std::size_t at = 0; at < array->size(); ++at) {
                names.push_back(Json::number(std::to_string(at)));
            }
        } else {
            return {{}, excerpt(value) + " has no keys"};
        }
        return made(Json(std::move(names)));
    }

    Flow count(std::size_t number) { return made(Json::number(std::to_string(number))); }

    Flow made(Json value) { return {{&made_.emplace_back(std::move(value))}, {}}; }

    std::deque<Json> made_; ///< none moves while others join
    Json null_;
};

} // namespace

Outputs Filter::evaluate(const Json& input) const {
    Evaluation evaluation;
    Flow flow = evaluation.run(root_, input);
    Outputs outputs{.values = {}, .error = std::move(flow.error)};
    for (const Json* const value : flow.values) {
        outputs.values.push_back(*value);
    }
    return outputs;
}

} // namespace latch::query
