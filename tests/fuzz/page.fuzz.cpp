// SPDX-License-Identifier: MIT
#include "latch/access/page.hpp"

#include "input.hpp"

#include <cstdlib>
#include <string>

using namespace latch;

/// A comment in front changes nothing, and there is always a method, a name and a type.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(test::text_of(data, size));
    const access::Page page = access::read_page(text);
    for (const access::Form& form : page.forms) {
        if (form.method.empty()) {
            std::abort();
        }
        for (const access::Field& field : form.fields) {
            if (field.name.empty() || field.type.empty()) {
                std::abort();
            }
        }
    }
    if (size < access::page_limit.count / 2 && access::read_page("<!-- -->" + text) != page) {
        std::abort();
    }
    return 0;
}
