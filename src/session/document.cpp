// SPDX-License-Identifier: MIT
#include "session/document.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace latch::session {

namespace {

constexpr std::size_t deepest = 64;
/// An insertion into an ordered object searches all members before it.
constexpr std::size_t most_members = 10'000;

/// Where a text opens more levels than may be, counted from 1: the parser does not tell where it
/// stands. The text is JSON up to there.
std::size_t byte_beyond(std::string_view text, std::size_t levels) noexcept {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '"') {
            in_string = !in_string;
        } else if (in_string) {
            at += c == '\\' ? 1 : 0;
        } else if (c == '[' || c == '{') {
            if (++depth > levels) {
                return at + 1;
            }
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return text.size();
}

/// Makes a tree of a document, as far as it is one that could be borne.
class Builder final : public nlohmann::json_sax<Json> {
public:
    explicit Builder(std::string_view text) : text_(text) {}

    Json take() { return *std::move(root_); }

    /// What is wrong; empty if nothing is.
    const std::string& fault() const noexcept { return fault_; }

    /// Where that is, counted from 1; 0 if it is not known.
    std::size_t byte() const noexcept { return byte_; }

    bool null() override { return add(nullptr); }

    bool boolean(bool value) override { return add(value); }

    bool number_integer(number_integer_t value) override { return add(value); }

    bool number_unsigned(number_unsigned_t value) override { return add(value); }

    bool number_float(number_float_t value, const string_t& /*text*/) override {
        return add(value);
    }

    bool string(string_t& value) override { return add(std::move(value)); }

    bool binary(binary_t& /*value*/) override { return true; } // not in text

    bool start_array(std::size_t /*size*/) override { return enter(Json::array()); }

    bool end_array() override { return leave(); }

    bool start_object(std::size_t /*size*/) override { return enter(Json::object()); }

    bool end_object() override { return leave(); }

    bool key(string_t& name) override {
        auto& members = open_.back()->get_ref<Json::object_t&>();
        if (members.size() == most_members) {
            return stop("it has an object with too many members");
        }
        const auto [member, is_new] = members.emplace(name, nullptr);
        if (!is_new) {
            return stop("the member \"" + name + "\" occurs twice");
        }
        awaited_ = &member->second;
        return true;
    }

    bool parse_error(
        std::size_t position,
        const std::string& /*token*/,
        const nlohmann::detail::exception& /*words*/ // quotes the file, which holds secrets
    ) override {
        byte_ = std::max<std::size_t>(position, 1);
        return stop("it is not JSON");
    }

private:
    /// Puts a value where the document has it; where that is now.
    Json& put(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return *root_;
        }
        if (open_.back()->is_array()) {
            return open_.back()->emplace_back(std::move(value));
        }
        *awaited_ = std::move(value);
        return *awaited_;
    }

    bool add(Json value) {
        put(std::move(value));
        return true;
    }

    bool enter(Json container) {
        open_.push_back(&put(std::move(container)));
        if (open_.size() <= deepest) {
            return true;
        }
        byte_ = byte_beyond(text_, deepest);
        return stop("it is nested deeper than " + std::to_string(deepest) + " levels");
    }

    bool leave() {
        open_.pop_back();
        return true;
    }

    bool stop(std::string fault) {
        fault_ = std::move(fault);
        return false;
    }

    std::string_view text_;
    std::optional<Json> root_;
    std::vector<Json*> open_; ///< in `root_`, from without; none of them grows but the last
    Json* awaited_ = nullptr; ///< the member whose name was read last
    std::string fault_;
    std::size_t byte_ = 0;
};

std::string place_of(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte - 1);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t line_start = before.rfind('\n') + 1; // npos + 1 is 0, the first line's
    const std::size_t column = before.size() - line_start + 1;
    return "byte " + std::to_string(byte) + " (line " + std::to_string(line) + ", column " +
           std::to_string(column) + ")";
}

/// Where a C1 control (C2 80 to C2 9F in UTF-8) or DEL begins in text that is UTF-8.
std::size_t find_raw_control(std::string_view text, std::size_t from) noexcept {
    for (std::size_t at = from; at < text.size(); ++at) {
        const bool is_c1 = text[at] == '\xc2' && static_cast<unsigned char>(text[at + 1]) < 0xa0;
        if (is_c1 || text[at] == '\x7f') {
            return at;
        }
    }
    return std::string_view::npos;
}

} // namespace

std::string text_of(const Json& json) {
    std::string text = json.dump(2) + '\n';
    for (auto at = find_raw_control(text, 0); at != std::string::npos;
         at = find_raw_control(text, at)) {
        const std::size_t length = text[at] == '\x7f' ? 1 : 2;
        text.replace(at, length, "\\u00" + base::to_hex(text.substr(at + length - 1, 1)));
    }
    return text;
}

base::Error unusable(std::string_view name, std::string why) {
    return base::Error(
               base::ErrorKind::bad_session, "cannot use the session file " + std::string(name)
    )
        .because(std::move(why));
}

base::Result<Json> parse_document(std::string_view text, std::string_view name) {
    if (text.empty()) {
        return unusable(name, "it is empty").hinting("restore it from a backup, or remove it");
    }
    Builder builder(text);
    if (Json::sax_parse(text, &builder)) {
        return builder.take();
    }
    if (builder.byte() == 0) {
        return unusable(name, builder.fault()).hinting(std::string(how_to_mend));
    }
    return unusable(name, builder.fault() + " at " + place_of(text, builder.byte()))
        .hinting(std::string(how_to_mend));
}

} // namespace latch::session
