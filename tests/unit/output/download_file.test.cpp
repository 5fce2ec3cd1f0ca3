// SPDX-License-Identifier: MIT
#include "output/download_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::base::ErrorKind;

namespace fs = std::filesystem;

TEST_CASE("download file: a name that is taken gets a number", "[output]") {
    const TempDir folder;
    folder.write("a.txt", "old");
    folder.write("a.txt-1", "older");
    auto file = DownloadFile::create(folder / "a.txt").value();
    CHECK(file.path() == folder / "a.txt-2");
    REQUIRE(file.write("new"));
    CHECK(slurp(folder / "a.txt-2") == "new");
    CHECK(slurp(folder / "a.txt") == "old");
}

TEST_CASE("download file: a link that leads nowhere is a name that is taken", "[output]") {
    const TempDir folder;
    fs::create_symlink(folder / "elsewhere", folder / "a");
    CHECK(DownloadFile::create(folder / "a").value().path() == folder / "a-1");
    CHECK_FALSE(fs::exists(folder / "elsewhere"));
}

TEST_CASE("download file: many who look for a name at a time find different ones", "[output]") {
    const TempDir folder;
    constexpr std::size_t many = 8;
    std::vector<std::thread> threads;
    for (std::size_t number = 0; number < many; ++number) {
        threads.emplace_back([&folder, number] {
            auto file = DownloadFile::create(folder / "a");
            if (file) {
                static_cast<void>(file->write(std::to_string(number)));
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    std::string all;
    for (const auto& entry : fs::directory_iterator(folder / ".")) {
        all += slurp(entry.path());
    }
    std::ranges::sort(all);
    CHECK(all == "01234567");
}

TEST_CASE("download file: a name that is too long is cut, number and all", "[output]") {
    const TempDir folder;
    const std::string name = std::string(300, 'a') + ".txt";
    const auto first = DownloadFile::create(folder / name).value();
    const auto second = DownloadFile::create(folder / name).value();
    CHECK(first.path().filename() == std::string(251, 'a') + ".txt");
    CHECK(second.path().filename() == std::string(249, 'a') + ".txt-1");
}

TEST_CASE("download file: what is missing goes to the end", "[output]") {
    const TempDir folder;
    folder.write("a", "123");
    auto file = DownloadFile::append_to(folder / "a", 3).value();
    REQUIRE(file.write("45"));
    CHECK(slurp(folder / "a") == "12345");
}

TEST_CASE("download file: one that has changed or is being written is left alone", "[output]") {
    const TempDir folder;
    folder.write("a", "123");
    CHECK(DownloadFile::append_to(folder / "a", 2).error().kind() == ErrorKind::file);
    CHECK(DownloadFile::append_to(folder / "b", 2).error().kind() == ErrorKind::file);
    const auto first = DownloadFile::append_to(folder / "a", 3);
    REQUIRE(first);
    CHECK(
        DownloadFile::append_to(folder / "a", 3).error().cause() ==
        "another program is writing to it"
    );
}

TEST_CASE("download file: takes the place and the mode of another", "[output]") {
    const TempDir folder;
    folder.write("a", "old");
    fs::permissions(folder / "a", fs::perms(0604));
    auto file = DownloadFile::create(folder / "a").value();
    REQUIRE(file.write("new"));
    REQUIRE(file.replace(folder / "a"));
    CHECK(file.path() == folder / "a");
    CHECK(slurp(folder / "a") == "new");
    CHECK(fs::status(folder / "a").permissions() == fs::perms(0604));
    CHECK_FALSE(fs::exists(folder / "a-1"));
}

TEST_CASE("download file: a bad place is told beforehand", "[output]") {
    const TempDir folder;
    CHECK(check_folder(folder / "."));
    CHECK(check_target(folder / "new"));
    CHECK(check_folder(folder / "missing").error().kind() == ErrorKind::file);
    CHECK(check_target(folder / "missing" / "a").error().kind() == ErrorKind::file);
    CHECK(check_target(folder / ".").error().cause() == "is a directory");
    CHECK(check_target(folder / std::string(300, 'a')).error().cause() == "file name too long");
}

TEST_CASE("download file: begins anew behind what is kept of it", "[output]") {
    const TempDir folder;
    auto made = DownloadFile::create(folder.path() / "f").value();
    REQUIRE(made.write("0123456789"));
    REQUIRE(made.cut(4));
    REQUIRE(made.write("xy"));
    CHECK(latch::base::read_whole(folder.path() / "f", 100).value() == "0123xy");
    REQUIRE(made.cut(0));
    REQUIRE(made.write("z"));
    CHECK(latch::base::read_whole(folder.path() / "f", 100).value() == "z");
}
