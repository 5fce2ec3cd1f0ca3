// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/flow/interchange.hpp"
#include "latch/flow/script.hpp"

#include <cstdlib>
#include <string_view>

using namespace latch;

namespace {

/// Whatever is made a flow of can be read as one.
void check_import(std::string_view text, flow::Foreign kind) {
    const auto imported = flow::import_flow(text, kind);
    if (imported && !flow::parse_script(imported->flow).mistakes.empty()) {
        std::abort();
    }
}

} // namespace

/// The first byte says what the rest is.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = test::text_of(data, size);
    if (text.empty()) {
        return 0;
    }
    using flow::Foreign;
    const std::string_view rest = text.substr(1);
    switch (text.front()) {
    case 'h':
        check_import(rest, Foreign::http);
        break;
    case 'u':
        check_import(rest, Foreign::hurl);
        break;
    case 'r':
        check_import(rest, Foreign::har);
        break;
    case 'c':
        check_import(rest, Foreign::curl);
        break;
    case 'p':
        check_import(rest, Foreign::postman);
        break;
    default:
        static_cast<void>(flow::parse_script(rest));
    }
    return 0;
}
