// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/latch.hpp"
#include "support/server.hpp"

#include <string>

using namespace latch::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

Response answer(const Request& request) {
    Response response = reply(R"({"id":17,"name":"tea"})", "application/json");
    response.status = request.method == "POST" ? 201 : 200;
    return response;
}

} // namespace

TEST_CASE("import: what it makes of .hurl is run as a flow", "[cli]") {
    const Server server(answer);
    const Latch latch;
    latch.write(
        "a.hurl",
        "POST " + server.url("/items") +
            "\n[Form]\nname: tea & milk\nHTTP 201\n[Captures]\nid: jsonpath \"$.id\"\n\n"
            "GET " +
            server.url("/items/{{id}}") +
            "\nHTTP 200\n[Asserts]\njsonpath \"$.name\" == \"tea\"\nduration < 60000\n"
    );
    const Ran imported = latch.run({"import", "a.hurl"});
    INFO(imported.out << imported.err);
    CHECK(imported.exit_code == 0);
    latch.write("a.flow", imported.out);
    const Ran ran = latch.run({"run", "a.flow"});
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(server.requests().front().body == "name=tea+%26+milk");
    CHECK(server.requests().back().target == "/items/17");
}

TEST_CASE("import: curl commands come by standard input", "[cli]") {
    const Server server(answer);
    Latch latch;
    latch.set("url", server.url("/items"));
    const Ran ran = latch.shell(
        R"(printf '%s\n' "curl -X POST '$url' -H 'X-A: b' --data-raw '{\"a\":\"{{no}}\"}'" | $latch import - >c.flow
           $latch run c.flow)"
    );
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(server.requests().back().body == R"({"a":"{{no}}"})");
    CHECK(server.requests().back().header("X-A") == "b");
}

TEST_CASE("import: what is left behind is told, and the exit code says so", "[cli]") {
    const Latch latch;
    latch.write("a.http", "GET http://a.test/\n\n> {% client.log(1) %}\n");
    const Ran ran = latch.run({"import", "a.http"});
    CHECK(ran.exit_code == 9);
    CHECK_THAT(ran.out, Contains("http://a.test/"));
    CHECK_THAT(ran.err, StartsWith("latch: left behind: line 3"));
    latch.write("a.txt", "nothing\n");
    CHECK(latch.run({"import", "a.txt"}).exit_code == 64);
    CHECK(latch.run({"import", "none.har"}).exit_code == 1);
}

TEST_CASE("import: a flow leaves as a script for sh, which does the same", "[cli]") {
    const Server server(answer);
    Latch latch;
    std::string host = server.url();
    host.pop_back(); // the slash
    latch.set("host", host);
    latch.write(
        "a.flow",
        "### create\nPOST {{host}}/items name=\"it's {{what}}\" --capture id=.id\n\n"
        "@for part in [a 'b c']\n{{host}}/items/{{id}}/{{part}} --jq .name\n@end\n\n"
        "@finally\nDELETE {{host}}/items/{{id}}\n@end\n"
    );
    const Ran written =
        latch.run({"run", "--as-shell", "a.flow", "--var=host=x", "--var=what=tea"});
    CHECK(written.exit_code == 0);
    CHECK(server.requests().empty());
    latch.write("a.sh", written.out);
    const Ran ran =
        latch.shell(R"(mkdir bin; ln -s "$latch" bin/latch; PATH=$PWD/bin:$PATH what=tea sh a.sh)");
    INFO(ran.err);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out == "tea\ntea\n");
    const auto requests = server.requests();
    REQUIRE(requests.size() == 4);
    CHECK(requests[0].body == R"({"name":"it's tea"})");
    CHECK(requests[2].target == "/items/17/b%20c");
    CHECK(requests[3].method == "DELETE");
}
