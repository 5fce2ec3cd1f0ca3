// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/request.hpp"
#include "latch/request/spec.hpp"

namespace latch::request {

/// What is to be done with standard input (surface.md, Standard input).
enum class StdinUse {
    leave_alone,
    body_if_not_empty, ///< a body if it yields at least one byte
    conflict,          ///< a non-empty regular file, and another body was asked for: an error
};

/// Decides from the command line and from what standard input is. A terminal, a device such as
/// /dev/null, a closed descriptor and `ignore` are never a body; with a body of its own, or an
/// explicit GET, HEAD, DELETE, OPTIONS or TRACE, the request leaves standard input alone.
StdinUse stdin_use(const RequestSpec& spec, base::InputKind kind, bool ignore) noexcept;

/// Waits for the first byte of `in` and makes a body of it; `NoBody` at an immediate end.
///
/// A regular file streams with its length from where it stands; a pipe streams without one.
/// `on_silence` is called once after two seconds without a byte.
base::Result<http::Body>
stdin_body(const base::Environment& environment, const std::function<void()>& on_silence);

} // namespace latch::request
