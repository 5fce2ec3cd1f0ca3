// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxy_talk.hpp"

#include <optional>

namespace latch::net {

/// SOCKS 4, and 4a for names.
class Socks4 final : public ProxyTalk {
public:
    Socks4(std::string what, http::Proxy proxy, http::Peer target);

    base::Result<Turn> begin() override;
    base::Result<Turn> hear(std::string_view bytes) override;

private:
    http::Proxy proxy_;
    http::Peer target_;
    std::string heard_;
};

/// SOCKS 5 (RFC 1928), without authentication or with a user's name and password (RFC 1929).
class Socks5 final : public ProxyTalk {
public:
    Socks5(std::string what, http::Proxy proxy, http::Peer target);

    base::Result<Turn> begin() override;
    base::Result<Turn> hear(std::string_view bytes) override;

private:
    enum class Awaits { method, verdict, reply };

    /// Says something, and waits for so many bytes in the end.
    Turn ask(Awaits awaited, std::string say, std::size_t wanted);
    base::Result<Turn> choose_method();
    base::Result<Turn> sign_in();
    base::Result<Turn> request();
    base::Result<Turn> read_reply();

    http::Proxy proxy_;
    http::Peer target_;
    Awaits awaits_ = Awaits::method;
    std::string heard_;
    std::size_t wanted_ = 0;
};

} // namespace latch::net
