// SPDX-License-Identifier: MIT
#include "query/jq_imports.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using latch::query::imports_modules;

TEST_CASE("jq imports: are seen wherever jq may see them", "[query]") {
    struct Case {
        const char* why;
        std::string program;
        bool imports;
    };

    const std::vector<Case> cases{
        {"functions", R"(import "a" as a; .)", true},
        {"data", R"(import "a" as $a; .)", true},
        {"without a blank", R"(import"a" as a; .)", true},
        {"all of a file", R"(include "a"; .)", true},
        {"from elsewhere", R"(include "a" {search: "/etc"}; .)", true},
        {"a module, which may import", R"(module {}; import "a" as a; .)", true},
        {"behind blanks", " \t\n\r\n  include \"a\"; .", true},
        {"behind a comment", "# all\ninclude \"a\"; .", true},
        {"behind a comment that goes on, in jq 1.7", "# a \\\n b\ninclude \"a\"; .", true},
        {"behind a comment that goes on, not in 1.6", "# a \\\ninclude \"a\"; .", true},
        {"in two lines", "include\n\"a\"; .", true},
        {"with a comment within", "include # x\n\"a\"; .", true},
        {"no program", "", false},
        {"another one", ".items[] | .name", false},
        {"a field", ".import", false},
        {"a field in a line of its own", ".a\n.import", false},
        {"a longer word", "def imports: 1;\nimports", false},
        {"a word with a digit", "def import2: 1;\nimport2", false},
        {"a key", "{\n  import: 1,\n  include : 2\n}", false},
        {"a text", R"("import \"a\" as a;")", false},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(imports_modules(each.program) == each.imports);
    }
}
