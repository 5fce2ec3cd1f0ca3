// SPDX-License-Identifier: MIT
#include "http/idna.hpp"

#include <idn2.h>

#include <memory>

namespace latch::http {

std::optional<std::string> to_a_labels(const std::string& name) {
    char* converted = nullptr;
    const int status =
        idn2_to_ascii_8z(name.c_str(), &converted, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    const std::unique_ptr<char, void (*)(void*)> owner(converted, idn2_free);
    if (status != IDN2_OK) {
        return std::nullopt;
    }
    return converted;
}

} // namespace latch::http
