// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/access/credentials.hpp"
#include "latch/access/jwt.hpp"
#include "latch/access/token_answer.hpp"

#include <cstdlib>
#include <string>

using namespace latch;

/// What is taken for a token can be sent as one, unless a cookie carries it; and a text that is a
/// JSON Web Token is taken for a token where it stands alone.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(test::text_of(data, size));
    http::Hop hop;
    hop.response.status = 200;
    const auto received = access::token_in(hop, text);
    if (received && !access::authorization(access::Bearer{.token = received->token})) {
        std::abort();
    }
    static_cast<void>(access::read_jwt(text));
    if (access::is_jwt(text) && (!received || received->token.reveal() != text)) {
        std::abort();
    }
    hop.response.headers.add("Authorization", text);
    hop.response.headers.add("Set-Cookie", "jwt=" + text);
    static_cast<void>(access::token_in(hop, "{}"));
    return 0;
}
