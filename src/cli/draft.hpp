// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/secret.hpp"
#include "latch/cli/invocation.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latch::cli {

/// What the options of one command line have said so far.
///
/// Options that only mean something together are kept apart until all are known: the credentials,
/// the session.
struct Draft {
    enum class Instead : std::uint8_t { nothing, help, manual, version };

    Send send;
    std::optional<base::Secret> auth;   ///< --auth, as typed; takes the place of `bearer`
    std::optional<base::Secret> bearer; ///< --bearer; takes the place of `auth`
    std::optional<access::Scheme> auth_type;
    std::optional<access::SecretSource> auth_from;
    std::optional<http::AddressFamily> family; ///< nothing: neither --ipv4 nor --ipv6
    std::optional<std::string> session;
    std::optional<std::string> session_read_only;
    std::optional<SessionChoice> default_session; ///< where neither of them is there, nor @NAME
    std::optional<OAuthWish> oauth;               ///< nothing: not one option of it
    std::string refresh_url;                      ///< --refresh-url, as typed; empty: not said
    std::string_view for_login_only;              ///< the last such option; empty: none
    Several several;                              ///< meant if it has sources
    Waiting waiting;                              ///< meant by latch wait, and if it waits
    RunFlows run;                                 ///< meant by latch run
    std::string_view for_waiting;                 ///< the last option about how; empty: none
    bool is_configured = true;                    ///< the configuration files count
    bool forces_login = false;                    ///< --force
    bool waits = false;                           ///< --wait
    bool decodes = false;                         ///< --decode; for latch token only
    bool resumes = false; ///< --continue; means something with --download and --output only
    Instead instead = Instead::nothing; ///< what to do instead of sending
};

} // namespace latch::cli
