// SPDX-License-Identifier: MIT
#include "parsed.hpp"

#include "latch/cli/reference.hpp"
#include "latch/cli/typed_secrets.hpp"

using namespace latch::cli;
using Catch::Matchers::Contains;
using latch::access::SecretSource;

namespace {

Login login(const Words& words) {
    INFO(joined(words));
    const auto invocation = parsed(words);
    INFO((invocation ? "" : invocation.error().what()));
    REQUIRE(invocation);
    REQUIRE(std::holds_alternative<Login>(*invocation));
    return std::get<Login>(*invocation);
}

} // namespace

TEST_CASE("login command: session, URL, user and fields", "[cli]") {
    const Login command =
        login({"login", "@app", ":8080/login", "bob@example.com", "remember-me=on", "X-Tenant:acme"}
        );
    CHECK(command.request.session.value().value == "app");
    CHECK(command.request.request.url == ":8080/login");
    CHECK(command.user == "bob@example.com");
    CHECK_FALSE(command.secret);
    REQUIRE(command.fields.size() == 1);
    CHECK(command.fields.front().name == "remember-me");
    CHECK(command.fields.front().value == "on");
    REQUIRE(command.request.request.items.size() == 1);
    CHECK(command.request.request.items.front().name == "X-Tenant");
    CHECK_FALSE(command.forces);
}

TEST_CASE("login command: the password is typed, or said where it is", "[cli]") {
    const Login typed = login({"login", "@app", ":8080", "bob:p=w:x"});
    CHECK(typed.user == "bob");
    CHECK(typed.secret.value().text.reveal() == "p=w:x");
    const Login elsewhere = login({"login", "@app", "--auth-from=env:PW", ":8080", "bob"});
    CHECK(elsewhere.secret.value().kind == SecretSource::Kind::environment_variable);
    const Login by_option = login({"login", "@app", "-a", "bob:pw", ":8080", "remember-me=on"});
    CHECK(by_option.user == "bob");
    CHECK(by_option.secret.value().text.reveal() == "pw");
    CHECK(by_option.fields.size() == 1);
}

TEST_CASE("login command: URL and user may be known to the session", "[cli]") {
    const Login again = login({"login", "@app", "--force"});
    CHECK(again.request.request.url.empty());
    CHECK_FALSE(again.user);
    CHECK(again.forces);
    CHECK(
        login({"login", "--session=app", "/login", "bob"}).request.session.value().value == "app"
    );
}

TEST_CASE("login command: it takes options of the network", "[cli]") {
    const Login command =
        login({"login", "--timeout=5", "--form", "-v", "-q", "--verify=no", "@app", ":8080", "bob"}
        );
    CHECK(command.request.output.verbosity == 1);
    CHECK(command.request.output.quiet == 1);
}

TEST_CASE("login command: what is wrong is a usage error", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view what;
    };

    const Case cases[] = {
        {"no session", {"login", ":8080", "bob"}, "login needs a session"},
        {"one that is not written",
         {"login", "--session-read-only=app", ":8080", "bob"},
         "changes a session"},
        {"an option of bodies",
         {"login", "@app", "--multipart", ":8080", "bob"},
         "no option --multipart"},
        {"an option of output",
         {"login", "@app", "--print=h", ":8080", "bob"},
         "no option --print"},
        {"an option of redirects",
         {"login", "@app", "--follow", ":8080", "bob"},
         "no option --follow"},
        {"a token's user", {"login", "@app", "--bearer=t", ":8080", "bob"}, "has no user"},
        {"a field beside a token", {"login", "@app", "--bearer=t", ":8080", "a=1"}, "no fields"},
        {"a field beside Basic", {"login", "@app", "--basic", ":8080", "bob", "a=1"}, "no fields"},
        {"no token", {"login", "@app", "--auth-type=bearer", ":8080"}, "needs a token"},
        {"two tokens", {"login", "@app", "--bearer=t", "--auth-from=env:T", ":8080"}, "two tokens"},
        {"digest", {"login", "@app", "--auth-type=digest", ":8080", "bob"}, "login by digest"},
        {"two users", {"login", "@app", "-a", "eve", ":8080", "bob"}, "two users"},
        {"two passwords", {"login", "@app", "--auth-from=env:P", ":8080", "bob:pw"}, "another"},
        {"JSON", {"login", "@app", "--form", ":8080", "bob", "a:=1"}, "a form has no JSON"},
        {"a file", {"login", "@app", ":8080", "bob", "a@f"}, "fields and headers"},
        {"a query", {"login", "@app", ":8080", "bob", "a==1"}, "fields and headers"},
        {"no session to leave", {"logout"}, "logout needs a session"},
        {"too much", {"logout", "@app", ":8080", "x"}, "logout is used wrongly"},
        {"forced without need", {"--force", ":8080"}, "--force is for latch login"},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        const auto invocation = parsed(c.words);
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error().kind() == latch::base::ErrorKind::usage);
        CHECK_THAT(invocation.error().what(), Contains(std::string(c.what)));
    }
}

TEST_CASE("login command: the last way that is typed counts", "[cli]") {
    using Way = Login::Way;

    struct Case {
        std::string_view why;
        Words options;
        Way way;
    };

    const Case cases[] = {
        {"nothing said", {}, Way::known},
        {"a form", {"--form"}, Way::form},
        {"JSON", {"--json"}, Way::json},
        {"by its letter", {"-j"}, Way::json},
        {"the last one", {"--json", "--form"}, Way::form},
        {"one taken back", {"--json", "--no-json"}, Way::known},
        {"another taken back", {"--json", "--no-form"}, Way::json},
        {"Basic", {"--basic"}, Way::basic},
        {"Basic as a type", {"--auth-type=basic"}, Way::basic},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Words words{"login", "@app", ":8080/login", "bob:pw"};
        words.insert(words.end(), c.options.begin(), c.options.end());
        const Login command = login(words);
        CHECK(command.way == c.way);
        CHECK(command.user == "bob");
        CHECK(command.secret.value().text.reveal() == "pw");
    }
}

TEST_CASE("login command: a token is typed, or said where it is", "[cli]") {
    const Login typed = login({"login", "@app", ":8080/api/me", "--bearer=t0ken"});
    CHECK(typed.way == Login::Way::bearer);
    CHECK(typed.secret.value().text.reveal() == "t0ken");
    CHECK_FALSE(typed.user);
    const Login elsewhere =
        login({"login", "@app", ":8080/api/me", "--auth-type=bearer", "--auth-from=env:T"});
    CHECK(elsewhere.way == Login::Way::bearer);
    CHECK(elsewhere.secret.value().kind == SecretSource::Kind::environment_variable);
}

TEST_CASE("login command: a field without a value is one", "[cli]") {
    const Login command = login({"login", "@app", "--json", ":8080", "bob", "email=", "a=1"});
    REQUIRE(command.fields.size() == 2);
    CHECK(command.fields.front().name == "email");
    CHECK(command.fields.front().value.empty());
}

TEST_CASE("login command: the way of the configuration is that of requests", "[cli]") {
    latch::base::Environment environment;
    environment.program_name = "latch";
    const Defaults defaults[] = {
        {.words = {"--json", "--auth-type=digest", "--bearer=t"},
         .author = Defaults::Author::user,
         .place = "config.json"}};
    const auto invocation =
        parse(Words{"login", "@app", ":8080/login", "bob:pw"}, environment, defaults);
    REQUIRE(invocation);
    const auto& command = std::get<Login>(*invocation);
    CHECK(command.way == Login::Way::known);
    CHECK(command.secret.value().text.reveal() == "pw");
}

TEST_CASE("login command: --basic is a type of requests as well", "[cli]") {
    CHECK(
        sent({"--basic", "-a", "bob:pw", "x.test"}).request.auth.scheme ==
        latch::access::Scheme::basic
    );
}

TEST_CASE("login command: logout takes a session and a URL", "[cli]") {
    const auto invocation = parsed({"logout", "@app", ":8080/signout"});
    REQUIRE(invocation);
    const auto& command = std::get<Logout>(*invocation);
    CHECK(command.request.session.value().value == "app");
    CHECK(command.request.request.url == ":8080/signout");
    const auto alone = parsed({"logout", "@app"});
    REQUIRE(alone);
    CHECK(std::get<Logout>(*alone).request.request.url.empty());
}

TEST_CASE("login command: --help is its own page", "[cli]") {
    const auto invocation = parsed({"login", "--help"});
    REQUIRE(invocation);
    CHECK(std::get<Help>(*invocation).topic == "login");
    CHECK_THAT(help_on("login"), Contains("latch logout @SESSION"));
}

TEST_CASE("login command: a password behind the URL is secret, a port is not", "[cli]") {
    const Words words{"login", "--timeout", "5", "@app", "localhost:8080/login", "bob:hush"};
    const auto secrets = typed_secrets(words);
    REQUIRE(secrets.size() == 1);
    CHECK(secrets.front().reveal() == "hush");
}
