// SPDX-License-Identifier: MIT
#include "latch/access/loss.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch;
using access::Loss;
using test::a_request;

namespace {

struct Row {
    std::string_view why;
    std::string method;
    std::string path;
    unsigned status;
    std::string location;
    Loss loss;
};

http::Hop hop(const Row& row) {
    http::Hop hop;
    hop.request = a_request().method(row.method, row.path).header("Cookie", "S=1").prepared();
    hop.response.status = row.status;
    if (!row.location.empty()) {
        hop.response.headers.add("Location", row.location);
    }
    return hop;
}

access::LoginRecipe recipe_at(std::string page) {
    access::LoginRecipe recipe;
    recipe.page = std::move(page);
    return recipe;
}

Loss loss_in(const http::Hop& hop, const std::string& page = "/signin") {
    return access::loss_in(hop, hop.request.url, recipe_at(page));
}

} // namespace

TEST_CASE("loss: the head of an answer tells that a session is lost", "[access]") {
    const std::vector<Row> rows{
        {"401", "GET", "/api", 401, "", Loss::certain},
        {"401 to an unsafe request", "POST", "/api", 401, "", Loss::certain},
        {"a login page by its name", "GET", "/api", 302, "/login", Loss::certain},
        {"the page of the recipe", "GET", "/api", 302, "/signin?next=/api", Loss::certain},
        {"the same for an unsafe request", "POST", "/api", 303, "/signin", Loss::certain},
        {"a page that tells of the end", "GET", "/api", 302, "/session-expired", Loss::certain},
        {"through OAuth 2", "GET", "/api", 302, "/oauth2/authorization/x", Loss::certain},
        {"a page of that name elsewhere", "GET", "/api", 302, "http://x.test/signin", Loss::none},
        {"a login that was refused", "GET", "/api", 302, "/signin?error", Loss::none},
        {"a logout that worked", "GET", "/api", 302, "/signin?logout", Loss::none},
        {"any other page", "GET", "/api", 302, "/api/", Loss::none},
        {"the login itself", "POST", "/signin", 401, "", Loss::none},
        {"the page, looked at", "GET", "/signin", 302, "/login", Loss::none},
        {"a logout", "POST", "/logout", 302, "/login", Loss::none},
        {"a logout below", "POST", "/shop/logout", 401, "", Loss::none},
        {"not allowed", "GET", "/api", 403, "", Loss::none},
        {"an error of the server", "GET", "/api", 500, "", Loss::none},
        {"a success", "GET", "/api", 204, "", Loss::none},
    };
    for (const Row& row : rows) {
        INFO(row.why);
        CHECK(loss_in(hop(row)) == row.loss);
    }
}

TEST_CASE("loss: credentials of its own answer for themselves", "[access]") {
    http::Hop hop;
    hop.request = a_request().get("/api").header("Authorization", "Basic eDp5").prepared();
    hop.response.status = 401;
    CHECK(loss_in(hop) == Loss::none);
}

TEST_CASE("loss: a success is suspected by what its head says of its body", "[access]") {
    http::Hop hop;
    hop.request =
        a_request().get("/api").header("Cookie", "S=1").header("Accept", "*/*").prepared();
    hop.response.status = 200;
    CHECK(loss_in(hop) == Loss::suspected); // no type: the sentence of concurrent sessions
    hop.response.headers.add("Content-Type", "application/json");
    CHECK(loss_in(hop) == Loss::none);
    hop.response.headers = {};
    hop.response.headers.add("Content-Type", "text/html;charset=UTF-8");
    CHECK(loss_in(hop) == Loss::suspected);
    CHECK(
        access::clue_of_loss(hop, hop.request.url, recipe_at("/signin")) ==
        access::BodyClue::login_form
    );
    // In the place of the page of the login nothing but the form of the container may come.
    CHECK(loss_in(hop, "/api") == Loss::suspected);
    CHECK(
        access::clue_of_loss(hop, hop.request.url, recipe_at("/api")) ==
        access::BodyClue::container_form
    );
}

TEST_CASE(
    "loss: of a request that may have done its work, the form of the container alone tells",
    "[access]"
) {
    http::Hop hop;
    hop.request =
        a_request().post("/api", "x=1").header("Cookie", "S=1").header("Accept", "*/*").prepared();
    hop.response.status = 200;
    hop.response.headers.add("Content-Type", "text/html");
    CHECK(
        access::clue_of_loss(hop, hop.request.url, recipe_at("/signin")) ==
        access::BodyClue::container_form
    );
    hop.response.headers = {};
    CHECK(loss_in(hop) == Loss::suspected); // the sentence comes before anything is done
}

TEST_CASE("loss: a session is the same by its own cookies, else by all", "[access]") {
    const auto with = [](const std::string& cookies) {
        auto request = a_request().get("/");
        return cookies.empty() ? request.prepared() : request.header("Cookie", cookies).prepared();
    };
    CHECK(access::is_same_session(with("JSESSIONID=1; seen=2"), with("seen=3; JSESSIONID=1")));
    CHECK_FALSE(access::is_same_session(with("JSESSIONID=1"), with("JSESSIONID=2")));
    CHECK_FALSE(access::is_same_session(with("JSESSIONID=1"), with("")));
    CHECK_FALSE(access::is_same_session(with("mine=1"), with("mine=2")));
    CHECK(access::is_same_session(with("mine=1"), with("mine=1")));
    CHECK(access::is_same_session(with(""), with("")));
}
