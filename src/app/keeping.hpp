// SPDX-License-Identifier: MIT
#pragma once

#include "app/report.hpp"
#include "app/setup.hpp"

#include "latch/client/conversation.hpp"
#include "latch/session/received_cookies.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace latch::app {

/// What the requests of a run leave behind on this machine: in its session, and in the list of
/// hosts that want to be asked by https only.
class Keeping {
public:
    /// Everything must outlive the object.
    Keeping(const cli::Send& command, Setup& setup, const base::Environment& environment)
        : command_(command), setup_(setup), environment_(environment) {}

    /// Whether the session may be written.
    bool writes() const;

    /// Takes note of what a request leaves, and of what was typed for it. Of several, which may
    /// end in any order, the one with the lowest number is the first.
    void add(const session::Typed& typed, const client::Outcome& outcome, std::size_t number = 0);

    /// Saves all of it. Errors: those of the store.
    base::Result<session::Updated> save();

    /// Says why something was not saved, if it was not.
    void tell(const base::Result<session::Updated>& kept, const Report& report) const;

private:
    void add_typed(session::Typed typed, std::size_t number);
    base::Result<session::Updated> save_session();
    base::Result<session::Updated> save_typed(session::Updated saved);

    const cli::Send& command_;
    Setup& setup_;
    const base::Environment& environment_;
    std::optional<session::Typed> typed_;               ///< for the first that was answered
    std::size_t first_ = 0;                             ///< its number
    std::map<std::string, session::Typed> typed_after_; ///< for others, if it is to be remembered
    session::ReceivedCookies cookies_;
    std::vector<session::LearnedNonce> nonces_;
    std::vector<session::LearnedWay> csrf_;
    std::vector<http::HstsNews> hsts_news_;
};

} // namespace latch::app
