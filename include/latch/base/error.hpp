// SPDX-License-Identifier: MIT
#pragma once

#include <boost/system/result.hpp>

#include <string>
#include <utility>

namespace latch::base {

/// What went wrong, as far as callers may act on it; app/exit_code maps each to an exit code.
enum class ErrorKind {
    usage,       ///< the command line asks for something that cannot be done; nothing was sent
    file,        ///< a file cannot be read, written or locked
    bad_session, ///< a session file is corrupt, too new or not ours; nothing was sent
    bad_config,  ///< a configuration file is wrong; nothing was sent
    resolve,     ///< a host name has no address
    connect,     ///< no address of the host accepts a connection
    tls,         ///< the TLS handshake or the certificate check failed
    protocol,    ///< the peer does not speak HTTP, or broke off in the middle
    timed_out,   ///< a deadline of the policy has passed
    too_many_redirects, ///< the redirect limit of the policy was reached
    not_signed_in,      ///< the server wants a login
    output_closed,      ///< the reader of our output went away
    interrupted,        ///< SIGINT
    terminated,         ///< SIGTERM
};

/// An expected failure, in words a user can act on.
///
/// All texts are lowercase without a full stop; `app/report` puts them together. They may hold
/// bytes from the network or a file: the reporter makes them safe for the terminal.
class Error {
public:
    /// No error: what Boost's `Result::error()` makes up where there is a value.
    Error() = default;

    Error(ErrorKind kind, std::string what) : kind_(kind), what_(std::move(what)) {}

    /// The words of the library or system call that failed, e.g. "connection refused".
    Error&& because(std::string cause) && {
        cause_ = std::move(cause);
        return std::move(*this);
    }

    /// What the user can try, e.g. "try --verify=no".
    Error&& hinting(std::string hint) && {
        hint_ = std::move(hint);
        return std::move(*this);
    }

    ErrorKind kind() const noexcept { return kind_; }

    /// What could not be done, to what: "cannot connect to api.test:8443".
    const std::string& what() const noexcept { return what_; }

    /// May be empty.
    const std::string& cause() const noexcept { return cause_; }

    /// May be empty.
    const std::string& hint() const noexcept { return hint_; }

    bool operator==(const Error&) const = default;

private:
    ErrorKind kind_ = ErrorKind::usage;
    std::string what_;
    std::string cause_;
    std::string hint_;
};

/// Called by `Result::value()` on an error: a bug in latch, since errors are looked at first.
[[noreturn]] void
throw_exception_from_error(const Error& error, const boost::source_location& where);

template <class T>
using Result = boost::system::result<T, Error>;

} // namespace latch::base
