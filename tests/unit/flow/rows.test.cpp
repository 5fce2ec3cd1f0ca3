// SPDX-License-Identifier: MIT
#include "latch/flow/rows.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch::flow;
namespace query = latch::query;

namespace {

/// The rows as JSON, one a line, "~" before untyped ones; or the error with its cause.
std::string shown(std::string_view text, RowsFormat format) {
    const auto rows = read_rows(text, format);
    if (!rows) {
        const latch::base::Error error = rows.error();
        const std::string& cause = error.cause();
        CHECK(error.kind() == latch::base::ErrorKind::usage);
        return error.what() + (cause.empty() ? "" : " <- " + cause);
    }
    std::string lines;
    for (const Row& row : *rows) {
        lines += (row.is_untyped ? "~" : "") + query::to_text(row.value) + '\n';
    }
    return lines;
}

struct Case {
    std::string_view why, text, rows;
};

template <std::size_t n>
void check(RowsFormat format, const Case (&cases)[n]) {
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(shown(c.text, format) == c.rows);
    }
}

} // namespace

TEST_CASE("rows: the ending of a name tells the format", "[flow]") {
    CHECK(rows_format_of("a.csv") == RowsFormat::csv);
    CHECK(rows_format_of("dir.csv/A.TSV") == RowsFormat::tsv);
    CHECK(rows_format_of("a.json") == RowsFormat::json);
    CHECK(rows_format_of("a.json.jsonl") == RowsFormat::json_lines);
    CHECK(rows_format_of("a.txt") == RowsFormat::txt);
    for (const std::string_view name : {"", "csv", ".csv", "a.csv.gz", "a.ndjson", "acsv"}) {
        INFO(name);
        CHECK(rows_format_of(name) == std::nullopt);
    }
}

TEST_CASE("rows: CSV", "[flow]") {
    const Case cases[] = {
        {"records",
         "a,b\n1,x y\n2,\n",
         "~{\"a\":\"1\",\"b\":\"x y\"}\n~{\"a\":\"2\",\"b\":\"\"}\n"},
        {"no end of the last line", "a\n1", "~{\"a\":\"1\"}\n"},
        {"CRLF, byte order mark",
         "\xEF\xBB\xBF"
         "a,b\r\n1,2\r\n",
         "~{\"a\":\"1\",\"b\":\"2\"}\n"},
        {"only a header", "a,b\n", ""},
        {"quotes",
         "a,\"b \"\"c\"\"\"\n\"1,2\",\"\"\n",
         R"(~{"a":"1,2","b \"c\"":""})"
         "\n"},
        {"lines in quotes",
         "a,b\n\"1\r\n\n2\",3\n4,5",
         "~{\"a\":\"1\\r\\n\\n2\",\"b\":\"3\"}\n~{\"a\":\"4\",\"b\":\"5\"}\n"},
        {"blanks belong to fields", "a, b\n 1 ,2", "~{\"a\":\" 1 \",\" b\":\"2\"}\n"},
        {"empty lines are none", "\n\na\n\n1\n\r\n2\n\n", "~{\"a\":\"1\"}\n~{\"a\":\"2\"}\n"},
        {"a lone CR belongs to a field", "a,b\n1\r2,3", "~{\"a\":\"1\\r2\",\"b\":\"3\"}\n"},
        {"a comma at the end", "a,b\n1,", "~{\"a\":\"1\",\"b\":\"\"}\n"},
        {"empty", "", "line 1: there is no header with the names of the columns"},
        {"too few", "a,b\n\"1\n\",2\n3\n", "line 4: 1 field instead of 2"},
        {"too many", "a,b\n1,2\n\n1,2,3", "line 4: 3 fields instead of 2"},
        {"the line is counted with CRLF", "a\r\n1\r\n2,3\r\n", "line 3: 2 fields instead of 1"},
        {"two columns of a name", "a,b,a\n", "line 1: there are two columns a"},
        {"a column without a name", "\na,,b\n", "line 2: column 2 has no name"},
        {"a quote that does not close", "a\n1\n\"2\n3\n", "line 3: a quote that is not closed"},
        {"something behind a quote",
         "a\n\"1\n\" 2",
         "line 3: something follows the quote that closes a field"},
        {"a quote within", "a\n1\"2\"", "line 2: a quote within a field that has none around it"},
        {"no UTF-8", "a\n1\n\xFF\n", "line 3: this is not UTF-8"},
    };
    check(RowsFormat::csv, cases);
}

TEST_CASE("rows: TSV", "[flow]") {
    const Case cases[] = {
        {"records",
         "a\tb\n1\t\"x, y\"\r\n\\t\t\n",
         R"(~{"a":"1","b":"\"x, y\""})"
         "\n"
         R"(~{"a":"\\t","b":""})"
         "\n"},
        {"too few", "a\tb\n\n1\n", "line 3: 1 field instead of 2"},
        {"empty", "\n", "line 1: there is no header with the names of the columns"},
    };
    check(RowsFormat::tsv, cases);
}

TEST_CASE("rows: JSON", "[flow]") {
    const Case cases[] = {
        {"elements", "[1.50, \"a\", {\"b\":null}]\n", "1.50\n\"a\"\n{\"b\":null}\n"},
        {"none", "\xEF\xBB\xBF[]", ""},
        {"no array",
         "{\"a\":[]}",
         "line 1: an array of rows is needed, not a value of type object"},
        {"no JSON", "[1,]", "the file is not JSON <- unexpected at byte 4"},
    };
    check(RowsFormat::json, cases);
}

TEST_CASE("rows: JSON lines", "[flow]") {
    const Case cases[] = {
        {"values", "{\"a\":1}\r\n\n  \n[2]\n3", "{\"a\":1}\n[2]\n3\n"},
        {"nothing", "", ""},
        {"no JSON", "1\n\n{\n", "line 3: this is not JSON <- unexpected at byte 2"},
    };
    check(RowsFormat::json_lines, cases);
}

TEST_CASE("rows: text", "[flow]") {
    const Case cases[] = {
        {"lines", "/a\r\n\n# no\n 12 # yes\n#no\n1", "~\"/a\"\n~\" 12 # yes\"\n~\"1\"\n"},
        {"nothing", "\n", ""},
    };
    check(RowsFormat::txt, cases);
}
