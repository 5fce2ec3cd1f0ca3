// SPDX-License-Identifier: MIT
#include "flow/template_functions.hpp"

#include "flow/moment.hpp"
#include "flow/value_path.hpp"

#include "latch/base/hash.hpp"
#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>

namespace latch::flow {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<std::string> uuid(Arguments /*none*/, const Variables& /*none*/, const Context& context) {
    constexpr std::size_t octets = 16;
    std::string bytes = context.random_bytes(octets);
    const auto with_bits = [](char octet, unsigned mask, unsigned bits) {
        return static_cast<char>((static_cast<unsigned char>(octet) & mask) | bits);
    };
    bytes[6] = with_bits(bytes[6], 0x0FU, 0x40U); // the version (RFC 9562, 5.4)
    bytes[8] = with_bits(bytes[8], 0x3FU, 0x80U); // the variant
    std::string text = base::to_hex(bytes);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
        text.insert(dash, 1, '-');
    }
    return text;
}

Result<std::string> now(Arguments words, const Variables& /*none*/, const Context& context) {
    return moment_text(context.now(), words);
}

Result<std::string> random(Arguments words, const Variables& /*none*/, const Context& context) {
    constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::size_t fair = 256 / letters.size() * letters.size(); // more would favour some
    constexpr std::size_t longest = 10'000;
    constexpr std::size_t at_once = 64;
    const auto length = base::parse_decimal(words.front());
    if (!length || *length == 0 || *length > longest) {
        return Error(
            ErrorKind::usage, "random takes a number from 1 to " + std::to_string(longest)
        );
    }
    std::string text;
    while (text.size() < *length) {
        for (const char c : context.random_bytes(at_once)) {
            const auto byte = static_cast<unsigned char>(c);
            if (byte < fair && text.size() < *length) {
                text += letters[byte % letters.size()];
            }
        }
    }
    return text;
}

std::optional<std::int64_t> integer_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_all = error == std::errc() && end == text.data() + text.size();
    return is_all ? std::optional(number) : std::nullopt;
}

std::uint64_t random_number(const Context& context) {
    std::uint64_t number = 0;
    for (const char c : context.random_bytes(sizeof number)) {
        number = number << 8U | static_cast<unsigned char>(c);
    }
    return number;
}

/// From 0 on, so many numbers, each as likely as the others; 0 stands for all that there are.
std::uint64_t random_below(std::uint64_t count, const Context& context) {
    constexpr auto greatest = std::numeric_limits<std::uint64_t>::max();
    if (count == 0) {
        return random_number(context);
    }
    const std::uint64_t unfair = (greatest % count + 1) % count; // this many at the end
    std::uint64_t number = random_number(context);
    while (number > greatest - unfair) {
        number = random_number(context);
    }
    return number % count;
}

Result<std::string> randint(Arguments words, const Variables& /*none*/, const Context& context) {
    const auto from = integer_in(words[0]);
    const auto to = integer_in(words[1]);
    if (!from || !to || *from > *to) {
        return Error(ErrorKind::usage, "randint takes two integers, the lesser one first");
    }
    const std::uint64_t count =
        static_cast<std::uint64_t>(*to) - static_cast<std::uint64_t>(*from) + 1;
    const std::uint64_t number = static_cast<std::uint64_t>(*from) + random_below(count, context);
    return std::to_string(static_cast<std::int64_t>(number));
}

Result<std::string> env(Arguments words, const Variables& /*none*/, const Context& context) {
    auto value = context.environment(words.front());
    if (!value) {
        return Error(ErrorKind::usage, "the environment has no variable " + words.front());
    }
    return *std::move(value);
}

/// A file, what a name stands for, or the text itself.
Result<std::string>
operand(std::string_view word, const Variables& variables, const Context& context) {
    if (word.starts_with('@')) {
        return context.read_file(word.substr(1));
    }
    if (!looks_like_path(word)) {
        return std::string(word);
    }
    const auto value = value_at(word, variables);
    return value ? Result<std::string>(query::to_plain_text(value->json)) : value.error();
}

Result<std::string> base64(Arguments words, const Variables& variables, const Context& context) {
    const auto bytes = operand(words.front(), variables, context);
    return bytes ? Result<std::string>(base::base64_encode(*bytes)) : bytes.error();
}

Result<std::string> sha256(Arguments words, const Variables& variables, const Context& context) {
    const auto bytes = operand(words.front(), variables, context);
    return bytes ? Result<std::string>(base::hash_hex(base::HashFunction::sha256, *bytes))
                 : bytes.error();
}

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

constexpr auto functions = std::to_array<TemplateFunction>({
    {.name = "uuid", .usage = "uuid", .call = uuid},
    {.name = "now", .usage = "now +1d %F", .most = any_number, .call = now},
    {.name = "random", .usage = "random N", .fewest = 1, .most = 1, .call = random},
    {.name = "randint", .usage = "randint A B", .fewest = 2, .most = 2, .call = randint},
    {.name = "env", .usage = "env NAME", .fewest = 1, .most = 1, .call = env},
    {.name = "base64",
     .usage = "base64 X",
     .fewest = 1,
     .most = 1,
     .takes_name = true,
     .call = base64},
    {.name = "sha256",
     .usage = "sha256 @FILE",
     .fewest = 1,
     .most = 1,
     .takes_name = true,
     .call = sha256},
});

} // namespace

const TemplateFunction* find_function(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(functions, name, &TemplateFunction::name);
    return found == functions.end() ? nullptr : found;
}

std::vector<std::string> function_names() {
    std::vector<std::string> names;
    names.reserve(functions.size());
    for (const TemplateFunction& function : functions) {
        names.emplace_back(function.name);
    }
    return names;
}

} // namespace latch::flow
