// SPDX-License-Identifier: MIT
#include "output/render.hpp"
#include "support/builders.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace latch::output;
using namespace latch::test;
using namespace std::chrono_literals;

namespace {

std::string text_of(const Rendering& rendering) {
    std::string text;
    for (const Span& span : rendering) {
        text += span.text;
    }
    return text;
}

latch::http::Hop a_hop() {
    latch::http::Hop hop = a_response(200).answering(a_request());
    hop.carrier.remote_address = "192.0.2.1:443";
    hop.timings.total = 123456789ns;
    return hop;
}

} // namespace

TEST_CASE("meta: every phase and fact has its line", "[output]") {
    latch::http::Hop hop = a_hop();
    hop.timings.resolve = 1ms;
    hop.timings.connect = 20ms;
    hop.timings.tls = 30ms;
    hop.timings.first_byte = 40ms;
    hop.timings.transfer = 32456789ns;
    hop.carrier.tls = "TLSv1.3 TLS_AES_256_GCM_SHA384";
    hop.body_on_wire = {.count = 1234};
    CHECK(
        text_of(meta(hop, latch::base::Bytes{.count = 5678})) ==
        "Elapsed time: 0.12346s\n"
        "Resolve: 0.00100s\n"
        "Connect: 0.02000s\n"
        "TLS handshake: 0.03000s\n"
        "First byte: 0.04000s\n"
        "Transfer: 0.03246s\n"
        "Remote address: 192.0.2.1:443\n"
        "HTTP version: 1.1\n"
        "TLS: TLSv1.3 TLS_AES_256_GCM_SHA384, full handshake\n"
        "Connection: new\n"
        "Body: 1234 bytes on the wire, 5678 bytes decoded\n"
    );
}

TEST_CASE("meta: what did not happen is not mentioned", "[output]") {
    latch::http::Hop hop = a_hop();
    hop.response.version = 10;
    hop.carrier.reused = true;
    hop.body_on_wire = {.count = 1};
    CHECK(
        text_of(meta(hop, {.count = 1})) == "Elapsed time: 0.12346s\n"
                                            "Remote address: 192.0.2.1:443\n"
                                            "HTTP version: 1.0\n"
                                            "Connection: reused\n"
                                            "Body: 1 byte on the wire, 1 byte decoded\n"
    );
}

TEST_CASE("meta: says how often the request was sent, if that was more than once", "[output]") {
    latch::http::Hop hop = a_hop();
    hop.tries = 3;
    CHECK(text_of(meta(hop, {})).find("\nTries: 3\n") != std::string::npos);
    hop.tries = 1;
    CHECK(text_of(meta(hop, {})).find("Tries") == std::string::npos);
}

TEST_CASE("meta: long and no time at all are written the same way", "[output]") {
    latch::http::Hop hop = a_hop();
    hop.timings.total = 3h + 4us;
    CHECK(text_of(meta(hop, {})).starts_with("Elapsed time: 10800.00000s\n"));
    hop.timings.total = {};
    CHECK(text_of(meta(hop, {})).starts_with("Elapsed time: 0.00000s\n"));
}
