// SPDX-License-Identifier: MIT
#include "output/charset_guess.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <uchardet/uchardet.h>

namespace latch::output {

namespace {

constexpr std::array<std::string_view, 9> as_windows1252{
    "windows-1252",
    "iso-8859-1",
    "iso-8859-3",
    "iso-8859-4",
    "iso-8859-10",
    "iso-8859-13",
    "iso-8859-14",
    "iso-8859-15",
    "iso-8859-16"};

struct DeleteDetector {
    using pointer = uchardet_t;

    void operator()(uchardet_t detector) const noexcept { uchardet_delete(detector); }
};

/// Empty if the library has no idea.
std::string detected(std::string_view bytes) {
    const std::unique_ptr<uchardet, DeleteDetector> detector(uchardet_new());
    if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) != 0) {
        return {};
    }
    uchardet_data_end(detector.get());
    return base::to_ascii_lower(uchardet_get_charset(detector.get()));
}

} // namespace

std::string guessed_charset(std::string_view bytes) {
    if (bytes.size() < least_to_guess_by || bytes.find('\0') != std::string_view::npos) {
        return {};
    }
    std::string name = detected(bytes);
    const bool is_credible = std::ranges::find(as_windows1252, name) == as_windows1252.end();
    return is_credible ? name : std::string();
}

} // namespace latch::output
