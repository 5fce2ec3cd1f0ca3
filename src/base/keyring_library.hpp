// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/keyring.hpp"
#include "latch/base/secret.hpp"

namespace latch::base {

/// What a keyring says of an entry.
struct KeyringAnswer {
    enum class Kind : char {
        secret,       ///< here it is
        no_entry,     ///< there is none
        locked,       ///< the keyring is locked, and nobody was asked to unlock it
        not_unlocked, ///< somebody should have unlocked it, and did not
        failed,       ///< the service says why
    };

    Kind kind = Kind::failed;
    Secret text; ///< the secret, or the words of the failure
};

/// libsecret, as far as a look-up needs it: opened at run time, by the names that the libraries
/// give their functions. Their headers are not needed to build, nor the libraries to run.
class KeyringLibrary {
public:
    /// Errors: `usage` if there is no such library, or if it lacks a function.
    static Result<KeyringLibrary> open(const char* name);

    /// Asks the secret service of the desktop session, for as long as that takes. Threads of GLib's
    /// are left behind.
    KeyringAnswer look_up(const KeyringEntry& entry, KeyringPrompt prompt) const;

private:
    // GLib's and libsecret's own types, as far as they are looked into.
    struct GHashTable;
    struct GError;
    struct GList;

    using HashFunction = unsigned (*)(const void*);
    using EqualFunction = int (*)(const void*, const void*);

    KeyringLibrary() = default;

    KeyringAnswer ask(GHashTable* attributes, KeyringPrompt prompt) const;
    KeyringAnswer failure(GError* error) const;

    HashFunction g_str_hash_ = nullptr;
    EqualFunction g_str_equal_ = nullptr;
    GHashTable* (*g_hash_table_new_)(HashFunction, EqualFunction) = nullptr;
    int (*g_hash_table_insert_)(GHashTable*, void* key, void* value) = nullptr;
    void (*g_hash_table_unref_)(GHashTable*) = nullptr;
    void (*g_error_free_)(GError*) = nullptr;
    /// A null service is that of the session, a null schema finds entries of any program. Without
    /// flags there is one item at most, and one that is not locked rather than one that is.
    GList* (*secret_service_search_sync_
    )(void* service, const void* schema, GHashTable*, int flags, void* cancellable, GError**) =
        nullptr;
    int (*secret_item_get_locked_)(void* item) = nullptr;
    /// Has the user unlock what is locked; what it returns is to be freed by the next.
    char* (*secret_password_lookupv_sync_
    )(const void* schema, GHashTable*, void* cancellable, GError**) = nullptr;
    /// Wipes before it frees.
    void (*secret_password_free_)(char*) = nullptr;
};

} // namespace latch::base
