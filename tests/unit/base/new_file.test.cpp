// SPDX-License-Identifier: MIT
#include "latch/base/new_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <sys/stat.h>

using namespace latch;
using test::slurp;
using test::TempDir;
namespace fs = std::filesystem;

TEST_CASE("new file: is written with mode 0600", "[base]") {
    const TempDir folder;
    REQUIRE(base::write_new_file(folder / "x", "text"));
    CHECK(slurp(folder / "x") == "text");

    struct stat facts {};

    REQUIRE(::stat((folder / "x").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 07777U) == 0600);
}

TEST_CASE("new file: what is there stays, be it a link that leads nowhere", "[base]") {
    const TempDir folder;
    folder.write("x", "old");
    fs::create_symlink(folder / "none", folder / "link");
    for (const char* const name : {"x", "link"}) {
        INFO(name);
        const auto refused = base::write_new_file(folder / name, "new");
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind() == base::ErrorKind::file);
        CHECK(refused.error().cause() == "it is there already");
    }
    CHECK(slurp(folder / "x") == "old");
    CHECK_FALSE(fs::exists(folder / "none"));
}

TEST_CASE("new file: where it cannot be the error says so", "[base]") {
    const TempDir folder;
    const auto refused = base::write_new_file(folder / "none/x", "new");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what() == "cannot write " + (folder / "none/x").string());
    CHECK(refused.error().cause() == "no such file or directory");
}
