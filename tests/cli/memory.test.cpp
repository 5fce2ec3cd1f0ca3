// SPDX-License-Identifier: MIT
// What is left of secrets in the memory of the built program when it ends.
#include "support/memory.hpp"

#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "support/tls_fixture.hpp"
#include "support/traced.hpp"

#include "latch/base/text.hpp"

#include <filesystem>
#include <optional>
#include <sys/syscall.h>
#include <sys/wait.h>

using namespace latch::test;

namespace {

/// Freeing a block writes over its first bytes, wiped or not, so only what is behind them is looked
/// for. Three bytes times eight, so that base64 of the rest is as it is alone.
constexpr std::string_view front = "twenty-four-bytes-before";

/// "{secret}" stands for it in words, files and variables.
constexpr std::string_view rest = "the-rest-of-a-long-secret-word";

/// A world that knows the secret, and how it is called.
struct Source {
    std::string why;
    Words words;
    std::optional<std::string> sent; ///< the header that has to hold the secret, or its base64
    Words before = {};               ///< a run that makes the session
    std::string netrc = {};
    std::string file = {}; ///< what "secret.txt" holds
    std::string variable = {};
};

std::string with_secret(std::string text) {
    constexpr std::string_view place = "{secret}";
    for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at)) {
        text.replace(at, place.size(), std::string(front) + std::string(rest));
    }
    return text;
}

Words with_secret(Words words, std::string_view url) {
    words = filled(std::move(words), url);
    for (std::string& word : words) {
        word = with_secret(std::move(word));
    }
    return words;
}

bool holds_secret(std::string_view text) {
    // But for the last letters, which depend on what follows.
    static const std::string encoded = latch::base::base64_encode(rest).substr(0, 36);
    return text.find(rest) != std::string_view::npos ||
           text.find(encoded) != std::string_view::npos;
}

Response desk(const Request& request) {
    return reply("ok").with("Set-Cookie", with_secret("id={secret}; Path=" + request.path()));
}

/// The program on its way, its world being that of `source`.
Traced started(Latch& latch, const Source& source, const std::string& url) {
    // Where a library is bound lazily, ld.so saves the vector registers on the stack at the first
    // call of a function, and with them what was copied last. The release has no such libraries.
    latch.set("LD_BIND_NOW", "1");
    if (!source.before.empty()) {
        REQUIRE(latch.run(with_secret(source.before, url)).exit_code == 0);
    }
    if (!source.netrc.empty()) {
        latch.set("NETRC", latch.write("netrc", with_secret(source.netrc)).string());
        std::filesystem::permissions(
            latch.working_directory() / "netrc", std::filesystem::perms::owner_read
        );
    }
    latch.write("secret.txt", with_secret(source.file));
    if (!source.variable.empty()) {
        latch.set("PASSWORD", with_secret(source.variable));
    }
    return Traced(latch.command(with_secret(source.words, url)));
}

bool is_in_memory(const Traced& run) {
    return any_of_memory(run.number(), holds_secret);
}

void check_that_it_goes(const Source& source, const ServerOptions& options) {
    INFO(source.why);
    Server server(desk, options);
    Latch latch;
    Traced run = started(latch, source, server.url());
    REQUIRE(run.go_behind_data());
    CHECK(is_in_memory(run)); // which shows that the look is good
    REQUIRE(run.go_to(SYS_exit_group));
    CHECK_FALSE(is_in_memory(run));
    const Request last = server.requests().back();
    CHECK((!source.sent || last.header(*source.sent)));
    CHECK(!run.pass(1));
    CHECK(WEXITSTATUS(run.status()) == 0);
}

} // namespace

TEST_CASE("memory: of no secret is anything left when a run ends", "[cli]") {
    const std::vector<Source> sources = {
        {.why = "typed", .words = {"--auth=me:{secret}", "{url}"}, .sent = "Authorization"},
        {.why = "a typed token",
         .words = {"--auth-type=bearer", "--auth={secret}", "{url}"},
         .sent = "Authorization"},
        {.why = "a typed header, to be stored",
         .words = {"@s", "{url}", "X-Api-Key:{secret}"},
         .sent = "X-Api-Key"},
        {.why = "the session's password",
         .words = {"@s", "{url}"},
         .sent = "Authorization",
         .before = {"@s", "--auth=me:{secret}", "{url}/first"}},
        {.why = "the session's header",
         .words = {"@s", "{url}"},
         .sent = "X-Api-Key",
         .before = {"@s", "{url}/first", "X-Api-Key:{secret}"}},
        {.why = "the session's cookie",
         .words = {"@s", "{url}/first"},
         .sent = "Cookie",
         .before = {"@s", "{url}/first"}},
        {.why = "netrc",
         .words = {"{url}"},
         .sent = "Authorization",
         .netrc = "machine 127.0.0.1 login me password \"{secret}\"\n"},
        {.why = "a file",
         .words = {"@s", "--auth=me", "--auth-from=file:secret.txt", "{url}"},
         .sent = "Authorization",
         .file = "{secret}\n"},
        {.why = "a command",
         .words = {"@s", "--auth=me", "--auth-from=cmd:cat secret.txt", "{url}"},
         .sent = "Authorization",
         .file = "{secret}\n"},
        {.why = "a variable",
         .words = {"@s", "--auth=me", "--auth-from=env:PASSWORD", "{url}"},
         .sent = "Authorization",
         .variable = "{secret}"},
        {.why = "a cookie that is handed out", .words = {"{url}"}, .sent = std::nullopt},
    };
    for (const Source& source : sources) {
        check_that_it_goes(source, {});
    }
}

TEST_CASE("memory: nor where it went through TLS", "[cli]") {
    const TlsFixture fixture;
    const std::string verify = "--verify=" + fixture.ca().string();
    const std::vector<Source> sources = {
        {.why = "typed", .words = {verify, "--auth=me:{secret}", "{url}"}, .sent = "Authorization"},
        {.why = "a cookie that comes and goes",
         .words = {verify, "@s", "{url}/first"},
         .sent = "Cookie",
         .before = {verify, "@s", "{url}/first"}},
    };
    for (const Source& source : sources) {
        ServerOptions options;
        options.listener.tls = TlsOptions{.identity = fixture.server()};
        check_that_it_goes(source, options);
    }
}
