// SPDX-License-Identifier: MIT
#include "latch/http/file_type.hpp"

#include "support/catch.hpp"

#include <vector>

using latch::http::file_type;
using latch::http::usual_extension;

TEST_CASE("file type: the extension decides", "[http]") {
    struct Case {
        std::string_view why, name, type;
    };

    const std::vector<Case> cases{
        {"the first of the table", "x.7z", "application/x-7z-compressed"},
        {"the last", "x.zst", "application/zstd"},
        {"text", "notes.txt", "text/plain"},
        {"a path", "/tmp/a.b/report.pdf", "application/pdf"},
        {"capitals", "PHOTO.JPG", "image/jpeg"},
        {"the last of several", "a.tar.gz", "application/gzip"},
        {"none", "README", ""},
        {"an unknown one", "a.xyzzy", ""},
        {"a dot at the end", "a.", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(file_type(c.name) == c.type);
    }
}

TEST_CASE("file type: the usual extension of a type", "[http]") {
    struct Case {
        std::string_view why, type, extension;
    };

    const std::vector<Case> cases{
        {"the only one", "application/pdf", "pdf"},
        {"html, not htm", "text/html", "html"},
        {"jpg, not jpeg", "image/jpeg", "jpg"},
        {"txt, not proto", "text/plain", "txt"},
        {"md, not markdown", "text/markdown", "md"},
        {"the first of the table", "application/x-7z-compressed", "7z"},
        {"unknown", "application/x-nobody-knows", ""},
        {"nothing", "", ""},
    };
    for (const Case& c : cases) {
        INFO(c.why);
        CHECK(usual_extension(c.type) == c.extension);
    }
}
