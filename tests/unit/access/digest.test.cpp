// SPDX-License-Identifier: MIT
#include "latch/access/digest.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace latch::access;
using latch::base::hash_hex;
using latch::base::HashFunction;
using latch::base::Secret;

namespace {

constexpr std::string_view nonce_of_7616 = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
constexpr std::string_view cnonce_of_7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
constexpr std::string_view nonce_of_2617 = "dcd98b7102dd2f0e8b11d0f600bfb0c093";

constexpr DigestAlgorithm md5{HashFunction::md5, false};
constexpr DigestAlgorithm md5_sess{HashFunction::md5, true};
constexpr DigestAlgorithm sha1{HashFunction::sha1, false};
constexpr DigestAlgorithm sha256{HashFunction::sha256, false};
constexpr DigestAlgorithm sha256_sess{HashFunction::sha256, true};
constexpr DigestAlgorithm sha512_256{HashFunction::sha512_256, false};
constexpr DigestAlgorithm sha512{HashFunction::sha512, false};

Digest mufasa(std::string password = "Circle Of Life") {
    return {.user = "Mufasa", .password = Secret(std::move(password))};
}

DigestNonce a_nonce(
    std::string_view realm,
    std::string_view nonce,
    Protection protection,
    std::optional<DigestAlgorithm> algorithm = {}
) {
    DigestNonce made;
    made.challenge.realm = realm;
    made.challenge.nonce = nonce;
    made.challenge.protection = protection;
    made.challenge.algorithm = algorithm;
    made.uses = 1;
    made.cnonce = "0a4f113b";
    return made;
}

std::string
answer(const Digest& credentials, const DigestNonce& nonce, const DigestSubject& subject) {
    return std::string(digest_authorization(credentials, nonce, subject).value().reveal());
}

/// The parameter of an Authorization value.
std::string parameter(const std::string& value, std::string_view name) {
    return std::string(parse_challenges({value}).at(0).find(name).value_or("(none)"));
}

std::optional<DigestChallenge> chosen(const std::vector<std::string_view>& fields) {
    return choose_digest(parse_challenges(fields));
}

} // namespace

TEST_CASE("digest: the examples of the RFCs come out", "[access]") {
    struct Case {
        std::string_view why;
        Digest user;
        DigestNonce nonce;
        DigestSubject subject;
        std::string_view response;
    };

    auto md5_of_7616 = a_nonce("http-auth@example.org", nonce_of_7616, Protection::auth, md5);
    md5_of_7616.cnonce = cnonce_of_7616;
    auto sha_of_7616 = md5_of_7616;
    sha_of_7616.challenge.algorithm = sha256;
    auto sha1_of_7616 = md5_of_7616;
    sha1_of_7616.challenge.algorithm = sha1;
    auto sha512_of_7616 = md5_of_7616;
    sha512_of_7616.challenge.algorithm = sha512;
    auto tenth = a_nonce("testrealm@host.com", nonce_of_2617, Protection::auth_int);
    tenth.uses = 10;
    auto tenth_sess = tenth;
    tenth_sess.challenge.algorithm = sha256_sess;
    auto jason = a_nonce(
        "api@example.org",
        "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
        Protection::auth,
        sha512_256
    );
    jason.cnonce = "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm";
    const DigestSubject get{"GET", "/dir/index.html", {}};
    const std::string_view post = "/dir/index.html?a=b";
    const std::vector<Case> cases{
        {"RFC 7616, 3.9.1, MD5",
         mufasa("Circle of Life"),
         md5_of_7616,
         get,
         "8ca523f5e9506fed4657c9700eebdbec"},
        {"RFC 7616, 3.9.1, SHA-256",
         mufasa("Circle of Life"),
         sha_of_7616,
         get,
         "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"},
        {"the same with SHA by Python's hashlib",
         mufasa("Circle of Life"),
         sha1_of_7616,
         get,
         "e99f244f9069203415f7e8b7bd25b4b2ad3e2a7f"},
        {"the same with SHA-512 by Python's hashlib",
         mufasa("Circle of Life"),
         sha512_of_7616,
         get,
         "27d9ebedb4e86595d8b99152ce456620c8e47c48afbd771dbc4468bb758ca66e"
         "7312383d49ad044219d4a2c5c218e66c584fa00b2728798bcff9435825eed0ad"},
        {"RFC 7616, 3.9.2, by Python's hashlib: what is printed there is not SHA-512/256",
         {.user = "J\xc3\xa4s\xc3\xb8n Doe", .password = Secret("Secret, or not?")},
         jason,
         {"GET", "/doe.json", {}},
         "7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c"},
        {"RFC 2617, 3.5",
         mufasa(),
         a_nonce("testrealm@host.com", nonce_of_2617, Protection::auth),
         get,
         "6629fae49393a05397450978507c4ef1"},
        {"RFC 2069, 2.4, with its erratum 749",
         mufasa("CircleOfLife"),
         a_nonce("testrealm@host.com", nonce_of_2617, Protection::plain),
         get,
         "1949323746fe6a43ef61f9606e7febea"},
        {"MD5-sess by Python's hashlib",
         mufasa(),
         a_nonce("testrealm@host.com", nonce_of_2617, Protection::auth, md5_sess),
         get,
         "8e3825c57e897f5a0dec6c2d4e5059d0"},
        {"auth-int with a query by Python's hashlib",
         mufasa(),
         tenth,
         {"POST", post, hash_hex(HashFunction::md5, "x=1")},
         "f37bcd63f588bf426db19d872eb2902a"},
        {"SHA-256-sess with auth-int by Python's hashlib",
         mufasa(),
         tenth_sess,
         {"POST", post, hash_hex(HashFunction::sha256, "x=1")},
         "2652e0527ff7ac154f642a61cae68a558d0d7173e2b84dbb644caed92ed5a9ef"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string value = answer(c.user, c.nonce, c.subject);
        CHECK(parameter(value, "response") == c.response);
        CHECK(parameter(value, "uri") == c.subject.uri);
        CHECK(parameter(value, "username") == c.user.user);
    }
}

TEST_CASE("digest: the field quotes what has to be quoted and nothing else", "[access]") {
    auto nonce = a_nonce("a \"b\" \\", "n", Protection::auth, sha256);
    nonce.challenge.opaque = "";
    nonce.uses = 0x1a;
    const std::string value =
        answer({.user = "o\"brien", .password = Secret("x")}, nonce, {"GET", "/x?y=\"z\"", {}});
    const std::string response = parameter(value, "response");
    CHECK(
        value == R"(Digest username="o\"brien", realm="a \"b\" \\", nonce="n", )"
                 R"(uri="/x?y=\"z\"", algorithm=SHA-256, response=")" +
                     response + R"(", opaque="", qop=auth, nc=0000001a, cnonce="0a4f113b")"
    );
}

TEST_CASE("digest: without qop nothing is said of counts, nor of algorithms unasked", "[access]") {
    const auto plain = answer(mufasa(), a_nonce("r", "n", Protection::plain), {"GET", "/", {}});
    for (const std::string_view absent : {"qop", "nc", "cnonce", "algorithm", "opaque"}) {
        INFO(absent);
        CHECK(parameter(plain, absent) == "(none)");
    }
    const auto bound =
        answer(mufasa(), a_nonce("r", "n", Protection::plain, md5_sess), {"GET", "/", {}});
    CHECK(parameter(bound, "cnonce") == "0a4f113b");
}

TEST_CASE("digest: a user name that no field can hold is refused", "[access]") {
    const auto value = digest_authorization(
        {.user = "a\r\nX: y", .password = Secret("hunter2")},
        a_nonce("r", "n", Protection::auth),
        {"GET", "/", {}}
    );
    REQUIRE_FALSE(value);
    CHECK(value.error().kind() == latch::base::ErrorKind::usage);
}

TEST_CASE("digest: which challenge is answered, and how", "[access]") {
    struct Case {
        std::string_view why;
        std::vector<std::string_view> fields;
        std::optional<DigestAlgorithm> algorithm;
        Protection protection;
    };

    const std::vector<Case> cases{
        {"no algorithm is MD5 without being named",
         {R"(Digest realm="r", nonce="n", qop="auth")"},
         std::nullopt,
         Protection::auth},
        {"no qop is RFC 2069",
         {R"(Digest realm=r, nonce=n, algorithm=MD5)"},
         md5,
         Protection::plain},
        {"an empty qop, too", {R"(Digest realm=r, nonce=n, qop="")"}, {}, Protection::plain},
        {"auth before auth-int",
         {R"(Digest realm=r, nonce=n, qop="auth-int,auth")"},
         {},
         Protection::auth},
        {"auth-int alone", {R"(Digest realm=r, nonce=n, qop=auth-int)"}, {}, Protection::auth_int},
        {"an unknown qop beside a known one",
         {R"(Digest realm=r, nonce=n, qop="auth-conf, AUTH")"},
         {},
         Protection::auth},
        {"names in any case",
         {R"(DIGEST Realm=r, NONCE=n, Algorithm=sha-256-SESS, QOP=auth)"},
         sha256_sess,
         Protection::auth},
        {"the strongest of one field",
         {R"(Digest realm=r, nonce=n, qop=auth, algorithm=MD5, )"
          R"(Digest realm=r, nonce=n, qop=auth, algorithm=SHA-256, Basic realm=r)"},
         sha256,
         Protection::auth},
        {"the strongest of several fields, wherever it is",
         {"Negotiate",
          R"(Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512-256)",
          R"(Digest realm=r, nonce=n, qop=auth, algorithm=MD5)"},
         sha512_256,
         Protection::auth},
        {"of SHA, which stands for SHA-1, and MD5 the stronger",
         {R"(Digest realm=r, nonce=n, qop=auth, algorithm=MD5)",
          R"(Digest realm=r, nonce=n, qop=auth, algorithm=SHA)"},
         sha1,
         Protection::auth},
        {"SHA-512 before its shortened form",
         {R"(Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512)",
          R"(Digest realm=r, nonce=n, qop=auth, algorithm=SHA-512-256)"},
         sha512,
         Protection::auth},
        {"what is not supported is passed over",
         {R"(Digest realm=r, nonce=n, algorithm=SHA-1024, qop=auth)",
          R"(Digest realm=r, nonce=n, qop=auth-conf)",
          R"(Digest realm=r, nonce=n, algorithm=MD5)"},
         md5,
         Protection::plain},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const auto challenge = chosen(c.fields);
        REQUIRE(challenge);
        CHECK(challenge->algorithm == c.algorithm);
        CHECK(challenge->protection == c.protection);
        CHECK(challenge->realm == "r");
        CHECK(challenge->nonce == "n");
    }
}

TEST_CASE("digest: what cannot be answered is no challenge", "[access]") {
    for (const std::string_view field :
         {"",
          "Basic realm=r",
          "Digest",
          "Digest realm=r",
          "Digest nonce=n",
          "Digest realm=r, nonce=n, algorithm=SHA-1",
          "Digest realm=r, nonce=n, qop=auth-conf",
          "realm=r, nonce=n"}) {
        INFO(field);
        CHECK_FALSE(chosen({field}));
    }
}

TEST_CASE("digest: stale and opaque are taken over", "[access]") {
    const auto challenge = chosen({R"(Digest realm="", nonce=n, stale=TRUE, opaque="a\"b")"});
    REQUIRE(challenge);
    CHECK(challenge->realm.empty());
    CHECK(challenge->stale);
    CHECK(challenge->opaque == "a\"b");
    CHECK_FALSE(chosen({"Digest realm=r, nonce=n, stale=false"})->stale);
    CHECK_FALSE(chosen({"Digest realm=r, nonce=n"})->opaque);
}

TEST_CASE("digest: the next nonce is taken from Authentication-Info", "[access]") {
    using latch::http::Headers;
    CHECK(next_nonce(Headers{{"authentication-info", R"(qop=auth, nextnonce="a,b")"}}) == "a,b");
    CHECK_FALSE(next_nonce(Headers{{"Authentication-Info", "qop=auth"}}));
    CHECK_FALSE(next_nonce(Headers{{"Authentication-Info", "nextnonce=\"\""}}));
    CHECK_FALSE(next_nonce(Headers{}));
}
