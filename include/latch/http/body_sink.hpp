// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/base/file.hpp"

#include <string_view>

namespace latch::http {

/// Where bytes may go without being seen.
class PipeSink {
public:
    PipeSink() = default;
    PipeSink(const PipeSink&) = delete;
    PipeSink& operator=(const PipeSink&) = delete;
    PipeSink(PipeSink&&) = delete;
    PipeSink& operator=(PipeSink&&) = delete;
    virtual ~PipeSink() = default;

    /// Takes the next bytes of a body, all of them, out of the pipe. An error ends the transfer.
    virtual base::Result<void> write_piped(base::PipedBytes bytes) = 0;
};

/// Where the decoded bytes of a response body go as they arrive.
class BodySink {
public:
    BodySink() = default;
    BodySink(const BodySink&) = delete;
    BodySink& operator=(const BodySink&) = delete;
    BodySink(BodySink&&) = delete;
    BodySink& operator=(BodySink&&) = delete;
    virtual ~BodySink() = default;

    /// Takes the next bytes. An error ends the transfer.
    virtual base::Result<void> write(std::string_view bytes) = 0;
    /// The body is complete. Not called when the transfer broke off.
    virtual base::Result<void> finish() = 0;

    /// The sink's other entrance, if it need not see the bytes; null if it has to, for the whole of
    /// a body. One body may come through both, its last byte always through `write`. It lives as
    /// long as the sink.
    virtual PipeSink* piped() { return nullptr; }
};

/// Reads a body to its end for the sake of the connection and keeps nothing.
class DiscardBody final : public BodySink {
public:
    base::Result<void> write(std::string_view /*bytes*/) override { return {}; }

    base::Result<void> finish() override { return {}; }
};

} // namespace latch::http
