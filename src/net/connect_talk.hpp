// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxy_talk.hpp"
#include "net/response_parser.hpp"

namespace latch::net {

/// HTTP's CONNECT. The proxy gets the name of the target and its own credentials, and nothing of
/// the request that will follow.
class ConnectTalk final : public ProxyTalk {
public:
    ConnectTalk(
        std::string what,
        http::Proxy proxy,
        const http::Peer& target,
        const http::ResponseLimits& limits
    );

    base::Result<Turn> begin() override;
    base::Result<Turn> hear(std::string_view bytes) override;

private:
    base::Result<Turn> judge(const http::ResponseHead& head, std::string_view rest) const;
    ResponseParser new_parser() const;

    http::Proxy proxy_;
    std::string target_;
    http::ResponseLimits limits_;
    ResponseParser parser_;
    std::string heard_;
    unsigned interim_ = 0; ///< responses so far
};

} // namespace latch::net
