// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/house.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

using namespace latch::test;
using namespace latch::test::house;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view page = R"(
Text, then another table:

| folder | knows |
|---|---|
| `base` | nothing of HTTP |

| folder ↓ may use → | base | http | net | app | third party |
|---|---|---|---|---|---|
| base | | | | | Boost.System; libcrypto in `hash` and `secret` only |
| http | ✓ | | | | Boost.URL; libpsl, zlib in the one file that needs each |
| net  | ✓ | ✓ | | | Asio, Beast, libssl |
| app  | ✓ | ✓ | ✓ | | – (`co_await` through `net/task`) |

`net` sees nobody.
)";

const Table& small_table() {
    static const Table table = read_table(page);
    return table;
}

struct Case {
    const char* why;
    File file;
    const char* finding; ///< empty: none
};

/// Puts each file into a small tree in good order and looks for what the rule finds.
template <class Rule>
void check_all(const std::vector<Case>& cases, Rule rule) {
    const File error{"include/latch/base/error.hpp", "#include <boost/system/result.hpp>\n"};
    const File url{"include/latch/http/url.hpp", "#include \"latch/base/error.hpp\"\n"};
    const File transport{"include/latch/net/transport.hpp", "#include \"latch/http/url.hpp\"\n"};
    const File pool{"src/net/pool.hpp", ""};
    for (const Case& each : cases) {
        INFO(each.why);
        const std::string wanted = each.finding;
        const Findings findings = rule(small_table(), {error, url, transport, pool, each.file});
        CHECK(findings == (wanted.empty() ? Findings{} : Findings{wanted}));
    }
}

/// All headers and sources of the tree below LATCH_SOURCE_DIR.
std::vector<File> tree() {
    const fs::path root = LATCH_SOURCE_DIR;
    std::vector<File> files;
    for (const char* part : {"include/latch", "src"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / part)) {
            const std::string extension = entry.path().extension();
            if (extension == ".hpp" || extension == ".cpp") {
                files.push_back({fs::relative(entry.path(), root).string(), slurp(entry.path())});
            }
        }
    }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) {
        return a.path < b.path;
    });
    return files;
}

std::string lines(std::size_t count) {
    std::string text;
    text.assign(count, '\n');
    return text;
}

} // namespace

TEST_CASE("layer table: is read from its page", "[architecture]") {
    const Table& table = small_table();
    REQUIRE(table.size() == 4);
    CHECK(table.at("base").folders.empty());
    CHECK(table.at("app").folders == std::set<std::string>{"base", "http", "net"});
    CHECK(table.at("app").libraries.empty());
    const auto& of_base = table.at("base").libraries;
    REQUIRE(of_base.size() == 2);
    CHECK(of_base[0].library == "Boost.System");
    CHECK(of_base[0].only_in.empty());
    CHECK(of_base[1].library == "libcrypto");
    CHECK(of_base[1].only_in == std::set<std::string>{"hash", "secret"});
    const auto& of_http = table.at("http").libraries;
    REQUIRE(of_http.size() == 3);
    CHECK_FALSE(of_http[0].in_one_file_only);
    CHECK(of_http[2].library == "zlib");
    CHECK(of_http[2].in_one_file_only);
    CHECK(table.at("net").libraries.size() == 3);
    CHECK(read_table("# A page without it\n").empty());
}

TEST_CASE("layers: an include against the table is found", "[architecture]") {
    check_all(
        {
            {"down is allowed", {"src/app/run.cpp", "#include \"latch/net/transport.hpp\"\n"}, ""},
            {"one's own private header", {"src/net/a.cpp", "#include \"net/pool.hpp\"\n"}, ""},
            {"somebody else's header", {"src/net/a.cpp", "#include <net/if.h>\n"}, ""},
            {"in a comment", {"src/http/a.cpp", "// #include \"latch/net/transport.hpp\"\n"}, ""},
            {"up is not",
             {"src/http/a.cpp", "\n#include \"latch/net/transport.hpp\"\n"},
             "src/http/a.cpp:2: latch/net/transport.hpp is of a layer that may not be used here"},
            {"blanks do not hide it",
             {"src/http/a.cpp", "  #  include  <latch/net/transport.hpp> // x\n"},
             "src/http/a.cpp:1: latch/net/transport.hpp is of a layer that may not be used here"},
            {"nor does a public header",
             {"include/latch/base/a.hpp", "#include \"latch/http/url.hpp\"\n"},
             "include/latch/base/a.hpp:1: latch/http/url.hpp is of a layer that may not be used "
             "here"},
            {"another folder's private header",
             {"src/app/a.cpp", "#include \"net/pool.hpp\"\n"},
             "src/app/a.cpp:1: net/pool.hpp is private to net"},
            {"one's own private header in a public one",
             {"include/latch/net/a.hpp", "#include \"net/pool.hpp\"\n"},
             "include/latch/net/a.hpp:1: net/pool.hpp is private, in a public header"},
            {"a header that is not there",
             {"src/app/a.cpp", "#include \"latch/net/gone.hpp\"\n"},
             "src/app/a.cpp:1: latch/net/gone.hpp is not there"},
            {"a header without its folder",
             {"src/net/a.cpp", "#include \"pool.hpp\"\n"},
             "src/net/a.cpp:1: pool.hpp is not there"},
            {"a folder that nobody knows",
             {"src/util/a.cpp", ""},
             "src/util/a.cpp: its folder is not in the table"},
            {"main sees app and base", {"src/main.cpp", "#include \"latch/base/error.hpp\"\n"}, ""},
            {"main sees nothing else",
             {"src/main.cpp", "#include \"latch/net/transport.hpp\"\n"},
             "src/main.cpp:1: latch/net/transport.hpp is of a layer that may not be used here"},
        },
        forbidden_includes
    );
}

TEST_CASE("layers: a third-party slip is found", "[architecture]") {
    check_all(
        {
            {"where it is allowed", {"src/net/a.cpp", "#include <boost/asio/read.hpp>\n"}, ""},
            {"the system", {"src/http/a.cpp", "#include <sys/stat.h>\n#include <map>\n"}, ""},
            {"in the file that may", {"src/base/secret.cpp", "#include <openssl/crypto.h>\n"}, ""},
            {"libcrypto comes with libssl", {"src/net/a.cpp", "#include <openssl/x509.h>\n"}, ""},
            {"the one Asio name that leaves net",
             {"include/latch/net/task.hpp", "#include <boost/asio/awaitable.hpp>\n"},
             ""},
            {"Asio elsewhere",
             {"src/http/a.cpp", "#include <boost/asio/read.hpp>\n"},
             "src/http/a.cpp:1: boost/asio/read.hpp is Asio, not allowed here"},
            {"Asio in another public header of net",
             {"include/latch/net/a.hpp", "#include <boost/asio/read.hpp>\n"},
             "include/latch/net/a.hpp:1: boost/asio/read.hpp stands in a public header"},
            {"in a file that may not",
             {"src/base/text.cpp", "#include <openssl/crypto.h>\n"},
             "src/base/text.cpp:1: openssl/crypto.h is libcrypto, not allowed here"},
            {"libssl is not libcrypto",
             {"src/base/secret.cpp", "#include <openssl/ssl.h>\n"},
             "src/base/secret.cpp:1: openssl/ssl.h is libssl, not allowed here"},
            {"CLI11 outside cli",
             {"src/app/a.cpp", "#include <CLI/CLI.hpp>\n"},
             "src/app/a.cpp:1: CLI/CLI.hpp is CLI11, not allowed here"},
            {"a Boost library that nobody chose",
             {"src/net/a.cpp", "#include <boost/algorithm/string.hpp>\n"},
             "src/net/a.cpp:1: boost/algorithm/string.hpp is another Boost library, not allowed "
             "here"},
            {"a library that nobody knows",
             {"src/net/a.cpp", "#include <fmt/format.h>\n"},
             "src/net/a.cpp:1: fmt/format.h is an unknown library, not allowed here"},
            {"the tests' library",
             {"src/net/a.cpp", "#include <catch2/catch.hpp>\n"},
             "src/net/a.cpp:1: catch2/catch.hpp is Catch2, not allowed here"},
            {"streams cost start-up time",
             {"src/net/a.cpp", "#include <iostream>\n"},
             "src/net/a.cpp:1: iostream costs start-up time"},
        },
        forbidden_libraries
    );
}

TEST_CASE("layers: a library for one file is not for two", "[architecture]") {
    const File source{"src/http/gzip.cpp", "#include <zlib.h>\n"};
    const File header{"src/http/gzip.hpp", "#include <zlib.h>\n"};
    CHECK(forbidden_libraries(small_table(), {source, header}).empty());
    const File second{"src/http/other.cpp", "#include <zlib.h>\n"};
    CHECK(
        forbidden_libraries(small_table(), {source, second}) ==
        Findings{"src/http: zlib is used by 2 files, one may"}
    );
}

TEST_CASE("cycles: between files", "[architecture]") {
    const File a{"src/http/a.hpp", "#include \"http/b.hpp\"\n"};
    const File b{"src/http/b.hpp", "#include \"http/c.hpp\"\n"};
    CHECK(include_cycles({a, b, {"src/http/c.hpp", ""}}).empty());
    CHECK(
        include_cycles({a, b, {"src/http/c.hpp", "#include \"http/b.hpp\"\n"}}) ==
        Findings{"cycle: src/http/b.hpp -> src/http/c.hpp -> src/http/b.hpp"}
    );
    CHECK(
        include_cycles({{"src/http/a.hpp", "#include \"http/a.hpp\"\n"}}) ==
        Findings{"cycle: src/http/a.hpp -> src/http/a.hpp"}
    );
}

TEST_CASE("cycles: between folders whose files have none", "[architecture]") {
    const std::vector<File> files{
        {"src/http/a.cpp", "#include \"latch/net/b.hpp\"\n"},
        {"src/net/c.cpp", "#include \"latch/http/d.hpp\"\n"},
        {"include/latch/net/b.hpp", ""},
        {"include/latch/http/d.hpp", ""},
    };
    CHECK(include_cycles(files) == Findings{"cycle: http -> net -> http"});
}

TEST_CASE("sizes: have a limit", "[architecture]") {
    const std::vector<File> small{
        {"include/latch/http/a.hpp", lines(200)},
        {"src/http/a.cpp", lines(400)},
        {"src/cli/options.cpp", lines(2000)},
        {"src/cli/options_network.cpp", lines(401)},
    };
    CHECK(oversized(small).empty());
    const std::vector<File> large{
        {"include/latch/http/a.hpp", lines(201)},
        {"src/http/a.cpp", lines(401)},
    };
    CHECK(
        oversized(large) ==
        Findings{
            "include/latch/http/a.hpp: 201 lines, the limit is 200",
            "src/http/a.cpp: 401 lines, the limit is 400",
        }
    );
}

TEST_CASE("licence: stands in the first line", "[architecture]") {
    const File good{"src/a.cpp", "// SPDX-License-Identifier: MIT\n#include <map>\n"};
    const File late{"src/b.cpp", "\n// SPDX-License-Identifier: MIT\n"};
    CHECK(unlicensed({good, late}) == Findings{"src/b.cpp: does not begin with the licence"});
}

TEST_CASE("the tree: keeps its own rules", "[architecture]") {
    const Table layers = read_table(slurp(fs::path(LATCH_SOURCE_DIR) / "ARCHITECTURE.md"));
    const std::vector<File> files = tree();
    REQUIRE(layers.size() >= 10);
    REQUIRE(files.size() >= 50);
    const std::array<Findings, 5> all{
        forbidden_includes(layers, files),
        forbidden_libraries(layers, files),
        include_cycles(files),
        oversized(files),
        unlicensed(files),
    };
    for (const Findings& findings : all) {
        for (const std::string& finding : findings) {
            FAIL_CHECK(finding);
        }
    }
}
