// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/request/spec.hpp"

#include <functional>

namespace latch::request {

/// What is to be done with standard input (surface.md, Standard input).
enum class StdinUse {
    leave_alone,
    body_if_not_empty, ///< a body if it yields at least one byte
    body,              ///< "@-": a body whatever it yields
    conflict, ///< a regular file beside another body: an error if `stdin_body` finds a byte in it
};

/// Decides from the command line and from what standard input is. "@-" asks for it. Else a
/// terminal, a device such as /dev/null, a closed descriptor and `ignore` are never a body; with a
/// body of its own, or an explicit GET, HEAD, DELETE, OPTIONS or TRACE, the request leaves standard
/// input alone.
StdinUse stdin_use(const RequestSpec& spec, base::InputKind kind, bool ignore) noexcept;

/// Waits for the first byte of `in` and makes a body of it; `NoBody` at an immediate end.
///
/// A regular file streams with its length from where it stands, which it can do again; nothing of
/// it is read here. A pipe that ends within 64 KiB and 200 ms becomes bytes in memory; any other
/// streams without a length, what was read of it being the body's prefix. `on_silence` is called
/// once after two seconds without a byte. Errors: `file`.
base::Result<http::Body>
stdin_body(const base::Environment& environment, const std::function<void()>& on_silence);

} // namespace latch::request
