// SPDX-License-Identifier: MIT
#include "net/trust.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <sys/stat.h>
#include <vector>

using namespace latch::net;
using namespace latch::test;

namespace fs = std::filesystem;

namespace {

/// Waits until the file system's clock, which has ticks, tells a change from one before.
void pass_tick(const TempDir& folder) {
    const auto now = [&] {
        struct stat facts {};

        ::stat(folder.write("clock", "").c_str(), &facts);
        return facts.st_ctim;
    };
    const timespec begin = now();
    for (timespec end = begin; end.tv_sec == begin.tv_sec && end.tv_nsec == begin.tv_nsec;) {
        end = now();
    }
}

/// Writes other bytes of the same size into a file, and makes it look as old as before.
void forge(const fs::path& file, const TempDir& folder) {
    const auto before = fs::last_write_time(file);
    folder.write(file.lexically_relative(folder.path()).string(), "b");
    fs::last_write_time(file, before);
}

} // namespace

TEST_CASE("trust: whatever changes the certificates is another identity", "[net]") {
    const TempDir folder;
    const fs::path bundle = folder.write("ca.pem", "a");
    const fs::path other = folder.write("other.pem", "a");
    fs::create_directory(folder / "hashed");
    const fs::path hashed = folder.write("hashed/9d66eef0.0", "a");
    const fs::path linked = folder / "hashed/0123abcd.1";
    fs::create_symlink(other, linked);

    struct Case {
        std::string why;
        std::function<void()> change;
        bool is_another = true;
    };

    const std::vector<Case> cases{
        {"nothing", [] {}, false},
        {"written in place, as long and as old as before", [&] { forge(bundle, folder); }},
        {"longer", [&] { folder.write("ca.pem", "ab"); }},
        {"replaced", [&] { fs::rename(folder.write("new.pem", "ab"), bundle); }},
        {"one of the folder is written in place", [&] { forge(hashed, folder); }},
        {"what a link of the folder leads to is", [&] { forge(other, folder); }},
        {"one is added to the folder", [&] { folder.write("hashed/9d66eef0.1", "a"); }},
        {"one is removed from it", [&] { fs::remove(hashed); }},
        {"gone", [&] { fs::remove(bundle); }},
    };
    const std::vector<std::string> places{bundle.string(), (folder / "hashed").string()};
    std::string before = trust_identity(places);
    for (const Case& c : cases) {
        INFO(c.why);
        pass_tick(folder);
        c.change();
        const std::string after = trust_identity(places);
        CHECK((after != before) == c.is_another);
        before = after;
    }
}

TEST_CASE("trust: other places are another identity, and so is another order", "[net]") {
    const TempDir folder;
    const std::string one = folder.write("1.pem", "a").string();
    const std::string two = folder.write("2.pem", "a").string();
    CHECK(trust_identity({one}) != trust_identity({two}));
    CHECK(trust_identity({one, two}) != trust_identity({two, one}));
    CHECK(trust_identity({one, two}) != trust_identity({one}));
    CHECK(trust_identity({}) != trust_identity({one}));
    CHECK_FALSE(trust_identity({}).empty());
    CHECK(trust_identity({}) == trust_identity({}));
}
