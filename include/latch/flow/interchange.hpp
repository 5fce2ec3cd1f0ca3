// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Other programs' files of requests, made into flow files.
namespace latch::flow {

enum class Foreign : std::uint8_t {
    http,    ///< .http and .rest of IntelliJ and of VS Code's REST Client
    hurl,    ///< Hurl
    har,     ///< HAR 1.2
    curl,    ///< command lines for a POSIX shell
    postman, ///< Postman collections, v2.0 and v2.1
};

/// By the file's name and its content; nothing if neither tells.
std::optional<Foreign> foreign_kind(std::string_view file_name, std::string_view content);

struct Imported {
    std::string flow; ///< a flow file
    /// In words with the line, what it could not carry over: "line 14: a script". They hold names
    /// and never values, which may be secret.
    std::vector<std::string> dropped;
};

/// Errors: `usage` for a text that is not of the kind at all: malformed JSON, no request in it.
base::Result<Imported> import_flow(std::string_view content, Foreign kind);

} // namespace latch::flow
