// SPDX-License-Identifier: MIT
#include "latch/http/content_disposition.hpp"

#include "support/catch.hpp"

#include <optional>
#include <vector>

using latch::http::suggested_file_name;

TEST_CASE("content disposition: the name that it suggests", "[http]") {
    struct Case {
        std::string_view why, field;
        std::optional<std::string> name;
    };

    const std::vector<Case> cases{
        {"a token", "attachment; filename=report.pdf", "report.pdf"},
        {"a quoted string", R"(attachment; filename="annual report.pdf")", "annual report.pdf"},
        {"blanks in a name without quotes, which is not allowed and common",
         "attachment; filename=annual report.pdf",
         "annual report.pdf"},
        {"a quoted quote", R"(attachment; filename="a\"b.txt")", "a\"b.txt"},
        {"a semicolon in quotes", R"(attachment; filename="a;b.txt"; size=3)", "a;b.txt"},
        {"a parameter's name in capitals", "attachment; FILENAME=a.txt", "a.txt"},
        {"blanks around the sign", "attachment ; filename = a.txt ", "a.txt"},
        {"inline names files too", "inline; filename=a.txt", "a.txt"},
        {"no name", "attachment", std::nullopt},
        {"another parameter", "attachment; name=a.txt", std::nullopt},
        {"an empty name", "attachment; filename=\"\"", ""},
        {"UTF-8", "attachment; filename*=UTF-8''na%C3%AFve.txt", "naïve.txt"},
        {"a language between the quotes", "attachment; filename*=utf-8'fr'%e2%82%ac", "€"},
        {"ISO-8859-1", "attachment; filename*=ISO-8859-1''%A3%20rates.txt", "£ rates.txt"},
        {"the extended one beats the other",
         R"(attachment; filename="EURO rates"; filename*=utf-8''%e2%82%ac%20rates)",
         "€ rates"},
        {"before it as well",
         R"(attachment; filename*=utf-8''%e2%82%ac%20rates; filename="EURO rates")",
         "€ rates"},
        {"a charset that nobody has to know",
         "attachment; filename=a.txt; filename*=Shift_JIS''%83e.txt",
         "a.txt"},
        {"bytes that are not of the charset",
         "attachment; filename=a.txt; filename*=UTF-8''%ff.txt",
         "a.txt"},
        {"half an escape", "attachment; filename=a.txt; filename*=UTF-8''b%2", "a.txt"},
        {"an escape that is none", "attachment; filename=a.txt; filename*=UTF-8''b%zz", "a.txt"},
        {"no quotes", "attachment; filename=a.txt; filename*=UTF-8-b.txt", "a.txt"},
        {"one quote only", "attachment; filename=a.txt; filename*=UTF-8'b.txt", "a.txt"},
        {"raw bytes where escapes are due",
         "attachment; filename=a.txt; filename*=UTF-8''na\xC3\xAFve.txt",
         "a.txt"},
        {"a broken one alone", "attachment; filename*=UTF-8''%ff", std::nullopt},
        {"the whole in quotes, which is not allowed and common",
         "attachment; filename*=\"UTF-8''a%20b.txt\"",
         "a b.txt"},
        {"raw UTF-8 in the plain one", "attachment; filename=\"na\xC3\xAFve.txt\"", "naïve.txt"},
        {"raw ISO-8859-1 in the plain one", "attachment; filename=\"na\xEFve.txt\"", "naïve.txt"},
        {"escapes mean nothing in the plain one", "attachment; filename=a%20b.txt", "a%20b.txt"},
        {"slashes are the business of whoever makes a file of it",
         "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd",
         "../../etc/passwd"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << c.field);
        CHECK(suggested_file_name(c.field) == c.name);
    }
}
