// SPDX-License-Identifier: MIT
#include "parsed.hpp"

using namespace latch::cli;
using latch::base::Secret;
using latch::output::Parts;
using latch::output::Pretty;
using latch::request::BodyFormat;
using latch::request::Compression;
using std::chrono::milliseconds;
using Access = SessionChoice::Access;

namespace access_ = latch::access;

TEST_CASE("parse: nothing said leaves every default", "[cli]") {
    const Send send = sent({"x.test"});
    CHECK(send.request.url == "x.test");
    CHECK_FALSE(send.request.method);
    CHECK(send.request.items.empty());
    CHECK(send.request.format == BodyFormat::implied_json);
    CHECK_FALSE(send.request.raw);
    CHECK(send.request.auth == latch::request::AuthWish{});
    CHECK(send.request.url_rules.default_scheme == latch::http::Scheme::http);
    CHECK_FALSE(send.policy.redirects.follow);
    CHECK(send.policy.redirects.limit == 30);
    CHECK(send.policy.timeouts.connect == milliseconds(30'000));
    CHECK(send.policy.timeouts.idle == milliseconds(0));
    CHECK(send.policy.tls.verify);
    CHECK(send.policy.tls.ca.empty());
    CHECK(send.policy.addresses.empty());
    CHECK_FALSE(send.output.parts);
    CHECK(send.output.verbosity == 0);
    CHECK_FALSE(send.session);
    CHECK_FALSE(send.offline);
    CHECK_FALSE(send.ignore_stdin);
    CHECK(send.check_status);
}

TEST_CASE("parse: HTTPie's programs check no status unless told to", "[cli]") {
    for (const std::string_view program : {"http", "https"}) {
        CHECK_FALSE(sent({"x.test"}, program).check_status);
        CHECK(sent({"--check-status", "x.test"}, program).check_status);
    }
    CHECK(sent({"x.test"}, "latchs").check_status);
}

TEST_CASE("parse: each option does its own thing", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        bool (*holds)(const Send&);
    };

    const Case cases[] = {
        {"explicit JSON",
         {"--json"},
         [](const Send& s) { return s.request.format == BodyFormat::json; }},
        {"its letter", {"-j"}, [](const Send& s) { return s.request.format == BodyFormat::json; }},
        {"a form", {"--form"}, [](const Send& s) { return s.request.format == BodyFormat::form; }},
        {"its letter", {"-f"}, [](const Send& s) { return s.request.format == BodyFormat::form; }},
        {"a multipart form",
         {"--multipart"},
         [](const Send& s) { return s.request.format == BodyFormat::multipart; }},
        {"of the formats the last counts",
         {"--multipart", "--json"},
         [](const Send& s) { return s.request.format == BodyFormat::json; }},
        {"a boundary",
         {"--boundary", "a b"},
         [](const Send& s) { return s.request.boundary == "a b"; }},
        {"chunks", {"--chunked"}, [](const Send& s) { return s.request.chunked; }},
        {"compression",
         {"--compress"},
         [](const Send& s) { return s.request.compression == Compression::if_smaller; }},
        {"forced by its letter twice",
         {"-xx"},
         [](const Send& s) { return s.request.compression == Compression::always; }},
        {"a raw body", {"--raw", "a=b"}, [](const Send& s) { return s.request.raw == "a=b"; }},
        {"an empty raw body is one",
         {"--raw", ""},
         [](const Send& s) { return s.request.raw == ""; }},
        {"an empty raw body, attached",
         {"--raw="},
         [](const Send& s) { return s.request.raw == ""; }},
        {"brackets stay",
         {"--raw", "[1,2]"},
         [](const Send& s) { return s.request.raw == "[1,2]"; }},
        {"braces stay", {"--raw={}"}, [](const Send& s) { return s.request.raw == "{}"; }},
        {"a dash begins a value",
         {"--raw", "-"},
         [](const Send& s) { return s.request.raw == "-"; }},
        {"so do two", {"--raw", "--form"}, [](const Send& s) { return s.request.raw == "--form"; }},
        {"even the end mark", {"--raw", "--"}, [](const Send& s) { return s.request.raw == "--"; }},
        {"a value with an equals sign",
         {"--raw", "--x=y"},
         [](const Send& s) { return s.request.raw == "--x=y"; }},
        {"only the first equals sign separates",
         {"--raw=a=b=="},
         [](const Send& s) { return s.request.raw == "a=b=="; }},
        {"equals sign at the beginning of a value",
         {"--raw==a"},
         [](const Send& s) { return s.request.raw == "=a"; }},
        {"no standard input", {"--ignore-stdin"}, [](const Send& s) { return s.ignore_stdin; }},
        {"its letter", {"-I"}, [](const Send& s) { return s.ignore_stdin; }},
        {"parts",
         {"--print=Hm"},
         [](const Send& s) { return s.output.parts == Parts{.request_head = true, .meta = true}; }},
        {"no parts at all", {"--print="}, [](const Send& s) { return s.output.parts == Parts{}; }},
        {"parts behind the letter",
         {"-pb"},
         [](const Send& s) { return s.output.parts == Parts{.response_body = true}; }},
        {"parts behind the letter and an equals sign",
         {"-p=b"},
         [](const Send& s) { return s.output.parts == Parts{.response_body = true}; }},
        {"head",
         {"--headers"},
         [](const Send& s) { return s.output.parts == Parts{.response_head = true}; }},
        {"its letter is not help",
         {"-h"},
         [](const Send& s) { return s.output.parts == Parts{.response_head = true}; }},
        {"body",
         {"--body"},
         [](const Send& s) { return s.output.parts == Parts{.response_body = true}; }},
        {"its letter",
         {"-b"},
         [](const Send& s) { return s.output.parts == Parts{.response_body = true}; }},
        {"meta", {"--meta"}, [](const Send& s) { return s.output.parts == Parts{.meta = true}; }},
        {"its letter", {"-m"}, [](const Send& s) { return s.output.parts == Parts{.meta = true}; }},
        {"verbose", {"--verbose"}, [](const Send& s) { return s.output.verbosity == 1; }},
        {"a cluster counts", {"-vv"}, [](const Send& s) { return s.output.verbosity == 2; }},
        {"so do two words",
         {"-v", "--verbose"},
         [](const Send& s) { return s.output.verbosity == 2; }},
        {"all hops", {"--all"}, [](const Send& s) { return s.output.all_hops; }},
        {"pretty",
         {"--pretty", "none"},
         [](const Send& s) { return s.output.pretty == Pretty::none; }},
        {"pretty all",
         {"--pretty=all"},
         [](const Send& s) { return s.output.pretty == Pretty::all; }},
        {"pretty colours",
         {"--pretty=colors"},
         [](const Send& s) { return s.output.pretty == Pretty::colors; }},
        {"pretty format",
         {"--pretty=format"},
         [](const Send& s) { return s.output.pretty == Pretty::format; }},
        {"a file", {"--output", "f"}, [](const Send& s) { return s.output.file == "f"; }},
        {"its letter", {"-of"}, [](const Send& s) { return s.output.file == "f"; }},
        {"its letter with a blank",
         {"-o", "f"},
         [](const Send& s) { return s.output.file == "f"; }},
        {"at the end of a cluster",
         {"-Fof"},
         [](const Send& s) { return s.output.file == "f" && s.policy.redirects.follow; }},
        {"a file name with an equals sign",
         {"-ox=y"},
         [](const Send& s) { return s.output.file == "x=y"; }},
        {"secrets", {"--show-secrets"}, [](const Send& s) { return s.output.show_secrets; }},
        {"offline, for sending and for output",
         {"--offline"},
         [](const Send& s) { return s.offline && s.output.offline; }},
        {"status checked anyway", {"--check-status"}, [](const Send& s) { return s.check_status; }},
        {"status not checked",
         {"--no-check-status"},
         [](const Send& s) { return !s.check_status; }},
        {"follow", {"--follow"}, [](const Send& s) { return s.policy.redirects.follow; }},
        {"its letter", {"-F"}, [](const Send& s) { return s.policy.redirects.follow; }},
        {"a limit",
         {"--max-redirects", "0"},
         [](const Send& s) { return s.policy.redirects.limit == 0; }},
        {"an idle time-out",
         {"--timeout", "2.5"},
         [](const Send& s) { return s.policy.timeouts.idle == milliseconds(2500); }},
        {"a connect time-out",
         {"--connect-timeout=.25"},
         [](const Send& s) { return s.policy.timeouts.connect == milliseconds(250); }},
        {"a time-out for handshakes",
         {"--tls-timeout", "1"},
         [](const Send& s) { return s.policy.timeouts.tls == milliseconds(1000); }},
        {"a time-out for the first byte",
         {"--first-byte-timeout=0.5"},
         [](const Send& s) { return s.policy.timeouts.first_byte == milliseconds(500); }},
        {"a rate",
         {"--limit-rate=500k"},
         [](const Send& s) { return s.policy.rate_limit.count == 500 * 1024; }},
        {"a rate in bytes",
         {"--limit-rate", "2048"},
         [](const Send& s) { return s.policy.rate_limit.count == 2048; }},
        {"a large rate",
         {"--limit-rate=1024G"},
         [](const Send& s) { return s.policy.rate_limit.count == std::uint64_t{1} << 40U; }},
        {"no verification", {"--verify", "no"}, [](const Send& s) { return !s.policy.tls.verify; }},
        {"verification by a file",
         {"--verify=ca.pem"},
         [](const Send& s) {
             return s.policy.tls.verify && s.policy.tls.ca == std::vector<std::string>{"ca.pem"};
         }},
        {"an address",
         {"--resolve", "x.test:127.0.0.1"},
         [](const Send& s) {
             return s.policy.addresses.size() == 1 && s.policy.addresses[0].host == "x.test";
         }},
        {"several addresses",
         {"--resolve", "x.test:127.0.0.1", "--resolve=y.test:80:127.0.0.2"},
         [](const Send& s) {
             return s.policy.addresses.size() == 2 && s.policy.addresses[1].host == "y.test";
         }},
        {"https for URLs without a scheme",
         {"--default-scheme", "https"},
         [](const Send& s) {
             return s.request.url_rules.default_scheme == latch::http::Scheme::https;
         }},
        {"its short form",
         {"--https"},
         [](const Send& s) {
             return s.request.url_rules.default_scheme == latch::http::Scheme::https;
         }},
        {"a session",
         {"--session", "app"},
         [](const Send& s) {
             return s.session == SessionChoice{.value = "app", .access = Access::read_write};
         }},
        {"a session that stays as it is",
         {"--session-read-only=./app.json"},
         [](const Send& s) {
             return s.session == SessionChoice{.value = "./app.json", .access = Access::read_only};
         }},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        Words before = c.words;
        before.emplace_back("x.test");
        CHECK(c.holds(sent(before)));
        // Options may stand behind the positionals as well.
        Words behind{"x.test"};
        behind.insert(behind.end(), c.words.begin(), c.words.end());
        CHECK(c.holds(sent(behind)));
        CHECK(sent(behind).request.url == "x.test");
        // Without them it does not hold, or the case shows nothing.
        if (c.why != "status checked anyway") {
            CHECK_FALSE(c.holds(sent({"x.test"})));
        }
    }
}

TEST_CASE(
    "parse: the last of contradicting options wins, and a --no- form wherever it stands", "[cli]"
) {
    struct Case {
        std::string_view why;
        Words words;
        bool (*holds)(const Send&);
    };

    const Case cases[] = {
        {"form last",
         {"--json", "--form"},
         [](const Send& s) { return s.request.format == BodyFormat::form; }},
        {"JSON last",
         {"-f", "-j"},
         [](const Send& s) { return s.request.format == BodyFormat::json; }},
        {"in a cluster",
         {"-hb"},
         [](const Send& s) { return s.output.parts == Parts{.response_body = true}; }},
        {"in the other order",
         {"-bh"},
         [](const Send& s) { return s.output.parts == Parts{.response_head = true}; }},
        {"letters before a short form",
         {"--print=H", "--meta"},
         [](const Send& s) { return s.output.parts == Parts{.meta = true}; }},
        {"a short form before letters",
         {"-m", "--print=H"},
         [](const Send& s) { return s.output.parts == Parts{.request_head = true}; }},
        {"the same option twice",
         {"--timeout=1", "--timeout=2"},
         [](const Send& s) { return s.policy.timeouts.idle == milliseconds(2000); }},
        {"around another option",
         {"--session=a", "-F", "--session=b"},
         [](const Send& s) { return s.session->value == "b"; }},
        {"https taken back by name",
         {"--https", "--default-scheme=http"},
         [](const Send& s) {
             return s.request.url_rules.default_scheme == latch::http::Scheme::http;
         }},
        {"--no- behind",
         {"--follow", "--no-follow"},
         [](const Send& s) { return !s.policy.redirects.follow; }},
        {"--no- before",
         {"--no-follow", "--follow"},
         [](const Send& s) { return !s.policy.redirects.follow; }},
        {"--no- of a value",
         {"--no-timeout", "--timeout=2"},
         [](const Send& s) { return s.policy.timeouts.idle == milliseconds(0); }},
        {"--no- goes back to what the other option said",
         {"--form", "--json", "--no-json"},
         [](const Send& s) { return s.request.format == BodyFormat::form; }},
        {"--no- of an option with a bad value",
         {"--timeout=x", "--no-timeout"},
         [](const Send& s) { return s.policy.timeouts.idle == milliseconds(0); }},
        {"--no-check-status before",
         {"--no-check-status", "--check-status"},
         [](const Send& s) { return !s.check_status; }},
        {"--no- of one session makes room for the other",
         {"--session=a", "--no-session", "--session-read-only=b"},
         [](const Send& s) { return s.session->value == "b"; }},
        {"--no- as a value is a value",
         {"--raw", "--no-raw"},
         [](const Send& s) { return s.request.raw == "--no-raw"; }},
        {"a --no- form of nothing", {"--no-output"}, [](const Send& s) { return !s.output.file; }},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        Words words = c.words;
        words.emplace_back("x.test");
        CHECK(c.holds(sent(words)));
    }
}

TEST_CASE("parse: credentials", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        latch::request::AuthWish auth;
    };

    using access_::Scheme;
    using access_::SecretSource;
    using Kind = SecretSource::Kind;
    const auto secret = [](Kind kind, std::string_view text) {
        return SecretSource{kind, Secret(std::string(text))};
    };
    const auto wish = [&](std::optional<Scheme> scheme,
                          std::string_view user,
                          std::string_view password) {
        return latch::request::AuthWish{scheme, std::string(user), secret(Kind::literal, password)};
    };
    const auto basic = [&](std::string_view user, std::string_view password) {
        return wish({}, user, password);
    };
    const auto token = [&](std::string_view text) {
        return latch::request::AuthWish{Scheme::bearer, {}, secret(Kind::literal, text)};
    };
    const Case cases[] = {
        {"name and password", {"--auth", "bob:pw"}, basic("bob", "pw")},
        {"the first colon separates", {"-a", "bob:p:w:"}, basic("bob", "p:w:")},
        {"an empty password", {"-a", "bob:"}, basic("bob", "")},
        {"an empty name", {"-a", ":pw"}, basic("", "pw")},
        {"a password with brackets and equals signs", {"-a", "b:[=]"}, basic("b", "[=]")},
        {"the same, attached", {"-ab:[=]"}, basic("b", "[=]")},
        {"a name that begins with a dash", {"-a", "-b:pw"}, basic("-b", "pw")},
        {"the type before", {"--auth-type=basic", "-ab:pw"}, wish(Scheme::basic, "b", "pw")},
        {"digest", {"-A", "digest", "-ab:pw"}, wish(Scheme::digest, "b", "pw")},
        {"a type alone", {"-Adigest"}, {Scheme::digest, {}, {}}},
        {"a password that is to be asked for", {"-abob"}, {{}, "bob", {}}},
        {"a variable",
         {"-abob", "--auth-from=env:PW"},
         {{}, "bob", secret(Kind::environment_variable, "PW")}},
        {"a file, made absolute",
         {"-abob", "--auth-from=file:/x/../pw"},
         {{}, "bob", secret(Kind::file, "/pw")}},
        {"a descriptor", {"-abob", "--auth-from=fd:3"}, {{}, "bob", secret(Kind::descriptor, "3")}},
        {"a command",
         {"-abob", "--auth-from", "cmd:pass x:y"},
         {{}, "bob", secret(Kind::command, "pass x:y")}},
        {"an entry of the keyring",
         {"-abob", "--auth-from=keyring:https://x.test/bob"},
         {{}, "bob", secret(Kind::keyring, "https://x.test/bob")}},
        {"a token by prompt",
         {"-Abearer", "--auth-from=prompt"},
         {Scheme::bearer, {}, secret(Kind::prompt, "")}},
        {"a source alone",
         {"--auth-from=env:PW"},
         {{}, {}, secret(Kind::environment_variable, "PW")}},
        {"a bearer token by type", {"-A", "bearer", "-a", "t:k"}, token("t:k")},
        {"the type behind", {"-a", "tk", "--auth-type", "bearer"}, token("tk")},
        {"a bearer token", {"--bearer", "tk=="}, token("tk==")},
        {"the type says the same", {"--bearer=tk", "-Abearer"}, token("tk")},
        {"the last one wins", {"--bearer=tk", "-ab:pw"}, basic("b", "pw")},
        {"the last one wins", {"-ab:pw", "--bearer=tk"}, token("tk")},
        {"--no- takes back", {"-ab:pw", "--no-bearer"}, basic("b", "pw")},
    };
    for (const Case& c : cases) {
        INFO(c.why << ": " << joined(c.words));
        Words words = c.words;
        words.emplace_back("x.test");
        CHECK(sent(words).request.auth == c.auth);
    }
    CHECK(sent({"x.test", "-ab:pw", "--no-auth"}).request.auth == latch::request::AuthWish{});
    CHECK(sent({"x.test", "-ab", "--auth-from=fd:0"}).ignore_stdin);
    CHECK_FALSE(sent({"x.test", "-ab", "--auth-from=fd:3"}).ignore_stdin);
    CHECK(sent({"x.test"}).use_netrc);
    CHECK_FALSE(sent({"x.test", "--ignore-netrc"}).use_netrc);
}

TEST_CASE("parse: options and positionals mix until two dashes", "[cli]") {
    const Send mixed = sent({"-v", "@app", "--follow", "PUT", "-I", "x.test", "a=1", "-j", "b=2"});
    CHECK(mixed.session == SessionChoice{.value = "app", .access = Access::read_write});
    CHECK(mixed.request.method == "PUT");
    CHECK(mixed.request.url == "x.test");
    CHECK(mixed.request.items.size() == 2);
    CHECK(mixed.policy.redirects.follow);
    CHECK(mixed.ignore_stdin);

    const Send ended = sent({"-v", "--", "x.test", "-a=b", "--follow=1"});
    CHECK(ended.output.verbosity == 1);
    CHECK_FALSE(ended.policy.redirects.follow);
    CHECK(ended.request.auth == latch::request::AuthWish{});
    REQUIRE(ended.request.items.size() == 2);
    CHECK(ended.request.items[0].name == "-a");
    CHECK(ended.request.items[1].name == "--follow");
}

TEST_CASE("parse: the name of the program chooses the default scheme", "[cli]") {
    struct Case {
        std::string_view program;
        Words words;
        latch::http::Scheme scheme;
    };

    using latch::http::Scheme;
    const Case cases[] = {
        {"latch", {}, Scheme::http},
        {"latchs", {}, Scheme::https},
        {"https", {}, Scheme::https},
        {"http", {}, Scheme::http},
        {"latchs", {"--default-scheme=http"}, Scheme::http},
        {"latchs", {"--no-https"}, Scheme::https},
        {"latch", {"--https"}, Scheme::https},
    };
    for (const Case& c : cases) {
        INFO(c.program << ' ' << joined(c.words));
        Words words = c.words;
        words.emplace_back("x.test");
        CHECK(sent(words, c.program).request.url_rules.default_scheme == c.scheme);
    }
}

TEST_CASE("parse: help and version are had from anywhere", "[cli]") {
    for (const Words& words : {
             Words{"--help"},
             Words{"x.test", "--help"},
             Words{"--timeout=x", "--help"},
             Words{"generate", "--help"},
             Words{"help"},
         }) {
        INFO(joined(words));
        const auto invocation = parsed(words);
        REQUIRE(invocation);
        CHECK(std::holds_alternative<Help>(*invocation));
    }
    const auto version = parsed({"--version", "x.test"});
    REQUIRE(version);
    CHECK(std::holds_alternative<Version>(*version));
    CHECK(std::holds_alternative<Version>(*parsed({"-V"})));
    CHECK(std::holds_alternative<Manual>(*parsed({"x.test", "--manual"})));
    CHECK(sent({"--help", "--no-help", "x.test"}).request.url == "x.test");
    CHECK(sent({"--manual", "--no-manual", "x.test"}).request.url == "x.test");
}
