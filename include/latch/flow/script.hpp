// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// A flow file as it is written: requests as one would type them, a paragraph each, and what is
/// said about them.
namespace latch::flow {

/// Where something stands in a file.
struct Position {
    std::size_t line = 1;   ///< from 1
    std::size_t column = 1; ///< from 1, in characters

    bool operator==(const Position&) const = default;
};

/// What stands between `{{` and `}}`, blanks around it left out: a name with its members, or a
/// function with arguments, quoted like words where they have blanks.
struct Template {
    std::vector<std::string> words; ///< "row.sku"; "now", "+1d", "%F"; at least one
    Position at;                    ///< of the braces

    bool operator==(const Template&) const = default;
};

/// A text in which each template is a hole (`base/holes`) with its number in `templates`.
struct Text {
    std::string text{};
    std::vector<Template> templates{};
    Position at{};

    bool operator==(const Text&) const = default;
};

/// Words, split and unquoted as a shell does it but for `$`, globs and backticks; their templates
/// are holes that are numbered through all of them.
struct Phrase {
    std::vector<std::string> words{};
    std::vector<Position> places{}; ///< of each word
    std::vector<Template> templates{};

    bool operator==(const Phrase&) const = default;
};

/// The words of one request with those that stand before it; their templates are numbered through.
struct Wording {
    std::vector<std::string> words{};
    std::vector<Template> templates{};

    void append(const Phrase& phrase);
};

struct Step;
using Steps = std::vector<Step>;

/// What would follow `latch` on a command line. A here-document is the last word: "--raw=BODY".
struct Request {
    Text title{};                    ///< of the `###` before it; its text is empty without one
    std::vector<std::string> tags{}; ///< "smoke" of `### create order #smoke`; not in the title
    Phrase phrase{};                 ///< at least one word

    bool operator==(const Request&) const = default;
};

/// `@name = text`: its value where nobody has said another.
struct Default {
    std::string name;
    Text value{};
    Position at{};
};

/// `@name := jq`: computed from the variables.
struct Computed {
    std::string name;
    Text program{};
    Position at{};
};

/// `@include FILE NAME=VALUE …`: the steps of another file.
struct Include {
    Text file{}; ///< as written
    std::vector<std::pair<std::string, Text>> values{};
    Position at{};
};

/// `@defaults WORD …`: options of all requests from here on in its block or file.
struct Defaults {
    Phrase phrase{};
    Position at{};
};

/// The lines of a file, by its ending: .csv .tsv .json .jsonl .txt
struct RowsOfFile {
    Text file{};
};

/// `FROM..TO`, both included.
struct RowsOfRange {
    Text from{};
    Text to{};
};

/// `[WORD …]`
struct RowsOfWords {
    Phrase phrase{};
};

/// The values that a jq program makes of the variables, or the name of a variable.
struct RowsOfProgram {
    Text program{};
};

using Source = std::variant<RowsOfFile, RowsOfRange, RowsOfWords, RowsOfProgram>;

/// `@for NAME in SOURCE`; with several names each gets its column.
struct For {
    std::vector<std::string> names{};
    Source source{};
    Steps body;
    Position at{};
};

/// `@if EXPR`
struct If {
    Text condition{};
    Steps body;
    Position at{};
};

/// `@parallel [N]`
struct Parallel {
    std::optional<std::size_t> limit{}; ///< at once, not 0; nothing: not said
    Steps body;
    Position at{};
};

/// `@finally`: done whatever happened before.
struct Finally {
    Steps body;
    Position at{};
};

struct Step {
    std::variant<Request, Default, Computed, Include, Defaults, For, If, Parallel, Finally> what;
};

/// What is wrong with a file.
struct Mistake {
    Position at;
    std::string what; ///< lowercase, no full stop
    std::string hint{};

    bool operator==(const Mistake&) const = default;
};

struct Script {
    Steps steps{};
    std::vector<Mistake> mistakes{}; ///< all of them, in the order of the file; none: it can be run
};

/// Reads a flow file in UTF-8, with or without a byte order mark, lines ending in LF or CRLF.
Script parse_script(std::string_view text);

/// One word that is split and unquoted already, and what is wrong with its templates.
struct ReadWord {
    Text text{};
    std::vector<Mistake> mistakes{};
};

ReadWord parse_word(std::string_view word);

} // namespace latch::flow
