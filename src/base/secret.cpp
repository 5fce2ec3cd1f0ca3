// SPDX-License-Identifier: MIT
#include "latch/base/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace latch::base {

Secret::Secret(std::string text) noexcept : text_(std::move(text)) {}

Secret::Secret(Secret&& other) noexcept {
    *this = std::move(other);
}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        text_ = other.text_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        if (!other.empty()) {
            text_ = std::move(other.text_);
            other.wipe_all();
        }
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() noexcept {
    if (!text_.empty()) {
        wipe_all();
    }
}

void Secret::wipe_all() noexcept {
    // A moved-from short string keeps its bytes in place, so the whole buffer is wiped, not size().
    text_.resize(text_.capacity());
    OPENSSL_cleanse(text_.data(), text_.size());
    text_.clear();
}

std::string shortened(std::string_view secret) {
    // Four of at least sixteen characters tell two tokens apart and do not help to guess one.
    constexpr std::size_t shown = 4;
    if (secret.size() < 4 * shown) {
        return "****";
    }
    return std::string(secret.substr(0, shown)) + "****";
}

} // namespace latch::base
