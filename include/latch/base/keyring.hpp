// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/secret.hpp"

#include <chrono>
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

/// Whether the user can be asked to unlock a keyring that is locked.
enum class KeyringPrompt { possible, impossible };

/// The questions of keyrings are windows: without a display there is nobody to see one.
KeyringPrompt keyring_prompt(const Environment& environment);

/// How a keyring is asked.
struct KeyringTerms {
    KeyringPrompt prompt = KeyringPrompt::possible;
    std::chrono::milliseconds limit = std::chrono::minutes(1); ///< for its answer and the user's
    const char* library = keyring_library;
};

/// What the entry holds, from the Secret Service of the desktop session (gnome-keyring, KWallet).
///
/// A process of its own asks: it is killed when the limit has passed or a signal comes, whatever
/// the service does, and takes GLib's threads with it, which would not hold signals back as this
/// thread does.
///
/// Errors: `usage` if there is no such library, service or entry, or if the keyring stays locked;
/// `timed_out`; `interrupted` by a signal that has a handler.
Result<Secret> secret_in_keyring(const KeyringEntry& entry, const KeyringTerms& terms = {});

} // namespace latch::base
