// SPDX-License-Identifier: MIT
#include "query/jq_message.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace latch::query {

namespace {

/// Both sides are the same program, so the length goes as it lies in memory.
using Length = std::uint64_t;

constexpr std::size_t head_size = 1 + sizeof(Length);

/// Takes the next message; nothing if it is cut off.
std::optional<std::string_view> take_text(std::string_view& rest) {
    if (rest.size() < head_size) {
        return std::nullopt;
    }
    Length length = 0;
    std::memcpy(&length, rest.data() + 1, sizeof length);
    rest.remove_prefix(head_size);
    if (rest.size() < length) {
        return std::nullopt;
    }
    const std::string_view text = rest.substr(0, length);
    rest.remove_prefix(length);
    return text;
}

/// Whether there is such a message.
bool add(JqTold& told, JqMessage message, std::string_view text) {
    switch (message) {
    case JqMessage::output:
        told.run.outputs.emplace_back(text);
        return true;
    case JqMessage::error:
        told.run.error = text;
        return true;
    case JqMessage::unreadable:
        told.unreadable = text;
        return true;
    }
    return false;
}

} // namespace

std::string encode(JqMessage message, std::string_view text) {
    const Length length = text.size();
    std::array<char, sizeof length> as_bytes{};
    std::memcpy(as_bytes.data(), &length, sizeof length);
    std::string bytes;
    bytes.reserve(head_size + text.size());
    bytes += static_cast<char>(message);
    bytes.append(as_bytes.data(), as_bytes.size()).append(text);
    return bytes;
}

std::optional<JqTold> decode_messages(std::string_view bytes) {
    JqTold told;
    while (!bytes.empty()) {
        const auto message = static_cast<JqMessage>(bytes.front());
        const auto text = take_text(bytes);
        if (!text || !add(told, message, *text)) {
            return std::nullopt;
        }
    }
    return told;
}

} // namespace latch::query
