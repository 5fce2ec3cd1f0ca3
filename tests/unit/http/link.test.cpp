// SPDX-License-Identifier: MIT
#include "latch/http/link.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace latch::http;
using namespace latch::test;

namespace {

/// "TARGET rel,rel anchor" of each link.
std::vector<std::string> in_words(std::string_view field) {
    std::vector<std::string> words;
    for (const Link& link : parse_links(field)) {
        std::string text = link.target;
        for (const std::string& relation : link.relations) {
            text += ' ' + relation;
        }
        words.push_back(text + (link.anchor ? " of " + *link.anchor : ""));
    }
    return words;
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("link: a field is taken apart", "[http]") {
    struct Case {
        const char* why;
        const char* field;
        Words links;
    };

    const std::vector<Case> cases{
        {"one", R"(</a>; rel="next")", {"/a next"}},
        {"a token for a relation", "</a>;rel=next", {"/a next"}},
        {"blanks everywhere", "  < /a > \t;  rel \t=  \"next\"  ", {"/a next"}},
        {"several", R"(</a>; rel="prev", </b>; rel="next")", {"/a prev", "/b next"}},
        {"several relations in one", R"(</a>; rel="last  next")", {"/a last next"}},
        {"a case of their own", R"(</a>; REL="Next")", {"/a next"}},
        {"the first rel counts", R"(</a>; rel="next"; rel="last")", {"/a next"}},
        {"commas and semicolons in a URL", R"(</a?x=1,2;3>; rel="next")", {"/a?x=1,2;3 next"}},
        {"commas in a title", R"(</a>; title="b, <c>; d"; rel="next")", {"/a next"}},
        {"escapes in a title", R"(</a>; title="b\", \\"; rel="next")", {"/a next"}},
        {"a parameter without a value", R"(</a>; crossorigin; rel="next")", {"/a next"}},
        {"an anchor", R"(</a>; rel="next"; anchor="/b")", {"/a next of /b"}},
        {"no relation", "</a>", {"/a"}},
        {"an empty target is the page", R"(<>; rel="next")", {" next"}},
        {"empty elements", R"(, ,</a>; rel="next",, </b>)", {"/a next", "/b"}},
        {"no bracket", "/a; rel=next", {}},
        {"an open bracket", "</a; rel=next", {}},
        {"what is wrong ends it", R"(</a>; rel="prev", b, </c>; rel="next")", {"/a prev"}},
        {"an open quote goes to the end",
         R"(</a>; rel="next, </b>; rel=last)",
         {"/a next, </b>; rel=last"}},
        {"nothing", "", {}},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(in_words(each.field) == each.links);
    }
}

TEST_CASE("link: the next page is that of the page itself", "[http]") {
    struct Case {
        const char* why;
        Headers headers;
        const char* next; ///< empty: none
    };

    const std::vector<Case> cases{
        {"no field", {}, ""},
        {"another relation", {{"Link", R"(</a>; rel="last")"}}, ""},
        {"in the second of two fields",
         {{"Link", "</a>; rel=prev"}, {"link", "</b>; rel=next"}},
         "/b"},
        {"the first of two", {{"Link", "</a>; rel=next, </b>; rel=next"}}, "/a"},
        {"of something else", {{"Link", R"(</a>; rel=next; anchor="/other")"}}, ""},
        {"of the page, said with its URL",
         {{"Link", R"(</a>; rel=next; anchor="http://test.example/list?page=1")"}},
         "/a"},
        {"of the page, said relatively", {{"Link", R"(</a>; rel=next; anchor="?page=1")"}}, "/a"},
        {"of the page, said with nothing", {{"Link", R"(</a>; rel=next; anchor="")"}}, "/a"},
        {"a relation that only begins so", {{"Link", "</a>; rel=next-archive"}}, ""},
    };
    for (const Case& each : cases) {
        INFO(each.why);
        CHECK(next_link(each.headers, a_url("/list?page=1")).value_or("") == each.next);
    }
}
