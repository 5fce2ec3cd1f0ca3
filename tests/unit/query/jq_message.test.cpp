// SPDX-License-Identifier: MIT
#include "query/jq_message.hpp"

#include "support/catch.hpp"

#include <string>

using namespace latch::query;

TEST_CASE("jq message: what was told is read again", "[query]") {
    const std::string nul("\0", 1);
    const auto told = decode_messages(
        encode(JqMessage::output, "[1]") + encode(JqMessage::output, "") +
        encode(JqMessage::error, "no\n" + nul)
    );
    REQUIRE(told);
    CHECK(told->run == JqRun{.outputs = {"[1]", ""}, .error = "no\n" + nul});
    CHECK_FALSE(told->unreadable);
    CHECK(decode_messages(encode(JqMessage::unreadable, "x"))->unreadable == "x");
    CHECK(decode_messages("")->run == JqRun{});
}

TEST_CASE("jq message: what is not whole is nothing", "[query]") {
    const std::string whole = encode(JqMessage::output, "[1,2,3]");
    for (std::size_t size = 1; size < whole.size(); ++size) {
        INFO(size);
        CHECK_FALSE(decode_messages(whole.substr(0, size)));
        CHECK_FALSE(decode_messages(whole + whole.substr(0, size)));
    }
    CHECK_FALSE(decode_messages(encode(static_cast<JqMessage>('?'), "")));
}
