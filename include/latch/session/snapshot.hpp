// SPDX-License-Identifier: MIT
#pragma once

#include "latch/session/session.hpp"

#include <optional>
#include <string>

namespace latch::session {

/// A session as it was read, and the bytes that it was read from.
///
/// While a file still holds these bytes, it need not be read to a session again. Its bytes and not
/// its times are compared: two saves within one tick of a file system's clock look alike.
struct Snapshot {
    std::optional<std::string> text; ///< nothing: there was no file
    Session session;                 ///< what `text` says, unchanged
};

} // namespace latch::session
