// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/hsts.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace latch::session {

/// Makes hosts of JSON: {"latch": {"hsts": 1}, "hosts": {NAME: {"expires": TIME,
/// "include_subdomains": FLAG}}}. Errors: `bad_session`, naming the file.
base::Result<http::HstsHosts> decode_hsts(std::string_view text, std::string_view name);

/// The inverse of `decode_hsts`.
std::string encode_hsts(const http::HstsHosts& hosts);

/// hsts.json in latch's home: the hosts that asked for TLS, of one user and all sessions.
///
/// It is not part of a session because it must protect the first visit with a new one, too
/// (cookies-and-transport.md, 4.2).
class HstsFile {
public:
    /// Nothing without a home. It need not exist.
    static std::optional<HstsFile> locate(const base::Environment& environment);

    const std::filesystem::path& path() const noexcept { return path_; }

    /// None if there is no file. Errors: `bad_session`; `file` if it cannot be read or trusted.
    base::Result<http::HstsHosts> load() const;

    /// Under the file's lock: adds what hosts said to what is there by now, so that runs at the
    /// same time lose nothing. Does not write when nothing changed.
    base::Result<void> learn(std::span<const http::HstsNews> news) const;

private:
    explicit HstsFile(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
};

} // namespace latch::session
