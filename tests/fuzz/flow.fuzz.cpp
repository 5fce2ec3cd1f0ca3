// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/flow/interchange.hpp"
#include "latch/flow/script.hpp"

#include <string_view>

using namespace latch;

namespace {

/// What a flow was made of can be read as one: with mistakes, where the text has control
/// characters.
void read_import(std::string_view text, flow::Foreign kind) {
    if (const auto imported = flow::import_flow(text, kind)) {
        static_cast<void>(flow::parse_script(imported->flow));
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
        read_import(rest, Foreign::http);
        break;
    case 'u':
        read_import(rest, Foreign::hurl);
        break;
    case 'r':
        read_import(rest, Foreign::har);
        break;
    case 'c':
        read_import(rest, Foreign::curl);
        break;
    case 'p':
        read_import(rest, Foreign::postman);
        break;
    default:
        static_cast<void>(flow::parse_script(rest));
    }
    return 0;
}
