// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/http/request.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace latch::request {

/// Where a body is kept that has to be there more than once: in memory up to a limit, then in a
/// temporary file that nobody else can open and that is gone with the process.
class Spool {
public:
    /// Enough for nearly all bodies, and little for a machine of today (surface.md, Standard
    /// input).
    static constexpr base::Bytes in_memory = base::mebibytes(16);

    explicit Spool(std::filesystem::path folder, base::Bytes limit = in_memory)
        : folder_(std::move(folder)), limit_(limit) {}

    /// Errors: `file`.
    base::Result<void> write(std::string_view bytes);

    base::Bytes size() const noexcept { return size_; }

    /// All that was written, as a body that can be sent again. `name` is for errors.
    http::BodyPiece finish(std::string name) &&;

    /// The same, in a temporary file however little it is. Errors: `file`.
    base::Result<http::StreamBody> finish_as_file(std::string name) &&;

private:
    base::Result<void> spill();
    http::StreamBody as_stream(std::string name);

    std::filesystem::path folder_;
    base::Bytes limit_;
    base::Bytes size_;
    std::string bytes_; ///< all of it, until there is a file
    base::Descriptor file_;
};

/// Reads a streamed body to its end. One that can be sent again is left as it was.
/// Errors: `file`, what the consumer says.
base::Result<void> read_through(
    const http::StreamBody& body, const std::function<base::Result<void>(std::string_view)>& consume
);

/// A file that can be read only once, kept in a temporary one in `folder`; any other as it is.
/// Errors: `file`.
base::Result<http::StreamBody>
replayable_file(http::StreamBody file, const std::filesystem::path& folder);

/// The body with everything that can be read only once kept in a spool in `folder`.
/// Errors: `file`.
base::Result<http::Body> replayable(http::Body body, const std::filesystem::path& folder);

} // namespace latch::request
