// SPDX-License-Identifier: MIT
#pragma once

#include "latch/output/curl_command.hpp"

#include <string>
#include <string_view>

namespace latch::output {

/// A curl command while it grows.
class CurlLine {
public:
    explicit CurlLine(const CurlStyle& style) : style_(style) {}

    /// An option by its short name, or the long one if such are wanted.
    void put(std::string_view terse, std::string_view spelled_out);

    /// The same with a value, quoted for the shell.
    void put(std::string_view terse, std::string_view spelled_out, std::string_view value);

    /// An option that has a long name only.
    void put_long(std::string_view name) { put(name, name); }

    void put_long(std::string_view name, std::string_view value) { put(name, name, value); }

    /// The same with a value that nobody should read, unless secrets are shown.
    void put_secret(std::string_view name, std::string_view value, std::string_view shortened);

    void put_word(std::string_view word);

    /// Says what the command does not do.
    void warn(std::string words);
    void warn_of_secrets();

    const CurlStyle& style() const noexcept { return style_; }

    CurlCommand take() && { return std::move(command_); }

private:
    const CurlStyle& style_;
    bool warned_of_secrets_ = false;
    CurlCommand command_{.line = "curl", .warnings = {}};
};

/// What the policy is in curl's options. `url` is where the request goes.
void put_policy(CurlLine& line, const http::Policy& policy, const http::Url& url);

} // namespace latch::output
