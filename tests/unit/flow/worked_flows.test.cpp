// SPDX-License-Identifier: MIT
#include "outline.hpp"
#include "support/catch.hpp"

#include "latch/flow/script.hpp"

using namespace latch::flow;
using namespace latch::test;

namespace {

/// Reads a file without mistakes.
std::string outline_of(std::string_view file) {
    const Script script = parse_script(file);
    CHECK(shown(script.mistakes) == "");
    return Outline::of(script.steps);
}

} // namespace

TEST_CASE("worked flows: Spring form login", "[flow]") {
    CHECK(outline_of(R"~(@host = :8080
### login page
{{host}}/login --session web
    --capture csrf='xpath string(//input[@name="_csrf"]/@value)'

### sign in
POST {{host}}/login --session web --form username=user password={{password}} _csrf={{csrf}}
    --expect status==302
    --expect 'header.Location !~ /[?&]error/'

### profile form gives a fresh token
{{host}}/profile --session web
    --expect status==200
    --capture csrf='xpath string(//input[@name="_csrf"]/@value)'

### save
POST {{host}}/profile --session web --form nick=bob _csrf={{csrf}} --expect status==302
)~") == R"~(host = :8080
login page: <host>/login|--session|web|--capture|csrf=xpath string(//input[@name="_csrf"]/@value)
sign in: POST|<host>/login|--session|web|--form|username=user|password=<password>|_csrf=<csrf>|--expect|status==302|--expect|header.Location !~ /[?&]error/
profile form gives a fresh token: <host>/profile|--session|web|--expect|status==200|--capture|csrf=xpath string(//input[@name="_csrf"]/@value)
save: POST|<host>/profile|--session|web|--form|nick=bob|_csrf=<csrf>|--expect|status==302
)~");
}

TEST_CASE("worked flows: JWT with refresh", "[flow]") {
    CHECK(outline_of(R"~(### token
POST :8080/auth/token username=bob password={{pw}}
    --capture access!=.accessToken --capture refresh!=.refreshToken

### call
:8080/api/me -A bearer -a {{access}} --capture st=status --expect 'status =~ /^(200|401)$/'

@if var.st == 401
### refresh
POST :8080/auth/refresh refreshToken={{refresh}} --capture access!=.accessToken

### call again
:8080/api/me -A bearer -a {{access}} --expect '.username == "bob"'
@end
)~") == R"~(token: POST|:8080/auth/token|username=bob|password=<pw>|--capture|access!=.accessToken|--capture|refresh!=.refreshToken
call: :8080/api/me|-A|bearer|-a|<access>|--capture|st=status|--expect|status =~ /^(200|401)$/
if var.st == 401
  refresh: POST|:8080/auth/refresh|refreshToken=<refresh>|--capture|access!=.accessToken
  call again: :8080/api/me|-A|bearer|-a|<access>|--expect|.username == "bob"
)~");
}

TEST_CASE("worked flows: CRUD over CSV", "[flow]") {
    CHECK(outline_of(R"~(@for row in products.csv
### create {{row.sku}}
POST :8080/products sku={{row.sku}} name={{row.name}} price:={{row.price}}
    --expect status==201 --expect 'header.Location exists' --capture id=.id

### read {{row.sku}}
:8080/products/{{id}} --expect '. includes {"sku":"{{row.sku}}","price":{{row.price}}}'

### delete {{row.sku}}
DELETE :8080/products/{{id}} --expect status==204

### gone {{row.sku}}
:8080/products/{{id}} --expect status==404
@end
)~") == R"~(for row file products.csv
  create <row.sku>: POST|:8080/products|sku=<row.sku>|name=<row.name>|price:=<row.price>|--expect|status==201|--expect|header.Location exists|--capture|id=.id
  read <row.sku>: :8080/products/<id>|--expect|. includes {"sku":"<row.sku>","price":<row.price>}
  delete <row.sku>: DELETE|:8080/products/<id>|--expect|status==204
  gone <row.sku>: :8080/products/<id>|--expect|status==404
)~");
}

TEST_CASE("worked flows: async job", "[flow]") {
    CHECK(outline_of(R"~(### start
POST :8080/jobs kind=export --expect status==202 --capture job=header.Location

### poll
{{job}} --wait 90s --every 2s
    --until '.state == "DONE"' --fail-if '.state == "FAILED"'
    --capture url=.resultUrl

### result
{{url}} --output out/export.csv --expect 'size > 0'
)~") == R"~(start: POST|:8080/jobs|kind=export|--expect|status==202|--capture|job=header.Location
poll: <job>|--wait|90s|--every|2s|--until|.state == "DONE"|--fail-if|.state == "FAILED"|--capture|url=.resultUrl
result: <url>|--output|out/export.csv|--expect|size > 0
)~");
}

TEST_CASE("worked flows: upload and download with checksum", "[flow]") {
    CHECK(outline_of(R"~(### upload
POST :8080/files --multipart file@report.pdf --expect status==201
    --capture id=.id

### download
:8080/files/{{id}}/content --output out/report.pdf
    --expect 'sha256 == {{sha256 @report.pdf}}'
    --expect 'body == @report.pdf'

@finally
DELETE :8080/files/{{id}} --expect 'status =~ /^(204|404)$/'
@end
)~") == R"~(upload: POST|:8080/files|--multipart|file@report.pdf|--expect|status==201|--capture|id=.id
download: :8080/files/<id>/content|--output|out/report.pdf|--expect|sha256 == <sha256 @report.pdf>|--expect|body == @report.pdf
finally
  DELETE|:8080/files/<id>|--expect|status =~ /^(204|404)$/
)~");
}

TEST_CASE("worked flows: parallel smoke of 20 endpoints", "[flow]") {
    CHECK(outline_of(R"~(@include login.flow
@defaults --expect 'status == 200' --expect 'time < 800ms' --retry 2
@parallel 8
@for path in endpoints.txt
### GET {{path}}
:8080{{path}}
@end
@end
)~") == R"~(include login.flow
defaults --expect|status == 200|--expect|time < 800ms|--retry|2
parallel 8
  for path file endpoints.txt
    GET <path>: :8080<path>
)~");
}
