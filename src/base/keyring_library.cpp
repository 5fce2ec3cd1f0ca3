// SPDX-License-Identifier: MIT
#include "base/keyring_library.hpp"

#include "latch/base/shared_library.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace latch::base {

namespace {

Error no_library(const SharedLibrary& library) {
    return Error(ErrorKind::usage, "cannot open the library for keyrings")
        .because(library.complaint())
        .hinting("install libsecret, or take the secret from env:NAME, file:PATH or cmd:COMMAND");
}

/// GLib only reads keys and values, which have to outlive the table.
void* lent(const char* text) noexcept {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): GLib's types do not say that it reads
    return const_cast<char*>(text);
}

} // namespace

struct KeyringLibrary::GError {
    std::uint32_t domain;
    int code;
    char* message;
};

struct KeyringLibrary::GList {
    void* data;
    GList* next;
    GList* previous;
};

Result<KeyringLibrary> KeyringLibrary::open(const char* name) {
    KeyringLibrary opened;
    SharedLibrary library(name);
    library.find(opened.g_str_hash_, "g_str_hash")
        .find(opened.g_str_equal_, "g_str_equal")
        .find(opened.g_hash_table_new_, "g_hash_table_new")
        .find(opened.g_hash_table_insert_, "g_hash_table_insert")
        .find(opened.g_hash_table_unref_, "g_hash_table_unref")
        .find(opened.g_error_free_, "g_error_free")
        .find(opened.secret_service_search_sync_, "secret_service_search_sync")
        .find(opened.secret_item_get_locked_, "secret_item_get_locked")
        .find(opened.secret_password_lookupv_sync_, "secret_password_lookupv_sync")
        .find(opened.secret_password_free_, "secret_password_free");
    if (!library.is_complete()) {
        return no_library(library);
    }
    return opened;
}

KeyringAnswer KeyringLibrary::look_up(const KeyringEntry& entry, KeyringPrompt prompt) const {
    const std::unique_ptr<GHashTable, void (*)(GHashTable*)> attributes(
        g_hash_table_new_(g_str_hash_, g_str_equal_), g_hash_table_unref_
    );
    g_hash_table_insert_(attributes.get(), lent("service"), lent(entry.service.c_str()));
    g_hash_table_insert_(attributes.get(), lent("username"), lent(entry.user.c_str()));
    return ask(attributes.get(), prompt);
}

KeyringAnswer KeyringLibrary::ask(GHashTable* attributes, KeyringPrompt prompt) const {
    using Kind = KeyringAnswer::Kind;
    GError* error = nullptr;
    // The item is the process's for the rest of its life, which is short.
    const GList* const found =
        secret_service_search_sync_(nullptr, nullptr, attributes, 0, nullptr, &error);
    if (error != nullptr) {
        return failure(error);
    }
    if (found == nullptr) {
        return {.kind = Kind::no_entry, .text = {}};
    }
    const bool is_locked = secret_item_get_locked_(found->data) != 0;
    if (is_locked && prompt == KeyringPrompt::impossible) {
        return {.kind = Kind::locked, .text = {}};
    }
    const std::unique_ptr<char, void (*)(char*)> password(
        secret_password_lookupv_sync_(nullptr, attributes, nullptr, &error), secret_password_free_
    );
    if (error != nullptr) {
        return failure(error);
    }
    if (!password) {
        return {.kind = is_locked ? Kind::not_unlocked : Kind::no_entry, .text = {}};
    }
    return {.kind = Kind::secret, .text = Secret(password.get())};
}

KeyringAnswer KeyringLibrary::failure(GError* error) const {
    const std::unique_ptr<GError, void (*)(GError*)> freed(error, g_error_free_);
    return {.kind = KeyringAnswer::Kind::failed, .text = Secret(error->message)};
}

} // namespace latch::base
