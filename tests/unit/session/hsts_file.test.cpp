// SPDX-License-Identifier: MIT
#include "latch/session/hsts_file.hpp"

#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <vector>

using namespace latch::session;
using namespace std::chrono_literals;
using latch::base::Clock;
using latch::base::Environment;
using latch::base::ErrorKind;
using latch::http::HstsHosts;
using latch::http::HstsNews;
using latch::test::slurp;
using latch::test::TempDir;

namespace {

const Clock::time_point now = Clock::time_point() + std::chrono::days(20'000);

HstsNews news(std::string host, std::chrono::seconds max_age = 3600s) {
    return {.host = std::move(host), .wish = {.max_age = max_age}, .received = now};
}

Environment at_home(const TempDir& home) {
    Environment environment;
    environment.variables["LATCH_HOME"] = home.path().string();
    return environment;
}

HstsFile file_in(const TempDir& home) {
    return HstsFile::locate(at_home(home)).value();
}

} // namespace

TEST_CASE("hsts file: what is written is what is read", "[session]") {
    const HstsHosts hosts({
        {"a.test", {.expires = now, .include_subdomains = true}},
        {"b.test", {.expires = now + 1ms}},
    });
    const std::string text = encode_hsts(hosts);
    CHECK(decode_hsts(text, "f").value().entries() == hosts.entries());
    CHECK(
        text.find("\"a.test\": {\n      \"expires\": \"2024-10-04T00:00:00Z\"") != std::string::npos
    );
}

TEST_CASE("hsts file: what is no such file", "[session]") {
    struct Case {
        std::string_view why, text, cause;
    };

    const std::vector<Case> cases{
        {"no JSON", "{", "byte"},
        {"nothing", "", "empty"},
        {"another kind of document", "[]", "must be"},
        {"no version", R"({"hosts":{}})", "latch"},
        {"a version to come", R"({"latch":{"hsts":2},"hosts":{}})", "newer"},
        {"no hosts", R"({"latch":{"hsts":1}})", "hosts"},
        {"a host without a time",
         R"({"latch":{"hsts":1},"hosts":{"a":{"include_subdomains":true}}})",
         "expires"},
        {"a time that is none",
         R"({"latch":{"hsts":1},"hosts":{"a":{"expires":"soon","include_subdomains":true}}})",
         "hosts"},
        {"a flag that is none",
         R"({"latch":{"hsts":1},"hosts":{"a":{"expires":"2024-10-04T00:00:00Z","include_subdomains":1}}})",
         "include_subdomains"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto hosts = decode_hsts(c.text, "hsts.json");
        REQUIRE_FALSE(hosts);
        CAPTURE(hosts.error().cause());
        CHECK(hosts.error().kind() == ErrorKind::bad_session);
        CHECK(hosts.error().what().find("hsts.json") != std::string::npos);
        CHECK(hosts.error().cause().find(c.cause) != std::string::npos);
    }
}

TEST_CASE("hsts file: what hosts said is there in the next run, for the user alone", "[session]") {
    const TempDir home;
    const HstsFile file = file_in(home);
    CHECK(file.load().value().entries().empty());
    CHECK(file.learn({}));
    CHECK_FALSE(std::filesystem::exists(file.path()));

    const std::vector<HstsNews> said{news("a.test"), news("b.test")};
    REQUIRE(file.learn(said));
    CHECK(file_in(home).load().value().covers("b.test", now));

    struct stat facts {};

    REQUIRE(::stat(file.path().c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600);

    const auto before = std::filesystem::last_write_time(file.path());
    const ino_t inode = facts.st_ino;
    REQUIRE(file.learn(said));
    REQUIRE(::stat(file.path().c_str(), &facts) == 0);
    CHECK(facts.st_ino == inode); // nothing new, nothing written
    CHECK(std::filesystem::last_write_time(file.path()) == before);
}

TEST_CASE("hsts file: runs at the same time lose nothing (CVE-2023-23915)", "[session][pitfall]") {
    const TempDir home;
    const HstsFile one = file_in(home);
    const HstsFile other = file_in(home);
    REQUIRE(one.load());
    REQUIRE(other.load());
    REQUIRE(one.learn(std::vector{news("a.test")}));
    REQUIRE(other.learn(std::vector{news("b.test")}));
    CHECK(one.load().value().entries().size() == 2);
    REQUIRE(one.learn(std::vector{news("a.test", 0s)}));
    CHECK(other.load().value().entries().size() == 1);
}

TEST_CASE("hsts file: a broken one is told and left as it is", "[session]") {
    const TempDir home;
    const HstsFile file = file_in(home);
    std::ofstream(file.path()) << "{";
    CHECK_FALSE(file.load());
    CHECK_FALSE(file.learn(std::vector{news("a.test")}));
    CHECK(slurp(file.path()) == "{");
}

TEST_CASE("hsts file: without a home there is none", "[session]") {
    Environment environment;
    environment.variables.clear();
    CHECK_FALSE(HstsFile::locate(environment));
}
