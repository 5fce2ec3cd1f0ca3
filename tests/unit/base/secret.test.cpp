// SPDX-License-Identifier: MIT
#include "latch/base/secret.hpp"

#include "support/catch.hpp"

#include <array>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

using namespace latch::base;

namespace {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
    out << value;
};

} // namespace

TEST_CASE("secret: there is one way to the text", "[base]") {
    STATIC_REQUIRE_FALSE(Streamable<Secret>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string_view>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, Secret>);
    CHECK(Secret("hunter2").reveal() == "hunter2");
}

TEST_CASE("secret: copies and moves keep the text, a moved-from one is empty", "[base]") {
    for (const std::string& text : {std::string("short"), std::string(100, 'x'), std::string()}) {
        INFO(text.size());
        Secret first(text);
        Secret copy(first);
        CHECK(copy == first);
        Secret moved(std::move(first));
        CHECK(moved.reveal() == text);
        CHECK(first.empty()); // NOLINT(bugprone-use-after-move): that is the claim
        Secret assigned("something else");
        assigned = copy;
        CHECK(assigned.reveal() == text);
        assigned = Secret("third");
        CHECK(assigned.reveal() == "third");
        assigned = std::move(moved);
        CHECK(assigned.reveal() == text);
        CHECK(moved.empty()); // NOLINT(bugprone-use-after-move): that is the claim
    }
}

TEST_CASE("secret: assigning it to itself keeps it", "[base]") {
    Secret secret("hunter2");
    Secret& same = secret;
    secret = same;
    CHECK(secret.reveal() == "hunter2");
    secret = std::move(same);
    CHECK(secret.reveal() == "hunter2");
}

TEST_CASE("secret: equality is that of the text", "[base]") {
    CHECK(Secret("a") == Secret("a"));
    CHECK_FALSE(Secret("a") == Secret("b"));
    CHECK_FALSE(Secret("a") == Secret());
    CHECK(Secret().empty());
    CHECK_FALSE(Secret("a").empty());
}

TEST_CASE("secret: short texts are wiped when they go", "[base]") {
    // Short enough to lie inside the object, so that looking at it afterwards is looking at
    // memory that the test owns.
    alignas(Secret) std::array<unsigned char, sizeof(Secret)> memory{};
    auto* const secret = new (memory.data()) Secret("hunter2");
    // Not the first letter: clear() alone would take it away.
    const auto holds_text = [&] {
        const std::string_view bytes(reinterpret_cast<const char*>(memory.data()), memory.size());
        return bytes.find("unter2") != std::string_view::npos;
    };
    REQUIRE(holds_text());
    std::destroy_at(secret);
    CHECK_FALSE(holds_text());
}

TEST_CASE("secret: moving a short text leaves none behind", "[base]") {
    Secret secret("hunter2");
    const Secret moved(std::move(secret));
    // NOLINTNEXTLINE(bugprone-use-after-move): what is left there is the claim
    const std::string_view bytes(reinterpret_cast<const char*>(&secret), sizeof(secret));
    CHECK(bytes.find("unter2") == std::string_view::npos);
}

TEST_CASE("secret: only the beginning of a long one is shown", "[base]") {
    const std::vector<std::pair<std::string_view, std::string_view>> cases = {
        {"", "****"},
        {"a", "****"},
        {"hunter2", "****"},
        {"fifteen letters", "****"},
        {"sixteen letters!", "sixt****"},
        {"0123456789abcdef0123456789abcdef", "0123****"},
    };
    for (const auto& [secret, shown] : cases) {
        INFO(secret);
        CHECK(shortened(secret) == shown);
    }
}
