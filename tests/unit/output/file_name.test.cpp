// SPDX-License-Identifier: MIT
#include "output/file_name.hpp"

#include "support/builders.hpp"
#include "support/catch.hpp"

#include "latch/base/text.hpp"

#include <string>
#include <vector>

using namespace latch::output;
using namespace latch::test;
using latch::http::Headers;

TEST_CASE("file name: what a server suggests is made safe", "[output][pitfall]") {
    struct Case {
        std::string_view why;
        std::string suggested, name;
    };

    const std::vector<Case> cases{
        {"an ordinary one", "report.pdf", "report.pdf"},
        {"blanks inside", "annual report.pdf", "annual report.pdf"},
        {"other scripts", "résumé 漢字.txt", "résumé 漢字.txt"},
        {"an emoji of four bytes", "😀.txt", "😀.txt"},
        {"folders", "a/b/c.txt", "c.txt"},
        {"an absolute path", "/etc/passwd", "passwd"},
        {"up and away", "../../etc/passwd", "passwd"},
        {"up and away on Windows", R"(..\..\boot.ini)", "boot.ini"},
        {"a drive", R"(C:\temp\a.txt)", "a.txt"},
        {"up alone", "..", ""},
        {"here alone", ".", ""},
        {"a folder alone", "a/", ""},
        {"up at the end", "a/..", ""},
        {"hidden", ".bashrc", "bashrc"},
        {"hidden well", "...ssh", "ssh"},
        {"hidden behind blanks", " . .profile", "profile"},
        {"three dots", "...", ""},
        {"blanks around", "  a.txt  ", "a.txt"},
        {"blanks alone", "   ", ""},
        {"nothing", "", ""},
        {"a NUL that cuts a name short", std::string("a.txt\0.exe", 10), "a.txt.exe"},
        {"line ends", "a\r\nb.txt", "ab.txt"},
        {"an escape sequence", "\x1b[2Ja.txt", "[2Ja.txt"},
        {"DEL", "a\x7f.txt", "a.txt"},
        {"C1 controls in UTF-8", "a\u009b.txt", "a.txt"},
        {"a no-break space is no control", "a\u00a0b", "a\u00a0b"},
        {"text turned around: it looks like evilexe.txt", "evil\u202Etxt.exe", "eviltxt.exe"},
        {"isolates", "a\u2066b\u2069", "ab"},
        {"a dot behind a control", "\x01.bashrc", "bashrc"},
        {"bytes that are not UTF-8",
         "a\xff"
         "b.txt",
         "a_b.txt"},
        {"a slash in an overlong form is no slash",
         "a\xc0\xaf"
         "b",
         "a__b"},
        {"half a character at the end", "a\xe2\x82", "a__"},
        {"an option", "-rf", "_rf"},
        {"a long option", "--checkpoint-action=exec=sh", "_-checkpoint-action=exec=sh"},
        {"a dash inside", "a-b", "a-b"},
        {"dots inside", "a..b", "a..b"},
        {"a dot at the end", "a.", "a."},
        {"what a shell would make something of", "$(rm -rf ~)`x`", "$(rm -rf ~)`x`"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(safe_file_name(c.suggested) == c.name);
    }
}

TEST_CASE("file name: what a download is called", "[output]") {
    struct Case {
        std::string_view why, url, disposition, type, name;
    };

    const std::vector<Case> cases{
        {"as the server says", "/x", "attachment; filename=a.txt", "", "a.txt"},
        {"whatever the type is", "/x", "attachment; filename=a", "text/html", "a"},
        {"extended", "/x", "attachment; filename*=UTF-8''%e2%82%ac.txt", "", "€.txt"},
        {"by the URL if it says none", "/a/b.txt", "attachment", "", "b.txt"},
        {"by the URL if nothing is left of what it says",
         "/a/b.txt",
         "attachment; filename=\"../..\"",
         "",
         "b.txt"},
        {"by the URL", "/a/b.txt", "", "text/html", "b.txt"},
        {"without its query", "/a/b.txt?x=/c.txt", "", "", "b.txt"},
        {"a folder", "/a/b/", "", "", "b"},
        {"slashes in a row", "/a/b//", "", "", "b"},
        {"with an extension by the type", "/page", "", "text/html; charset=utf-8", "page.html"},
        {"unless it has one", "/page.php", "", "text/html", "page.php"},
        {"or nobody knows one", "/page", "", "application/x-nobody-knows", "page"},
        {"or there is no type", "/page", "", "", "page"},
        {"or it is none", "/page", "", "html", "page"},
        {"escapes undone", "/annual%20report.pdf", "", "", "annual report.pdf"},
        {"UTF-8 in escapes", "/na%C3%AFve.txt", "", "", "naïve.txt"},
        {"an escaped slash makes no folder", "/a%2Fb.txt", "", "", "b.txt"},
        {"an escaped way up", "/..%2F..%2Fetc%2Fpasswd", "", "", "passwd"},
        {"a hidden one", "/.bashrc", "", "", "bashrc"},
        {"controls", "/a%00%1b%0a.txt", "", "", "a.txt"},
        {"nothing in the path", "/", "", "", "index"},
        {"nothing but a type", "/", "", "text/html", "index.html"},
        {"JSON", "/", "", "application/json", "index.json"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        Headers headers;
        if (!c.disposition.empty()) {
            headers.add("Content-Disposition", std::string(c.disposition));
        }
        if (!c.type.empty()) {
            headers.add("Content-Type", std::string(c.type));
        }
        CHECK(download_name(headers, a_url(c.url)) == c.name);
    }
}

TEST_CASE("file name: numbers and limits", "[output]") {
    struct Case {
        std::string_view why;
        std::string name;
        unsigned number;
        std::size_t limit;
        std::string result;
    };

    const std::string long_stem(300, 'a');
    const std::vector<Case> cases{
        {"the name itself", "a.txt", 0, 255, "a.txt"},
        {"the number goes behind the extension, as HTTPie has it", "a.txt", 1, 255, "a.txt-1"},
        {"two digits", "a.txt", 12, 255, "a.txt-12"},
        {"no extension", "README", 3, 255, "README-3"},
        {"as long as may be", std::string(255, 'a'), 0, 255, std::string(255, 'a')},
        {"one too long", std::string(256, 'a'), 0, 255, std::string(255, 'a')},
        {"the extension stays", long_stem + ".tar", 0, 255, std::string(251, 'a') + ".tar"},
        {"and makes room for the number",
         long_stem + ".tar",
         10,
         255,
         std::string(248, 'a') + ".tar-10"},
        {"what looks like one is too long for it",
         "a." + long_stem,
         0,
         255,
         "a." + std::string(253, 'a')},
        {"no character is cut in two", "aé.txt", 0, 6, "a.txt"},
        {"nor one of four bytes", "😀😀", 0, 7, "😀"},
        {"there is room for the character", "aé.txt", 0, 7, "aé.txt"},
        {"a limit below the extension", "a.text", 0, 3, "a.t"},
        {"a limit below extension and number", "abc.text", 7, 5, "abc-7"},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        const std::string result = numbered_name(c.name, c.number, c.limit);
        CHECK(result == c.result);
        CHECK(result.size() <= c.limit);
        CHECK(latch::base::is_utf8(result));
    }
}
