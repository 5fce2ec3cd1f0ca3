// SPDX-License-Identifier: MIT
#include "latch/session/config.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>

using namespace latch;
using session::Config;
using session::DefaultOptions;
using Words = std::vector<std::string>;

namespace {

Config config_of(std::string_view text) {
    const auto config = session::read_config(text, "c.json");
    REQUIRE(config);
    return *config;
}

http::Url url(std::string_view text) {
    const auto parsed = http::parse_url(text);
    REQUIRE(parsed);
    return parsed->url;
}

Words words_of(const std::vector<DefaultOptions>& found) {
    Words words;
    for (const DefaultOptions& options : found) {
        words.insert(words.end(), options.words.begin(), options.words.end());
    }
    return words;
}

} // namespace

TEST_CASE("config: an empty object says nothing", "[session]") {
    const Config config = config_of("{}");
    CHECK(config.general.words.empty());
    CHECK(config.hosts.empty());
    CHECK(config.origins.empty());
}

TEST_CASE("config: options are words in their order", "[session]") {
    const Config config = config_of(R"({"default_options": ["--follow", "--style", "pie"]})");
    CHECK(config.general.member == "default_options");
    CHECK(config.general.words == Words{"--follow", "--style", "pie"});
}

TEST_CASE("config: a host's options are for its URLs, the nearest last", "[session]") {
    const Config config = config_of(R"({"hosts": {
        "a.x.test": {"default_options": ["exact"]},
        "*.a.x.test": {"default_options": ["deep"]},
        "*.X.test": {"default_options": ["below"]},
        "10.0.0.1": {"default_options": ["address"]},
        "*.0.0.1": {"default_options": ["no address is below another"]},
        "[::1]": {"default_options": ["six"]},
        "*.bücher.test": {"default_options": ["idn"]}
    }})");

    struct Case {
        std::string_view why, url;
        Words words;
    };

    const Case cases[] = {
        {"itself, after what is above it", "a.x.test", {"below", "exact"}},
        {"any scheme and port", "https://A.X.TEST:8443/p", {"below", "exact"}},
        {"the longer pattern later", "b.a.x.test", {"below", "deep"}},
        {"a pattern is not for the host that it names", "x.test", {}},
        {"labels, not letters", "ax.test", {}},
        {"user info is no host", "http://a.x.test@evil.test/", {}},
        {"an address", "10.0.0.1:8080", {"address"}},
        {"of version 6", "[::1]:8080", {"six"}},
        {"punycoded", "xn--bcher-kva.test", {}},
        {"below it", "www.bücher.test", {"idn"}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(words_of(session::options_for_host(config, url(c.url))) == c.words);
    }
}

TEST_CASE("config: an origin's options are for scheme, host and port", "[session]") {
    const Config config = config_of(R"({"origins": {
        "https://a.test": {"default_options": ["tls"]},
        "http://a.test:8080": {"default_options": ["plain"]}
    }})");

    struct Case {
        std::string_view why, url;
        Words words;
    };

    const Case cases[] = {
        {"the port of the scheme", "https://a.test/x", {"tls"}},
        {"said", "https://A.test:443", {"tls"}},
        {"another port", "https://a.test:8443", {}},
        {"another scheme", "http://a.test", {}},
        {"its own port", "a.test:8080/x?q", {"plain"}},
        {"below it", "https://b.a.test", {}},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(words_of(session::options_for_origin(config, url(c.url))) == c.words);
    }
}

TEST_CASE("config: what is wrong is an error with its place", "[session]") {
    struct Case {
        std::string_view why, text, cause, hint;
    };

    const Case cases[] = {
        {"nothing in it", "", "it is empty", "remove it"},
        {"no JSON", "{\n  \"hosts\": oops\n}", "it is not JSON at byte 14 (line 2, column 12)", ""},
        {"cut off", "{\"hosts\": {", "it is not JSON", "mend it"},
        {"a comma too many", R"({"default_options": ["-F",]})", "column 27", "mend it"},
        {"no object", "[]", "it must be an object", ""},
        {"a member twice",
         R"({"hosts": {}, "hosts": {}})",
         R"(the member "hosts" occurs twice)",
         ""},
        {"an unknown member",
         R"({"default_option": []})",
         R"(it holds the unknown member "default_option")",
         "known are default_options, hosts and origins"},
        {"HTTPie's", R"({"plugins_dir": "x"})", R"(unknown member "plugins_dir")", "known are"},
        {"an unknown one of a host",
         R"({"hosts": {"a.test": {"default_options": [], "timeout": 3}}})",
         R"(hosts.a.test holds the unknown member "timeout")",
         "known are default_options"},
        {"options in one text",
         R"({"default_options": "--follow"})",
         "default_options must be an array",
         ""},
        {"a number",
         R"({"default_options": ["--timeout", 5]})",
         "default_options[1] must be text",
         "--timeout=5"},
        {"hosts in a list", R"({"hosts": []})", "hosts must be an object", ""},
        {"no options",
         R"({"hosts": {"a.test": {}}})",
         "hosts.a.test.default_options is missing",
         ""},
        {"a URL for a host",
         R"({"hosts": {"http://a.test": {"default_options": []}}})",
         "hosts.http://a.test is no host",
         "all below it"},
        {"a port", R"({"hosts": {"a.test:8080": {"default_options": []}}})", "is no host", ""},
        {"a star alone", R"({"hosts": {"*": {"default_options": []}}})", "hosts.* is no host", ""},
        {"a star inside", R"({"hosts": {"a.*": {"default_options": []}}})", "is no host", ""},
        {"a host for an origin",
         R"({"origins": {"a.test": {"default_options": []}}})",
         "origins.a.test is no origin",
         "https://api.test"},
        {"a path",
         R"({"origins": {"http://a.test/x": {"default_options": []}}})",
         "is no origin",
         ""},
        {"an origin twice",
         R"({"origins": {"http://a.test": {"default_options": []},
                         "http://A.test:80": {"default_options": []}}})",
         "is there twice, spelt differently",
         ""},
        {"a host twice",
         R"({"hosts": {"a.test": {"default_options": []}, "A.test": {"default_options": []}}})",
         "hosts.A.test is there twice",
         ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto config = session::read_config(c.text, "c.json");
        REQUIRE_FALSE(config);
        const base::Error error = config.error();
        INFO(error.cause() << " | " << error.hint());
        CHECK(error.kind() == base::ErrorKind::bad_config);
        CHECK(error.what() == "cannot use the configuration c.json");
        CHECK(error.cause().find(c.cause) != std::string::npos);
        CHECK(error.hint().find(c.hint) != std::string::npos);
    }
}
