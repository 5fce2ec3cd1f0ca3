// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <optional>

using namespace latch::test;

namespace {

constexpr const char* entry = "machine 127.0.0.1 login bob password pw\n";
const std::string by_entry = "Basic Ym9iOnB3";

/// The Authorization that a run with this .netrc sends.
std::optional<std::string> sent(const Latch& latch, Words words) {
    Server server([](const Request&) { return reply("ok"); });
    CHECK(latch.run(filled(std::move(words), server.url())).exit_code == 0);
    return server.request(0).header("Authorization");
}

/// A program that finds this .netrc.
class WithNetrc : public Latch {
public:
    explicit WithNetrc(std::string_view text) { set("NETRC", write("netrc", text).string()); }
};

} // namespace

TEST_CASE("netrc: gives what nobody said", "[cli]") {
    struct Case {
        std::string why;
        Words words;
        std::optional<std::string> authorization;
    };

    const std::vector<Case> cases = {
        {"nothing was said", {"{url}"}, by_entry},
        {"--ignore-netrc", {"--ignore-netrc", "{url}"}, std::nullopt},
        {"it is taken back", {"--ignore-netrc", "--no-ignore-netrc", "{url}"}, by_entry},
        {"--auth", {"-a", "eve:x", "{url}"}, "Basic ZXZlOng="},
        {"--bearer", {"--bearer=t", "{url}"}, "Bearer t"},
        {"the URL", {"http://eve:x@127.0.0.1:{port}"}, "Basic ZXZlOng="},
        {"an item", {"{url}", "Authorization:mine"}, "mine"},
        {"an unset item", {"{url}", "Authorization:"}, std::nullopt},
    };
    const WithNetrc latch(entry);
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(sent(latch, c.words) == c.authorization);
    }
}

TEST_CASE("netrc: lies in the home, unless NETRC says otherwise", "[cli]") {
    Latch latch;
    latch.write("../home/_netrc", "default login second password x");
    CHECK(sent(latch, {"{url}"}) == "Basic c2Vjb25kOng=");
    latch.write("../home/.netrc", entry);
    CHECK(sent(latch, {"{url}"}) == by_entry);
    for (const char* const none : {"", "/dev/null", "missing"}) {
        INFO(none);
        latch.set("NETRC", none);
        CHECK_FALSE(sent(latch, {"{url}"}));
    }
}

TEST_CASE("netrc: a session's credentials come first, and its own are not stored", "[cli]") {
    const WithNetrc latch(entry);
    CHECK(sent(latch, {"--session=s", "{url}"}) == by_entry);
    CHECK(latch.session("s").find("\"auth\"") == std::string::npos);
    Server server([](const Request&) { return reply("ok"); });
    latch.run({"--session=t", "-a", "eve:x", server.url()});
    latch.run({"--session=t", server.url()});
    CHECK(server.request(1).header("Authorization") == "Basic ZXZlOng=");
}

TEST_CASE("netrc: each hop has its own entry", "[cli][pitfall]") {
    const WithNetrc latch("machine localhost login other password x\n");
    Server second([](const Request&) { return reply("ok"); });
    const std::string by_name = "http://localhost:" + std::to_string(second.port()) + "/";
    Server first([&](const Request&) { return redirect(by_name); });
    CHECK(latch.run({"--follow", "--bearer=t0k", first.url()}).exit_code == 0);
    CHECK(first.request(0).header("Authorization") == "Bearer t0k");
    CHECK(second.request(0).header("Authorization") == "Basic b3RoZXI6eA==");
}

TEST_CASE("netrc: the default entry is not for where a redirect leads", "[cli][pitfall]") {
    const WithNetrc latch("default login anybody password x\n");
    Server second([](const Request&) { return reply("ok"); });
    Server first([&](const Request&) { return redirect(second.url()); });
    CHECK(latch.run({"--follow", first.url()}).exit_code == 0);
    CHECK(first.request(0).header("Authorization") == "Basic YW55Ym9keTp4");
    CHECK_FALSE(second.request(0).header("Authorization"));
}

TEST_CASE("netrc: one that cannot be read is an error, if it is needed", "[cli]") {
    Latch latch;
    latch.set("NETRC", latch.working_directory().string());
    const Ran ran = latch.run({"http://127.0.0.1:1/"});
    CHECK(ran.exit_code == 1);
    CHECK(ran.err.find(latch.working_directory().string()) != std::string::npos);
    CHECK(sent(latch, {"-a", "bob:pw", "{url}"}) == by_entry);
}
