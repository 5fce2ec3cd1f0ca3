// SPDX-License-Identifier: MIT
#pragma once

#include "session/document.hpp"

#include "latch/session/session.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace latch::session {

/// Writes a document as text while it is told: indented, a member a line, as a file of latch looks.
/// Controls are escaped, C1 and DEL as well, which JSON leaves as they are: the text can be shown
/// on a terminal.
///
/// What is told must be a document: in an object every value follows `member`.
class JsonWriter {
public:
    JsonWriter() = default;

    /// Has room for `expected` bytes: a text that grows is copied, and its pages are provided anew.
    explicit JsonWriter(std::size_t expected) { text_.reserve(expected); }

    void begin_object() { begin('{'); }

    void end_object() { end('}'); }

    void begin_array() { begin('['); }

    void end_array() { end(']'); }

    /// The name of the member whose value comes next.
    JsonWriter& member(std::string_view name);

    /// Text, which is UTF-8.
    void text(std::string_view utf8);
    /// Text if the bytes are UTF-8, else {"base64": "…"}.
    void bytes(std::string_view bytes);
    void number(std::uint64_t number);
    void flag(bool flag);
    void null();
    /// A whole value.
    void tree(const Json& json);

    /// The document with a final line end.
    std::string take() &&;

private:
    void begin(char bracket);
    void end(char bracket);
    void begin_value();
    void begin_line();
    void literal(std::string_view text);
    void quoted(std::string_view utf8);

    std::string text_;
    std::vector<bool> has_some_; ///< of what is open, from without: whether something is in it
    bool is_awaited_ = false;    ///< a member has its name and not its value
};

/// Writes members that were preserved into the object that is open.
void write_unknown(JsonWriter& json, const UnknownMembers& unknown);

/// A tree as text, written like that.
std::string text_of(const Json& json);

} // namespace latch::session
