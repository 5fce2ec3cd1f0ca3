// SPDX-License-Identifier: MIT
#include "latch/access/csrf_talk.hpp"

#include "support/catch.hpp"

#include "latch/access/csrf_token.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace latch::access;
using latch::base::Secret;
using latch::http::BytesBody;
using latch::http::Headers;
using latch::http::Hop;
using latch::http::PreparedRequest;
using latch::http::ResponseHead;
using latch::http::StreamBody;

namespace {

const std::string uuid = "6f9d1c3e-0b0a-4d0e-9a53-2f3d6a0f1b77";
const std::string other_uuid = "00000000-1111-2222-3333-444444444444";

std::string noise(std::size_t size) {
    return std::string(size, '\x05');
}

std::string mask(const std::string& raw) {
    return masked(raw, noise(raw.size())).value();
}

struct Answer {
    unsigned status = 200;
    Headers headers{};
    std::string body{};
    std::string cookies_after{}; ///< the Cookie header from now on; empty: as before
};

using Application = std::function<Answer(const PreparedRequest&)>;

PreparedRequest request(std::string method, std::string target, const std::string& cookies) {
    PreparedRequest made;
    made.method = std::move(method);
    made.url.host = "app.test";
    made.url.path = target.substr(0, target.find('?'));
    made.target = std::move(target);
    if (!cookies.empty()) {
        made.headers.add("Cookie", cookies);
    }
    return made;
}

PreparedRequest post(const std::string& cookies) {
    return request("POST", "/api/items", cookies);
}

/// How a talk went, without a network: what was sent, and the last answer.
struct Course {
    std::vector<std::string> sent; ///< "POST X-CSRF-TOKEN", "GET /login"
    unsigned status = 0;
    CsrfVerdict verdict = CsrfVerdict::not_in_play;
    std::optional<LearnedCsrf> learned;
    std::string summary;
};

/// What the conversation does, with an application that is a function.
class Player {
public:
    Player(CsrfSituation situation, PreparedRequest first, Application application)
        : talk_([&] {
              situation.noise = noise;
              return std::move(situation);
          }()),
          request_(std::move(first)), application_(std::move(application)) {}

    Course play() {
        CsrfStep step = talk_.begin(request_);
        while (!std::holds_alternative<CsrfDone>(step)) {
            const auto* const fetch = std::get_if<CsrfFetch>(&step);
            step = fetch == nullptr ? send() : get(*fetch);
        }
        course_.verdict = talk_.verdict();
        course_.learned = talk_.learned();
        course_.summary = talk_.summary();
        return course_;
    }

private:
    Hop exchange(const PreparedRequest& sent) {
        answer_ = application_(sent);
        if (!answer_.cookies_after.empty()) {
            request_.headers.set("Cookie", answer_.cookies_after);
        }
        Hop hop;
        hop.request = sent;
        hop.response = {.status = answer_.status, .reason = {}, .headers = answer_.headers};
        return hop;
    }

    CsrfStep send() {
        PreparedRequest sent = request_;
        std::string words = sent.method;
        for (const auto& field : talk_.proof(sent)) {
            words += ' ' + field.name;
            sent.headers.add(field.name, field.value);
        }
        course_.sent.push_back(words);
        const Hop hop = exchange(sent);
        course_.status = hop.response.status;
        return talk_.answered(hop, request_);
    }

    CsrfStep get(const CsrfFetch& fetch) {
        course_.sent.push_back("GET " + fetch.target);
        PreparedRequest sent = request("GET", fetch.target, "");
        if (fetch.asks_for_token) {
            sent.headers.add("X-CSRF-Token", "Fetch");
        }
        const Hop hop = exchange(sent);
        return talk_.fetched(hop, answer_.body, request_);
    }

    CsrfTalk talk_;
    PreparedRequest request_;
    Application application_;
    Answer answer_;
    Course course_;
};

Course play(CsrfSituation situation, PreparedRequest first, Application application) {
    return Player(std::move(situation), std::move(first), std::move(application)).play();
}

Answer page(std::string body, unsigned status = 200) {
    return {.status = status, .headers = {{"Content-Type", "text/html"}}, .body = std::move(body)};
}

Answer to(std::string location) {
    return {.status = 302, .headers = {{"Location", std::move(location)}}};
}

std::string login_page(const std::string& token) {
    return R"(<form method="post" action="/login"><input name="_csrf" type="hidden" value=")" +
           token + R"("></form>)";
}

/// Accepts one value of one header; its login page has a token.
Application guarded(std::string header, std::string value, std::string rendered = "") {
    return [=](const PreparedRequest& sent) -> Answer {
        if (sent.method == "GET") {
            return sent.target == "/login" && !rendered.empty() ? page(login_page(rendered))
                                                                : Answer{.status = 404};
        }
        return {.status = sent.headers.find(header) == value ? 201U : 403U};
    };
}

LearnedCsrf by_cookie(CsrfMode mode) {
    LearnedCsrf way;
    way.mode = mode;
    way.header = "X-XSRF-TOKEN";
    way.cookie = "XSRF-TOKEN";
    return way;
}

/// What a first POST in session "s" left.
LearnedCsrf by_page(const std::string& token) {
    const Course first = play({}, post("JSESSIONID=s"), guarded("X-CSRF-TOKEN", token, token));
    return first.learned.value();
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("csrf talk: a token of the session is learned from the refusal, once", "[access]") {
    const std::string rendered = mask(uuid);
    const Course first =
        play({}, post("JSESSIONID=s"), guarded("X-CSRF-TOKEN", rendered, rendered));
    CHECK(first.sent == Words{"POST", "GET /login", "POST X-CSRF-TOKEN"});
    CHECK(first.status == 201);
    CHECK(first.verdict == CsrfVerdict::accepted);
    CHECK(first.summary == "token refreshed from /login, header X-CSRF-TOKEN");
    REQUIRE(first.learned);
    CHECK(first.learned->mode == CsrfMode::header);
    CHECK(first.learned->source == "/login");

    const Course second = play(
        {.learned = first.learned}, post("JSESSIONID=s"), guarded("X-CSRF-TOKEN", rendered, "")
    );
    CHECK(second.sent == Words{"POST X-CSRF-TOKEN"});
    CHECK(second.verdict == CsrfVerdict::accepted);
    CHECK_FALSE(second.learned);
    CHECK(second.summary == "token remembered from /login, header X-CSRF-TOKEN");
}

TEST_CASE(
    "csrf talk: a token dies with its session and is fetched before the request", "[access]"
) {
    const LearnedCsrf old = by_page(uuid);
    const Course course = play(
        {.learned = old}, post("JSESSIONID=t"), guarded("X-CSRF-TOKEN", other_uuid, other_uuid)
    );
    CHECK(course.sent == Words{"GET /login", "POST X-CSRF-TOKEN"});
    REQUIRE(course.learned);
    CHECK(course.learned->token == Secret(other_uuid));
    CHECK(course.learned->obtained_under != old.obtained_under);

    const Course same = play(
        {.learned = old}, post("theme=dark; JSESSIONID=s"), guarded("X-CSRF-TOKEN", uuid, uuid)
    );
    INFO("other cookies do not matter");
    CHECK(same.sent == Words{"POST X-CSRF-TOKEN"});
}

TEST_CASE("csrf talk: by method, by what is typed, by who signs in", "[access]") {
    struct Case {
        std::string why, method, target, header;
        bool has_token;
    };

    const std::vector<Case> cases{
        {"POST", "POST", "/", "", true},
        {"PUT", "PUT", "/", "", true},
        {"PATCH", "PATCH", "/", "", true},
        {"DELETE", "DELETE", "/", "", true},
        {"a method that nobody knows", "PURGE", "/", "", true},
        {"GET", "GET", "/", "", false},
        {"HEAD", "HEAD", "/", "", false},
        {"OPTIONS", "OPTIONS", "/", "", false},
        {"TRACE", "TRACE", "/", "", false},
        {"a header that was typed", "POST", "/", "X-CSRF-TOKEN", false},
        {"one under another name", "POST", "/", "X-CSRFToken", false},
        {"a field in the query", "POST", "/?_csrf=x", "", false},
        {"a bearer token", "POST", "/", "Authorization", false},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        PreparedRequest first = request(c.method, c.target, "XSRF-TOKEN=" + uuid);
        const auto mark = c.target.find('?');
        first.url.query = mark == std::string::npos ? "" : c.target.substr(mark + 1);
        if (!c.header.empty()) {
            first.headers.add(c.header, "Bearer x");
        }
        const Course course = play({}, first, [](const PreparedRequest& sent) {
            return Answer{.status = sent.headers.contains("X-XSRF-TOKEN") ? 200U : 403U};
        });
        // What is refused without a token of ours is not tried again.
        CHECK(course.sent == Words{c.has_token ? c.method + " X-XSRF-TOKEN" : c.method});
    }
}

TEST_CASE("csrf talk: a form with a field of its own gets no header", "[access]") {
    PreparedRequest first = post("XSRF-TOKEN=" + uuid);
    first.body = BytesBody{"username=alice&_csrf=x"};
    CHECK(play({}, first, guarded("X-XSRF-TOKEN", uuid)).sent == Words{"POST"});
}

TEST_CASE("csrf talk: a cookie goes back raw, and masked if that is refused", "[access]") {
    const std::string cookie = "XSRF-TOKEN=" + uuid;
    SECTION("spa") {
        const Course course = play({}, post(cookie), guarded("X-XSRF-TOKEN", uuid));
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN"});
        CHECK(course.learned == by_cookie(CsrfMode::cookie_raw));
        CHECK(course.summary == "token of the cookie: XSRF-TOKEN, header X-XSRF-TOKEN");
    }
    SECTION("Xor") {
        const Course course = play({}, post(cookie), guarded("X-XSRF-TOKEN", mask(uuid)));
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN"});
        CHECK(course.learned == by_cookie(CsrfMode::cookie_masked));
        CHECK(course.summary == "token of the cookie, masked: XSRF-TOKEN, header X-XSRF-TOKEN");
    }
    SECTION("Xor, learned") {
        const Course course = play(
            {.learned = by_cookie(CsrfMode::cookie_masked)},
            post(cookie),
            guarded("X-XSRF-TOKEN", mask(uuid))
        );
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN"});
        CHECK_FALSE(course.learned);
    }
    SECTION("Xor, from nothing: the refusal sets the cookie") {
        const Course course = play({}, post("JSESSIONID=s"), [&](const PreparedRequest& sent) {
            const bool is_right = sent.headers.find("X-XSRF-TOKEN") == mask(uuid);
            return Answer{
                .status = is_right ? 201U : 403U, .cookies_after = "JSESSIONID=s; " + cookie};
        });
        CHECK(course.sent == Words{"POST", "POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN"});
        CHECK(course.status == 201);
    }
    SECTION("plain, from nothing, to somebody who is not signed in") {
        const Course course = play({}, post(""), [&](const PreparedRequest& sent) {
            const bool is_right = sent.headers.find("X-XSRF-TOKEN") == uuid;
            return Answer{.status = is_right ? 201U : 403U, .cookies_after = cookie};
        });
        CHECK(course.sent == Words{"POST", "POST X-XSRF-TOKEN"});
    }
    SECTION("learned, and set anew by the refusal") {
        const Course course = play(
            {.learned = by_cookie(CsrfMode::cookie_masked)},
            post("XSRF-TOKEN=" + other_uuid),
            [&](const PreparedRequest& sent) {
                const bool is_right = sent.headers.find("X-XSRF-TOKEN") == mask(uuid);
                return Answer{.status = is_right ? 201U : 403U, .cookies_after = cookie};
            }
        );
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN"});
        CHECK(course.status == 201);
    }
}

TEST_CASE("csrf talk: frameworks by their cookies", "[access]") {
    struct Case {
        std::string why, cookie, header, value;
    };

    const std::vector<Case> cases{
        {"Laravel escapes its padding", "XSRF-TOKEN=eyJpdiI6%3D%3D", "X-XSRF-TOKEN", "eyJpdiI6=="},
        {"a percent sign that escapes nothing stays", "XSRF-TOKEN=10%", "X-XSRF-TOKEN", "10%"},
        {"Django", "csrftoken=abc", "X-CSRFToken", "abc"},
        {"the nearest of two is the first",
         "XSRF-TOKEN=near; XSRF-TOKEN=far",
         "X-XSRF-TOKEN",
         "near"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Course course = play({}, post(c.cookie), guarded(c.header, c.value));
        CHECK(course.sent == Words{"POST " + c.header});
        CHECK(course.status == 201);
    }
    for (const std::string no_token :
         {"XSRF-TOKEN=a%0d%0aHost: evil", "XSRF-TOKEN=a%00", "XSRF-TOKEN=", "xsrf-token=x"}) {
        INFO(no_token);
        const Application open = [](const PreparedRequest& /*sent*/) { return Answer{}; };
        CHECK(play({}, post(no_token), open).sent == Words{"POST"});
    }
}

TEST_CASE("csrf talk: Django is told where the request comes from, over https only", "[access]") {
    PreparedRequest first = post("csrftoken=abc");
    first.url.scheme = latch::http::Scheme::https;
    first.url.port = 443;
    CsrfTalk talk({.noise = noise});
    talk.begin(first);
    CHECK(talk.proof(first) == Headers{{"X-CSRFToken", "abc"}, {"Referer", "https://app.test/"}});
    first.headers.add("Referer", "https://typed.test/");
    CHECK(talk.proof(first).size() == 1);
    first.headers.remove("Referer");
    first.url.scheme = latch::http::Scheme::http;
    CHECK(talk.proof(first).size() == 1);
}

TEST_CASE("csrf talk: frameworks whose token has to be fetched", "[access]") {
    struct Case {
        std::string why;
        Answer refusal;
        std::string source; ///< the one that has a token
        Answer offer;
        Words sent;
    };

    const std::vector<Case> cases{
        {"Spring's JSON endpoint",
         {.status = 403},
         "/csrf",
         {.body = R"({"token":"t","headerName":"X-CSRF-TOKEN"})"},
         {"POST", "GET /login", "GET /csrf", "POST X-CSRF-TOKEN"}},
        {"Rails: a page instead of a status for it",
         page("<h1>The change you wanted was rejected.</h1>", 422),
         "/",
         page("<meta name=csrf-token content=t>"),
         {"POST", "GET /login", "GET /csrf", "GET /", "POST X-CSRF-Token"}},
        {"Laravel",
         page("Page Expired", 419),
         "/login",
         page("<form><input type=hidden name=_token value=t>"),
         {"POST", "GET /sanctum/csrf-cookie", "GET /login", "POST X-CSRF-TOKEN"}},
        {"Laravel with Sanctum",
         page("Page Expired", 419),
         "/sanctum/csrf-cookie",
         {.status = 204, .cookies_after = "JSESSIONID=s; XSRF-TOKEN=t"},
         {"POST", "GET /sanctum/csrf-cookie", "POST X-XSRF-TOKEN"}},
        {"Jenkins",
         {.status = 403, .headers = {{"X-Jenkins", "2.440"}}},
         "/crumbIssuer/api/json",
         {.body = R"({"crumb":"t","crumbRequestField":"Jenkins-Crumb"})"},
         {"POST", "GET /crumbIssuer/api/json", "POST Jenkins-Crumb"}},
        {"Tomcat's filter, SAP",
         {.status = 403, .headers = {{"X-CSRF-Token", "Required"}}},
         "/api/items",
         {.headers = {{"X-CSRF-Token", "t"}}},
         {"POST", "GET /api/items", "POST X-CSRF-Token"}},
        {"the 403 is hidden by a challenge",
         {.status = 401},
         "/login",
         page(login_page("t")),
         {"POST", "GET /login", "POST X-CSRF-TOKEN"}},
        {"or by the way to the login page",
         to("http://app.test/login"),
         "/login",
         page(login_page("t")),
         {"POST", "GET /login", "POST X-CSRF-TOKEN"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Course course = play({}, post("JSESSIONID=s"), [&](const PreparedRequest& sent) {
            if (sent.method == "GET") {
                return sent.target == c.source ? c.offer : Answer{.status = 404};
            }
            for (const auto& field : sent.headers) {
                if (field.value == "t") {
                    return Answer{.status = 201};
                }
            }
            return c.refusal;
        });
        CHECK(course.sent == c.sent);
        CHECK(course.verdict == CsrfVerdict::accepted);
        REQUIRE(course.learned);
        // The next run goes there at once when the session is another.
        const bool is_cookie = course.learned->mode == CsrfMode::cookie_raw;
        CHECK(course.learned->source == (is_cookie ? "" : c.source));
    }
}

TEST_CASE("csrf talk: the page of the login has a token for whoever it signed in", "[access]") {
    const auto application = [](const PreparedRequest& sent) {
        if (sent.method == "GET") {
            return sent.target == "/accounts/login/" ? page(login_page("t"))
                                                     : Answer{.status = 404};
        }
        return Answer{.status = sent.headers.contains("X-CSRF-TOKEN") ? 201U : 403U};
    };
    const CsrfSituation situation{.login_page = "/accounts/login/"};
    const Course course = play(situation, post("JSESSIONID=s"), application);
    CHECK(course.sent == Words{"POST", "GET /accounts/login/", "POST X-CSRF-TOKEN"});
    CHECK(course.verdict == CsrfVerdict::accepted);
}

TEST_CASE("csrf talk: what is asked for by Fetch is asked for so again", "[access]") {
    LearnedCsrf way;
    way.mode = CsrfMode::fetch;
    way.header = "X-CSRF-Token";
    way.source = "/api/items?top=1";
    CsrfTalk talk({.learned = way, .noise = noise});
    const CsrfStep step = talk.begin(post("JSESSIONID=s"));
    REQUIRE(std::holds_alternative<CsrfFetch>(step));
    CHECK(std::get<CsrfFetch>(step) == CsrfFetch{"/api/items?top=1", true});
    CHECK(talk.places_tried() == "/api/items");
}

TEST_CASE("csrf talk: a right token that is refused is a matter of authorisation", "[access]") {
    const Application forbidden = guarded("X-Nothing", "would do", uuid);
    SECTION("a token remembered, and the server has the same") {
        const Course course = play({.learned = by_page(uuid)}, post("JSESSIONID=s"), forbidden);
        CHECK(course.sent == Words{"POST X-CSRF-TOKEN", "GET /login"});
        CHECK(course.verdict == CsrfVerdict::forbidden);
        CHECK_FALSE(course.learned);
    }
    SECTION("the same in another mask") {
        const Course course =
            play({.learned = by_page(mask(uuid))}, post("JSESSIONID=s"), forbidden);
        CHECK(course.sent == Words{"POST X-CSRF-TOKEN", "GET /login"});
        CHECK(course.verdict == CsrfVerdict::forbidden);
    }
    SECTION("a token that the server has just given") {
        const Course course = play({}, post("JSESSIONID=s"), forbidden);
        CHECK(course.sent == Words{"POST", "GET /login", "POST X-CSRF-TOKEN"});
        CHECK(course.verdict == CsrfVerdict::forbidden);
        CHECK_FALSE(course.learned);
    }
    SECTION("a cookie in the way that was accepted before") {
        const Course course = play(
            {.learned = by_cookie(CsrfMode::cookie_raw)}, post("XSRF-TOKEN=" + uuid), forbidden
        );
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN"});
        CHECK(course.verdict == CsrfVerdict::forbidden);
    }
    SECTION("a cookie in both ways, and the page has the same") {
        const Course course = play({}, post("XSRF-TOKEN=" + uuid), forbidden);
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN", "GET /login"});
        CHECK(course.verdict == CsrfVerdict::forbidden);
    }
}

TEST_CASE("csrf talk: a cookie of another application does not stand in the way", "[access]") {
    const Course course =
        play({}, post("XSRF-TOKEN=" + other_uuid), guarded("X-CSRF-TOKEN", uuid, uuid));
    const Words expected{
        "POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN", "GET /login", "POST X-CSRF-TOKEN"};
    CHECK(course.sent == expected);
    CHECK(course.status == 201);
}

TEST_CASE("csrf talk: never more than three GETs and two more tries", "[access]") {
    int count = 0;
    const Course course = play({}, post("XSRF-TOKEN=a"), [&](const PreparedRequest& sent) {
        const std::string next = std::to_string(++count);
        return Answer{
            .status = sent.method == "GET" ? 404U : 403U, .cookies_after = "XSRF-TOKEN=" + next};
    });
    CHECK(course.sent == Words{"POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN", "POST X-XSRF-TOKEN"});
    const Course nowhere = play({}, post("JSESSIONID=s"), guarded("X-CSRF-TOKEN", uuid));
    CHECK(nowhere.sent == Words{"POST", "GET /login", "GET /csrf", "GET /"});
    CHECK(nowhere.verdict == CsrfVerdict::no_token);
    CHECK(nowhere.summary == "no token at /login, /csrf, /");
    const Course spent = play({.fetches = 1}, post("JSESSIONID=s"), guarded("X-CSRF-TOKEN", uuid));
    CHECK(spent.sent == Words{"POST", "GET /login"});
}

TEST_CASE("csrf talk: once something was learned, one more try", "[access]") {
    int count = 0;
    const Course course =
        play({.learned = by_page(uuid)}, post("JSESSIONID=s"), [&](const PreparedRequest& sent) {
            return sent.method == "GET" ? page(login_page(std::to_string(++count)))
                                        : Answer{.status = 403};
        });
    CHECK(course.sent == Words{"POST X-CSRF-TOKEN", "GET /login", "POST X-CSRF-TOKEN"});
    CHECK(course.verdict == CsrfVerdict::forbidden);
    REQUIRE(course.learned);
    CHECK(course.learned->token.empty());
    CHECK(course.learned->source == "/login");
}

TEST_CASE("csrf talk: what says that it is for want of a token is not forbidden", "[access]") {
    const Course course = play({}, post("JSESSIONID=s"), [](const PreparedRequest& sent) {
        return sent.method == "GET" ? Answer{.status = 404} : Answer{.status = 419};
    });
    CHECK(course.verdict == CsrfVerdict::not_satisfied);
}

TEST_CASE("csrf talk: nothing is fetched for who sends nothing by itself", "[access]") {
    const Course course = play({}, post(""), guarded("X-CSRF-TOKEN", uuid, uuid));
    CHECK(course.sent == Words{"POST"});
    CHECK(course.verdict == CsrfVerdict::not_in_play);
    PreparedRequest signed_in = post("");
    signed_in.headers.add("Authorization", "Basic eDp5");
    CHECK(play({}, signed_in, guarded("X-CSRF-TOKEN", uuid, uuid)).status == 201);
}

TEST_CASE("csrf talk: other answers are no refusals", "[access]") {
    struct Case {
        std::string_view why;
        Answer answer;
    };

    const std::vector<Case> cases{
        {"success", {.status = 200}},
        {"a bad request", {.status = 400}},
        {"not there", {.status = 404}},
        {"what does not validate, as APIs say it",
         {.status = 422, .headers = {{"Content-Type", "application/json"}}}},
        {"an error of the server", {.status = 500}},
        {"a login that failed", to("/login?error")},
        {"the way to somewhere else", to("/items/1")},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Course course = play({}, post("JSESSIONID=s"), [&](const PreparedRequest& /*sent*/) {
            return c.answer;
        });
        CHECK(course.sent == Words{"POST"});
        CHECK(course.verdict == CsrfVerdict::not_in_play);
    }
}

TEST_CASE(
    "csrf talk: a login is tried again for want of a token, and for nothing else", "[access]"
) {
    struct Case {
        std::string_view why;
        Answer refusal;
        Words sent;
    };

    const Words again{"POST", "GET /login", "GET /csrf", "POST X-CSRF-TOKEN"};
    const std::vector<Case> cases{
        {"403", {.status = 403}, again},
        {"422 with a page", page("no", 422), again},
        {"a wrong password", {.status = 401}, {"POST"}},
        {"the same, as forms have it", to("/login"), {"POST"}},
        {"what does not validate", {.status = 422}, {"POST"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Course course =
            play({.is_login = true}, post(""), [&](const PreparedRequest& sent) -> Answer {
                if (sent.method == "GET") { // the page that asks who it is says nothing more
                    return sent.target == "/csrf" ? page(login_page("t0k3n"))
                                                  : Answer{.status = 401};
                }
                return sent.headers.contains("X-CSRF-TOKEN") ? Answer{} : c.refusal;
            });
        CHECK(course.sent == c.sent);
    }
}

TEST_CASE("csrf talk: credentials that are refused are not tried again and again", "[access]") {
    PreparedRequest first = post("");
    first.headers.add("Authorization", "Basic d3Jvbmc6d3Jvbmc=");
    const Course course =
        play({}, first, [](const PreparedRequest& /*sent*/) { return Answer{.status = 401}; });
    CHECK(course.sent == Words{"POST", "GET /login"});
}

TEST_CASE("csrf talk: a session that is over is left to whoever signs in again", "[access]") {
    SECTION("the page begins another one") {
        const Course course = play({}, post("JSESSIONID=old"), [](const PreparedRequest& sent) {
            Answer answer = sent.method == "GET" ? page(login_page(uuid)) : to("/login");
            answer.cookies_after = sent.method == "GET" ? "JSESSIONID=new" : "";
            return answer;
        });
        CHECK(course.sent == Words{"POST", "GET /login"});
    }
    SECTION("every page leads to the login") {
        const Course course = play({}, post("JSESSIONID=old"), [](const PreparedRequest& sent) {
            return sent.target == "/login" ? Answer{.status = 404} : to("/login");
        });
        CHECK(course.sent == Words{"POST", "GET /login", "GET /csrf"});
    }
}

TEST_CASE("csrf talk: a body that cannot be sent twice waits for its token", "[access]") {
    PreparedRequest first = post("JSESSIONID=s");
    SECTION("a pipe") {
        first.body = StreamBody{.source = {}, .length = {}, .name = "standard input"};
    }
    SECTION("a large one") {
        first.body = BytesBody{std::string((1U << 20U) + 1, 'x')};
    }
    const Course course = play({}, first, guarded("X-CSRF-TOKEN", uuid, uuid));
    CHECK(course.sent == Words{"GET /login", "POST X-CSRF-TOKEN"});

    const Course with_cookie = play(
        {},
        [&] {
            PreparedRequest again = first;
            again.headers.set("Cookie", "XSRF-TOKEN=" + uuid);
            return again;
        }(),
        guarded("X-XSRF-TOKEN", uuid)
    );
    CHECK(with_cookie.sent == Words{"POST X-XSRF-TOKEN"});
}

TEST_CASE("csrf talk: where there is no token, such a body goes without", "[access]") {
    PreparedRequest first = post("JSESSIONID=s");
    first.body = StreamBody{.source = {}, .length = {}, .name = "standard input"};
    const Application open = [](const PreparedRequest& sent) {
        return Answer{.status = sent.method == "GET" ? 404U : 201U};
    };
    CHECK(play({}, first, open).sent == Words{"GET /login", "GET /csrf", "GET /", "POST"});
    const Course refused = play({}, first, guarded("X-CSRF-TOKEN", uuid));
    CHECK(refused.sent == Words{"GET /login", "GET /csrf", "GET /", "POST"});
    CHECK(refused.verdict == CsrfVerdict::cannot_repeat);
    CHECK_FALSE(refused.learned);
}

TEST_CASE("csrf talk: that no token is wanted is remembered, and forgotten if wrong", "[access]") {
    PreparedRequest first = post("JSESSIONID=s");
    first.body = StreamBody{.source = {}, .length = {}, .name = "standard input"};
    const auto answering = [](unsigned status) {
        return [status](const PreparedRequest& sent) {
            return Answer{.status = sent.method == "GET" ? 404U : status};
        };
    };
    const Course found = play({.application = "/shop"}, first, answering(201));
    REQUIRE(found.learned);
    CHECK(found.learned->mode == CsrfMode::off);
    CHECK(found.learned->path == "/shop");
    CHECK(found.verdict == CsrfVerdict::not_in_play);

    const CsrfSituation known{.learned = found.learned, .application = "/shop"};
    const Course again = play(known, first, answering(201));
    CHECK(again.sent == Words{"POST"});
    CHECK_FALSE(again.learned);

    const Course wrong = play(known, first, answering(403));
    CHECK(wrong.sent == Words{"POST"});
    CHECK(wrong.verdict == CsrfVerdict::cannot_repeat);
    REQUIRE(wrong.learned);
    CHECK(wrong.learned->mode == CsrfMode::unknown);
    CHECK(wrong.learned->path == "/shop");

    const CsrfSituation of_all{.learned = LearnedCsrf{.mode = CsrfMode::off}};
    const Course better = play(of_all, post("JSESSIONID=s"), guarded("X-CSRF-TOKEN", uuid, uuid));
    CHECK(better.status == 201);
    REQUIRE(better.learned);
    CHECK(better.learned->mode == CsrfMode::header);

    for (const unsigned status : {302U, 400U, 500U}) {
        CHECK_FALSE(play({}, first, answering(status)).learned); // nothing was accepted
    }
}

TEST_CASE("csrf talk: what the user says comes first", "[access]") {
    const Application plain = guarded("X-CSRF-TOKEN", uuid, uuid);
    SECTION("no token") {
        const Course course = play(
            {.wish = {.is_automatic = false}, .learned = by_page(uuid)}, post("JSESSIONID=s"), plain
        );
        CHECK(course.sent == Words{"POST"});
        CHECK(course.summary.empty());
    }
    SECTION("this token, which is right") {
        const Course course = play({.wish = {.token = Secret(uuid)}}, post("JSESSIONID=s"), plain);
        CHECK(course.sent == Words{"POST X-CSRF-TOKEN"});
        CHECK(course.status == 201);
        CHECK(course.summary == "token as given, header X-CSRF-TOKEN");
        CHECK_FALSE(course.learned);
    }
    SECTION("this token, which is wrong, and no other") {
        const Course course =
            play({.wish = {.token = Secret("wrong")}}, post("JSESSIONID=s"), plain);
        CHECK(course.sent == Words{"POST X-CSRF-TOKEN"});
    }
    SECTION("in the header that is known to take it") {
        const Course course = play(
            {.wish = {.token = Secret(uuid)}, .learned = by_cookie(CsrfMode::cookie_masked)},
            post("XSRF-TOKEN=x"),
            guarded("X-XSRF-TOKEN", uuid)
        );
        CHECK(course.sent == Words{"POST X-XSRF-TOKEN"});
        CHECK(course.status == 201);
    }
    SECTION("this place, before the request") {
        const Course course = play(
            {.wish = {.source = "/token?x=1"}},
            post("JSESSIONID=s; XSRF-TOKEN=x"),
            [](const PreparedRequest& sent) {
                if (sent.method == "GET") {
                    return Answer{.body = R"({"csrfToken":"t"})"};
                }
                return Answer{.status = sent.headers.find("X-CSRF-Token") == "t" ? 201U : 403U};
            }
        );
        CHECK(course.sent == Words{"GET /token?x=1", "POST X-CSRF-Token"});
        REQUIRE(course.learned);
        CHECK(course.learned->source == "/token?x=1");
        CHECK(course.summary == "token refreshed from /token, header X-CSRF-Token");
    }
}

TEST_CASE("csrf talk: pages are those of the application's own path", "[access]") {
    const Course course =
        play({.application = "/shop"}, post("JSESSIONID=s"), [](const PreparedRequest& sent) {
            return sent.method == "GET" ? Answer{.status = 404} : Answer{.status = 403};
        });
    CHECK(course.sent == Words{"POST", "GET /shop/login", "GET /shop/csrf", "GET /shop/"});
}

TEST_CASE(
    "csrf talk: new cookies with each refusal, and a form's token, come to an end", "[access]"
) {
    for (const bool is_login : {false, true}) {
        CAPTURE(is_login);
        int number = 0;
        const auto application = [&number](const PreparedRequest& asked) -> Answer {
            if (asked.target == "/login") {
                return page(R"(<form action="/other" method="post"><input type="hidden" )"
                            R"(name="authenticity_token" value="f0rm"></form>)");
            }
            const bool goes_on = ++number < 20;
            return {
                .status = asked.method == "POST" && goes_on ? 403U : 200U,
                .cookies_after = "SESSION=1; XSRF-TOKEN=" + std::to_string(number)};
        };
        const Course course = play({.is_login = is_login}, post("SESSION=1"), application);
        CHECK(std::ranges::count_if(course.sent, [](const std::string& words) {
                  return words.starts_with("POST");
              }) <= 3);
        CHECK(course.status == 403);
    }
}
