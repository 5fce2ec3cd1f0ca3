// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latch::output {

/// A converter from one charset to UTF-8, of the C library's making (iconv).
class Charset {
public:
    /// Nothing if the library does not know the name, or the name is not fit to be asked for.
    static std::optional<Charset> named(const std::string& name);

    Charset(const Charset&) = delete;
    Charset& operator=(const Charset&) = delete;
    Charset(Charset&& other) noexcept;
    Charset& operator=(Charset&& other) noexcept;
    ~Charset();

    /// Appends `bytes` as UTF-8; what is wrong becomes U+FFFD, a character that is not complete
    /// yet is kept for the next call.
    void convert(std::string_view bytes, std::string& out);

    /// Appends what is left at the end.
    void finish(std::string& out);

private:
    explicit Charset(void* converter) noexcept : converter_(converter) {}

    void* converter_;
    std::string held_; ///< the beginning of a character
};

} // namespace latch::output
