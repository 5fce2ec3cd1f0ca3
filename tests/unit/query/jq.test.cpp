// SPDX-License-Identifier: MIT
#include "latch/query/jq.hpp"

#include "support/catch.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"
#include "unit/base/in_child.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace latch::query;
using namespace latch::test;
using latch::base::ErrorKind;
using latch::base::kibibytes;

namespace {

using Outputs = std::vector<std::string>;

JqProgram compiled(std::string_view program, const JqVariables& variables = {}) {
    auto compiled = JqProgram::compile(program, variables);
    REQUIRE(compiled);
    return std::move(*compiled);
}

JqRun run_of(std::string_view program, std::string_view json) {
    const auto run = compiled(program).run(json);
    REQUIRE(run);
    return *run;
}

latch::base::Error
failure_of(std::string_view program, std::string_view json, const JqLimits& limits = {}) {
    const auto run = compiled(program).run(json, limits);
    REQUIRE_FALSE(run);
    CHECK(run.error().kind() == ErrorKind::protocol);
    CHECK_FALSE(run.error().hint().empty());
    return run.error();
}

latch::base::Error usage_of(std::string_view program, const JqVariables& variables = {}) {
    const auto compiled = JqProgram::compile(program, variables);
    REQUIRE_FALSE(compiled);
    CHECK(compiled.error().kind() == ErrorKind::usage);
    return compiled.error();
}

/// What the program `jq` prints.
std::string printed_by_jq(const std::string& program, const std::string& json) {
    const TempDir home;
    const Command command{
        .program = "/usr/bin/jq",
        .arguments = {"-c", program},
        .environment = {},
        .working_directory = home.path()};
    return Process(command, {.in = PipedInput{json}}).wait().out;
}

std::string lines(const Outputs& outputs) {
    std::string text;
    for (const std::string& output : outputs) {
        text += output + "\n";
    }
    return text;
}

bool has_no_children() {
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        all += text;
    }
    return all;
}

} // namespace

TEST_CASE("jq: outputs come in order, as compact JSON", "[query]") {
    struct Case {
        const char* why;
        std::string program;
        std::string json;
        Outputs outputs;
    };

    const std::vector<Case> cases{
        {"one", ".", R"( { "b" : [ 1 , 2 ], "a" : null } )", {R"({"b":[1,2],"a":null})"}},
        {"a value of each kind",
         ".[]",
         R"([null,true,1.5,"é",[],{}])",
         {"null", "true", "1.5", "\"é\"", "[]", "{}"}},
        {"none", "empty", "1", {}},
        {"several", ".a, .b, .a", R"({"a":1,"b":2})", {"1", "2", "1"}},
        {"functions", "[.[] | select(.n > 1) | .n] | add", R"([{"n":1},{"n":2},{"n":3}])", {"5"}},
        {"regular expressions", R"(test("^A";"i"))", R"("abc")", {"true"}},
        {"control characters", ".", R"("\u0000\n\u001b")", {R"("\u0000\n\u001b")"}},
        {"a definition", "def f(x): x + 1; f(.)", "1", {"2"}},
        {"several lines", "# comment\n.a\n| .b\n", R"({"a":{"b":3}})", {"3"}},
        {"an end in the middle", "1, halt, 2", "null", {"1"}},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(run_of(each.program, each.json) == JqRun{.outputs = each.outputs, .error = {}});
    }
}

TEST_CASE("jq: says what the program jq says", "[query]") {
    const std::string json =
        R"({"items":[{"id":3,"n":"c","at":1e3},{"id":1,"n":"a","x":[1,[2]]},{"id":2.50,"n":"\"é"}]})";
    for (const std::string program :
         {".",
          ".items[]",
          ".items|sort_by(.id)|map(.n)",
          ".items|group_by(.id>1)",
          "[paths]",
          "to_entries",
          ".items|map(keys)|add|unique",
          "tostream",
          ".items[0]|@json,@text,@csv \"\\([.id,.n])\"",
          "[.items[]|.id]|min,max,add,length",
          ".items|map({(.n):.id})|add",
          "[limit(5;repeat(1))]",
          ".items[].at|tostring",
          "1e1000,-0,1.0,100000000000000000000",
          "try error(\"x\") catch .",
          "$__loc__",
          "[inputs]",
          "\"\\u001f\\u007f\"",
          "reduce range(300) as $i (0;[.])",
          "(.items[1].x[1][0]|=9)|.items[1]",
          "1,2,error(\"x\"),3"}) {
        INFO(program);
        CHECK(lines(run_of(program, json).outputs) == printed_by_jq(program, json));
    }
}

TEST_CASE("jq: an error comes after the outputs before it", "[query]") {
    struct Case {
        const char* why;
        std::string program;
        JqRun run;
    };

    const std::vector<Case> cases{
        {"at once", R"(error("x"))", {{}, "x"}},
        {"after two", R"(1, 2, error("x"), 3)", {{"1", "2"}, "x"}},
        {"of a type", ".a, (.a | keys)", {{"1"}, "number (1) has no keys"}},
        {"an object", "error({a:1})", {{}, R"({"a":1})"}},
        {"empty", R"(error(""))", {{}, ""}},
        {"caught", R"(try error("x") catch .)", {{R"("x")"}, {}}},
        {"that ends all", R"(1, ("x\n" | halt_error), 2)", {{"1"}, "x\n"}},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(run_of(each.program, R"({"a":1})") == each.run);
    }
}

TEST_CASE("jq: a program runs as often as wanted", "[query]") {
    auto first = compiled(".a");
    JqProgram program = std::move(first);
    for (const std::string value : {"1", "[2]", "\"3\""}) {
        CHECK(program.run("{\"a\":" + value + "}").value().outputs == Outputs{value});
    }
    CHECK(program.run("[]").value().error.value().starts_with("Cannot index array with"));
    program = compiled(".b");
    CHECK(program.run(R"({"b":4})").value().outputs == Outputs{"4"});
}

TEST_CASE("jq: variables are data", "[query]") {
    const JqVariables variables{
        {"code", R"-("1 | env | error(\"x\")")-"},
        {"brace", R"-("\") | env | (\"")-"},
        {"list", " [ 1, {\"a\": null} ] "},
        {"a b", "true"}};
    CHECK(
        compiled("$v.code, $v.brace, $v.list, $v[\"a b\"], $v.none", variables)
            .run("0")
            .value()
            .outputs ==
        Outputs{
            R"-("1 | env | error(\"x\")")-",
            R"-("\") | env | (\"")-",
            R"([1,{"a":null}])",
            "true",
            "null"}
    );
    CHECK(run_of("$v", "0").outputs == Outputs{"{}"});

    const auto wrong = usage_of(".", {{"ok", "1"}, {"token", "s3cret"}});
    CHECK(wrong.what() == "jq cannot take the value of $v.token");
    CHECK(wrong.cause() == "it is no JSON");
    CHECK(usage_of(".", {{"deep", std::string(20'000, '[') + std::string(20'000, ']')}})
              .cause()
              .starts_with("it is no JSON: Exceeds depth limit"));
    for (const char* text : {"", "nan", "NaN1", "1 2", "[1", "\"\xff\""}) {
        INFO(text);
        CHECK(usage_of(".", {{"x", text}}).what() == "jq cannot take the value of $v.x");
    }
}

TEST_CASE("jq: what does not compile is said in a line", "[query]") {
    struct Case {
        const char* why;
        std::string program;
        std::string reason; ///< how it begins: versions say more
    };

    using namespace std::string_literals;
    const std::vector<Case> cases{
        {"cut off", ".a | ", "syntax error, unexpected "},
        {"in the third line", "\n .a |\n %", "syntax error, unexpected '%' at line 3"},
        {"no such function", "foo", "foo/0 is not defined at line 1"},
        {"no such variable", "$x", "$x is not defined at line 1"},
        {"a NUL byte", ".a\0"s, "there is a NUL byte in it"},
        {"a module", "include \"a\"; .", "modules cannot be used here"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const auto error = usage_of(each.program);
        CHECK(error.what() == "the jq program does not compile");
        CHECK(error.cause().starts_with(each.reason));
        CHECK(error.cause().find_first_of("\n(") == std::string::npos);
    }
}

TEST_CASE("jq: what is not one JSON text is an error", "[query]") {
    struct Case {
        const char* why;
        std::string json;
        std::string cause;
    };

    const std::vector<Case> cases{
        {"nothing", "", "there is nothing"},
        {"a page of HTML", "<html></html>", "it is no JSON: Invalid "},
        {"cut off", R"([{"a":1},)", "it is no JSON: Unfinished JSON term"},
        {"two texts", "[] []", "it is no JSON: something follows the first value"},
        {"brackets", std::string(100'000, '['), "it is nested more than 1000 levels deep"},
        {"braces", repeated("{\"a\":", 100'000), "it is nested more than 1000 levels deep"},
        {"in between",
         "[1," + std::string(1000, '[') + std::string(1000, ']') + "]",
         "it is nested more than 1000 levels deep"},
        {"after an end too many", "]]]" + std::string(1001, '['), "it is nested more than"},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const auto error = failure_of(".", each.json);
        CHECK(error.what() == "jq cannot read the answer");
        CHECK(error.cause().starts_with(each.cause));
    }
}

TEST_CASE("jq: brackets in strings nest nothing, nor do those side by side", "[query]") {
    const JqProgram length = compiled("length");
    const std::string brackets(5000, '[');
    CHECK(length.run("\"" + brackets + "\"").value().outputs == Outputs{"5000"});
    CHECK(length.run("\"\\\"" + brackets + "\"").value().outputs == Outputs{"5001"});
    CHECK(length.run("\"\\\\\\\"" + brackets + "\"").value().outputs == Outputs{"5002"});
    CHECK(length.run("[" + repeated("[],", 5000) + "{}]").value().outputs == Outputs{"5001"});
    const JqLimits flat{.depth = 2};
    CHECK(length.run("[[1],[2]]", flat).value().outputs == Outputs{"2"});
    CHECK_FALSE(length.run("[[[1]]]", flat));
}

TEST_CASE("jq: what takes too much is stopped, and says of what", "[query]") {
    struct Case {
        const char* why;
        std::string program;
        JqLimits limits;
        std::string cause;
    };

    const JqLimits hurry{.time = std::chrono::milliseconds(100)};
    const JqLimits terse{.output = kibibytes(100)};
    const std::string slow = "it was not done within 0.1 s";
    const std::string silent = "it had more than 102400 bytes to say";
    const std::vector<Case> cases{
        {"it calls itself", "def f: f; f", hurry, slow},
        {"it collects", "[range(1e9)]", hurry, slow},
        {"it counts", "last(range(1e9))", hurry, slow},
        {"it has always something to say", "repeat(.)", terse, silent},
        {"it says one long thing", R"("x" * 1e6 + (. | tostring))", terse, silent},
        {"it says it slowly", "repeat(.)", hurry, slow},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        const auto error = failure_of(each.program, "{}", each.limits);
        CHECK(error.what() == "jq was stopped");
        CHECK(error.cause() == each.cause);
        CHECK(has_no_children());
    }
}

TEST_CASE("jq: where libjq crashes we go on", "[query]") {
    // Up to 1.7 it frees values within values by recursion, and runs out of stack.
    const auto run = compiled("reduce range(1000000) as $i (0; [.]) | 1").run("0");
    if (run) {
        CHECK(run->outputs == Outputs{"1"});
    } else {
        CHECK(run.error().what() == "jq broke down on the answer");
        CHECK_FALSE(run.error().hint().empty());
    }
    CHECK(has_no_children());
}

TEST_CASE("jq: large answers work", "[query]") {
    const std::string row = R"({"id":123456,"name":"somebody","tags":["a","b"],"active":true},)";
    const std::string json = "[" + repeated(row, 200'000) + "0]";
    const JqRun run = run_of("length, .[0].name, (.[:-1][])", json);
    REQUIRE(run.outputs.size() == 200'002);
    CHECK(run.outputs[0] == "200001");
    CHECK(run.outputs[1] == "\"somebody\"");
    CHECK(run.outputs[200'001] + "," == row);
}

TEST_CASE("jq: no variable of the process is seen", "[query]") {
    CHECK(in_child([] {
        ::unsetenv("TZ");
        ::setenv("LATCH_TEST_TOKEN", "s3cret", 1);
        const auto program = JqProgram::compile("env, $ENV, $ENV.LATCH_TEST_TOKEN, env.PATH");
        const auto run = program->run("0");
        const char* const token = ::getenv("LATCH_TEST_TOKEN");
        return run->outputs == Outputs{"{}", "{}", "null", "null"} && token != nullptr &&
               std::string_view(token) == "s3cret";
    }));
}

TEST_CASE("jq: the user's time zone counts", "[query]") {
    CHECK(in_child([] {
        ::setenv("TZ", "XXX-5", 1);
        ::tzset(); // an earlier test may have had the time
        const auto program = JqProgram::compile("0 | localtime | mktime");
        return program->run("0")->outputs == Outputs{"18000"};
    }));
}

TEST_CASE("jq: nothing is read from the home directory or anywhere else", "[query]") {
    CHECK(in_child([] {
        const TempDir home;
        home.write(".jq", "def secret: \"s3cret\";");
        home.write("a.jq", "def secret: \"s3cret\";");
        ::setenv("HOME", home.path().c_str(), 1);
        return ::chdir(home.path().c_str()) == 0 && !JqProgram::compile("secret") &&
               !JqProgram::compile("include \"a\"; secret") &&
               JqProgram::compile("get_search_list").value().run("0")->outputs == Outputs{"[]"} &&
               JqProgram::compile("\"a\" | modulemeta").value().run("0")->error.has_value();
    }));
}

TEST_CASE("jq: what a program has to say beside its outputs is lost", "[query]") {
    const TempDir folder;
    CHECK(in_child([&] {
        const std::string file = (folder.path() / "said").string();
        if (std::freopen(file.c_str(), "w", stderr) == nullptr) {
            return false;
        }
        std::setvbuf(stderr, nullptr, _IONBF, 0);
        const auto run = JqProgram::compile("debug, stderr, (\"x\" | halt_error)")->run("[7]");
        const bool is_empty = ::lseek(STDERR_FILENO, 0, SEEK_END) == 0;
        return is_empty && run->outputs == Outputs{"[7]", "[7]"} && run->error == "x";
    }));
    CHECK(run_of("[inputs]", "1").outputs == Outputs{"[]"});
    CHECK(run_of("input", "1").error.has_value());
    CHECK(run_of("input_filename", "1").outputs == Outputs{"null"});
    CHECK(run_of("try input_line_number catch 0", "1").outputs == Outputs{"0"});
}
