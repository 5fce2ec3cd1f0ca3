// SPDX-License-Identifier: MIT
#include "client/entity_hash.hpp"

#include "latch/base/file.hpp"

#include <array>
#include <cerrno>
#include <unistd.h>

namespace latch::client {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Result<std::string> hash_of_file(base::HashFunction function, const http::StreamBody& body) {
    base::Hash hash(function);
    std::array<char, 65536> chunk; // NOLINT(*-member-init): pread() fills it
    // Not by read(): the place where the file stands belongs to whoever sends the body.
    for (auto offset = static_cast<off_t>(body.offset);;) {
        const ssize_t got = ::pread(body.source->get(), chunk.data(), chunk.size(), offset);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return Error(ErrorKind::file, "cannot read " + body.name)
                .because(base::system_words(errno));
        }
        if (got == 0) {
            return hash.hex();
        }
        hash.update({chunk.data(), static_cast<std::size_t>(got)});
        offset += got;
    }
}

} // namespace

Result<std::string> entity_hash(base::HashFunction function, const http::Body& body) {
    if (!http::has_body(body)) {
        return base::hash_hex(function, "");
    }
    if (const auto* const bytes = std::get_if<http::BytesBody>(&body)) {
        return base::hash_hex(function, bytes->bytes);
    }
    const auto* const stream = std::get_if<http::StreamBody>(&body);
    if (stream != nullptr && stream->replayable) {
        return hash_of_file(function, *stream);
    }
    return Error(ErrorKind::usage, "cannot sign the body for digest authentication")
        .because("the server wants its hash (auth-int), and the body can be read only once")
        .hinting("give the body as a file");
}

} // namespace latch::client
