// SPDX-License-Identifier: MIT
#pragma once

#include "net/tls_stream.hpp"

#include "latch/base/error.hpp"

#include <string>
#include <string_view>
#include <system_error>

/// Errors of a connection that was there, in words.
namespace latch::net {

/// The peer closed or broke the connection and had said nothing; `error` may be none.
base::Error no_answer(std::string_view peer, const std::error_code& error);

/// The peer took no more of the request's body and had said nothing.
base::Error upload_refused(std::string_view peer, const std::error_code& error);

/// The connection broke in the middle of an answer.
base::Error broken(std::string_view peer, const std::error_code& error);

/// `incomplete` with the reason why the connection broke.
base::Error cut_off(const base::Error& incomplete, const std::error_code& error);

/// The connection stands, and the handshake of TLS over it did not end while it may take.
base::Error slow_handshake(const std::string& shown, const HandshakeTime& time);

} // namespace latch::net
