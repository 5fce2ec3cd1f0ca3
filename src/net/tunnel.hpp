// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxy_talk.hpp"
#include "net/stream.hpp"

namespace latch::net {

/// Holds the talk over the stream, until the connection leads on. Both must outlive the task.
/// Errors: those of the talk, `connect` if the proxy breaks it off, `timed_out`.
Task<base::Result<void>> negotiate(Stream& stream, ProxyTalk& talk, Deadline deadline);

} // namespace latch::net
