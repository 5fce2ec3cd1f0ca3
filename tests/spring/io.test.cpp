// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"
#include "support/temp_dir.hpp"

#include "latch/base/hash.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using nlohmann::json;
using Words = std::vector<std::string>;

namespace {

std::string io(const std::string& path) {
    return application().address("io") + path;
}

} // namespace

TEST_CASE("spring io: the parts of an upload arrive as they were", "[spring]") {
    const Latch latch;
    const std::string picture("\x89PNG\r\n\x1a\n\0\xff--", 12);
    latch.write("näme.png", picture);
    latch.write("data.json", R"({"a":1})");
    const Journal journal("io");
    const Ran ran = latch.run(
        {"--multipart",
         "POST",
         io("/upload"),
         "title=tea",
         "meta@data.json;type=application/json",
         "file@näme.png"}
    );
    INFO(ran.err);
    REQUIRE(ran.exit_code == 0);
    const json parts = json::parse(ran.out).at("parts");
    REQUIRE(parts.size() == 3);
    CHECK(parts[1].at("content_type") == "application/json");
    CHECK(parts[1].at("length") == 7);
    CHECK(parts[2].at("filename") == "näme.png");
    CHECK(parts[2].at("length") == picture.size());
    using latch::base::HashFunction;
    CHECK(parts[2].at("sha256") == latch::base::hash_hex(HashFunction::sha256, picture));
    CHECK(journal.in_words() == Words{"POST /upload 200"});
}

TEST_CASE("spring io: a download goes on where it broke off", "[spring]") {
    const Latch latch;
    const std::string url = io("/download/4096");
    const std::string all = latch.run({"--body", url}).out;
    REQUIRE(all.size() == 4096);
    const auto file = latch.write("part", all.substr(0, 1000));
    const Journal journal("io");
    const Ran ran = latch.run({"--download", "--continue", "--output=part", url});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.only().in_words() == "GET /download/4096 206");
    CHECK(journal.only().header("Range") == "bytes=1000-");
    CHECK(slurp(file) == all);
}

TEST_CASE("spring io: no name that a server gives leads out of the folder", "[spring]") {
    const Latch latch;
    const auto sizes_in = [](const std::filesystem::path& folder) {
        std::vector<std::uintmax_t> sizes;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.is_regular_file()) {
                sizes.push_back(entry.file_size());
            }
        }
        std::ranges::sort(sizes);
        return sizes;
    };
    const std::string hostile = "disposition==attachment; filename=\"../../evil.txt\"";
    // The second one does not take the place of the first.
    for (const std::string size : {"16", "32"}) {
        const Words words{"--download", io("/download/" + size), hostile};
        const Ran ran = latch.run(words, {.out = Output::terminal}); // else the body goes there
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
    }
    const auto folder = latch.working_directory();
    CHECK(sizes_in(folder) == std::vector<std::uintmax_t>{16, 32});
    CHECK(sizes_in(folder.parent_path()).empty());
    CHECK_FALSE(std::filesystem::exists(folder / "../../evil.txt"));
}

TEST_CASE("spring io: events and lines are seen as they come", "[spring]") {
    const Latch latch;
    for (const std::string path : {"/sse?n=2&ms=60000", "/ndjson?n=2&ms=60000"}) {
        INFO(path);
        Process process = latch.start({io(path)});
        // The second one comes in a minute, later than the test waits.
        process.wait_for(path.starts_with("/sse") ? "data:" : "\n");
    }
}

TEST_CASE("spring io: a slow answer is given up in time", "[spring]") {
    const Latch latch;
    const auto begun = std::chrono::steady_clock::now();
    const Ran ran = latch.run({"--timeout=1", io("/slow?ms=20000")});
    CHECK(ran.exit_code == 2);
    CHECK_THAT(ran.err, Contains("--timeout"));
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(15));
}
