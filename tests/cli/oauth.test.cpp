// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Json = nlohmann::json;

namespace {

Response json(std::string body, unsigned status = 200) {
    Response response = reply(std::move(body), "application/json");
    response.status = status;
    return response;
}

/// The value of a field of a form, or of a query, as it is written.
std::string field(const std::string& text, const std::string& name) {
    const auto begin = ('&' + text).find('&' + name + '=');
    if (begin == std::string::npos) {
        return {};
    }
    const std::string rest = text.substr(begin + name.size() + 1);
    return rest.substr(0, rest.find('&'));
}

std::string decoded(std::string text) {
    for (const auto& [escape, byte] : {std::pair{"%3A", ":"}, std::pair{"%2F", "/"}}) {
        for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape)) {
            text.replace(at, 3, byte);
        }
    }
    return text;
}

/// An authorization server and the API that takes its tokens: "acc3ss-1", "acc3ss-2" and so on.
/// Its page lets everybody in at once.
class Provider {
public:
    Provider() : server_([this](const Request& request) { return answer(request); }) {}

    std::string url(const std::string& path) const { return server_.url(path); }

    const Server& server() const { return server_; }

    Words in_words(std::size_t from = 0) const {
        Words words;
        const auto requests = server_.requests();
        for (std::size_t number = from; number < requests.size(); ++number) {
            words.push_back(requests.at(number).method + ' ' + requests.at(number).path());
        }
        return words;
    }

    std::atomic<bool> is_revoked = false;   ///< the newest token opens nothing any more
    std::atomic<unsigned> pending = 0;      ///< so often a device has to wait
    std::string callback_state;             ///< in the place of the right one
    std::string named_issuer;               ///< by the callback; empty: it names none
    bool promises_issuer = false;           ///< that it does
    std::string lifetime = "3600";          ///< of tokens
    std::function<Response()> token_answer; ///< in the place of a token

private:
    Response answer(const Request& request) {
        const std::string path = request.path();
        if (path == "/.well-known/openid-configuration") {
            return json(
                R"({"issuer":")" + url("") + R"(","token_endpoint":")" + url("/token") +
                R"(","authorization_endpoint":")" + url("/authorize") +
                R"(","device_authorization_endpoint":")" + url("/device") +
                R"(","revocation_endpoint":")" + url("/revoke") +
                R"(","authorization_response_iss_parameter_supported":)" +
                (promises_issuer ? "true}" : "false}")
            );
        }
        if (path == "/authorize") {
            const std::string query = request.target.substr(request.target.find('?') + 1);
            const std::string state =
                callback_state.empty() ? field(query, "state") : callback_state;
            return redirect(
                decoded(field(query, "redirect_uri")) + "?code=c0de&state=" + state +
                (named_issuer.empty() ? "" : "&iss=" + named_issuer)
            );
        }
        if (path == "/device") {
            return json(
                R"({"device_code":"d3vice","user_code":"WXYZ-1234","verification_uri":")" +
                url("/activate") + R"(","interval":1,"expires_in":60})"
            );
        }
        if (path == "/revoke") {
            return reply("");
        }
        return path == "/token" ? token(request) : api(request);
    }

    Response token(const Request& request) {
        if (token_answer) {
            return token_answer();
        }
        const bool is_device = request.body.find("device_code") != std::string::npos;
        if (is_device && pending > 0) {
            --pending;
            return json(R"({"error":"authorization_pending"})", 400);
        }
        const std::string refresh = field(request.body, "refresh_token");
        if (!refresh.empty() && refresh != "refr3sh-" + std::to_string(issued_)) {
            return json(R"({"error":"invalid_grant"})", 400);
        }
        const std::string number = std::to_string(++issued_);
        is_revoked = false;
        return json(
            R"({"token_type":"Bearer","access_token":"acc3ss-)" + number +
            R"(","refresh_token":"refr3sh-)" + number + R"(","expires_in":)" + lifetime + '}'
        );
    }

    Response api(const Request& request) const {
        const bool is_good =
            !is_revoked && issued_ > 0 &&
            request.header("Authorization") == "Bearer acc3ss-" + std::to_string(issued_);
        return is_good ? json(R"({"user":"alice"})") : json("", 401);
    }

    unsigned issued_ = 0;
    Server server_;
};

/// `latch login --oauth2` of the client "cli", with a secret in the variable SECRET if it has one.
Ran log_in(Latch& latch, const Provider& provider, const Words& more = {}) {
    latch.set("SECRET", "cl1ent-secret");
    Words words{"login", "@app", "--oauth2", "--client-id=cli", provider.url("/api/me")};
    words.insert(words.end(), more.begin(), more.end());
    return latch.run(words);
}

const std::string by_secret = "--client-secret-from=env:SECRET";

Json origin_of(const Latch& latch) {
    return Json::parse(latch.session("app"))["origins"].begin().value();
}

/// A browser that goes wherever a redirect leads, and does not outlive the page.
void give_browser(Latch& latch) {
    latch.set("BROWSER", latch.program().string() + " --ignore-stdin --follow --no-check-status");
}

} // namespace

TEST_CASE("oauth: a client gets a token for itself, and requests carry it", "[cli]") {
    const Provider provider;
    Latch latch;
    const Ran ran = log_in(latch, provider, {by_secret, "--scope=read write"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, StartsWith("signed in at " + provider.url("") + " by client cli until 20"));
    CHECK(ran.err.empty());
    CHECK(
        provider.in_words() ==
        Words{"GET /api/me", "GET /.well-known/openid-configuration", "POST /token"}
    );
    const Request asked = provider.server().request(2);
    CHECK(asked.body == "grant_type=client_credentials&scope=read+write");
    CHECK(asked.header("Authorization") == "Basic Y2xpOmNsMWVudC1zZWNyZXQ=");
    CHECK(asked.header("Content-Type") == "application/x-www-form-urlencoded");
    CHECK(latch.run({"@app", "/api/me"}).out == R"({"user":"alice"})");
    CHECK(latch.run({"token", "@app"}).out == "acc3ss-1\n");

    const Json login = origin_of(latch)["login"];
    CHECK(login["type"] == "oauth2");
    CHECK(login["grant"] == "client_credentials");
    CHECK(login["client_secret"] == Json::parse(R"({"env": "SECRET"})"));
    CHECK(login["token_url"] == provider.url("/token"));
    CHECK_FALSE(login.contains("user"));
    CHECK_THAT(latch.session("app"), !Contains("cl1ent-secret"));

    // The endpoints are known by now.
    CHECK(latch.run({"login", "@app"}).exit_code == 0);
    CHECK(provider.in_words(4) == Words{"POST /token"});
}

TEST_CASE("oauth: with --token-url nothing is looked up", "[cli]") {
    const Provider provider;
    Latch latch;
    CHECK(
        log_in(latch, provider, {by_secret, "--token-url=" + provider.url("/token")}).exit_code == 0
    );
    CHECK(provider.in_words() == Words{"POST /token"});
}

TEST_CASE("oauth: the token is for its server, whoever gave it", "[cli]") {
    const Provider provider;
    Server api([](const Request&) { return reply("hi"); });
    Latch latch;
    latch.set("SECRET", "cl1ent-secret");
    CHECK(
        latch
            .run(
                {"login",
                 "@app",
                 "--oauth2",
                 "--client-id=cli",
                 by_secret,
                 "--issuer=" + provider.url(""),
                 api.url("/x")}
            )
            .exit_code == 0
    );
    CHECK(latch.run({"@app", api.url("/x")}).exit_code == 0);
    CHECK(api.request(0).header("Authorization") == "Bearer acc3ss-1");
    latch.run({"@app", provider.url("/other")});
    CHECK_FALSE(provider.server().request(2).header("Authorization"));
}

TEST_CASE("oauth: somebody at a browser lets the client in", "[cli]") {
    const Provider provider;
    Latch latch;
    give_browser(latch);
    const Ran ran = log_in(latch, provider);
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("let the client in at " + provider.url("/authorize")));
    const Request page = provider.server().request(2);
    const std::string query = page.target.substr(page.target.find('?') + 1);
    CHECK(field(query, "response_type") == "code");
    CHECK(field(query, "code_challenge_method") == "S256");
    CHECK_THAT(decoded(field(query, "redirect_uri")), StartsWith("http://127.0.0.1:"));
    const Request asked = provider.server().request(3);
    CHECK(field(asked.body, "grant_type") == "authorization_code");
    CHECK(field(asked.body, "code") == "c0de");
    CHECK(field(asked.body, "client_id") == "cli");
    CHECK(field(asked.body, "code_verifier").size() == 43);
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 0);
}

TEST_CASE("oauth: an answer to another login lets nobody in", "[cli]") {
    Provider provider;
    provider.callback_state = "f0rged";
    Latch latch;
    latch.set("PW", "wonderland");
    const Ran ran = log_in(latch, provider, {"alice", "--non-interactive", "--auth-from=env:PW"});
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("its answer belongs to another login"));
    CHECK(provider.in_words(3).empty());
}

TEST_CASE("oauth: a server that promises to say who answers is held to it", "[cli]") {
    for (const bool is_itself : {true, false}) {
        Provider provider;
        provider.promises_issuer = true;
        provider.named_issuer = is_itself ? provider.url("") : "http://evil.test";
        Latch latch;
        latch.set("PW", "wonderland");
        const Ran ran =
            log_in(latch, provider, {"alice", "--non-interactive", "--auth-from=env:PW"});
        INFO(ran.err);
        CHECK(ran.exit_code == (is_itself ? 0 : 7));
        CHECK(provider.in_words(3).empty() != is_itself);
        if (!is_itself) {
            CHECK_THAT(ran.err, Contains("does not come from " + provider.url("")));
        }
    }
}

TEST_CASE("oauth: where nobody is, that is told before anything waits", "[cli]") {
    const Provider provider;
    Latch latch;
    const Ran ran = log_in(latch, provider);
    CHECK(ran.exit_code == 7);
    CHECK_THAT(ran.err, Contains("nobody is there to let the client in"));
}

TEST_CASE("oauth: --non-interactive needs no browser", "[cli]") {
    const Provider provider;
    Latch latch;
    latch.set("PW", "wonderland");
    const Ran ran = log_in(latch, provider, {"alice", "--non-interactive", "--auth-from=env:PW"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.out, Contains(" as alice by client cli until 20"));
    CHECK(origin_of(latch)["login"]["user"] == "alice");
    CHECK(origin_of(latch)["login"]["secret"] == Json::parse(R"({"env": "PW"})"));
}

TEST_CASE("oauth: a device waits until somebody has typed its code", "[cli]") {
    Provider provider;
    provider.pending = 1;
    Latch latch;
    const Ran ran = log_in(latch, provider, {"--grant=device_code"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_THAT(ran.err, Contains("type the code WXYZ-1234 at " + provider.url("/activate")));
    CHECK(provider.in_words(2) == Words{"POST /device", "POST /token", "POST /token"});
    CHECK(
        provider.server().request(4).body ==
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d3vice"
        "&client_id=cli"
    );
}

TEST_CASE("oauth: a token that is refused is refreshed, and the next refresh token kept", "[cli]") {
    Provider provider;
    Latch latch;
    give_browser(latch);
    REQUIRE(log_in(latch, provider).exit_code == 0);
    provider.is_revoked = true;
    const auto before = provider.server().requests().size();
    const Ran me = latch.run({"@app", "/api/me"});
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(provider.in_words(before) == Words{"GET /api/me", "POST /token", "GET /api/me"});
    CHECK(
        provider.server().request(before + 1).body ==
        "grant_type=refresh_token&refresh_token=refr3sh-1&client_id=cli"
    );
    CHECK(origin_of(latch)["auth"]["refresh"] == "refr3sh-2");
}

TEST_CASE("oauth: what needs a person is not done behind his back", "[cli]") {
    Provider provider;
    Latch latch;
    give_browser(latch);
    REQUIRE(log_in(latch, provider).exit_code == 0);
    provider.is_revoked = true;
    provider.token_answer = [] { return json(R"({"error":"invalid_grant"})", 400); };
    const auto before = provider.server().requests().size();
    const Ran me = latch.run({"@app", "/api/me"});
    CHECK(me.exit_code == 7);
    CHECK_THAT(me.err, Contains("somebody has to let the client in"));
    CHECK(provider.in_words(before) == Words{"GET /api/me", "POST /token"});
    CHECK_FALSE(origin_of(latch)["auth"].contains("refresh"));
}

TEST_CASE("oauth: a client gets its next token by itself, ahead of the end", "[cli]") {
    Provider provider;
    provider.lifetime = "0";
    Latch latch;
    REQUIRE(log_in(latch, provider, {by_secret}).exit_code == 0);
    const auto before = provider.server().requests().size();
    const Ran me = latch.run({"@app", "/api/me"});
    INFO(me.err);
    CHECK(me.exit_code == 0);
    CHECK(provider.in_words(before) == Words{"POST /token", "GET /api/me"});
}

TEST_CASE("oauth: a logout has the tokens revoked, and forgets them", "[cli]") {
    const Provider provider;
    Latch latch;
    REQUIRE(log_in(latch, provider, {by_secret}).exit_code == 0);
    const auto before = provider.server().requests().size();
    const Ran out = latch.run({"logout", "@app"});
    INFO(out.err);
    CHECK(out.exit_code == 0);
    CHECK(out.out == "signed out of " + provider.url("") + '\n');
    CHECK(out.err.empty());
    CHECK(provider.in_words(before) == Words{"POST /revoke", "POST /revoke"});
    CHECK(provider.server().request(before).body == "token=refr3sh-1");
    CHECK(provider.server().request(before + 1).body == "token=acc3ss-1");
    CHECK_FALSE(origin_of(latch).contains("auth"));
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 4);
}

TEST_CASE("oauth: no token is exit code 7, and nothing is kept", "[cli]") {
    struct Case {
        std::string why;
        Response answer;
        std::string error;
    };

    const std::vector<Case> cases{
        {"a wrong secret",
         json(R"({"error":"invalid_client","error_description":"no"})", 401),
         "invalid_client: no"},
        {"a server that repeats what it got",
         json(R"({"error":"invalid_client","error_description":"Y2xpOmNsMWVudC1zZWNyZXQ="})", 401),
         "invalid_client: ****"},
        {"a bug in Spring's words",
         json(R"({"status":500,"error":"Internal Server Error"})", 500),
         "Internal Server Error"},
        {"another kind of token",
         json(R"({"access_token":"acc3ss","token_type":"mac"})"),
         "no bearer token"},
        {"a token of another member", json(R"({"id_token":"acc3ss"})"), "no access_token"},
        {"a bug", json("oops", 500), "the server answers 500"},
        {"a page", reply("<h1>hi", "text/html"), "no access_token"},
        {"a token of 100 KB",
         json(R"({"access_token":")" + std::string(100'000, 'x') + R"("})"),
         "longer than 64 KiB"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Provider provider;
        provider.token_answer = [&c] { return c.answer; };
        Latch latch;
        const Ran ran = log_in(latch, provider, {by_secret});
        CHECK(ran.exit_code == 7);
        CHECK(ran.out.empty());
        check_error(ran.err, "no token from " + provider.url("/token"));
        CHECK_THAT(ran.err, Contains(c.error));
        CHECK_THAT(ran.err, !Contains("cl1ent-secret"));
        CHECK_THAT(content(latch.session_file("app")), !Contains("oauth2"));
    }
}

TEST_CASE("oauth: a secret that was refused is not sent again", "[cli]") {
    Provider provider;
    provider.token_answer = [] { return json(R"({"error":"invalid_client"})", 401); };
    Latch latch;
    CHECK(log_in(latch, provider, {by_secret}).exit_code == 7);
    const auto before = provider.server().requests().size();
    const Ran again = log_in(latch, provider, {by_secret});
    CHECK(again.exit_code == 7);
    CHECK_THAT(again.err, Contains("the server refused this secret of cli"));
    CHECK(provider.in_words(before).empty());
    CHECK(log_in(latch, provider, {by_secret, "--force"}).exit_code == 7);
    CHECK_FALSE(provider.in_words(before).empty());
}

TEST_CASE("oauth: a bug of the server costs no refresh token", "[cli]") {
    Provider provider;
    Latch latch;
    give_browser(latch);
    REQUIRE(log_in(latch, provider).exit_code == 0);
    provider.is_revoked = true;
    provider.token_answer = [] {
        return json(R"({"status":500,"error":"Internal Server Error"})", 500);
    };
    CHECK(latch.run({"@app", "/api/me"}).exit_code == 7);
    CHECK(origin_of(latch)["auth"]["refresh"] == "refr3sh-1");
}

TEST_CASE("oauth: what is typed for the API goes to the API alone", "[cli]") {
    const Provider provider;
    Server api([](const Request&) { return reply("hi"); });
    Latch latch;
    latch.set("SECRET", "cl1ent-secret");
    const Ran ran = latch.run(
        {"login",
         "@app",
         "--oauth2",
         "--client-id=cli",
         by_secret,
         "--token-url=" + provider.url("/token"),
         api.url("/x"),
         "X-Tenant:acme"}
    );
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK_FALSE(provider.server().request(0).header("X-Tenant"));
    latch.run({"@app", api.url("/x")});
    CHECK(api.request(0).header("X-Tenant") == "acme");
}

TEST_CASE("oauth: a token that has ended takes nothing away from another server", "[cli]") {
    Server other([](const Request&) { return reply("hi"); });
    Server first([&](const Request&) { return redirect(other.url("/y")); });
    Latch latch;
    latch.run({"@app", "--bearer=for-other", other.url("/x")});
    const std::string ended = "eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjEwMDAwMDAwMDB9.c2ln";
    latch.run({"@app", "--bearer=" + ended, first.url("/x")});
    latch.run({"@app", "--follow", first.url("/x")});
    CHECK_FALSE(first.request(1).header("Authorization"));
    CHECK(other.request(1).header("Authorization") == "Bearer for-other");
}

TEST_CASE("oauth: no authorization server is exit code 7", "[cli]") {
    Server server([](const Request&) { return json("{}", 404); });
    Latch latch;
    const Ran ran = latch.run({"login", "@app", "--oauth2", "--client-id=cli", server.url("/x")});
    CHECK(ran.exit_code == 7);
    check_error(ran.err, "there is no authorization server at " + server.url(""));
}

TEST_CASE("oauth: what is said wrongly is told before anything is sent", "[cli]") {
    Server server(
        [](const Request&) { return reply(""); }, {.listener = {}, .at_least = 0, .at_most = 0}
    );
    const std::string url = server.url("/api/me");

    struct Case {
        Words words;
        std::string error;
    };

    for (const Case& c : std::vector<Case>{
             {{"--oauth2", url}, "needs --client-id"},
             {{"--client-id=cli", "--json", url, "bob:pw"}, "--client-id is for --oauth2"},
             {{"--client-id=cli", url, "bob", "--auth-from=env:SECRET"}, "asks no USER"},
             {{"--client-id=cli", "--non-interactive", url}, "--non-interactive needs a USER"},
             {{"--client-id=cli", "--non-interactive", "--grant=device_code", url, "bob:pw"},
              "is for --grant=authorization_code"},
             {{"--client-id=cli", "--auth-from=env:SECRET", url}, "--auth-from is for a USER"},
             {{"--client-id=cli", "--token-url=" + url, url}, "--authorize-url is missing"},
             {{"--client-id=cli", "--grant=device_code", "--token-url=" + url, url},
              "--device-url is missing"},
             {{"--client-id=cli", "--issuer=" + url, "--token-url=" + url, url}, "contradict"},
             {{"--client-id=cli", "--issuer=http://a:b@as.test", url}, "takes no user"},
             {{"--client-id=cli", "--device-url=" + url, url}, "--token-url is missing"},
             {{"--client-id=cli", "--authorize-url=" + url, url}, "--token-url is missing"},
             {{"--client-id=cli", "--issuer=ftp://x", url}, "ftp"},
             {{"--client-id=cli", "--grant=password", url}, "--grant"},
             {{"--client-id=cli", url, "a=1"}, "no fields"},
             {{"--client-id=cli", "--client-secret-from=env:NONE", url}, "NONE"},
             {{"--json", "--refresh-url=http://elsewhere.test/", url, "bob:pw"},
              "--refresh-url leads to another server"},
             {{"--form", "--refresh-url=/x", url, "bob:pw"},
              "--refresh-url is for a login by JSON"},
         }) {
        Latch latch;
        Words words{"login", "@app"};
        words.insert(words.end(), c.words.begin(), c.words.end());
        latch.set("SECRET", "cl1ent-secret");
        const Ran ran = latch.run(words);
        INFO(c.error << '\n' << ran.err);
        CHECK(ran.exit_code == 64);
        CHECK_THAT(ran.err, Contains(c.error));
        CHECK_FALSE(std::filesystem::exists(latch.session_file("app")));
    }
    Latch latch;
    CHECK(latch.run({"--client-id=cli", url}).exit_code == 64);
}

TEST_CASE("oauth: --refresh-url says where a token of JSON is refreshed", "[cli]") {
    unsigned issued = 0;
    Server server([&](const Request& request) {
        if (request.path() == "/login" || request.path() == "/renew") {
            ++issued;
            return json(
                R"({"token":"acc3ss-)" + std::to_string(issued) +
                R"(","refresh_token":"refr3sh","expires_in":0})"
            );
        }
        return json("{}");
    });
    Latch latch;
    REQUIRE(
        latch
            .run({"login", "@app", "--json", "--refresh-url=/renew", server.url("/login"), "bob:pw"}
            )
            .exit_code == 0
    );
    CHECK(latch.run({"@app", "/x"}).exit_code == 0);
    CHECK(server.request(1).target == "/renew");
    CHECK(server.request(1).body == R"({"refresh_token":"refr3sh"})");
    CHECK(server.request(2).header("Authorization") == "Bearer acc3ss-2");
}
