// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/flow/interchange.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How other programs' requests are written down as a flow.
///
/// All texts here are characters, braces included, and between them templates, which are marked
/// and so cannot be mistaken for characters that look like one.
namespace latch::flow::foreign {

/// A template as a part of a text: `inside` is what will stand between its braces.
std::string placeholder(std::string_view inside);

/// Characters of a foreign file, so that nothing in them is a mark.
std::string plain(std::string_view characters);

bool has_placeholders(std::string_view text) noexcept;

/// A foreign text whose `{{…}}` are templates: each becomes what `translate` makes of what stands
/// in it, blanks around left out. Braces that never close are characters.
std::string with_placeholders(
    std::string_view characters, const std::function<std::string(std::string_view)>& translate
);

/// The name under which a flow has a foreign variable: letters, digits and `_`, and none of the
/// words that mean something else there.
std::string variable_name(std::string_view foreign);

/// One word of a flow file: in quotes if it needs them, braces that are characters kept from being
/// a template.
std::string word_of(std::string_view text);

/// Items as one types them, their separators kept from being others.
std::string header_item(std::string_view name, std::string_view value);
std::string query_item(std::string_view name, std::string_view value);
std::string field_item(std::string_view name, std::string_view value);
std::string json_item(std::string_view name, std::string_view json);
std::string upload_item(std::string_view name, std::string_view file, std::string_view type);

/// The text as a JSON string.
std::string json_text(std::string_view text);

/// A request of a flow.
struct Wish {
    std::string title{};
    std::string method{"GET"};
    std::string url{};
    std::optional<std::string> body_file{};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::vector<std::string> items{};                ///< the other ones
    std::vector<std::vector<std::string>> options{}; ///< each with its value
    std::optional<std::string> body{};

    bool has_header(std::string_view name) const noexcept;

    void option(std::string name) { options.push_back({std::move(name)}); }

    void option(std::string name, std::string value) {
        options.push_back({std::move(name), std::move(value)});
    }

    void expect(std::string expression) { option("--expect", std::move(expression)); }

    void capture(std::string_view name, std::string_view query);
};

/// Where something stood in a foreign file.
struct Origin {
    std::size_t line = 0;       ///< from 1; 0: the file has no lines that anybody would look for
    std::string_view request{}; ///< its title, in place of a line
};

/// A flow in the making, with what it cannot say.
class Translation {
public:
    void define(std::string_view foreign_name, std::string value, const Origin& at);
    void add(Wish wish, const Origin& at);
    void drop(const Origin& at, std::string_view what);

    /// Errors: `usage` if no request was added; `kind` is what the file should have been, as in
    /// "a HAR file".
    base::Result<Imported> done(std::string_view kind) &&;

private:
    void write(const Wish& wish, const Origin& at);
    std::string within_line(const std::string& word, const Origin& at);
    void write_body(std::string_view body, const Origin& at);

    std::vector<std::pair<std::string, std::string>> variables_;
    std::string requests_;
    std::vector<std::string> dropped_;
};

} // namespace latch::flow::foreign
