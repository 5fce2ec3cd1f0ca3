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
#include <string_view>
#include <sys/stat.h>
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

std::string number_of(const timespec& time) {
    return std::to_string(time.tv_sec) + '.' + std::to_string(time.tv_nsec);
}

/// The time of the last change cannot be set by anybody, unlike that of the last write.
std::string facts_of(const std::string& place) {
    struct stat facts {};

    if (::stat(place.c_str(), &facts) != 0) {
        return place + '\n';
    }
    return place + ' ' + std::to_string(facts.st_dev) + ' ' + std::to_string(facts.st_ino) + ' ' +
           std::to_string(facts.st_size) + ' ' + number_of(facts.st_mtim) + ' ' +
           number_of(facts.st_ctim) + '\n';
}

/// "9d66eef0.0", under which OpenSSL looks for a subject.
bool is_hashed_name(std::string_view name) noexcept {
    constexpr std::size_t digits = 8;
    return name.find_first_not_of("0123456789abcdef") == digits && name[digits] == '.';
}

std::string facts_within(const std::string& folder) {
    std::vector<std::string> facts;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        if (is_hashed_name(entry.path().filename().string())) {
            facts.push_back(facts_of(entry.path().string()));
        }
    }
    std::ranges::sort(facts);
    std::string all;
    for (const std::string& each : facts) {
        all += each;
    }
    return all;
}

} // namespace

std::string trust_identity(const std::vector<std::string>& places) {
    std::string identity;
    for (const std::string& place : places.empty() ? places_of_system() : places) {
        identity += facts_of(place);
        if (!places.empty() && is_folder(place)) {
            identity += facts_within(place);
        }
    }
    return identity;
}

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
