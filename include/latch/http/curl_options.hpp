// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/shell_words.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latch::http {

/// An option of a curl command by its long name, or a URL.
struct CurlOption {
    std::string name; ///< "header", "url"; a letter that has no long name here stands for itself
    base::ShellWord value; ///< empty for a flag

    bool operator==(const CurlOption&) const = default;
};

/// The words behind "curl" as options, by curl's rules: clusters of letters, values attached or in
/// the next word, "--next" forgotten, words that are no options as URLs. Redirections are left out.
std::vector<CurlOption> curl_options(std::span<const base::ShellWord> words);

} // namespace latch::http
