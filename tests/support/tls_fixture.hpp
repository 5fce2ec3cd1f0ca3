// SPDX-License-Identifier: MIT
#pragma once

#include "support/temp_dir.hpp"

#include <filesystem>
#include <string>

namespace latch::test {

/// A certificate (with its chain, if it has one) and its key, as PEM files.
struct Identity {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// Certificates made when the test runs, so that none is checked in and none expires: EC P-256
/// keys, signed by a test authority unless said otherwise.
class TlsFixture {
public:
    TlsFixture();

    /// The authority's certificate: what `--verify` takes.
    const std::filesystem::path& ca() const noexcept { return ca_; }

    /// A folder that holds it under the hash of its subject, as OpenSSL looks for it.
    const std::filesystem::path& ca_folder() const noexcept { return ca_folder_; }

    /// For localhost, 127.0.0.1 and ::1.
    const Identity& server() const noexcept { return server_; }

    /// For wrong.test, and for a name that reads like the address 127.0.0.1 and is none.
    const Identity& wrong_host() const noexcept { return wrong_host_; }

    /// For localhost and the rest, but its time has passed.
    const Identity& expired() const noexcept { return expired_; }

    /// For localhost and the rest, signed by nobody but itself.
    const Identity& self_signed() const noexcept { return self_signed_; }

    /// For a client, signed by the authority.
    const Identity& client() const noexcept { return client_; }

private:
    TempDir folder_;
    std::filesystem::path ca_;
    std::filesystem::path ca_folder_;
    Identity server_;
    Identity wrong_host_;
    Identity expired_;
    Identity self_signed_;
    Identity client_;
};

/// The SHA-256 digest of the public key in a certificate, in the way the manual of curl tells.
std::string pin_of(const std::filesystem::path& certificate);

/// The key of an identity once more, in `folder` and encrypted.
std::filesystem::path
encrypted_key(const Identity& identity, const TempDir& folder, const std::string& password);

} // namespace latch::test
