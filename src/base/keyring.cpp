// SPDX-License-Identifier: MIT
#include "latch/base/keyring.hpp"

#include <cstdint>
#include <dlfcn.h>
#include <memory>
#include <utility>

namespace latch::base {

namespace {

// GLib's and libsecret's own types, as far as they are looked into: their headers are not needed to
// build, nor the libraries to run.

struct GHashTable;

struct GError {
    std::uint32_t domain;
    int code;
    char* message;
};

using HashFunction = unsigned (*)(const void*);
using EqualFunction = int (*)(const void*, const void*);

/// The functions that a look-up needs, by the names that the libraries give them.
struct Functions {
    HashFunction g_str_hash = nullptr;
    EqualFunction g_str_equal = nullptr;
    GHashTable* (*g_hash_table_new)(HashFunction, EqualFunction) = nullptr;
    int (*g_hash_table_insert)(GHashTable*, void* key, void* value) = nullptr;
    void (*g_hash_table_unref)(GHashTable*) = nullptr;
    void (*g_error_free)(GError*) = nullptr;
    /// A null schema finds entries of any program; what is returned is to be freed by the next.
    char* (*secret_password_lookupv_sync
    )(const void* schema, GHashTable*, void* cancellable, GError**) = nullptr;
    /// Wipes before it frees.
    void (*secret_password_free)(char*) = nullptr;
};

/// Finds functions, and remembers whether one was missing.
class Library {
public:
    /// It stays for good: GLib registers types and starts threads that do not go.
    explicit Library(const char* name) : handle_(::dlopen(name, RTLD_NOW | RTLD_NODELETE)) {}

    /// Symbols of the libraries that it needs are found as well.
    template <class Function>
    Library& find(Function& function, const char* name) {
        void* const found = handle_ == nullptr ? nullptr : ::dlsym(handle_, name);
        function = reinterpret_cast<Function>(found);
        is_complete_ = is_complete_ && found != nullptr;
        return *this;
    }

    bool is_complete() const noexcept { return is_complete_; }

private:
    void* handle_;
    bool is_complete_ = true;
};

Error no_library() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): glibc keeps the text for each thread
    const char* const words = ::dlerror();
    return Error(ErrorKind::usage, "cannot open the library for keyrings")
        .because(words == nullptr ? "it lacks a function" : words)
        .hinting("install libsecret, or take the secret from env:NAME, file:PATH or cmd:COMMAND");
}

Error no_service(const GError& error) {
    return Error(ErrorKind::usage, "cannot ask the keyring")
        .because(error.message)
        .hinting("a secret service has to run in the desktop session, such as gnome-keyring");
}

Error no_entry(const KeyringEntry& entry) {
    return Error(
               ErrorKind::usage,
               "the keyring has no secret of " + entry.user + " for " + entry.service
    )
        .hinting(
            "store it by: secret-tool store --label=latch service " + entry.service + " username " +
            entry.user
        );
}

Result<Functions> functions_of(const char* name) {
    Functions functions;
    const bool is_complete =
        Library(name)
            .find(functions.g_str_hash, "g_str_hash")
            .find(functions.g_str_equal, "g_str_equal")
            .find(functions.g_hash_table_new, "g_hash_table_new")
            .find(functions.g_hash_table_insert, "g_hash_table_insert")
            .find(functions.g_hash_table_unref, "g_hash_table_unref")
            .find(functions.g_error_free, "g_error_free")
            .find(functions.secret_password_lookupv_sync, "secret_password_lookupv_sync")
            .find(functions.secret_password_free, "secret_password_free")
            .is_complete();
    if (!is_complete) {
        return no_library();
    }
    return functions;
}

/// GLib only reads keys and values, which have to outlive the table.
void* lent(const char* text) noexcept {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): GLib's types do not say that it reads
    return const_cast<char*>(text);
}

} // namespace

std::optional<KeyringEntry> parse_keyring_entry(std::string_view text) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size() ||
        text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    return KeyringEntry{
        .service = std::string(text.substr(0, slash)),
        .user = std::string(text.substr(slash + 1)),
    };
}

Result<Secret> secret_in_keyring(const KeyringEntry& entry, const char* library) {
    const auto functions = functions_of(library);
    if (!functions) {
        return functions.error();
    }
    const std::unique_ptr<GHashTable, void (*)(GHashTable*)> attributes(
        functions->g_hash_table_new(functions->g_str_hash, functions->g_str_equal),
        functions->g_hash_table_unref
    );
    functions->g_hash_table_insert(attributes.get(), lent("service"), lent(entry.service.c_str()));
    functions->g_hash_table_insert(attributes.get(), lent("username"), lent(entry.user.c_str()));
    GError* failure = nullptr;
    const std::unique_ptr<char, void (*)(char*)> password(
        functions->secret_password_lookupv_sync(nullptr, attributes.get(), nullptr, &failure),
        functions->secret_password_free
    );
    const std::unique_ptr<GError, void (*)(GError*)> freed(failure, functions->g_error_free);
    if (failure != nullptr) {
        return no_service(*failure);
    }
    return password ? Result<Secret>(Secret(password.get())) : Result<Secret>(no_entry(entry));
}

} // namespace latch::base
