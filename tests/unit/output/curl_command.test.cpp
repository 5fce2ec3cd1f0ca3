// SPDX-License-Identifier: MIT
#include "latch/output/curl_command.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include "latch/http/multipart.hpp"

#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::http::Policy;

namespace {

using namespace std::string_literals;

RequestBuilder usual() {
    return a_request().header("Accept", "*/*").header("User-Agent", "x");
}

std::string line(
    const RequestBuilder& request,
    const Policy& policy = {},
    CurlOptions options = CurlOptions::terse
) {
    const auto prepared = request.prepared();
    return curl_command(
               {.request = prepared, .policy = policy, .digest = {}},
               {.options = options, .secrets = Secrets::shown}
    )
        .line;
}

} // namespace

TEST_CASE("curl command: it says what curl would not do by itself", "[output]") {
    struct Case {
        const char* why;
        RequestBuilder request;
        const char* line;
    };

    const std::vector<Case> cases{
        {"a plain GET",
         usual().get("/x?a=b"),
         "curl -H 'User-Agent: x' 'http://test.example/x?a=b'"},
        {"no headers at all",
         a_request().get("/"),
         "curl -H Accept: -H User-Agent: http://test.example/"},
        {"framing is left to curl",
         usual().get("/").header("Host", "test.example").header("Connection", "keep-alive"),
         "curl -H 'User-Agent: x' http://test.example/"},
        {"another host",
         usual().get("/").header("Host", "b.test"),
         "curl -H 'User-Agent: x' -H 'Host: b.test' http://test.example/"},
        {"an empty header",
         usual().get("/").header("X", ""),
         "curl -H 'User-Agent: x' -H 'X;' http://test.example/"},
        {"codings that curl undoes",
         usual().get("/").header("Accept-Encoding", "gzip, deflate"),
         "curl -H 'User-Agent: x' --compressed http://test.example/"},
        {"HEAD", usual().method("HEAD", "/"), "curl -I -H 'User-Agent: x' http://test.example/"},
        {"another method",
         usual().method("PURGE", "/"),
         "curl -X PURGE -H 'User-Agent: x' http://test.example/"},
        {"a body makes a POST",
         usual().header("Content-Type", "text/plain").post("/", "it's"),
         "curl -H 'User-Agent: x' -H 'Content-Type: text/plain' --data-raw 'it'\\''s' "
         "http://test.example/"},
        {"without a type of its own",
         usual().post("/", "@x"),
         "curl -H 'User-Agent: x' -H Content-Type: --data-raw @x http://test.example/"},
        {"bytes that a terminal obeys",
         usual().post("/", "\x1b'\n"),
         "curl -H 'User-Agent: x' -H Content-Type: --data-raw $'\\x1b\\'\\x0a' "
         "http://test.example/"},
        {"brackets, which curl would take for globs, are encoded",
         usual().get("/x?a[]={1}"),
         "curl -H 'User-Agent: x' 'http://test.example/x?a%5B%5D=%7B1%7D'"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(line(each.request) == each.line);
    }
}

TEST_CASE("curl command: the policy has its options", "[output]") {
    using std::chrono::milliseconds;
    Policy policy;
    policy.redirects = {.follow = true, .limit = 5};
    policy.timeouts.connect = milliseconds(2500);
    policy.tls.verify = false;
    policy.addresses.push_back({.host = "test.example", .port = {}, .address = "::1"});
    CHECK(
        line(usual().get("/"), policy) ==
        "curl -H 'User-Agent: x' -L --max-redirs 5 --connect-timeout 2.5 -k --resolve "
        "'test.example:80:[::1]' http://test.example/"
    );
    policy = {};
    policy.rate_limit = {4096};
    CHECK(
        line(usual().get("/"), policy) ==
        "curl -H 'User-Agent: x' --limit-rate 4096 http://test.example/"
    );
    policy = {};
    policy.tls.ca = {"/a b.pem"};
    CHECK(
        line(usual().get("/"), policy) ==
        "curl -H 'User-Agent: x' --cacert '/a b.pem' http://test.example/"
    );
    CHECK(
        line(
            usual().method("PUT", "/"), {.redirects = {.follow = true}}, CurlOptions::spelled_out
        ) == "curl --request PUT --header 'User-Agent: x' --location --max-redirs 30 "
             "http://test.example/"
    );
}

TEST_CASE("curl command: the body goes where it would go", "[output]") {
    using latch::output::BodyDestination;
    using latch::output::Download;

    struct Case {
        const char* why;
        BodyDestination destination;
        const char* options;
    };

    const std::vector<Case> cases{
        {"to standard output", {}, ""},
        {"into a file", {.file = "a b"}, "-o 'a b' "},
        {"a download with a name", {.file = "x", .download = Download::anew}, "-o x "},
        {"one without", {.download = Download::anew}, "-O -J "},
        {"the rest of one", {.file = "x", .download = Download::resumed}, "-o x -C - "},
    };
    const auto prepared = usual().get("/x").prepared();
    for (const Case& each : cases) {
        INFO(each.why);
        const auto command = curl_command(
            {.request = prepared, .policy = {}, .digest = {}, .destination = each.destination}, {}
        );
        CHECK(
            command.line ==
            "curl -H 'User-Agent: x' " + std::string(each.options) + "http://test.example/x"
        );
    }
}

TEST_CASE("curl command: what is left out is said", "[output]") {
    const auto warnings = [](const RequestBuilder& request, const Policy& policy, Secrets secrets) {
        const auto prepared = request.prepared();
        return curl_command(
                   {.request = prepared, .policy = policy, .digest = {}}, {.secrets = secrets}
        )
            .warnings.size();
    };
    CHECK(warnings(usual().get("/"), {}, Secrets::shortened) == 0);
    CHECK(
        warnings(
            usual().get("/"), {.timeouts = {.idle = std::chrono::seconds(1)}}, Secrets::shown
        ) == 1
    );
    CHECK(warnings(usual().get("/"), {.limits = {.fields = 4}}, Secrets::shown) == 1);
    Policy timed;
    timed.timeouts.tls = std::chrono::seconds(1);
    CHECK(warnings(usual().get("/"), timed, Secrets::shown) == 1);
    timed.timeouts.first_byte = std::chrono::seconds(1);
    CHECK(warnings(usual().get("/"), timed, Secrets::shown) == 2);
    CHECK(warnings(usual().post("/", "a\0b"s), {}, Secrets::shown) == 1);
    const auto secret = usual()
                            .get("/")
                            .header("Authorization", "Bearer abcdefghijklmnop")
                            .header("Cookie", "a=bcdefghijkl");
    CHECK(warnings(secret, {}, Secrets::shortened) == 1);
    CHECK(warnings(secret, {}, Secrets::shown) == 0);
    const auto prepared = secret.prepared();
    const std::string text =
        curl_command({.request = prepared, .policy = {}, .digest = {}}, {}).line;
    CHECK(text.find("abcdefghijklmnop") == std::string::npos);
    CHECK(text.find("bcdefghijkl") == std::string::npos);
    latch::base::Redactor known;
    known.learn(latch::base::Secret("s3cret"));
    const auto asked = usual().get("/x?api_key=s3cret").prepared();
    const auto hidden =
        curl_command({.request = asked, .policy = {}, .digest = {}}, {.known = &known});
    CHECK(hidden.line.ends_with("/x?api_key=****'"));
    CHECK(hidden.warnings.size() == 1);
    CHECK(line(secret).find("'Authorization: Bearer abcdefghijklmnop'") != std::string::npos);
}

TEST_CASE("curl command: each choice about the network has its option", "[output]") {
    struct Case {
        const char* why;
        void (*choose)(Policy&);
        const char* options;
    };

    using namespace latch;
    const std::vector<Case> cases{
        {"a deadline", [](Policy& p) { p.timeouts.total = std::chrono::seconds(9); }, "-m 9"},
        {"one version of TLS",
         [](Policy& p) { p.tls.version = http::TlsVersion::tls1_2; },
         "--tlsv1.2 --tls-max 1.2"},
        {"ciphers of TLS 1.3",
         [](Policy& p) { p.tls.ciphers = "TLS_AES_128_GCM_SHA256"; },
         "--tls13-ciphers TLS_AES_128_GCM_SHA256"},
        {"other ciphers", [](Policy& p) { p.tls.ciphers = "AES128-SHA"; }, "--ciphers AES128-SHA"},
        {"a client certificate with its key in it",
         [](Policy& p) {
             p.tls.certificate = "/me.pem";
             p.tls.key = "/me.pem";
         },
         "-E /me.pem"},
        {"a key and its passphrase",
         [](Policy& p) {
             p.tls.certificate = "/me.pem";
             p.tls.key = "/my.key";
             p.tls.key_password = base::Secret("hush");
         },
         "-E /me.pem --key /my.key --pass hush"},
        {"pins",
         [](Policy& p) {
             p.tls.pins = {"a", "b"};
         },
         "--pinnedpubkey 'sha256//YQ==;sha256//Yg=='"},
        {"a proxy",
         [](Policy& p) {
             p.proxies.typed = {{.scheme = {}, .proxy = *http::parse_proxy("socks5h://u:p@[::1]")}};
         },
         "-x 'socks5h://[::1]:1080' --proxy-user u:p"},
        {"no proxy, said",
         [](Policy& p) { p.proxies.typed = {{.scheme = {}, .proxy = {}}}; },
         "--noproxy '*'"},
        {"past a proxy that nobody could use",
         [](Policy& p) {
             p.proxies.environment = {{.scheme = {}, .proxy = http::parse_proxy("ftp://x")}};
             p.unix_socket = "/run/a";
         },
         "--unix-socket /run/a"},
        {"a detour",
         [](Policy& p) { p.detours = {{.to_host = "b.test", .to_port = 81}}; },
         "--connect-to ::b.test:81"},
        {"a socket", [](Policy& p) { p.unix_socket = "/run/a"; }, "--unix-socket /run/a"},
        {"an interface", [](Policy& p) { p.interface = "lo"; }, "--interface lo"},
        {"IPv4", [](Policy& p) { p.family = http::AddressFamily::ipv4; }, "-4"},
        {"IPv6", [](Policy& p) { p.family = http::AddressFamily::ipv6; }, "-6"},
        {"HTTP 1.0", [](Policy& p) { p.http_version = 10; }, "-0"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        Policy policy;
        each.choose(policy);
        CHECK(
            line(usual().get("/"), policy) ==
            "curl -H 'User-Agent: x' " + std::string(each.options) + " http://test.example/"
        );
    }
}

TEST_CASE("curl command: a form is a form", "[output]") {
    using namespace latch;
    http::PreparedRequest request = usual()
                                        .header("Content-Type", "multipart/form-data; boundary=B")
                                        .method("POST", "/")
                                        .prepared();
    const http::StreamBody file{
        .source = {}, .length = base::Bytes{3}, .replayable = true, .name = "/a b,\"c"};
    request.body = http::multipart_body(
        {{.name = "a", .content = http::BytesBody{"@1"}},
         {.name = "f", .content = file, .file_name = "x;y.png", .media_type = "image/png"},
         {.name = "b", .content = http::BytesBody{"--B"}},
         {.name = "t", .content = file}},
        "B"
    );
    const Policy policy;
    CHECK(
        curl_command({.request = request, .policy = policy, .digest = {}}, {}).line ==
        "curl -H 'User-Agent: x' --form-string a=@1 "
        R"(-F 'f=@"/a b,\"c";type=image/png;filename="x;y.png"' --form-string b=--B )"
        R"(-F 't=<"/a b,\"c"' http://test.example/)"
    );
    request.body = http::multipart_body({{.name = "a", .content = http::BytesBody{"<1"}}}, "B");
    CHECK(
        curl_command({.request = request, .policy = policy, .digest = {}}, {}).line ==
        "curl -H 'User-Agent: x' --form-string 'a=<1' http://test.example/"
    );
}

TEST_CASE("curl command: a digest is answered by curl as well", "[output]") {
    using namespace latch;
    const auto prepared = usual().get("/").prepared();
    const Policy policy;
    const http::UserInfo bob{.user = "bob", .password = base::Secret("pw")};
    const auto written = [&](Secrets secrets) {
        return curl_command(
                   {.request = prepared, .policy = policy, .digest = bob}, {.secrets = secrets}
        )
            .line;
    };
    CHECK(written(Secrets::shown).starts_with("curl --digest --user bob:pw -H "));
    CHECK(written(Secrets::shortened).starts_with("curl --digest --user 'bob:****' -H "));
}
