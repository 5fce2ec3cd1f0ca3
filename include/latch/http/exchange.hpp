// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"
#include "latch/http/request.hpp"
#include "latch/http/response.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace latch::http {

/// How long each phase of a hop took; zero where a phase did not happen.
struct Timings {
    std::chrono::nanoseconds resolve{};
    std::chrono::nanoseconds connect{};
    std::chrono::nanoseconds tls{};
    std::chrono::nanoseconds first_byte{}; ///< from the request's last byte to the answer's first
    std::chrono::nanoseconds transfer{};   ///< from the answer's first byte to its last
    std::chrono::nanoseconds total{};
};

/// The connection that carried a hop.
struct Carrier {
    std::string remote_address; ///< "192.0.2.1:443"
    std::string tls;            ///< "TLSv1.3 TLS_AES_256_GCM_SHA384"; empty without TLS
    base::Clock::time_point certificate_expires{}; ///< the server's; the epoch: it has none
    bool resumed = false; ///< its TLS session was that of an earlier connection
    bool reused = false;
};

/// One request and its answer.
struct Hop {
    PreparedRequest request;
    ResponseHead response;
    /// Fields behind a chunked body (RFC 9110, 6.5), once that has been read to its end. They are
    /// there to be shown: no rule of this program reads them.
    Headers trailers;
    base::Clock::time_point received{}; ///< when the head was complete; orders cookie updates
    Timings timings;
    Carrier carrier;
    base::Bytes body_on_wire;
    base::Bytes body_sent; ///< of the request's body, without its framing
    unsigned tries = 1;    ///< with this one, those that `--retry` had made before
    /// It decides nothing: it was fetched for what is in it, sent again, or is of an earlier page.
    bool is_aside = false;
    /// The session that it went with is given up, and the one that it was answered with.
    bool is_given_up = false;
};

/// Whether a hop is the last of its exchange or leads to another.
enum class Place { intermediate, final };

/// Everything that happened for one typed request: the hops in order, the final one last.
struct Exchange {
    std::vector<Hop> hops;
};

} // namespace latch::http
