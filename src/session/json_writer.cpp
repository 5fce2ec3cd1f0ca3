// SPDX-License-Identifier: MIT
#include "session/json_writer.hpp"

#include "session/node.hpp"

#include "latch/base/text.hpp"

#include <array>
#include <utility>

namespace latch::session {

namespace {

/// The letter behind the backslash; 0 if there is none.
char short_escape(char c) noexcept {
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return '\0';
    }
}

/// How many bytes at `at` are a character that is written as an escape; 0 for others. C1 controls
/// are C2 80 to C2 9F.
std::size_t escaped_length(std::string_view text, std::size_t at) noexcept {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0xc2 && at + 1 < text.size()) {
        return static_cast<unsigned char>(text[at + 1]) < 0xa0 ? 2 : 0;
    }
    return byte < 0x20 || byte == 0x7f || byte == '"' || byte == '\\' ? 1 : 0;
}

/// Whether an escape may begin with a byte.
constexpr std::array<bool, 256> suspects = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0; byte < table.size(); ++byte) {
        table[byte] = byte < 0x20 || byte == 0x7f || byte == '"' || byte == '\\' || byte == 0xc2;
    }
    return table;
}();

/// Where from `at` on the next byte is with which an escape may begin; the end if there is none.
std::size_t next_suspect(std::string_view text, std::size_t at) noexcept {
    while (at < text.size() && !suspects[static_cast<unsigned char>(text[at])]) {
        ++at;
    }
    return at;
}

} // namespace

JsonWriter& JsonWriter::member(std::string_view name) {
    begin_value();
    quoted(name);
    text_ += ": ";
    is_awaited_ = true;
    return *this;
}

void JsonWriter::text(std::string_view utf8) {
    begin_value();
    quoted(utf8);
}

void JsonWriter::bytes(std::string_view bytes) {
    if (base::is_utf8(bytes)) {
        text(bytes);
    } else {
        tree(json_of_bytes(bytes));
    }
}

void JsonWriter::number(std::uint64_t number) {
    literal(std::to_string(number));
}

void JsonWriter::flag(bool flag) {
    literal(flag ? "true" : "false");
}

void JsonWriter::null() {
    literal("null");
}

void JsonWriter::tree(const Json& json) {
    if (json.is_object()) {
        begin_object();
        for (const auto& [name, value] : json.items()) {
            member(name).tree(value);
        }
        end_object();
    } else if (json.is_array()) {
        begin_array();
        for (const Json& element : json) {
            tree(element);
        }
        end_array();
    } else if (json.is_string()) {
        text(json.get_ref<const std::string&>());
    } else {
        literal(json.dump());
    }
}

std::string JsonWriter::take() && {
    text_ += '\n';
    return std::move(text_);
}

void JsonWriter::begin(char bracket) {
    begin_value();
    text_ += bracket;
    has_some_.push_back(false);
}

void JsonWriter::end(char bracket) {
    const bool has_some = has_some_.back();
    has_some_.pop_back();
    if (has_some) {
        begin_line();
    }
    text_ += bracket;
}

/// Comma and line before an element or the name of a member; nothing before the member's value.
void JsonWriter::begin_value() {
    if (is_awaited_ || has_some_.empty()) {
        is_awaited_ = false;
        return;
    }
    if (has_some_.back()) {
        text_ += ',';
    }
    has_some_.back() = true;
    begin_line();
}

void JsonWriter::begin_line() {
    constexpr std::size_t indentation = 2;
    text_ += '\n';
    text_.append(indentation * has_some_.size(), ' ');
}

void JsonWriter::literal(std::string_view text) {
    begin_value();
    text_ += text;
}

void JsonWriter::quoted(std::string_view utf8) {
    text_ += '"';
    std::size_t written = 0;
    for (std::size_t at = next_suspect(utf8, 0); at < utf8.size(); at = next_suspect(utf8, at)) {
        const std::size_t length = escaped_length(utf8, at);
        if (length == 0) {
            ++at;
            continue;
        }
        text_.append(utf8, written, at - written);
        const char letter = short_escape(utf8[at]);
        if (letter != '\0') {
            text_ += '\\';
            text_ += letter;
        } else {
            text_ += "\\u00";
            text_ += base::to_hex(utf8.substr(at + length - 1, 1));
        }
        at += length;
        written = at;
    }
    text_.append(utf8, written);
    text_ += '"';
}

void write_unknown(JsonWriter& json, const UnknownMembers& unknown) {
    for (const auto& [name, text] : unknown) {
        json.member(name).tree(Json::parse(text));
    }
}

std::string text_of(const Json& json) {
    JsonWriter writer;
    writer.tree(json);
    return std::move(writer).take();
}

} // namespace latch::session
