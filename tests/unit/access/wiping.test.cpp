// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/memory.hpp"
#include "unit/base/in_child.hpp"

#include "latch/access/credentials.hpp"
#include "latch/base/redactor.hpp"

#include <algorithm>
#include <iterator>
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

/// Whether what `masked` stands for lies in any memory of this process that can be written.
bool is_in_memory(std::string_view masked) {
    return test::any_of_memory(::getpid(), [&](std::string_view piece) {
        return holds(piece, masked);
    });
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
