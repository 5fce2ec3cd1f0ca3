// SPDX-License-Identifier: MIT
#include "app/network.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

using namespace latch;
using namespace latch::app;
using namespace latch::test;

namespace {

using Variables = std::map<std::string, std::string, std::less<>>;

std::string proxy_of(const Variables& variables, std::string_view url) {
    base::Environment environment;
    environment.variables = variables;
    http::ProxyPolicy proxies;
    add_proxies(proxies, environment);
    const auto proxy = http::proxy_for(proxies, a_url(url)).value();
    return proxy ? proxy->peer.host : "direct";
}

} // namespace

TEST_CASE(
    "proxies of the environment: lower case first, the scheme's before all", "[app][pitfall]"
) {
    struct Case {
        std::string_view why;
        Variables variables;
        std::string_view url, proxy;
    };

    const Case cases[] = {
        {"none", {}, "http://a.test/", "direct"},
        {"http", {{"http_proxy", "p"}}, "http://a.test/", "p"},
        {"not for https", {{"http_proxy", "p"}}, "https://a.test/", "direct"},
        {"https", {{"HTTPS_PROXY", "p"}}, "https://a.test/", "p"},
        {"upper case", {{"HTTP_PROXY", "p"}}, "http://a.test/", "p"},
        {"lower case wins", {{"HTTP_PROXY", "p"}, {"http_proxy", "q"}}, "http://a.test/", "q"},
        {"an empty one takes the other back",
         {{"HTTP_PROXY", "p"}, {"http_proxy", ""}},
         "http://a.test/",
         "direct"},
        {"all", {{"ALL_PROXY", "p"}}, "https://a.test/", "p"},
        {"the scheme's before all",
         {{"all_proxy", "p"}, {"https_proxy", "q"}},
         "https://a.test/",
         "q"},
        {"httpoxy", {{"HTTP_PROXY", "p"}, {"REQUEST_METHOD", "GET"}}, "http://a.test/", "direct"},
        {"lower case is nobody's header",
         {{"http_proxy", "p"}, {"REQUEST_METHOD", "GET"}},
         "http://a.test/",
         "p"},
        {"only http has the trouble",
         {{"HTTPS_PROXY", "p"}, {"REQUEST_METHOD", "GET"}},
         "https://a.test/",
         "p"},
        {"NO_PROXY", {{"ALL_PROXY", "p"}, {"NO_PROXY", "a.test"}}, "http://a.test/", "direct"},
        {"no_proxy beats it",
         {{"ALL_PROXY", "p"}, {"NO_PROXY", "*"}, {"no_proxy", "b.test"}},
         "http://a.test/",
         "p"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(proxy_of(c.variables, c.url) == c.proxy);
    }
}

TEST_CASE("proxies of the environment: a bad one is named, without its password", "[app]") {
    base::Environment environment;
    environment.variables = {{"HTTPS_PROXY", "gopher://bob:hush@p.test"}};
    http::ProxyPolicy proxies;
    add_proxies(proxies, environment);
    const auto proxy = http::proxy_for(proxies, a_url("https://a.test/"));
    REQUIRE_FALSE(proxy);
    CHECK(proxy.error().kind() == base::ErrorKind::usage);
    CHECK(proxy.error().what() == "cannot use the proxy of the variable HTTPS_PROXY");
    CHECK(proxy.error().cause() == "the scheme gopher is not one of a proxy");
    CHECK_FALSE(proxy.error().hint().empty());
}

TEST_CASE("proxies of the environment: a bad one is in nobody else's way", "[app]") {
    CHECK(proxy_of({{"https_proxy", "ftp://x"}}, "http://a.test/") == "direct");
    CHECK(proxy_of({{"all_proxy", "ftp://x"}, {"http_proxy", "p"}}, "http://a.test/") == "p");
    CHECK(
        proxy_of({{"all_proxy", "ftp://x"}, {"no_proxy", "a.test"}}, "http://a.test/") == "direct"
    );
}

TEST_CASE("client identity: an encrypted key without a terminal is an error", "[app]") {
    const TempDir folder;
    base::Environment environment;
    environment.working_directory = folder.path();
    folder.write("new.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    folder.write("old.key", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n");
    folder.write("plain.key", "-----BEGIN PRIVATE KEY-----\n");
    for (const std::string_view name : {"new.key", "old.key"}) {
        INFO(name);
        http::TlsPolicy tls{.certificate = "me.pem", .key = std::string(name)};
        const auto refused = complete_identity(tls, environment);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().kind() == base::ErrorKind::usage);
        CHECK(refused.error().hint() == "give it with --cert-key-pass");
        tls.key_password = base::Secret("x");
        CHECK(complete_identity(tls, environment));
    }
    http::TlsPolicy plain{.certificate = "me.pem", .key = "plain.key"};
    REQUIRE(complete_identity(plain, environment));
    CHECK(plain.key == folder / "plain.key");
    CHECK(plain.certificate == folder / "me.pem");
    http::TlsPolicy missing{.certificate = "none.pem"};
    CHECK(complete_identity(missing, environment).error().kind() == base::ErrorKind::file);
    http::TlsPolicy nobody;
    CHECK(complete_identity(nobody, environment));
}
