// SPDX-License-Identifier: MIT
#include "parsed.hpp"

using namespace latch::cli;
using latch::base::ErrorKind;
using latch::base::Secret;
using latch::http::Scheme;
using latch::request::BodyFormat;
using Access = SessionChoice::Access;
using Author = Defaults::Author;

namespace {

Defaults from(Author author, Words words) {
    return {.words = std::move(words), .author = author, .place = "c.json: default_options"};
}

latch::base::Result<Invocation> parsed_after(
    const std::vector<Words>& lists, const Words& words, std::string_view program = "latch"
) {
    latch::base::Environment environment;
    environment.program_name = program;
    std::vector<Defaults> defaults;
    for (const Words& list : lists) {
        defaults.push_back(from(Author::user, list));
    }
    return parse(words, environment, defaults);
}

Send sent_after(
    const std::vector<Words>& lists, const Words& words, std::string_view program = "latch"
) {
    const auto invocation = parsed_after(lists, words, program);
    REQUIRE(invocation);
    REQUIRE(std::holds_alternative<Send>(*invocation));
    return std::get<Send>(*invocation);
}

std::string first_proxy(const Send& send) {
    return send.policy.proxies.typed.empty() || !send.policy.proxies.typed.front().proxy
               ? ""
               : send.policy.proxies.typed.front().proxy->peer.host;
}

} // namespace

TEST_CASE("defaults: what is nearer to the command line wins", "[cli]") {
    struct Case {
        std::string_view why;
        std::vector<Words> lists;
        Words words;
        bool (*holds)(const Send&);
    };

    const Case cases[] = {
        {"they count",
         {{"--follow", "--max-redirects", "3"}},
         {"x.test"},
         [](const Send& s) { return s.policy.redirects.follow && s.policy.redirects.limit == 3; }},
        {"later ones over earlier ones",
         {{"--max-redirects=3"}, {"--max-redirects=4"}},
         {"x.test"},
         [](const Send& s) { return s.policy.redirects.limit == 4; }},
        {"typed ones over all",
         {{"--max-redirects=3"}, {"--max-redirects=4"}},
         {"--max-redirects=5", "x.test"},
         [](const Send& s) { return s.policy.redirects.limit == 5; }},
        {"a typed --no- form takes them back",
         {{"--follow"}, {"--follow"}},
         {"--no-follow", "x.test"},
         [](const Send& s) { return !s.policy.redirects.follow; }},
        {"so does one of a later list",
         {{"--follow"}, {"--no-follow"}},
         {"x.test"},
         [](const Send& s) { return !s.policy.redirects.follow; }},
        {"which a typed option beats",
         {{"--follow"}, {"--no-follow"}},
         {"-F", "x.test"},
         [](const Send& s) { return s.policy.redirects.follow; }},
        {"a denial that does something",
         {{"--no-check-status"}},
         {"x.test"},
         [](const Send& s) { return !s.check_status; }},
        {"taken back by the option itself",
         {{"--no-check-status"}},
         {"--check-status", "x.test"},
         [](const Send& s) { return s.check_status; }},
        {"counted options add up, as words before those typed do",
         {{"-v"}},
         {"-v", "x.test"},
         [](const Send& s) { return s.output.verbosity == 2; }},
        {"the last format",
         {{"--form"}},
         {"--json", "x.test"},
         [](const Send& s) { return s.request.format == BodyFormat::json; }},
        {"a typed proxy alone counts, even for all schemes",
         {{"--proxy=http:http://a.test", "--proxy=https:http://b.test"}},
         {"--proxy=http://c.test", "x.test"},
         [](const Send& s) {
             return s.policy.proxies.typed.size() == 1 && first_proxy(s) == "c.test";
         }},
        {"else the configured ones",
         {{"--proxy=http://a.test"}, {"--follow"}},
         {"x.test"},
         [](const Send& s) { return first_proxy(s) == "a.test"; }},
        {"addresses",
         {{"--resolve=x.test:127.0.0.1"}},
         {"--resolve=x.test:127.0.0.2", "x.test"},
         [](const Send& s) {
             return s.policy.addresses.size() == 1 &&
                    s.policy.addresses.front().address == "127.0.0.2";
         }},
        {"detours",
         {{"--connect-to=::a.test:1"}},
         {"--connect-to=::b.test:2", "x.test"},
         [](const Send& s) {
             return s.policy.detours.size() == 1 && s.policy.detours.front().to_host == "b.test";
         }},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(c.holds(sent_after(c.lists, c.words)));
    }
}

TEST_CASE("defaults: a family of addresses gives way to the one that is typed", "[cli]") {
    using latch::http::AddressFamily;
    const auto family = [](const Words& list, const Words& words) {
        return sent_after({list}, words).policy.family;
    };
    CHECK(family({"-4"}, {"x.test"}) == AddressFamily::ipv4);
    CHECK(family({"-4"}, {"-6", "x.test"}) == AddressFamily::ipv6);
    CHECK(family({"-4"}, {"-4", "-6", "x.test"}) == AddressFamily::any);
    CHECK(family({"-4"}, {"--no-ipv4", "x.test"}) == AddressFamily::any);
}

TEST_CASE("defaults: a session gives way to any that is typed", "[cli]") {
    const std::vector<Words> lists = {{"--session=a"}, {"--session-read-only=b"}};
    const SessionChoice theirs{.value = "b", .access = Access::read_only};
    CHECK(sent_after(lists, {"x.test"}).session == theirs);
    CHECK(sent_after(lists, {"@c", "x.test"}).session->value == "c");
    CHECK(sent_after(lists, {"--session=c", "x.test"}).session->value == "c");
    CHECK(sent_after(lists, {"--no-session-read-only", "x.test"}).session->value == "a");
    CHECK_FALSE(sent_after({{"--session=a"}}, {"--no-session", "x.test"}).session);
}

TEST_CASE("defaults: credentials give way together", "[cli]") {
    using latch::access::Scheme;
    const auto auth = [](const Words& list, Words words) {
        words.emplace_back("x.test");
        return sent_after({list}, words).request.auth;
    };
    CHECK(auth({"--auth=bob:pw", "--auth-type=digest"}, {}).scheme == Scheme::digest);
    CHECK(auth({"--auth-type=digest"}, {"--auth=bob:pw"}).scheme == Scheme::digest);
    CHECK(auth({"--auth-type=digest", "--auth=bob:pw"}, {"--auth=al:x"}).user == "al");
    CHECK(auth({"--auth-type=digest", "--auth=bob:pw"}, {"--bearer=T"}).scheme == Scheme::bearer);
    CHECK(auth({"--auth=bob", "--auth-from=env:P"}, {"--auth=al:x"}).user == "al");
    CHECK(auth({"--bearer=T"}, {"--auth-from=env:P"}).secret->text.reveal() == "P");
    CHECK(auth({"--bearer=T"}, {"--auth=al:x"}).user == "al");
    CHECK(auth({"--bearer=T"}, {}).scheme == Scheme::bearer);
    CHECK_FALSE(auth({"--auth=bob:pw"}, {"--no-auth"}).user);
}

TEST_CASE(
    "defaults: the program's name is nearer than a file, and farther than what is typed", "[cli]"
) {
    const std::vector<Words> lists = {{"--default-scheme=http", "--check-status"}};
    const auto scheme = [](const Send& send) { return send.request.url_rules.default_scheme; };
    CHECK(scheme(sent_after(lists, {"x.test"}, "latchs")) == Scheme::https);
    CHECK(scheme(sent_after(lists, {"--default-scheme=http", "x.test"}, "latchs")) == Scheme::http);
    CHECK(scheme(sent_after({{"--https"}}, {"x.test"}, "http")) == Scheme::https);
    CHECK(sent_after(lists, {"x.test"}, "http").check_status);
}

TEST_CASE("defaults: what is no option of a configuration is an error with its place", "[cli]") {
    struct Case {
        std::string_view why;
        Author author;
        Words words;
        std::string_view cause, hint;
    };

    const Case cases[] = {
        {"a URL", Author::user, {"x.test"}, "'x.test' is no option", ""},
        {"an item behind an option", Author::user, {"--follow", "a=b"}, "'a=b' is no option", ""},
        {"behind the end of options", Author::user, {"--", "GET"}, "'GET' is no option", ""},
        {"a slip", Author::user, {"--folow"}, "there is no option --folow", "--follow"},
        {"no value", Author::user, {"--timeout"}, "--timeout needs a value", ""},
        {"a bad value", Author::user, {"--timeout=soon"}, "--timeout: 'soon'", ""},
        {"help", Author::user, {"--help"}, "--help is for the command line only", ""},
        {"version", Author::user, {"--no-version"}, "--version is for the command line", ""},
        {"config", Author::user, {"--no-config"}, "--config is for the command line only", ""},
        {"a project and trust",
         Author::project,
         {"--verify=no"},
         "a project must not set --verify",
         "your own config.json"},
        {"not by its denial either",
         Author::project,
         {"--no-https"},
         "a project must not set --https",
         ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const Defaults defaults = from(c.author, c.words);
        const auto checked = check(defaults);
        REQUIRE_FALSE(checked);
        const latch::base::Error error = checked.error();
        INFO(error.cause() << " | " << error.hint());
        CHECK(error.kind() == ErrorKind::bad_config);
        CHECK(error.what() == "cannot use the configuration c.json: default_options");
        CHECK(error.cause().find(c.cause) != std::string::npos);
        CHECK(error.hint().find(c.hint) != std::string::npos);
        latch::base::Environment environment;
        const Words words{"x.test"};
        const auto invocation = parse(words, environment, std::span(&defaults, 1));
        REQUIRE_FALSE(invocation);
        CHECK(invocation.error() == error);
    }
}

TEST_CASE("defaults: a project sets what cannot hurt, and nothing else", "[cli]") {
    for (const Words& words : {
             Words{"--follow"},
             Words{"--timeout=5"},
             Words{"--form"},
             Words{"--style=monokai", "--print=hb"},
             Words{"--no-verbose"},
         }) {
        INFO(joined(words));
        CHECK(check(from(Author::project, words)));
    }
    for (const Words& words : {
             Words{"--verify=no"},
             Words{"--no-verify"},
             Words{"--proxy=http://p"},
             Words{"--output=f"},
             Words{"--auth=a:b"},
             Words{"--auth-from=cmd:x"},
             Words{"--session=s"},
             Words{"--session-read-only=s"},
             Words{"--show-secrets"},
             Words{"--cert=c"},
             Words{"--cert-key=c"},
             Words{"--ssl=tls1"},
             Words{"--ciphers=x"},
             Words{"--pin=x"},
             Words{"--resolve=a:1.1.1.1"},
             Words{"--connect-to=::b:1"},
             Words{"--unix-socket=s"},
             Words{"--interface=lo"},
             Words{"--default-scheme=http"},
             Words{"--bearer=t"},
             Words{"--ignore-netrc"},
             Words{"--no-check-status"},
             Words{"--raw=x"},
             Words{"--offline"},
             Words{"--curl"},
             Words{"--quiet"},
         }) {
        INFO(joined(words));
        CHECK_FALSE(check(from(Author::project, words)));
        CHECK(check(from(Author::project, {})));
    }
}

TEST_CASE("defaults: only requests have them", "[cli]") {
    const latch::base::Environment environment;
    const std::pair<Words, bool> cases[] = {
        {{"x.test"}, true},
        {{"--config", "x.test"}, true},
        {{"--no-config", "x.test"}, false},
        {{"x.test", "a=b", "--no-config"}, false},
        {{"--help"}, false},
        {{"--version"}, false},
        {{"help"}, false},
        {{"session", "import", "f"}, false},
        {{"login"}, true},
        {{"logout", "@app"}, true},
        {{"wait", "x.test"}, true},
        {{"wait", "x.test", "--no-config"}, false},
        {{"login", "@app", "--no-config"}, false},
        {{"--folow", "x.test"}, false},
        {{}, false},
    };
    for (const auto& [words, configurable] : cases) {
        INFO(joined(words));
        CHECK(is_configurable(words, environment) == configurable);
    }
}
