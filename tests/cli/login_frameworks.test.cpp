// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

/// An application as a framework makes them, with one user.
struct Framework {
    std::string why;
    std::string page, action;  ///< of the login
    std::string form;          ///< what the page has
    std::string body;          ///< what has to be posted
    std::string cookie;        ///< the session's
    unsigned welcome, refusal; ///< statuses of the post
    std::string source, offer; ///< the page with a token for those signed in, and the page itself
    std::string header, token; ///< what a request that changes something has to carry
    unsigned without_token;    ///< the status without it
    std::string jenkins;       ///< its version, if it is one
    Words first;               ///< the requests of the first such request
};

Response page_of(std::string text, unsigned status = 200) {
    Response response = reply(std::move(text), "text/html");
    response.status = status;
    return response;
}

Response to(const std::string& path, unsigned status) {
    Response response = page_of("", status);
    return response.with("Location", path);
}

Response signed_in(const Framework& is, const Request& request) {
    if (request.method != "GET") {
        const Response bare = page_of("", is.without_token);
        const Response refused =
            is.jenkins.empty() ? bare : Response(bare).with("X-Jenkins", is.jenkins);
        const bool is_right = request.header(is.header) == is.token;
        return is_right ? reply("made") : refused;
    }
    if (request.path() == is.source) {
        return reply(is.offer, is.offer.starts_with('{') ? "application/json" : "text/html");
    }
    // Who is signed in has no use for the login page.
    return request.path() == is.page ? to("/", 302) : page_of("", 404);
}

Server::Handler application(const Framework& is) {
    return [is](const Request& request) -> Response {
        if (request.method == "POST" && request.path() == is.action) {
            if (request.body != is.body) {
                return is.refusal == 422 ? page_of(is.form, 422) : to(is.page, is.refusal);
            }
            return to("/", is.welcome).with("Set-Cookie", is.cookie + "=in; Path=/; HttpOnly");
        }
        if (request.header("Cookie") == is.cookie + "=in") {
            return signed_in(is, request);
        }
        return request.path() == is.page
                   ? page_of(is.form).with("Set-Cookie", is.cookie + "=out; Path=/; HttpOnly")
                   : to(is.page, 302);
    };
}

Framework rails() {
    return {
        .why = "Rails with Devise",
        .page = "/users/sign_in",
        .action = "/users/sign_in",
        .form = R"(<meta name="csrf-param" content="authenticity_token">
            <form action="/users/sign_in" method="post">
            <input type="hidden" name="authenticity_token" value="anonymous">
            <input type="email" name="user[email]"><input type="password" name="user[password]">
            <input name="user[remember_me]" type="hidden" value="0">
            <input type="checkbox" name="user[remember_me]" value="1">
            <input type="submit" name="commit" value="Log in"></form>)",
        .body = "authenticity_token=anonymous&user%5Bemail%5D=alice&user%5Bpassword%5D=wonderland"
                "&user%5Bremember_me%5D=0&commit=Log+in",
        .cookie = "_shop_session",
        .welcome = 303,
        .refusal = 422,
        .source = "/",
        .offer = R"(<meta name="csrf-param" content="authenticity_token">
            <meta name="csrf-token" content="of-the-page">)",
        .header = "X-CSRF-Token",
        .token = "of-the-page",
        .without_token = 422,
        .jenkins = "",
        .first = {"POST /items", "GET /users/sign_in", "GET /csrf", "GET /", "POST /items"},
    };
}

Framework laravel() {
    return {
        .why = "Laravel",
        .page = "/login",
        .action = "/login",
        .form = R"(<form method="POST" action="/login">
            <input type="hidden" name="_token" value="anonymous" autocomplete="off">
            <input type="email" name="email"><input type="password" name="password"></form>)",
        .body = "_token=anonymous&email=alice&password=wonderland",
        .cookie = "laravel_session",
        .welcome = 302,
        .refusal = 302,
        .source = "/",
        .offer = R"(<meta name="csrf-token" content="of-the-page">)",
        .header = "X-CSRF-TOKEN",
        .token = "of-the-page",
        .without_token = 419,
        .jenkins = "",
        .first = {},
    };
}

Framework jenkins() {
    return {
        .why = "Jenkins",
        .page = "/login",
        .action = "/j_spring_security_check",
        .form = R"(<form method="post" name="login" action="j_spring_security_check">
            <input type="text" name="j_username"><input name="j_password" type="password">
            <input type="checkbox" name="remember_me">
            <input type="hidden" name="from"><button name="Submit">Sign in</button></form>)",
        .body = "j_username=alice&j_password=wonderland&from=&Submit=",
        .cookie = "JSESSIONID.5a1f",
        .welcome = 302,
        .refusal = 302,
        .source = "/crumbIssuer/api/json",
        .offer = R"({"crumb":"of-the-issuer","crumbRequestField":"Jenkins-Crumb"})",
        .header = "Jenkins-Crumb",
        .token = "of-the-issuer",
        .without_token = 403,
        .jenkins = "2.440",
        .first = {"POST /items", "GET /crumbIssuer/api/json", "POST /items"},
    };
}

Words in_words(const Server& server, std::size_t from) {
    Words words;
    for (const Request& request : server.requests()) {
        words.push_back(request.method + ' ' + request.path());
    }
    return {words.begin() + static_cast<std::ptrdiff_t>(from), words.end()};
}

Ran log_in(Latch& latch, const Server& server, const Framework& is, const std::string& password) {
    latch.set("PW", password);
    return latch.run({"login", "@app", server.url(is.page), "alice", "--auth-from=env:PW"});
}

} // namespace

TEST_CASE("login frameworks: their forms let in, and a wrong password is none", "[cli]") {
    for (const Framework& framework : {rails(), laravel(), jenkins()}) {
        INFO(framework.why);
        Server server(application(framework));
        Latch latch;
        const Ran refused = log_in(latch, server, framework, "queen");
        CHECK(refused.exit_code == 7);
        CHECK_THAT(refused.err, Contains("login refused"));
        const std::size_t before = server.requests().size();
        const Ran ran = log_in(latch, server, framework, "wonderland");
        INFO(ran.out << ran.err);
        CHECK(ran.exit_code == 0);
        const Words way{"GET " + framework.page, "POST " + framework.action};
        CHECK(in_words(server, before) == way);
        CHECK(latch.run({"@app", server.url(framework.source)}).exit_code == 0);
    }
}

TEST_CASE("login frameworks: who has signed in changes something without further ado", "[cli]") {
    for (const Framework& framework : {rails(), jenkins()}) {
        INFO(framework.why);
        Server server(application(framework));
        Latch latch;
        REQUIRE(log_in(latch, server, framework, "wonderland").exit_code == 0);
        const std::size_t before = server.requests().size();
        const Ran made = latch.run({"@app", server.url("/items"), "--raw=tea"});
        INFO(made.err);
        CHECK(made.exit_code == 0);
        CHECK(in_words(server, before) == framework.first);
        CHECK(latch.run({"@app", server.url("/items"), "--raw=tea"}).exit_code == 0);
        CHECK(server.requests().size() == before + framework.first.size() + 1);
    }
}
