// SPDX-License-Identifier: MIT
#include "latch/base/redactor.hpp"

#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <string>

using namespace latch::base;

namespace {

Redactor knowing(std::string_view secret) {
    Redactor redactor;
    redactor.learn(Secret(std::string(secret)));
    return redactor;
}

} // namespace

TEST_CASE("redactor: a secret is hidden in every form that it may come back in", "[base]") {
    struct Case {
        std::string why;
        std::string_view secret, text, shown;
    };

    const std::vector<Case> cases = {
        {"as it is", "s3cret", "no s3cret here", "no **** here"},
        {"twice", "s3cret", "s3crets3cret", "********"},
        {"a part of it is not it", "s3cret", "s3cre", "s3cre"},
        {"its beginning before it", "s3cret", "s3s3cret", "s3****"},
        {"percent, upper case", "p/s w?", "/x?q=p%2Fs%20w%3F&a", "/x?q=****&a"},
        {"percent, lower case", "p/s w?", "p%2fs%20w%3f", "****"},
        {"a form", "p/s w?", "p%2Fs+w%3F", "****"},
        {"an encoder that spares some", "p/s w?", "p/s%20w?", "****"},
        {"an encoder that spares nothing", "s3cret", "%73%33%63%72%65%74", "****"},
        {"a plus is itself", "a+b+c", "a+b+c", "****"},
        {"a plus, encoded", "a+b+c", "a%2Bb%2bc", "****"},
        {"JSON", R"(a"b\c)", R"({"p":"a\"b\\c"})", R"({"p":"****"})"},
        {"JSON, slash", "a/b/c", R"(a\/b/c)", "****"},
        {"JSON, control", "a\nb\tc", R"(a\nb\tc)", "****"},
        {"JSON, ASCII only", "gr\xc3\xbc\xc3\x9f", R"(gr\u00fc\u00DF)", "****"},
        {"JSON, a pair of surrogates", "key\xf0\x9f\x94\x91", R"(key\ud83d\udd11)", "****"},
        {"JSON, half a pair", "s3cret", R"(\ud83d s3cret)", R"(\ud83d ****)"},
        {"a percent sign that encodes nothing", "s3cret", "100% s3cret%", "100% ****%"},
        {"base64 alone", "s3cret", "czNjcmV0", "****"},
        {"behind two bytes", "s3cret", "YTpzM2NyZXQ=", "YTp****Q="},
        {"behind four bytes: Basic", "s3cret", "Basic Ym9iOnMzY3JldA==", "Basic Ym9iOn****A=="},
        {"in base64 for URLs", "\xff\xfe\xfd\xfc\xfb\xfa", "__79_Pv6", "****"},
        {"in base64 for all", "\xff\xfe\xfd\xfc\xfb\xfa", "//79/Pv6", "****"},
        {"base64, percent-encoded", "\xff\xfe\xfd\xfc\xfb\xfa", "%2F%2F79%2fPv6", "****"},
        {"base64 in JSON", "\xff\xfe\xfd\xfc\xfb\xfa", R"(\/\/79\/Pv6)", "****"},
        {"a short one would hide words", "pw", "pw is a pw", "pw is a pw"},
        {"none", "", "text", "text"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(knowing(c.secret).redact(c.text) == c.shown);
    }
}

TEST_CASE("redactor: of Basic credentials hardly a letter of the password stays", "[base]") {
    const std::string password = "correct horse";
    for (const std::string& user : {std::string("a"), std::string("ab"), std::string("abc")}) {
        INFO(user);
        const std::string encoded = base64_encode(user + ':' + password);
        const std::string shown = knowing(password).redact(encoded);
        const std::size_t gap = shown.find("****");
        REQUIRE(gap != std::string::npos);
        // What stays before the gap is user and colon, and a letter that it shares at most.
        CHECK(gap <= ((user.size() + 1) * 8 + 5) / 6);
        CHECK(shown.size() - gap - 4 <= 3); // a letter, and what fills up
    }
}

TEST_CASE("redactor: all that it has learned is hidden, the longer of two first", "[base]") {
    Redactor redactor;
    redactor.learn(Secret("pass"));
    redactor.learn(Secret("password"));
    redactor.learn(Secret("other"));
    CHECK(redactor.redact("password, pass or other") == "****, **** or ****");
    CHECK(Redactor().redact("password") == "password");
}

TEST_CASE("redactor: it may learn the cookies of a large session", "[base]") {
    // No timing: were each compared with all before it, this would take minutes.
    Redactor redactor;
    for (int i = 0; i < 20000; ++i) {
        redactor.learn(Secret("0123456789abcdef-" + std::to_string(i)));
    }
    redactor.learn(Secret("0123456789abcdef-7"));
    CHECK(redactor.redact("0123456789abcdef-19999;") == "****;");
}

TEST_CASE(
    "redactor: one for a while hides what the lasting one knows, and tells it nothing", "[base]"
) {
    Redactor lasting;
    lasting.learn(Secret("lasting"));
    {
        Redactor passing = lasting.for_a_while();
        passing.learn(Secret("passing"));
        passing.learn(Secret("lasting-and-longer"));
        CHECK(passing.redact("lasting, passing, bGFzdGluZw==") == "****, ****, ****w==");
        CHECK(passing.redact("lasting-and-longer") == "****");
        lasting.learn(Secret("learned later"));
        CHECK(passing.redact("learned later") == "****");
    }
    CHECK(lasting.redact("lasting, passing") == "****, passing");
}
