// SPDX-License-Identifier: MIT
#include "net/words.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

namespace latch::net {

std::string words(const std::error_code& error) {
    const bool by_errno =
        error.category() == std::system_category() || error.category() == std::generic_category();
    if (by_errno) {
        return base::system_words(error.value());
    }
    return error.message();
}

std::string words(std::chrono::milliseconds duration) {
    constexpr std::int64_t second = 1000;
    const std::int64_t whole = duration.count() / second;
    const std::int64_t rest = duration.count() % second;
    if (whole == 0) {
        return std::to_string(rest) + " ms";
    }
    std::string text = std::to_string(whole);
    if (rest != 0) {
        std::string fraction = std::to_string(second + rest).substr(1);
        fraction.erase(fraction.find_last_not_of('0') + 1);
        text += "." + fraction;
    }
    return text + " s";
}

std::string byte_count(std::uint64_t count) {
    return base::counted(count, "byte");
}

std::string host_and_port(std::string_view host, std::uint16_t port) {
    const bool is_ipv6 = host.find(':') != std::string_view::npos;
    const std::string text = is_ipv6 ? "[" + std::string(host) + "]" : std::string(host);
    return text + ":" + std::to_string(port);
}

} // namespace latch::net
