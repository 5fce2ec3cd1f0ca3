// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "unit/base/in_child.hpp"

#include "latch/access/credentials.hpp"
#include "latch/base/redactor.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sstream>
#include <unistd.h>

using namespace latch;

namespace {

/// Whether what `masked` stands for is in a piece of memory; looks without making a copy of it.
bool holds(std::string_view memory, std::string_view masked) {
    const auto is_it = [](char there, char wanted) {
        return there == static_cast<char>(wanted ^ 1);
    };
    return std::search(memory.begin(), memory.end(), masked.begin(), masked.end(), is_it) !=
           memory.end();
}

/// A sanitizer's notes about all addresses: terabytes, none of them a copy of anything.
constexpr std::size_t too_large_for_data = 1024UL * 1024 * 1024;

/// Whether what `masked` stands for lies in any memory of this process that can be written.
bool is_in_memory(std::string_view masked) {
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    std::ifstream maps("/proc/self/maps");
    bool found = false;
    for (std::string line; std::getline(maps, line);) {
        std::istringstream fields(line);
        std::size_t begin = 0;
        std::size_t end = 0;
        char dash = 0;
        std::string access;
        fields >> std::hex >> begin >> dash >> end >> access;
        if (!access.starts_with("rw") || end - begin > too_large_for_data) {
            continue;
        }
        // In pieces, each of which is read over the last one; they overlap by more than a secret.
        constexpr std::size_t overlap = 64;
        std::array<char, 4096> page{};
        for (std::size_t at = begin; at < end; at += page.size() - overlap) {
            const ssize_t count = ::pread(memory, page.data(), page.size(), static_cast<off_t>(at));
            const bool is_own = at <= reinterpret_cast<std::size_t>(page.data() + page.size()) &&
                                reinterpret_cast<std::size_t>(page.data()) <= at + page.size();
            found = found || (count > 0 && !is_own &&
                              holds({page.data(), static_cast<std::size_t>(count)}, masked));
        }
    }
    ::close(memory);
    return found;
}

/// What the password begins with: freeing memory writes over the first bytes, wiped or not, so that
/// only what follows tells. Three bytes times eight, so that base64 of the rest is as it is alone.
constexpr std::string_view front = "twenty-four bytes before";

/// "a-long-password-of-bob", the rest of the password, each byte xor 1.
constexpr std::string_view password = "`,mnof,q`rrvnse,ng,cnc";

/// "YS1sb25nLXBhc3N3b3JkLW9mLWJvY", likewise: the same in base64, but for the last letter.
constexpr std::string_view encoded = "XR0rc34oMYCib2O2c2KjMV8lMVKwX";

base::Secret secret() {
    std::string text(front);
    text.reserve(front.size() + password.size());
    std::ranges::transform(password, std::back_inserter(text), [](char c) {
        return static_cast<char>(c ^ 1);
    });
    return base::Secret(std::move(text));
}

} // namespace

TEST_CASE(
    "wiping: while a secret lives it is found, which shows that the look is good", "[access]"
) {
    CHECK(test::in_child([] {
        const base::Secret alive = secret();
        return is_in_memory(password);
    }));
}

TEST_CASE("wiping: credentials leave neither the password nor its base64 behind", "[access]") {
    CHECK(test::in_child([] {
        {
            const auto value = access::authorization(access::Basic{"ab", secret()});
            if (!value || !is_in_memory(encoded)) {
                return false; // three bytes before it: the base64 is that of the password alone
            }
        }
        return !is_in_memory(password) && !is_in_memory(encoded);
    }));
    CHECK(test::in_child([] {
        { const auto value = access::authorization(access::Bearer{secret()}); }
        return !is_in_memory(password);
    }));
}

TEST_CASE("wiping: nor does what looks for secrets", "[access]") {
    CHECK(test::in_child([] {
        {
            base::Redactor redactor;
            redactor.learn(secret());
            redactor.learn(base::Secret(std::string("another secret")));
            static_cast<void>(redactor.redact("some text"));
        }
        return !is_in_memory(password) && !is_in_memory(encoded);
    }));
}
