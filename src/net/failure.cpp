// SPDX-License-Identifier: MIT
#include "net/failure.hpp"

#include "net/tls.hpp"
#include "net/words.hpp"

#include <string>

namespace latch::net {

using base::Error;
using base::ErrorKind;
using std::error_code;

Error no_answer(std::string_view peer, const error_code& error) {
    Error silent(
        ErrorKind::protocol, std::string(peer) + " closed the connection without an answer"
    );
    return error ? std::move(silent).because(words(error)) : silent;
}

Error upload_refused(std::string_view peer, const error_code& error) {
    return Error(
               ErrorKind::protocol, std::string(peer) + " closed the connection during the upload"
    )
        .because(words(error))
        .hinting("the server may limit the size of requests");
}

Error broken(std::string_view peer, const error_code& error) {
    const bool by_tls = error.category() == tls_category() && !is_truncation(error);
    return Error(
               by_tls ? ErrorKind::tls : ErrorKind::protocol,
               "the connection to " + std::string(peer) + " broke"
    )
        .because(words(error));
}

} // namespace latch::net
