// SPDX-License-Identifier: MIT
#include "output/charset.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <utility>

namespace latch::output {

namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd"; // U+FFFD

/// iconv gives a slash and the empty name meanings of their own.
bool is_fit(std::string_view name) {
    return !name.empty() && name.size() < 40 && std::ranges::all_of(name, [](char c) {
        return base::is_ascii_alpha(c) || base::is_ascii_digit(c) ||
               std::string_view("-_.:+").find(c) != std::string_view::npos;
    });
}

void* no_converter() noexcept {
    // NOLINTNEXTLINE(performance-no-int-to-ptr,cppcoreguidelines-pro-type-*): POSIX has it so
    return reinterpret_cast<void*>(-1);
}

} // namespace

std::optional<Charset> Charset::named(const std::string& name) {
    if (!is_fit(name)) {
        return std::nullopt;
    }
    // Without a mark UTF-16 is little endian on the web (WHATWG Encoding, 14.2).
    void* const converter =
        ::iconv_open("UTF-8", base::iequals(name, "utf-16") ? "UTF-16LE" : name.c_str());
    return converter == no_converter() ? std::nullopt : std::optional(Charset(converter));
}

Charset::Charset(Charset&& other) noexcept
    : converter_(std::exchange(other.converter_, no_converter())), held_(std::move(other.held_)) {}

Charset& Charset::operator=(Charset&& other) noexcept {
    std::swap(converter_, other.converter_);
    std::swap(held_, other.held_);
    return *this;
}

Charset::~Charset() {
    if (converter_ != no_converter()) {
        ::iconv_close(converter_);
    }
}

void Charset::convert(std::string_view bytes, std::string& out) {
    held_ += bytes;
    char* from = held_.data();
    std::size_t left = held_.size();
    while (left > 0) {
        std::array<char, 4096> chunk{};
        char* to = chunk.data();
        std::size_t room = chunk.size();
        const std::size_t result = ::iconv(converter_, &from, &left, &to, &room);
        const int problem = result == static_cast<std::size_t>(-1) ? errno : 0;
        out.append(chunk.data(), chunk.size() - room);
        if (problem == EINVAL) {
            break; // incomplete
        }
        if (problem == EILSEQ) {
            out += replacement;
            ++from;
            --left;
        }
    }
    held_.erase(0, held_.size() - left);
}

void Charset::finish(std::string& out) {
    if (!held_.empty()) {
        out += replacement;
        held_.clear();
    }
    std::array<char, 16> chunk{}; // the library, too, may wait for what a letter is combined with
    char* to = chunk.data();
    std::size_t room = chunk.size();
    ::iconv(converter_, nullptr, nullptr, &to, &room);
    out.append(chunk.data(), chunk.size() - room);
}

} // namespace latch::output
