// SPDX-License-Identifier: MIT
#include "net/trust.hpp"

#include "net/ca_bundle.hpp"

#include "latch/base/file.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace latch::net {

namespace {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorKind;
using base::Result;

Error cannot_trust(const std::string& place, std::string cause) {
    ERR_clear_error();
    return Error(ErrorKind::file, "cannot take CA certificates from " + place)
        .because(std::move(cause))
        .hinting("--verify takes a PEM file or a folder made by c_rehash");
}

bool is_folder(const std::string& place) {
    std::error_code ignored;
    return fs::is_directory(place, ignored);
}

/// Not X509_STORE_set_default_paths: it reads the whole bundle, and the environment.
/// Some systems have hashed links in the folder, some have the file only.
std::vector<std::string> places_of_system() {
    const std::string folder = X509_get_default_cert_dir();
    const std::string file = X509_get_default_cert_file();
    std::vector<std::string> places;
    if (is_folder(folder)) {
        places.push_back(folder);
    }
    std::error_code ignored;
    if (places.empty() || fs::exists(file, ignored)) {
        places.push_back(file);
    }
    return places;
}

Result<void> add(x509_store_st& store, const std::string& place) {
    std::error_code missing;
    const fs::file_status status = fs::status(place, missing);
    if (!fs::exists(status)) {
        return cannot_trust(place, base::system_words(missing ? missing.value() : ENOENT));
    }
    if (fs::is_directory(status)) {
        return X509_STORE_load_path(&store, place.c_str()) == 1
                   ? Result<void>()
                   : cannot_trust(place, "OpenSSL does not take it");
    }
    const Result<void> added = add_bundle(store, place);
    return added ? Result<void>() : cannot_trust(place, added.error().what());
}

} // namespace

Result<void> trust(x509_store_st& store, const std::vector<std::string>& places) {
    if (!places.empty()) {
        // Who names a certificate trusts it, be it an intermediate or the server's own, as curl
        // does.
        X509_STORE_set_flags(&store, X509_V_FLAG_PARTIAL_CHAIN);
    }
    std::vector<std::string> ordered = places.empty() ? places_of_system() : places;
    // They are asked in this order, and looking into a folder is cheaper than opening a bundle.
    std::stable_partition(ordered.begin(), ordered.end(), is_folder);
    for (const std::string& place : ordered) {
        if (auto added = add(store, place); !added) {
            return added;
        }
    }
    return {};
}

} // namespace latch::net
