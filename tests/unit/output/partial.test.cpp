// SPDX-License-Identifier: MIT
#include "latch/output/partial.hpp"

#include "output/part_note.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <string>
#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::base::ErrorKind;

namespace fs = std::filesystem;

namespace {

fs::path note_beside(const fs::path& file) {
    return file.string() + ".latch-part";
}

} // namespace

TEST_CASE("partial: a note says which version the part is of", "[output]") {
    const TempDir folder;
    const fs::path file = folder / "a";
    folder.write("a", "12345");
    const Partial partial{.size = {5}, .validator = "\"v1\""};
    leave_note(file, partial);
    CHECK(partial_at(file).value() == partial);
    remove_note(file);
    CHECK(partial_at(file).value() == Partial{.size = {5}});
    CHECK_FALSE(fs::exists(note_beside(file)));
}

TEST_CASE("partial: nothing there is nothing to continue", "[output]") {
    const TempDir folder;
    CHECK(partial_at(folder / "a").value() == Partial{});
}

TEST_CASE("partial: what is no regular file cannot be continued", "[output]") {
    const TempDir folder;
    CHECK(partial_at(folder / ".").error().kind() == ErrorKind::file);
    CHECK(partial_at("/dev/null").error().kind() == ErrorKind::file);
}

TEST_CASE("partial: a note that does not fit says nothing", "[output]") {
    struct Case {
        std::string_view why;
        std::string note;
    };

    const std::vector<Case> cases{
        {"the file has grown", R"({"bytes":4,"validator":"\"v\""})"},
        {"no JSON", "bytes 5"},
        {"no object", "[5]"},
        {"no size", R"({"validator":"\"v\""})"},
        {"no validator", R"({"bytes":5})"},
        {"a size in words", R"({"bytes":"5","validator":"\"v\""})"},
        {"a negative size", R"({"bytes":-5,"validator":"\"v\""})"},
        {"a validator that would split the request", R"({"bytes":5,"validator":"a\r\nB: c"})"},
        {"a validator of another kind", R"({"bytes":5,"validator":5})"},
        {"empty", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const TempDir folder;
        folder.write("a", "12345");
        folder.write("a.latch-part", c.note);
        CHECK(partial_at(folder / "a").value() == Partial{.size = {5}});
    }
}

TEST_CASE("partial: what cannot be noted takes an older note away", "[output]") {
    for (const std::string_view validator : {"", "\"\xff\""}) {
        const TempDir folder;
        folder.write("a", "12345");
        leave_note(folder / "a", {.size = {5}, .validator = "\"old\""});
        leave_note(folder / "a", {.size = {5}, .validator = std::string(validator)});
        CHECK_FALSE(fs::exists(note_beside(folder / "a")));
    }
}
