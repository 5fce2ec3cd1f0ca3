// SPDX-License-Identifier: MIT
#include "cli/session_command.hpp"

#include "parsed.hpp"

using namespace latch;
using namespace latch::cli;
using session::interchange::Format;

namespace {

/// What `latch session WORDS` means, which has to be that.
template <class Expected>
Expected meant(Words words) {
    words.insert(words.begin(), "session");
    INFO(joined(words));
    const auto invocation = parsed(words);
    REQUIRE(invocation);
    REQUIRE(std::holds_alternative<SessionCommand>(*invocation));
    const auto& command = std::get<SessionCommand>(*invocation);
    REQUIRE(std::holds_alternative<Expected>(command));
    return std::get<Expected>(command);
}

} // namespace

TEST_CASE("session command: list is for people, scripts or shells", "[cli]") {
    using Form = ListSessions::Form;
    CHECK(meant<ListSessions>({"list"}).form == Form::table);
    CHECK(meant<ListSessions>({"list", "--json"}).form == Form::json);
    CHECK(meant<ListSessions>({"list", "--names"}).form == Form::names);
    CHECK(meant<ListSessions>({"list", "--json", "--no-json"}).form == Form::table);
    CHECK(meant<ListSessions>({"list", "--no-json", "--json"}).form == Form::table);
}

TEST_CASE("session command: a session may be named as requests name it", "[cli]") {
    const std::pair<std::string, std::string> cases[] = {
        {"app", "app"}, {"@app", "app"}, {"./app.json", "./app.json"}, {"@./a", "./a"}};
    for (const auto& [word, name] : cases) {
        INFO(word);
        CHECK(meant<ShowSession>({"show", word}).session == name);
        CHECK(meant<EditSession>({"edit", word}).session == name);
        CHECK(meant<LocateSession>({"path", word}).session == name);
        CHECK(meant<RenameSession>({"rename", word, word}).to == name);
        CHECK(meant<RemoveSessions>({"remove", "x", word}).sessions == Words{"x", name});
        CHECK(meant<ClearSessions>({"clear", word}).sessions == Words{name});
        CHECK(meant<ExportSessions>({"export", word}).sessions == Words{name});
    }
}

TEST_CASE("session command: flags stand anywhere before a --", "[cli]") {
    using Form = ShowSession::Form;
    CHECK_FALSE(meant<ShowSession>({"show", "a"}).shows_secrets);
    CHECK(meant<ShowSession>({"show", "a"}).form == Form::page);
    CHECK(meant<ShowSession>({"show", "--show-secrets", "a"}).shows_secrets);
    CHECK(meant<ShowSession>({"show", "a", "--json"}).form == Form::json);
    CHECK(meant<ShowSession>({"show", "a", "--origins"}).form == Form::origins);
    CHECK(meant<RemoveSessions>({"remove", "--yes", "a"}).is_confirmed);
    CHECK_FALSE(meant<RemoveSessions>({"remove", "a", "--yes", "--no-yes"}).is_confirmed);
    CHECK(meant<CopySession>({"copy", "--force", "a", "b"}).replaces);
    CHECK_FALSE(meant<CopySession>({"copy", "a", "b"}).replaces);
    CHECK(meant<ExportSessions>({"export", "a", "--output=f"}).file == "f");
    CHECK(meant<ExportSessions>({"export", "--output", "f", "a"}).file == "f");
    CHECK(meant<ExportSessions>({"export", "--format=latch", "a"}).file == std::nullopt);
    CHECK(meant<ExportSessions>({"export", "--format=latch", "a"}).format == std::nullopt);
    CHECK(meant<ExportSessions>({"export", "--format=har", "a"}).format == Format::har);
    CHECK(meant<ImportSessions>({"import", "f"}).format == std::nullopt);
    CHECK(meant<ImportSessions>({"import", "f", "--format", "curl"}).format == Format::curl);
    CHECK(meant<ImportSessions>({"import", "f", "@app"}).name == "app");
    CHECK(meant<ImportSessions>({"import", "f", "--origin=a.test"}).home->host == "a.test");
    CHECK(meant<ImportSessions>({"import", "--", "-f.json"}).file == "-f.json");
    CHECK(meant<ImportSessions>({"import", "-"}).file == "-");
}

TEST_CASE("session command: set takes each kind of setting", "[cli]") {
    const auto set = meant<SetSession>(
        {"set",
         "@app",
         "base=https://api.test",
         "header:X-Tenant=a=b",
         "header:X-Old=",
         "cookie:SID=1; Path=/x",
         "cookie_ports=shared",
         "auth=bob:p:w",
         "lang==de",
         "base==x=y",
         "a\\:b==",
         "at==\\@c"}
    );
    CHECK(set.session == "app");
    CHECK(set.changes.base == "https://api.test");
    CHECK(set.changes.headers == http::Headers{{"X-Tenant", "a=b"}, {"X-Old", ""}});
    CHECK(set.changes.cookies == std::vector<http::Header>{{"SID", "1; Path=/x"}});
    CHECK(set.changes.cookie_ports == http::LoopbackPorts::shared);
    CHECK(
        set.changes.params ==
        std::vector<session::Param>{{"lang", "de"}, {"base", "x=y"}, {"a:b", ""}, {"at", "@c"}}
    );
    CHECK_FALSE(set.changes.site);
    CHECK_FALSE(set.changes.forgets_auth);
    CHECK(set.auth.user == "bob");
    REQUIRE(set.auth.secret);
    CHECK(set.auth.secret->text.reveal() == "p:w");
}

TEST_CASE("session command: set understands credentials as requests do", "[cli]") {
    const auto from = meant<SetSession>({"set", "a", "auth=bob", "--auth-from", "env:PW"});
    CHECK(from.auth.user == "bob");
    REQUIRE(from.auth.secret);
    CHECK(from.auth.secret->kind == access::SecretSource::Kind::environment_variable);
    const auto digest = meant<SetSession>({"set", "a", "auth=bob:x", "--auth-type=digest"});
    CHECK(digest.auth.scheme == access::Scheme::digest);
    const auto bearer = meant<SetSession>({"set", "a", "bearer=tok"});
    CHECK(bearer.auth.scheme == access::Scheme::bearer);
    CHECK(meant<SetSession>({"set", "a", "auth="}).changes.forgets_auth);
    CHECK_FALSE(meant<SetSession>({"set", "a", "auth=", "auth=bob"}).changes.forgets_auth);
    CHECK(meant<SetSession>({"set", "a", "auth=bob", "bearer=t"}).auth.user == std::nullopt);
}

TEST_CASE("session command: a secret may say where it is, and stays there", "[cli]") {
    using Kind = access::SecretSource::Kind;

    struct Case {
        std::string why, setting;
        Kind kind;
        std::string text;
    };

    const Case cases[] = {
        {"a variable", "auth=bob:env:PW", Kind::environment_variable, "PW"},
        {"a file, from wherever it is used", "auth=bob:file:x/../pw", Kind::file, "pw"},
        {"a descriptor", "auth=bob:fd:3", Kind::descriptor, "3"},
        {"a command with colons", "auth=bob:cmd:pass a:b", Kind::command, "pass a:b"},
        {"a keyring", "bearer=keyring:https://a/bob", Kind::keyring, "https://a/bob"},
        {"a token", "bearer=env:TOKEN", Kind::environment_variable, "TOKEN"},
        {"a word that could be a password", "auth=bob:prompt", Kind::literal, "prompt"},
        {"a place that is no beginning", "auth=bob:my env:PW", Kind::literal, "my env:PW"},
        {"a user called so", "auth=env:PW", Kind::literal, "PW"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto set = meant<SetSession>({"set", "a", c.setting});
        REQUIRE(set.auth.secret);
        CHECK(set.auth.secret->kind == c.kind);
        CHECK(set.auth.secret->text.reveal() == c.text);
        CHECK(set.values_elsewhere.empty());
    }
}

TEST_CASE("session command: a value may be in a file or on standard input", "[cli]") {
    using Kind = access::SecretSource::Kind;
    using Of = ValueElsewhere::Of;

    struct Case {
        std::string setting;
        Of of;
        std::string name;
        Kind kind;
        std::string text;
    };

    const Case cases[] = {
        {"header:X-Key=@key.txt", Of::header, "X-Key", Kind::file, "key.txt"},
        {"cookie:SID=@-", Of::cookie, "SID", Kind::descriptor, "0"},
        {"auth=bob:@pw", Of::secret, "auth=", Kind::file, "pw"},
        {"bearer=@-", Of::secret, "bearer=", Kind::descriptor, "0"},
    };
    for (const Case& c : cases) {
        INFO(c.setting);
        const auto set = meant<SetSession>({"set", "a", c.setting});
        CHECK(set.changes.headers.empty());
        CHECK(set.changes.cookies.empty());
        REQUIRE(set.values_elsewhere.size() == 1);
        const ValueElsewhere& value = set.values_elsewhere.front();
        CHECK(value.of == c.of);
        CHECK(value.name == c.name);
        CHECK(value.place.kind == c.kind);
        CHECK(value.place.text.reveal() == c.text);
    }
}

TEST_CASE("session command: quiet is what it is for requests", "[cli]") {
    for (const std::string word : {"--quiet", "-q", "-qq"}) {
        CHECK(meant<SetSession>({"set", word, "a", "auth=bob"}).is_quiet);
        CHECK(meant<ImportSessions>({"import", "f", word}).is_quiet);
        CHECK(meant<ExportSessions>({"export", word, "a"}).is_quiet);
    }
    CHECK_FALSE(meant<ImportSessions>({"import", "f"}).is_quiet);
    CHECK_FALSE(meant<ImportSessions>({"import", "f", "-q", "--no-quiet"}).is_quiet);
}

TEST_CASE("session command: a base is written out", "[cli]") {
    const std::pair<std::string, std::string> cases[] = {
        {"https://api.test", "https://api.test"},
        {"https://api.test/", "https://api.test"},
        {"https://api.test/v2", "https://api.test/v2"},
        {"api.test", "http://api.test"},
        {":8080/x", "http://localhost:8080/x"},
        {"", ""},
    };
    for (const auto& [typed, base] : cases) {
        INFO(typed);
        CHECK(meant<SetSession>({"set", "a", "base=" + typed}).changes.base == base);
    }
    const auto secure = parsed({"session", "set", "a", "base=api.test"}, "latchs");
    REQUIRE(secure);
    const auto& command = std::get<SetSession>(std::get<SessionCommand>(*secure));
    CHECK(command.changes.base == "https://api.test");
    const auto other = meant<SetSession>({"set", "a", "--origin=https://b.test/x", "header:X=1"});
    REQUIRE(other.changes.site);
    CHECK(http::origin(*other.changes.site).host == "b.test");
}

TEST_CASE("session command: help is there for all of them", "[cli]") {
    for (const Words& words :
         {Words{"session", "--help"},
          Words{"session", "show", "--help"},
          Words{"session", "set", "a", "--help"}}) {
        const auto invocation = parsed(words);
        REQUIRE(invocation);
        REQUIRE(std::holds_alternative<Help>(*invocation));
        CHECK(std::get<Help>(*invocation).topic == "sessions");
    }
}

TEST_CASE("session command: what is wrong is a usage error that tells no value", "[cli]") {
    struct Case {
        std::string_view why;
        Words words;
        std::string_view what; ///< part of the message
        std::string_view hint; ///< part of the hint
    };

    const std::string settings =
        "base=URL, header:NAME=VALUE, cookie:NAME=VALUE, auth=USER[:PASSWORD], bearer=TOKEN";
    const Case cases[] = {
        {"no command", {}, "session needs a command", "list, show, set, edit, rename, copy"},
        {"no such command", {"frob"}, "there is no command session frob", "write list, show"},
        {"no name", {"show"}, "session show is used wrongly", "latch session show [--json]"},
        {"an empty name", {"show", ""}, "session show is used wrongly", "NAME"},
        {"two names", {"show", "a", "b"}, "session show is used wrongly", "NAME"},
        {"one name", {"rename", "a"}, "session rename is used wrongly", "[--force] OLD NEW"},
        {"three names", {"copy", "a", "b", "c"}, "session copy is used wrongly", "FROM TO"},
        {"nobody", {"remove", "--yes"}, "session remove is used wrongly", "[--yes] NAME..."},
        {"a word too many", {"list", "a"}, "session list is used wrongly", "[--json] [--names]"},
        {"no file", {"import"}, "session import is used wrongly", "FILE"},
        {"three words", {"import", "a", "b", "c"}, "session import is used wrongly", "FILE"},
        {"no such flag", {"show", "--frob=s3cret", "a"}, "has no option --frob", "usage: latch"},
        {"another's flag", {"list", "--yes"}, "session list has no option --yes", "usage"},
        {"another's --no-", {"list", "--no-yes"}, "has no option --no-yes", "usage"},
        {"a short flag", {"show", "-j", "a"}, "session show has no option -j", "usage"},
        {"a value for a flag", {"list", "--json=s3cret"}, "--json takes no value", "usage"},
        {"no value", {"export", "a", "--output"}, "--output needs a value", "usage"},
        {"an empty value", {"export", "a", "--output="}, "--output needs a value", "usage"},
        {"no format", {"export", "--format=xml", "a"}, "is none of latch, netscape", ""},
        {"import only", {"export", "--format=browser", "a"}, "'browser' is none of", ""},
        {"export only", {"import", "--format=latch", "f"}, "'latch' is none of netscape", ""},
        {"two sessions", {"export", "--format=har", "a", "b"}, "har holds one session", "bundle"},
        {"no origin", {"import", "--origin=http://", "f"}, "", ""},
        {"credentials", {"import", "--origin=http://b:s3cret@a.test", "f"}, "no credentials", ""},
        {"nothing to set", {"set", "a"}, "there is nothing to set", settings},
        {"no setting", {"set", "a", "frob=s3cret"}, "'frob' is nothing that", settings},
        {"a slip", {"set", "a", "Header:X=s3cret"}, "'Header' is nothing that", settings},
        {"a word alone", {"set", "a", "base"}, "'base' is nothing that", settings},
        {"no value", {"set", "a", "header:X"}, "lacks its name or its value", "header:NAME"},
        {"no name", {"set", "a", "header:=s3cret"}, "lacks its name or its value", "header:"},
        {"no name", {"set", "a", "cookie:=s3cret"}, "lacks its name or its value", "cookie:"},
        {"no name", {"set", "a", "==s3cret"}, "lacks its name or its value", "NAME==VALUE"},
        {"from a file", {"set", "a", "q==@s3cret"}, "q is not read from a file", R"(\@)"},
        {"no token", {"set", "a", "header:X Y=s3cret"}, "no header can be called X Y", ""},
        {"a line end", {"set", "a", "header:X=s3\ncret"}, "no header can be called X", ""},
        {"of one request", {"set", "a", "header:Cookie=s3cret"}, "the header Cookie", "cookie:"},
        {"of one request", {"set", "a", "header:If-Match=s3cret"}, "the header If-Match", ""},
        {"no URL", {"set", "a", "base=http://"}, "", ""},
        {"credentials", {"set", "a", "base=http://b:s3cret@a.test"}, "no credentials", "auth="},
        {"no choice",
         {"set", "a", "cookie_ports=both"},
         "cookie_ports: 'both' is none of separate, shared",
         ""},
        {"no source", {"set", "a", "auth=b", "--auth-from=s3cret"}, "--auth-from: that is no", ""},
        {"no descriptor", {"set", "a", "auth=b:fd:s3cret"}, "auth=: fd: wants", ""},
        {"no entry", {"set", "a", "bearer=keyring:s3cret"}, "bearer=: keyring: wants", "SERVICE/"},
        {"no name", {"set", "a", "bearer=env:"}, "bearer=: that is no place", "write env:NAME"},
        {"no type", {"set", "a", "auth=b", "--auth-type=ntlm"}, "--auth-type: 'ntlm' is none", ""},
        {"two secrets",
         {"set", "a", "auth=b:s3cret", "--auth-from=env:X"},
         "auth= holds a password, and --auth-from",
         "leave one away"},
        {"two tokens",
         {"set", "a", "bearer=s3cret", "--auth-from=env:X"},
         "bearer= and --auth-from are two tokens",
         "leave one away"},
        {"two types",
         {"set", "a", "bearer=s3cret", "--auth-type=digest"},
         "bearer= and --auth-type=digest contradict",
         ""},
        {"no token", {"set", "a", "--auth-type=bearer"}, "needs a token", "write bearer=TOKEN"},
        {"no file", {"set", "a", "header:X=@"}, "no file behind the @", "@- for standard"},
        {"one input, two values",
         {"set", "a", "header:X=@-", "auth=b:@-"},
         "two values are to come from standard input",
         "one by one"},
        {"one input, two ways",
         {"set", "a", "auth=b", "--auth-from=fd:0", "header:X=@-"},
         "two values are to come from standard input",
         "one by one"},
    };
    for (const Case& c : cases) {
        Words words = c.words;
        words.insert(words.begin(), "session");
        INFO(c.why << ": " << joined(words));
        const auto invocation = parsed(words);
        REQUIRE_FALSE(invocation);
        const base::Error error = invocation.error();
        INFO(error.what() << " | " << error.cause() << " | " << error.hint());
        CHECK(error.kind() == base::ErrorKind::usage);
        CHECK(error.what().find(c.what) != std::string::npos);
        CHECK(error.hint().find(c.hint) != std::string::npos);
        CHECK((error.what() + error.cause() + error.hint()).find("s3cret") == std::string::npos);
    }
}
