// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/request/item.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latch::cli {

/// What the positionals say: `[@SESSION] [METHOD] URL [ITEM…]`.
struct RequestLine {
    std::optional<std::string> session; ///< without the '@'
    std::optional<std::string> method;  ///< upper case
    std::string url;                    ///< as typed
    std::vector<request::Item> items;
};

/// Whether a word can be a URL rather than a request item, as far as its form tells. "localhost",
/// "host:8080/x", ":/x" and "[::1]" can; "a=b", "X-Name:v" and "Name;" cannot.
bool can_be_url(std::string_view word) noexcept;

/// Whether the name is registered (IANA, HTTP Method Registry), in any case.
bool is_registered_method(std::string_view word) noexcept;

/// Sorts the positionals by surface.md, "Request line". Errors: no URL, a session that is not the
/// first word, an item that is none. Holes are filled when it is known what each word is.
base::Result<RequestLine>
read_request_line(std::span<const std::string> words, base::Fillings fillings = {});

/// The same of a command line whose URLs are given by options: `[@SESSION] [METHOD] [ITEM…]`.
/// Errors: also a URL among them.
base::Result<RequestLine>
read_line_without_url(std::span<const std::string> words, base::Fillings fillings = {});

/// The error for a command line that asks for nothing, with the usage in its hint.
base::Error nothing_to_do();

} // namespace latch::cli
