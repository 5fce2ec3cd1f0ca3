// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace latch::base {

/// An entry of the keyring that belongs to the user's desktop session, by the two attributes that
/// Python's keyring gives its entries: "service" and "username".
struct KeyringEntry {
    std::string service;
    std::string user;

    bool operator==(const KeyringEntry&) const = default;
};

/// `SERVICE/USER`; the last slash separates, so that a service may be a URL. Nothing if either is
/// empty, or holds a NUL byte.
std::optional<KeyringEntry> parse_keyring_entry(std::string_view text);

/// The library that speaks to keyrings; opened when a secret is asked for, and not linked.
inline constexpr const char* keyring_library = "libsecret-1.so.0";

/// What the entry holds, from the Secret Service of the desktop session (gnome-keyring, KWallet).
/// A keyring that is locked asks the user to unlock it, and that may take as long as it does.
///
/// Errors: `usage` if there is no such library, service or entry.
Result<Secret> secret_in_keyring(const KeyringEntry& entry, const char* library = keyring_library);

} // namespace latch::base
