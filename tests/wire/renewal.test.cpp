// SPDX-License-Identifier: MIT
#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/server.hpp"
#include "wire/caller.hpp"

#include "latch/client/conversation.hpp"

#include <string>
#include <vector>

using namespace latch;
using namespace latch::test;
using base::Error;
using base::ErrorKind;
using base::Result;
using Catch::Matchers::Contains;
using client::Outcome;
using Words = std::vector<std::string>;

namespace {

const std::string form = "<form action=/login method=post><input name=user>"
                         "<input type=password name=password></form>";

/// Lets in who has the cookie JSESSIONID=good, which a login with "right" gives. All others get
/// JSESSIONID=anon, and the page by a redirect or in the place of the answer. Below /open the
/// cookie is the one of before as well, until the third page.
class Application {
public:
    enum class Refusal { redirect, page };

    explicit Application(Refusal refusal = Refusal::redirect)
        : server_([refusal](const Request& request) { return answer(request, refusal); }) {}

    std::string url(std::string_view path) const { return server_.url(path); }

    Words requests() const {
        Words words;
        for (const Request& request : server_.requests()) {
            words.push_back(request.method + ' ' + request.target);
        }
        return words;
    }

private:
    static Response answer(const Request& request, Refusal refusal) {
        if (request.path() == "/login") {
            return login(request);
        }
        const std::string cookies = request.header("Cookie").value_or("");
        const bool is_open = request.path() == "/open" && request.target.back() < '3';
        if (cookies.find("JSESSIONID=good") != std::string::npos ||
            (is_open && cookies.find("JSESSIONID=old") != std::string::npos)) {
            Response page = reply("[1]", "application/json");
            if (request.path() == "/open") {
                page.with("Set-Cookie", std::string("page=") + request.target.back());
            }
            return page;
        }
        Response refused = refusal == Refusal::page ? reply(form, "text/html") : redirect("/login");
        return refused.with("Set-Cookie", "JSESSIONID=anon; Path=/")
            .with("Set-Cookie", "lost=yes; Path=/");
    }

    static Response login(const Request& request) {
        if (request.method == "GET") {
            return reply(form, "text/html");
        }
        const bool is_right = request.body.find("password=right") != std::string::npos;
        return is_right ? redirect("/").with("Set-Cookie", "JSESSIONID=good; Path=/")
                        : redirect("/login?error");
    }

    Server server_;
};

/// A file and a password in memory.
class World final : public client::Renewer {
public:
    Result<bool> try_turn() override {
        if (others_turns > 0) {
            --others_turns;
            return false;
        }
        ++turns_taken;
        return true;
    }

    void end_turn() noexcept override { ++turns_ended; }

    Result<session::Session> stored() override { return file; }

    Result<access::LoginSituation>
    situation(const session::StoredLogin& login, const http::Url& url) override {
        if (password.empty()) {
            return Error(ErrorKind::usage, "there is no password");
        }
        return access::LoginSituation{
            .page = http::resolve_reference(url, login.recipe->page).value(),
            .user = login.recipe->user,
            .password = base::Secret(password)};
    }

    Result<client::TokenOrder> order(const session::StoredLogin& /*login*/) override {
        return Error(ErrorKind::usage, "there is no order");
    }

    Result<void> save(
        const std::optional<session::LearnedLogin>& learned, std::span<const http::Hop> visits
    ) override {
        saved.push_back(
            !learned           ? access::LoginVerdict::failed
            : learned->refused ? access::LoginVerdict::refused
                               : access::LoginVerdict::signed_in
        );
        visits_saved += visits.size();
        return {};
    }

    session::Session file;
    std::string password = "right";
    unsigned others_turns = 0;
    unsigned turns_taken = 0;
    unsigned turns_ended = 0;
    std::vector<access::LoginVerdict> saved;
    std::size_t visits_saved = 0;
};

/// Hears which answers were last ones, and their bodies.
class Listener final : public client::Audience {
public:
    Result<void> sending(const http::PreparedRequest& /*request*/) override { return {}; }

    Result<http::BodySink*> answered(const http::Hop& hop, http::Place place) override {
        if (place != http::Place::final) {
            return nullptr;
        }
        finals.push_back(hop.response.status);
        return &body;
    }

    Result<http::BodySink*> answered_aside(const http::Hop& /*hop*/) override { return nullptr; }

    Result<void> ended(const http::Hop& /*hop*/) override { return {}; }

    std::optional<http::Url> next_page() override {
        if (finals.size() > pages_behind.size()) {
            return std::nullopt;
        }
        return pages_behind[finals.size() - 1];
    }

    std::vector<http::Url> pages_behind; ///< the first
    std::vector<unsigned> finals;
    Collected body;
};

session::Session session_with(const Application& application, const std::string& cookie) {
    session::Session session;
    session.epoch = 1;
    const http::Url url = a_url(application.url("/"));
    access::LoginRecipe recipe;
    recipe.user = "bob";
    session.at(http::origin(url)).login = {
        .recipe = recipe, .refused = std::nullopt, .signed_out = false, .unknown = {}};
    session.cookies.store("JSESSIONID=" + cookie + "; Path=/", url, base::Clock::now());
    return session;
}

struct Held {
    http::Policy policy;
    Outcome outcome;
    session::Session session;
    Listener listener;
};

/// One conversation of a session that has `JSESSIONID=old`.
void hold(const Application& application, World& world, Held& held, http::Request request) {
    held.session = session_with(application, "old");
    const client::SecretResolver secrets = [](const access::SecretSource&) {
        return Result<base::Secret>(base::Secret());
    };
    const client::Identity identity;
    const access::CsrfWish csrf;
    const std::function<base::Clock::time_point()> now = [] { return base::Clock::now(); };
    std::optional<http::HstsHosts> hsts;
    net::Transport transport(held.policy);
    held.outcome = client::converse(
        std::move(request),
        held.session,
        held.listener,
        {.transport = transport,
         .policy = held.policy,
         .secrets = secrets,
         .identity = identity,
         .csrf = csrf,
         .now = now,
         .hsts = hsts,
         .renewer = &world}
    );
}

using Marks = std::vector<bool>;

/// Which hops have a mark, in order.
Marks marked(const Held& held, bool http::Hop::*mark) {
    Marks marks;
    for (const http::Hop& hop : held.outcome.exchange.hops) {
        marks.push_back(hop.*mark);
    }
    return marks;
}

/// The Set-Cookie lines of all hops, in order.
Words cookies_received(const Held& held) {
    Words lines;
    for (const http::Hop& hop : held.outcome.exchange.hops) {
        for (const std::string_view line : hop.response.headers.all("Set-Cookie")) {
            lines.emplace_back(line);
        }
    }
    return lines;
}

http::Request get(const Application& application) {
    return a_request().get(application.url("/api")).header("Accept", "application/json").request();
}

} // namespace

TEST_CASE("renewal: a lost session is signed in to, saved, and the request sent again", "[wire]") {
    for (const auto refusal : {Application::Refusal::redirect, Application::Refusal::page}) {
        for (const bool follows : {false, true}) {
            INFO((refusal == Application::Refusal::page) << ' ' << follows);
            const Application application(refusal);
            World world;
            world.file = session_with(application, "old");
            Held held;
            held.policy.redirects.follow = follows;
            hold(application, world, held, get(application));
            CHECK_FALSE(held.outcome.error);
            CHECK_THAT(held.outcome.renewal.summary, Contains("signed in again at http://"));
            CHECK(
                application.requests() == Words{"GET /api", "GET /login", "POST /login", "GET /api"}
            );
            CHECK(held.listener.finals == std::vector<unsigned>{200});
            CHECK(held.listener.body.bytes == "[1]");
            CHECK(marked(held, &http::Hop::is_given_up) == Marks{true, false, false, false});
            CHECK(marked(held, &http::Hop::is_aside) == Marks{true, true, true, false});
            CHECK(world.saved == std::vector{access::LoginVerdict::signed_in});
            CHECK(world.visits_saved == 2);
            CHECK(world.turns_taken == 1);
            CHECK(world.turns_ended == 1);
        }
    }
}

TEST_CASE("renewal: a session that is lost behind some pages costs none of them", "[wire]") {
    for (const auto refusal : {Application::Refusal::redirect, Application::Refusal::page}) {
        INFO((refusal == Application::Refusal::page));
        const Application application(refusal);
        World world;
        world.file = session_with(application, "old");
        Held held;
        for (const char* const page : {"2", "3", "4"}) {
            held.listener.pages_behind.push_back(
                a_url(application.url(std::string("/open?page=") + page))
            );
        }
        http::Request request = get(application);
        request.url = a_url(application.url("/open?page=1"));
        hold(application, world, held, std::move(request));
        CHECK_FALSE(held.outcome.error);
        CHECK(
            application.requests() ==
            Words{
                "GET /open?page=1",
                "GET /open?page=2",
                "GET /open?page=3",
                "GET /login",
                "POST /login",
                "GET /open?page=3",
                "GET /open?page=4"}
        );
        CHECK(held.listener.finals == std::vector<unsigned>{200, 200, 200, 200});
        CHECK(held.listener.body.bytes == "[1][1][1][1]");
        // Nothing of the session that was lost.
        CHECK(
            cookies_received(held) ==
            Words{"page=1", "page=2", "JSESSIONID=good; Path=/", "page=3", "page=4"}
        );
        CHECK(marked(held, &http::Hop::is_aside) == Marks{true, true, true, true, false});
        CHECK(marked(held, &http::Hop::is_given_up) == Marks(5, false));
        const http::Url url = a_url(application.url("/"));
        CHECK(
            held.session.cookies.header_for(url, base::Clock::now()) == "JSESSIONID=good; page=4"
        );
    }
}

TEST_CASE("renewal: what another run has got is taken over", "[wire]") {
    const Application application;
    World world;
    world.file = session_with(application, "good");
    world.others_turns = 3;
    Held held;
    hold(application, world, held, get(application));
    CHECK(application.requests() == Words{"GET /api", "GET /api"});
    CHECK(held.listener.finals == std::vector<unsigned>{200});
    CHECK(marked(held, &http::Hop::is_given_up) == Marks{true, false});
    CHECK(held.outcome.renewal.summary == "another run has signed in meanwhile");
    CHECK(world.saved.empty());
    CHECK(world.turns_taken == 1);
    CHECK(world.turns_ended == 1);
    const http::Url url = a_url(application.url("/api"));
    CHECK(held.session.cookies.header_for(url, base::Clock::now()) == "JSESSIONID=good");
}

TEST_CASE("renewal: a session of another run that is lost as well is signed in to", "[wire]") {
    const Application application;
    World world;
    world.file = session_with(application, "older");
    Held held;
    hold(application, world, held, get(application));
    CHECK(
        application.requests() ==
        Words{"GET /api", "GET /api", "GET /login", "POST /login", "GET /api"}
    );
    CHECK(held.listener.finals == std::vector<unsigned>{200});
    CHECK(marked(held, &http::Hop::is_given_up) == Marks{true, true, false, false, false});
    CHECK(world.turns_taken == 2);
    CHECK(world.turns_ended == 2);
}

TEST_CASE("renewal: what keeps it from being got back is told, with the answer", "[wire]") {
    struct Case {
        std::string why, password, words;
        Words more;
    };

    const std::vector<Case> cases{
        {"no password", "", "there is no password", {}},
        {"a wrong one", "wrong", "login refused", {"GET /login", "POST /login"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Application application;
        World world;
        world.file = session_with(application, "old");
        world.password = c.password;
        Held held;
        hold(application, world, held, get(application));
        CHECK_FALSE(held.outcome.error);
        REQUIRE(held.outcome.renewal.error);
        CHECK_THAT(held.outcome.renewal.error->what(), Contains(c.words));
        CHECK(held.listener.finals == std::vector<unsigned>{302});
        Marks first_alone(1 + c.more.size());
        first_alone.front() = true;
        CHECK(marked(held, &http::Hop::is_given_up) == first_alone);
        CHECK(world.turns_ended == 1);
        Words expected{"GET /api"};
        expected.insert(expected.end(), c.more.begin(), c.more.end());
        CHECK(application.requests() == expected);
    }
}

TEST_CASE("renewal: a login page that stays is the last answer, whole", "[wire]") {
    const Application application(Application::Refusal::page);
    World world;
    world.file = session_with(application, "old");
    world.password = "";
    Held held;
    hold(application, world, held, get(application));
    CHECK(held.listener.finals == std::vector<unsigned>{200});
    CHECK(held.listener.body.bytes == form);
    CHECK(held.listener.body.finished);
}

TEST_CASE("renewal: who has signed out meanwhile is not signed in", "[wire]") {
    const Application application;
    World world;
    world.file = session_with(application, "gone");
    world.file.origins.front().login->signed_out = true;
    Held held;
    hold(application, world, held, get(application));
    CHECK(application.requests() == Words{"GET /api"});
    CHECK(held.listener.finals == std::vector<unsigned>{302});
    CHECK_FALSE(held.outcome.renewal.error);
    CHECK(world.turns_ended == 1);
}

TEST_CASE("renewal: a session that was removed meanwhile does not come back", "[wire]") {
    const Application application;
    World world; // with no file
    Held held;
    hold(application, world, held, get(application));
    CHECK(application.requests() == Words{"GET /api"});
    CHECK(held.listener.finals == std::vector<unsigned>{302});
    CHECK(held.session.epoch == 1);
    CHECK(world.turns_ended == 1);
}

TEST_CASE("renewal: who types cookies, or types them away, speaks for himself", "[wire]") {
    for (const bool takes_away : {false, true}) {
        INFO(takes_away);
        const Application application;
        World world;
        world.file = session_with(application, "old");
        http::Request request = get(application);
        if (takes_away) {
            request.suppressed.emplace_back("cookie");
        } else {
            request.typed.add("Cookie", "JSESSIONID=mine");
        }
        Held held;
        hold(application, world, held, std::move(request));
        CHECK(application.requests() == Words{"GET /api"});
        CHECK(world.turns_taken == 0);
    }
}

TEST_CASE("renewal: other cookies than those of sessions are no login of another run", "[wire]") {
    const Application application;
    World world;
    world.file = session_with(application, "old");
    world.file.cookies.store("seen=1; Path=/", a_url(application.url("/")), base::Clock::now());
    Held held;
    hold(application, world, held, get(application));
    CHECK(application.requests() == Words{"GET /api", "GET /login", "POST /login", "GET /api"});
    CHECK(world.turns_taken == 1);
}
