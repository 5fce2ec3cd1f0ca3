// SPDX-License-Identifier: MIT
#include "net/failure.hpp"

#include "net/tls.hpp"
#include "net/words.hpp"

#include <string>

namespace latch::net {

using base::Error;
using base::ErrorKind;
using std::error_code;

namespace {

ErrorKind kind_of(const error_code& error) {
    const bool by_tls = error.category() == tls_category() && !is_truncation(error);
    return by_tls ? ErrorKind::tls : ErrorKind::protocol;
}

} // namespace

Error no_answer(std::string_view peer, const error_code& error) {
    Error silent(kind_of(error), std::string(peer) + " closed the connection without an answer");
    return error ? std::move(silent).because(words(error)) : silent;
}

Error upload_refused(std::string_view peer, const error_code& error) {
    return Error(
               ErrorKind::protocol, std::string(peer) + " closed the connection during the upload"
    )
        .because(words(error))
        .hinting("the server may limit the size of requests; Spring's limits are "
                 "spring.servlet.multipart.max-file-size and max-request-size");
}

Error broken(std::string_view peer, const error_code& error) {
    return Error(kind_of(error), "the connection to " + std::string(peer) + " broke")
        .because(words(error));
}

Error cut_off(const Error& incomplete, const error_code& error) {
    return Error(kind_of(error), incomplete.what())
        .because(incomplete.cause() + ": " + words(error));
}

Error slow_handshake(const std::string& shown, const HandshakeTime& time) {
    const bool is_all_of_it = time.connected && SteadyClock::now() >= *time.connected;
    const std::string span = is_all_of_it ? "in time" : "within " + words(time.limit);
    const std::string option = is_all_of_it ? "--connect-timeout" : "--tls-timeout";
    return Error(ErrorKind::timed_out, "cannot connect to " + shown)
        .because("the TLS handshake did not end " + span)
        .hinting("try " + option + " to wait longer");
}

} // namespace latch::net
