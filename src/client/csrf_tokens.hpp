// SPDX-License-Identifier: MIT
#pragma once

#include "client/heard.hpp"
#include "client/line.hpp"

#include "latch/access/csrf_talk.hpp"
#include "latch/client/csrf.hpp"

#include <optional>
#include <vector>

namespace latch::client {

/// The CSRF tokens of a conversation: obeys the talk about the request as it stands, and sums up
/// what became of all. A request that is passed is that one, and must outlive the task.
class CsrfTokens {
public:
    /// Both must outlive the object.
    CsrfTokens(Line& line, const Surroundings& surroundings)
        : line_(line), surroundings_(surroundings) {}

    /// Another request begins, or the same with another session: its token is a matter of its own.
    void begin(const http::Request& request);

    /// The same where a redirect led to it: what both may cost is one sum.
    void begin_led_on(const http::Request& request);

    /// Sends a request that signs in, and again with a token where it is refused for want of one.
    /// Everything that is sent is aside. It must outlive the task.
    net::Task<base::Result<Heard>> sign_in(const http::Request& request);

    /// The request as it would be sent now, with its token. What had to be fetched for it comes to
    /// `pages`, the first time.
    net::Task<base::Result<http::PreparedRequest>>
    made_ready(const http::Request& request, std::vector<Heard>& pages);

    /// What follows from an answer: CsrfDone, unless it is a refusal that can be mended.
    access::CsrfStep answered(const http::Hop& hop, const http::Request& request);

    /// Fetches what the talk asks for until it asks for something else; what came to `pages`.
    net::Task<access::CsrfStep>
    fetched(access::CsrfStep next, const http::Request& request, std::vector<Heard>& pages);

    /// What became of them; the last call.
    CsrfOutcome outcome() &&;

private:
    access::CsrfSituation situation(const http::Request& request) const;
    void begin_with(access::CsrfSituation situation, http::Origin origin);
    void end();
    net::Task<base::Result<Heard>> fetch(access::CsrfFetch place, const http::Request& request);

    Line& line_;
    const Surroundings& surroundings_;
    http::Origin origin_;                  ///< of the request as it stands
    std::optional<access::CsrfTalk> talk_; ///< about the request as it stands
    bool is_new_ = true;                   ///< the talk has not begun
    CsrfOutcome outcome_;
};

} // namespace latch::client
