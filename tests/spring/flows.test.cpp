// SPDX-License-Identifier: MIT
#include "spring/application.hpp"
#include "spring/journal.hpp"
#include "support/catch.hpp"
#include "support/latch.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using Words = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

/// The flows that users are shown, in a folder of their own, for one context.
class Example {
public:
    explicit Example(std::string context) : context_(std::move(context)) {
        fs::copy(
            LATCH_SPRING_SOURCES "/../../examples",
            latch_.working_directory(),
            fs::copy_options::recursive
        );
        latch_.set("password", "wonderland");
    }

    Latch& latch() noexcept { return latch_; }

    Ran run(const std::string& file, const Words& options = {}) const {
        Words words{
            "run",
            file,
            "--no-timings",
            "--var=host=" + application().address(context_),
            "--var=user=alice",
            "--secret=password"};
        words.insert(words.end(), options.begin(), options.end());
        return latch_.run(words);
    }

    std::string file(std::string_view name) const {
        return latch_.shell("cat " + std::string(name)).out;
    }

private:
    std::string context_;
    Latch latch_;
};

} // namespace

TEST_CASE(
    "spring flows: a login by form, and a change with the token that is new then", "[spring]"
) {
    Example example("form");
    const Journal journal("form");
    example.latch().write("save.flow", R"(@defaults --no-csrf

@include login.flow

### save
POST {{host}}/api/items --form title=bob _csrf={{csrf}} --expect 'status == 201'

### with the token of before the login
POST {{host}}/api/items --form title=bob _csrf=AAAA --expect 'status == 403'
)");
    const Ran ran = example.run("save.flow", {"--report=junit=out.xml"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(
        journal.in_words() ==
        Words{
            "GET /login 200",
            "POST /login 302",
            "GET / 200",
            "POST /api/items 201",
            "POST /api/items 403"}
    );
    CHECK(ran.err.find("wonderland") == std::string::npos);
    CHECK(example.file("out.xml").find("wonderland") == std::string::npos);
}

TEST_CASE(
    "spring flows: detail 6, a login that is refused is a redirect, and a failure", "[spring]"
) {
    Example example("form");
    example.latch().set("password", "looking-glass");
    const Journal journal("form");
    const Ran ran = example.run("login.flow");
    INFO(ran.err);
    CHECK(ran.exit_code != 0);
    CHECK(journal.in_words() == Words{"GET /login 200", "POST /login 302"});
    CHECK_THAT(ran.err, Contains("✗ login.flow:18  sign in  302\n"));
    CHECK_THAT(ran.err, Contains("header.Location !~ /[?&]error/"));
}

TEST_CASE("spring flows: a token that has ended is refreshed", "[spring]") {
    Example example("jwt");
    const Journal journal("jwt");
    const Ran ran = example.run("jwt.flow", {"--var=login=/auth/login/accessToken?life=-5"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(
        journal.in_words() ==
        Words{
            "POST /auth/login/accessToken?life=-5 200",
            "GET /api/me 401",
            "POST /auth/refresh 200",
            "GET /api/me 200"}
    );
    const Journal after("jwt");
    const Ran good = example.run(
        "jwt.flow",
        {"--var=login=/auth/login/accessToken", "--report=html=out.html", "--report=tap"}
    );
    CHECK(good.exit_code == 0);
    CHECK(after.in_words() == Words{"POST /auth/login/accessToken 200", "GET /api/me 200"});
    for (const std::string& text : {good.err, good.out, example.file("out.html")}) {
        CHECK(text.find("eyJhb") == std::string::npos); // of a token four letters are shown
        CHECK(text.find("wonderland") == std::string::npos);
    }
}

TEST_CASE("spring flows: a product for each row of a table", "[spring]") {
    Example example("io");
    const Journal journal("io");
    const Ran ran = example.run("products.flow", {"--report=junit=out.xml"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    const auto arrivals = journal.arrivals();
    REQUIRE(arrivals.size() == 12);
    CHECK(arrivals[0].request.body == R"({"sku":"A-17","name":"Nut, 17 mm","price":0.35})");
    CHECK(arrivals[8].request.body == R"({"sku":"C \"big\"","name":"Crane","price":125000})");
    CHECK_THAT(arrivals[11].in_words(), StartsWith("GET /products/") && Contains(" 404"));
    CHECK_THAT(example.file("out.xml"), Contains("tests=\"12\" failures=\"0\" errors=\"0\""));
    CHECK_THAT(ran.err, Contains("gone B/4  404\n") && Contains("12 requests: 12 passed\n"));
}

TEST_CASE("spring flows: a job is waited for, and one that fails ends the waiting", "[spring]") {
    Example example("io");
    const Journal journal("io");
    const Ran ran = example.run("job.flow", {"--var=every=1ms"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(journal.arrivals().size() == 5);
    CHECK_THAT(example.file("export.csv"), StartsWith("id,state\n") && Contains(",DONE\n"));
    CHECK_THAT(ran.err, Contains("poll  200  3 tries\n"));

    example.latch().write(
        "failing.flow",
        "POST {{host}}/jobs --capture job=header.Location\n\n"
        "{{host}}{{job}} fails==true --wait 90s --every 1ms --until '.state == \"DONE\"'"
        " --fail-if '.state == \"FAILED\"'\n\n{{host}}/never\n"
    );
    const Journal after("io");
    CHECK(example.run("failing.flow").exit_code == 8);
    CHECK(after.arrivals().size() == 4);
}

TEST_CASE(
    "spring flows: a file comes back as it was, and goes away whatever happened", "[spring]"
) {
    Example example("io");
    const Journal journal("io");
    const Ran ran = example.run("files.flow");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(example.file("downloaded") == example.file("products.csv"));
    CHECK(journal.arrivals().size() == 3);

    const std::string flow = example.file("files.flow");
    std::string wrong = flow;
    wrong.replace(wrong.find("sha256 @products.csv"), 20, "sha256 @login.flow");
    example.latch().write("wrong.flow", wrong);
    const Journal after("io");
    const Ran failed = example.run("wrong.flow");
    CHECK(failed.exit_code == 8);
    const auto arrivals = after.arrivals();
    REQUIRE(arrivals.size() == 3);
    CHECK_THAT(arrivals[2].in_words(), StartsWith("DELETE /files/") && Contains(" 204"));
}

TEST_CASE("spring flows: twenty pages at once behind a login", "[spring]") {
    Example example("form");
    const Journal journal("form");
    const Ran ran = example.run("smoke.flow", {"--report=junit=out.xml", "--max=p95=1h"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    const Words words = journal.in_words();
    CHECK(words.size() == 23);
    CHECK(std::ranges::count(words, "GET /api/me 200") == 1);
    CHECK_THAT(
        ran.err, Contains("✓ smoke.flow:15  GET /  200\n") && Contains("23 requests: 23 passed")
    );
    CHECK(ran.err.find("GET /csrf") < ran.err.find("GET /api/items?page=13"));
    CHECK_THAT(example.file("out.xml"), Contains("tests=\"23\" failures=\"0\""));
}
