// SPDX-License-Identifier: MIT
#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include "latch/session/codec.hpp"
#include "latch/session/delta.hpp"
#include "latch/session/interchange.hpp"
#include "latch/session/store.hpp"

#include <filesystem>
#include <string>
#include <sys/stat.h>

using namespace latch;
using namespace std::chrono_literals;
using session::Session;
using session::Store;
using test::slurp;
using test::TempDir;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::sys_seconds now =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 10h;

constexpr std::string_view by_httpie = R"({
    "__meta__": {"httpie": "3.2.1"},
    "auth": {"raw_auth": "bob:pw", "type": "basic"},
    "cookies": [
        {"domain": "", "expires": null, "name": "z", "path": "/", "secure": false, "value": "9"},
        {"domain": "a.test", "expires": null, "name": "b", "path": "/", "value": "old"},
        {"domain": ".co.uk", "expires": null, "name": "c", "path": "/", "value": "3"}
    ],
    "headers": [{"name": "X-T", "value": "1"}]
})";

/// What a run leaves that asked a.test and got a cookie.
session::Delta delta_of_run() {
    session::Delta delta;
    delta.typed.url = test::a_url("https://a.test/x");
    delta.epoch = 0;
    delta.cookies.push_back({delta.typed.url, "b=new; Path=/", now});
    return delta;
}

Store stored(const TempDir& folder, std::string_view text) {
    folder.write("app.json", text);
    base::Environment environment;
    environment.working_directory = folder.path();
    const auto store = Store::locate("./app.json", environment);
    REQUIRE(store);
    return *store;
}

mode_t mode_of(const fs::path& file) {
    struct stat facts {};

    REQUIRE(::stat(file.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

} // namespace

TEST_CASE("foreign session: it belongs to the first origin asked", "[session]") {
    auto session = session::decode(by_httpie, "app.json");
    REQUIRE(session);
    REQUIRE(session->foreign);
    CHECK_FALSE(session->foreign->is_settled());
    CHECK(session->origins.empty());
    CHECK(session->cookies.empty());

    const session::Delta delta = delta_of_run();
    CHECK(session::apply(delta, *session, now + 10s));
    CHECK(session->foreign->is_settled());
    CHECK(session->base == "https://a.test");
    REQUIRE(session->origins.size() == 1);
    CHECK(session->origins.front().headers == http::Headers{{"X-T", "1"}});
    CHECK(session->origins.front().auth->account.user == "bob");
    // The response came before the save, and is newer than the file all the same.
    CHECK(session->cookies.header_for(delta.typed.url, now + 10s) == "z=9; b=new");
    CHECK(session->cookies.header_for(test::a_url("https://x.co.uk/"), now).empty());
    CHECK(
        session->foreign->left_behind ==
        std::vector<std::string>{
            "cookie c of .co.uk: its domain is a public suffix, for the hosts of strangers"}
    );
}

TEST_CASE("foreign session: nothing is for an origin that was not asked", "[session]") {
    auto session = session::decode(by_httpie, "app.json");
    REQUIRE(session);
    session::interchange::settle(*session, std::nullopt, now);
    CHECK(session->origins.empty());
    CHECK_FALSE(session->foreign->is_settled());
    CHECK(session->cookies.header_for(test::a_url("https://a.test/"), now) == "b=old");
}

TEST_CASE("foreign session: the first save converts it and keeps the original", "[session]") {
    const TempDir folder;
    const Store store = stored(folder, by_httpie);
    REQUIRE(store.update(delta_of_run(), now));
    CHECK(slurp(folder / "app.json.before-latch") == by_httpie);
    CHECK(mode_of(folder / "app.json.before-latch") == 0600);
    CHECK(mode_of(folder / "app.json") == 0600);
    const auto loaded = store.load();
    REQUIRE(loaded);
    CHECK_FALSE(loaded->foreign);
    CHECK(loaded->cookies.size() == 2);

    session::Delta next = delta_of_run();
    next.cookies.front().line = "b=newer; Path=/";
    REQUIRE(store.update(next, now + 1s));
    CHECK_FALSE(fs::exists(folder / "app.json.before-latch-1"));
}

TEST_CASE("foreign session: an older original is not overwritten", "[session]") {
    const TempDir folder;
    const Store store = stored(folder, by_httpie);
    folder.write("app.json.before-latch", "older");
    REQUIRE(store.update(delta_of_run(), now));
    CHECK(slurp(folder / "app.json.before-latch") == "older");
    CHECK(slurp(folder / "app.json.before-latch-1") == by_httpie);

    folder.write("app.json", by_httpie);
    REQUIRE(store.update(delta_of_run(), now));
    CHECK_FALSE(fs::exists(folder / "app.json.before-latch-2"));

    REQUIRE(store.remove());
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("foreign session: it is not saved before it is known for whom", "[session]") {
    const TempDir folder;
    const Store store = stored(folder, by_httpie);
    const auto changed = store.change([](Session&) { return base::Result<void>(); });
    REQUIRE_FALSE(changed);
    CHECK(changed.error().kind() == base::ErrorKind::file);
    CHECK(slurp(folder / "app.json") == by_httpie);
    CHECK_FALSE(fs::exists(folder / "app.json.before-latch"));
}
