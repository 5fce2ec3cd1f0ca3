// SPDX-License-Identifier: MIT
#include "cli/call.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"

#include <map>
#include <mutex>
#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;

namespace {

/// FORM authentication as Tomcat has it: whoever is not signed in gets the form in the place of
/// what was asked for, which is remembered; the session's id changes with the form and with the
/// login; a wrong password gets a page. One user, with all below /shop behind it.
class Tomcat {
public:
    explicit Tomcat(std::string error_page) : error_page_(std::move(error_page)) {}

    Server::Handler handler() {
        return [this](const Request& request) {
            const std::lock_guard lock(mutex_);
            return answer(request);
        };
    }

    /// All sessions come to their end.
    void forget() {
        const std::lock_guard lock(mutex_);
        sessions_.clear();
    }

private:
    struct Session {
        std::string asked; ///< for; empty: nothing
        bool is_signed_in = false;
    };

    static std::string id_in(const Request& request) {
        const std::string cookie = request.header("Cookie").value_or("");
        const std::string name = "JSESSIONID=";
        return cookie.starts_with(name) ? cookie.substr(name.size()) : "";
    }

    Response answer(const Request& request) {
        const std::string id = id_in(request);
        if (request.path().ends_with("/j_security_check")) {
            return checked(id, request.body);
        }
        const auto session = sessions_.find(id);
        if (request.path() == "/shop/login.jsp") {
            Response page = reply(form("j_security_check"), "text/html");
            return session == sessions_.end() ? page.with("Set-Cookie", cookie(begin({}, id)))
                                              : page;
        }
        if (session != sessions_.end() && session->second.is_signed_in) {
            return reply(request.method == "GET" ? "tea" : "made of " + request.body);
        }
        const std::string next = begin({.asked = request.target}, id);
        const std::string action =
            id.empty() ? "j_security_check;jsessionid=" + next : "j_security_check";
        return reply(form(action), "text/html").with("Set-Cookie", cookie(next));
    }

    Response checked(const std::string& id, const std::string& body) {
        const auto session = sessions_.find(id);
        if (session == sessions_.end()) {
            return failed(408);
        }
        if (session->second.is_signed_in) {
            return failed(404); // it is the application's then
        }
        if (body != "j_username=alice&j_password=wonderland") {
            return reply(error_page_, "text/html");
        }
        if (session->second.asked.empty()) {
            return failed(400);
        }
        const std::string asked = session->second.asked;
        const std::string next = begin({.asked = "", .is_signed_in = true}, id);
        return redirect(asked, 303).with("Set-Cookie", cookie(next));
    }

    static std::string cookie(const std::string& id) {
        return "JSESSIONID=" + id + "; Path=/shop; HttpOnly";
    }

    /// Under another id than before.
    std::string begin(Session session, const std::string& before) {
        sessions_.erase(before);
        std::string id = "A" + std::to_string(++count_);
        sessions_[id] = std::move(session);
        return id;
    }

    static Response failed(unsigned status) {
        Response response =
            reply("<h1>HTTP Status " + std::to_string(status) + "</h1>", "text/html");
        response.status = status;
        return response;
    }

    static std::string form(const std::string& action) {
        return "<form method=POST action='" + action +
               "'><input name=j_username><input type=password name=j_password></form>";
    }

    std::string error_page_;
    std::mutex mutex_;
    std::map<std::string, Session> sessions_;
    int count_ = 0;
};

Words asked(const Server& server, std::size_t from) {
    Words words;
    for (std::size_t at = from; at < server.requests().size(); ++at) {
        words.push_back(server.request(at).method + ' ' + server.request(at).target);
    }
    return words;
}

Ran log_in(Latch& latch, const std::string& url, const std::string& password) {
    latch.set("PW", password);
    return latch.run({"login", "@shop", url, "alice", "--auth-from=env:PW"});
}

const Words login_of_items{
    "GET /shop/items?page=1", "POST /shop/j_security_check", "GET /shop/items?page=1"};

} // namespace

TEST_CASE("login container: the page that was asked for leads to the form and back", "[cli]") {
    Tomcat tomcat("<h1>no</h1>");
    Server server(tomcat.handler());
    Latch latch;
    const Ran ran = log_in(latch, server.url("/shop/items?page=1"), "wonderland");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(asked(server, 0) == login_of_items);
    CHECK(latch.run({"@shop", server.url("/shop/orders")}).out == "tea");
    CHECK(latch.run({"@shop", server.url("/shop/orders"), "a=b"}).out == R"(made of {"a":"b"})");
    CHECK(server.requests().size() == login_of_items.size() + 2);
}

TEST_CASE("login container: a page instead of a redirect is a refusal, form or not", "[cli]") {
    const std::string form = "<form action=j_security_check method=post><input name=j_username>"
                             "<input type=password name=j_password></form>";
    for (const std::string& page : {std::string("<h1>Sorry</h1>"), form}) {
        INFO(page);
        Tomcat tomcat(page);
        Server server(tomcat.handler());
        Latch latch;
        const Ran refused = log_in(latch, server.url("/shop/items"), "queen");
        CHECK(refused.exit_code == 7);
        CHECK_THAT(
            refused.err, Contains("login refused") && Contains("look at user name and password")
        );
        CHECK_THAT(refused.err, !Contains("CSRF"));
        const std::size_t before = server.requests().size();
        CHECK(log_in(latch, server.url("/shop/items"), "queen").exit_code == 7);
        CHECK(server.requests().size() == before); // and is not tried again
    }
}

TEST_CASE("login container: the login page itself knows no way back", "[cli]") {
    Tomcat tomcat("<h1>no</h1>");
    Server server(tomcat.handler());
    Latch latch;
    const Ran none = log_in(latch, server.url("/shop/login.jsp"), "wonderland");
    CHECK(none.exit_code == 7);
    CHECK_THAT(none.err, Contains("400") && Contains("a page that needs a login"));
    CHECK(log_in(latch, server.url("/shop/items?page=1"), "wonderland").exit_code == 0);
    const Ran again = log_in(latch, server.url("/shop/login.jsp"), "wonderland");
    CHECK(again.exit_code == 7);
    CHECK_THAT(again.err, Contains("404") && Contains("a page that needs a login"));
}

TEST_CASE("login container: a form with 200 in the place of an answer signs in again", "[cli]") {
    struct Case {
        std::string why;
        std::string place;
        Words items;
        std::string out;
    };

    const std::vector<Case> cases{
        {"another page", "GET /shop/orders", {}, "tea"},
        {"the page of the login", "GET /shop/items?page=1", {}, "tea"},
        {"what changes something has not reached the application",
         "POST /shop/orders",
         {"--raw=tea"},
         "made of tea"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Tomcat tomcat("<h1>no</h1>");
        Server server(tomcat.handler());
        Latch latch;
        REQUIRE(log_in(latch, server.url("/shop/items?page=1"), "wonderland").exit_code == 0);
        tomcat.forget();
        const std::size_t before = server.requests().size();
        const std::size_t space = c.place.find(' ');
        Words words{"@shop", c.place.substr(0, space), server.url(c.place.substr(space + 1))};
        words.insert(words.end(), c.items.begin(), c.items.end());
        const Ran ran = latch.run(words);
        INFO(ran.err);
        CHECK(ran.exit_code == 0);
        CHECK(ran.out == c.out);
        Words way{c.place};
        way.insert(way.end(), login_of_items.begin(), login_of_items.end());
        way.push_back(c.place);
        CHECK(asked(server, before) == way);
    }
}

TEST_CASE("login container: without a way to sign in the form is no answer", "[cli]") {
    Tomcat tomcat("<h1>no</h1>");
    Server server(tomcat.handler());
    const Latch latch;
    const Ran json = latch.run({"@shop", server.url("/shop/items"), "Accept:application/json"});
    CHECK(json.exit_code == 7);
    CHECK(json.out.empty());
    const Ran post = latch.run({"@shop", "POST", server.url("/shop/items"), "--raw=tea"});
    CHECK(post.exit_code == 7);
    CHECK(server.requests().size() == 2);
}
