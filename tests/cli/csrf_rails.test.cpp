// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <functional>
#include <map>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

/// A Rails application with per_form_csrf_tokens and forgery_protection_origin_check, as Rails 5
/// and later have them: the token of a page is good for everything, that of a form for its action
/// and method, and an Origin has to be that of the request.
class Rails {
public:
    /// `pages` by their paths.
    explicit Rails(std::map<std::string, std::string> pages) : pages_(std::move(pages)) {}

    Server::Handler handler() const {
        return [this](const Request& request) -> Response {
            if (request.path() == "/start") {
                return reply("").with("Set-Cookie", "_shop_session=s; Path=/; HttpOnly");
            }
            if (request.path() == "/near" || request.path() == "/away") {
                return redirect(request.path() == "/near" ? "/items" : elsewhere, 307);
            }
            if (request.method == "GET") {
                const auto page = pages_.find(request.path());
                return page == pages_.end() ? refusal(404) : reply(page->second, "text/html");
            }
            return is_verified(request) ? reply("made") : refusal(422);
        };
    }

    std::string elsewhere; ///< where /away leads

private:
    static Response refusal(unsigned status) {
        Response response = reply("<h1>The change you wanted was rejected.</h1>", "text/html");
        response.status = status;
        return response;
    }

    static bool is_verified(const Request& request) {
        const auto origin = request.header("Origin");
        const std::string base = "http://" + request.header("Host").value_or("");
        const std::string token = request.header("X-CSRF-Token").value_or("none");
        const bool is_right =
            token == "of-all" || token == "of " + request.method + ' ' + request.path();
        return is_right && (!origin || *origin == base);
    }

    std::map<std::string, std::string> pages_;
};

std::string form(const std::string& action, const std::string& token) {
    return "<form method=post action='" + action +
           "'><input type=hidden name=authenticity_token value='" + token + "'></form>";
}

const std::string meta = R"(<meta name="csrf-param" content="authenticity_token">
    <meta name="csrf-token" content="of-all">)";

Words asked(const Server& server, std::size_t from) {
    Words words;
    for (std::size_t at = from; at < server.requests().size(); ++at) {
        words.push_back(server.request(at).method + ' ' + server.request(at).path());
    }
    return words;
}

} // namespace

TEST_CASE("csrf rails: the token of the page counts, not those of its forms", "[cli]") {
    const Rails rails(
        {{"/", form("/search", "of POST /search") + form("/cart", "of POST /cart") + meta}}
    );
    Server server(rails.handler());
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const Ran ran = latch.run({"@s", "POST", server.url("/items"), "name=tea"});
    INFO(ran.err);
    CHECK(ran.out == "made");
    CHECK(latch.run({"@s", "DELETE", server.url("/items/5")}).exit_code == 0);
    CHECK(
        asked(server, 1) ==
        Words{"POST /items", "GET /login", "GET /csrf", "GET /", "POST /items", "DELETE /items/5"}
    );
}

TEST_CASE("csrf rails: the token of another form does not keep from a better one", "[cli]") {
    const Rails rails({{"/login", form("/login", "of POST /login")}, {"/", meta}});
    Server server(rails.handler());
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const Ran ran = latch.run({"@s", "POST", server.url("/items"), "name=tea"});
    INFO(ran.err);
    CHECK(ran.out == "made");
    CHECK(
        asked(server, 1) == Words{"POST /items", "GET /login", "GET /csrf", "GET /", "POST /items"}
    );
}

TEST_CASE("csrf rails: a form's token goes with its own request alone", "[cli]") {
    const Rails rails(
        {{"/items/new", form("/cart", "of POST /cart") + form("/items", "of POST /items")}}
    );
    Server server(rails.handler());
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const std::string source = "--csrf-url=/items/new";
    CHECK(latch.run({"@s", source, "POST", server.url("/items"), "name=tea"}).out == "made");
    CHECK(latch.run({"@s", "POST", server.url("/cart"), "item=tea"}).out == "made");
    CHECK(latch.run({"@s", "POST", server.url("/items"), "name=milk"}).out == "made");
    const Words way{
        "GET /items/new",
        "POST /items",
        "GET /items/new",
        "POST /cart",
        "GET /items/new",
        "POST /items"};
    CHECK(asked(server, 1) == way);
    // No page has one for this: the best guess is one more try, and nothing to remember.
    const Ran none = latch.run({"@s", "POST", server.url("/orders"), "item=tea"});
    CHECK(none.exit_code == 4);
    CHECK_FALSE(server.requests().back().header("X-CSRF-Token") == "of POST /items");
}

TEST_CASE("csrf rails: an application without tokens of forms takes any of its own", "[cli]") {
    const Rails rails({{"/", form("/search", "of-all")}});
    Server server(rails.handler());
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    CHECK(latch.run({"@s", "POST", server.url("/items"), "name=tea"}).out == "made");
    const std::size_t before = server.requests().size();
    CHECK(latch.run({"@s", "PUT", server.url("/items/5"), "name=tea"}).out == "made");
    CHECK(asked(server, before) == Words{"PUT /items/5"});
}

TEST_CASE("csrf rails: no Origin is sent, and a typed one counts where it was typed for", "[cli]") {
    Rails rails({{"/login", meta}});
    Server elsewhere([](const Request& /*request*/) { return reply("there"); });
    rails.elsewhere = elsewhere.url("/x");
    Server server(rails.handler());
    const Latch latch;
    latch.run({"@s", server.url("/start")});
    const auto post = [&](const std::string& path, const Words& more) {
        Words words{"-F", "--session-read-only=s", "POST", server.url(path), "a=b"};
        words.insert(words.end(), more.begin(), more.end());
        return latch.run(words);
    };
    const std::string here = "Origin:" + server.url("");
    CHECK(post("/items", {}).out == "made");
    CHECK(post("/near", {}).out == "made");
    CHECK_FALSE(server.requests().back().header("Origin"));
    CHECK(post("/items", {here}).out == "made");
    CHECK(post("/near", {here}).out == "made");
    CHECK(server.requests().back().header("Origin") == server.url(""));
    CHECK(post("/away", {here}).out == "there");
    CHECK_FALSE(elsewhere.request(0).header("Origin"));
    const Ran refused = post("/items", {"Origin:http://evil.test"});
    CHECK(refused.exit_code == 4);
    CHECK_THAT(refused.err, Contains("422"));
    CHECK(server.requests().back().header("Origin") == "http://evil.test");
}
