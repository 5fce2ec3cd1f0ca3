// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/policy.hpp"
#include "latch/http/proxy.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace latch::net {

/// What a client and a proxy say to one another before the connection leads on, as bytes and
/// without I/O.
class ProxyTalk {
public:
    /// What to do next: say something, then hear something.
    struct Turn {
        std::string say;
        std::size_t hear = 0; ///< at most so many bytes, at least one; 0: the connection leads on
    };

    /// `what` is what could not be done if the talk fails.
    explicit ProxyTalk(std::string what) : what_(std::move(what)) {}

    ProxyTalk(const ProxyTalk&) = delete;
    ProxyTalk& operator=(const ProxyTalk&) = delete;
    ProxyTalk(ProxyTalk&&) = delete;
    ProxyTalk& operator=(ProxyTalk&&) = delete;
    virtual ~ProxyTalk() = default;

    /// Errors: `usage` for what the protocol cannot express.
    virtual base::Result<Turn> begin() = 0;
    /// After some bytes, never more than the last turn allowed. Errors: `connect`, `protocol`.
    virtual base::Result<Turn> hear(std::string_view bytes) = 0;

    /// An error about this talk.
    base::Error failure(base::ErrorKind kind, std::string cause) const {
        return base::Error(kind, what_).because(std::move(cause));
    }

private:
    std::string what_;
};

/// The talk by which `proxy` is asked for a connection to `target`: CONNECT (RFC 9110, 9.3.6),
/// SOCKS 4, 4a or 5 (RFC 1928, 1929). A name in `target` is resolved by the proxy.
std::unique_ptr<ProxyTalk>
talk_with(const http::Proxy& proxy, const http::Peer& target, const http::ResponseLimits& limits);

} // namespace latch::net
