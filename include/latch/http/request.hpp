// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/base/file.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/url.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latch::http {

/// No body at all, which is not the same as an empty one: no Content-Length is owed.
struct NoBody {};

/// A body that is in memory.
struct BytesBody {
    std::string bytes;
};

/// A body that is read from an open file or pipe while it is sent.
struct StreamBody {
    std::shared_ptr<base::Descriptor> source; ///< shared by the hops that may send it
    std::optional<base::Bytes> length;        ///< nothing: not known, sent chunked
    bool replayable = false;                  ///< a regular file can be read again from `offset`
    std::string name;                         ///< for errors: a path, or "standard input"
    std::string prefix{};     ///< goes before what `source` gives; empty if it is replayable
    std::uint64_t offset = 0; ///< where a replayable `source` begins: "while read" loops move it
};

using BodyPiece = std::variant<BytesBody, StreamBody>;

/// A body that is put together of texts and files, e.g. a multipart form.
struct JoinedBody {
    std::vector<BodyPiece> pieces;
};

using Body = std::variant<NoBody, BytesBody, StreamBody, JoinedBody>;

/// A piece that is the whole body.
Body as_body(BodyPiece piece);

/// The length that goes into Content-Length; nothing for no body and for unknown lengths.
std::optional<base::Bytes> length_of(const Body& body) noexcept;
bool has_body(const Body& body) noexcept;
/// Whether a redirect or a retry could send it again.
bool is_replayable(const Body& body) noexcept;
/// What keeps a body from being sent again, by its name; null if it can be.
const StreamBody* unrepeatable_part(const Body& body) noexcept;

/// How the end of a body is told.
enum class Framing {
    by_length, ///< Content-Length, if the length is known
    chunked,   ///< in chunks, whatever is known
};

/// What the user wants to be sent, before cookies, credentials and defaults of a hop are added.
/// One of these goes through the whole conversation; a redirect makes the next from it.
struct Request {
    std::string method = "GET";
    Url url;
    Headers defaults;                    ///< sent unless the session or the user says otherwise
    Headers typed;                       ///< header items and what other options put in their place
    std::vector<std::string> suppressed; ///< names of headers that the user unset ("Name:")
    Body body;
    Framing framing = Framing::by_length;
};

/// Whether the user unset that header.
bool is_unset(const Request& request, std::string_view name);

/// Whether the user has said what becomes of that header: typed or unset it.
bool is_settled(const Request& request, std::string_view name);

/// Exactly what goes on the wire for one hop; nothing is left to decide.
struct PreparedRequest {
    std::string method;
    Url url;
    std::string target;    ///< as in the request line
    unsigned version = 11; ///< 10 or 11
    Headers headers;       ///< all of them, Host and Content-Length too, in wire order
    Body body;
};

/// The last guard against request splitting: a method or name that is no token, a target with
/// blanks or controls, a value with CR, LF or NUL is an error (`usage`), whatever it came from.
base::Result<void> check_head(const PreparedRequest& request);

/// The request head as bytes: request line, field lines, empty line, all with CRLF. Errors: those
/// of `check_head`.
base::Result<std::string> serialize_head(const PreparedRequest& request);

/// GET, HEAD, OPTIONS, TRACE (RFC 9110, 9.2.1).
bool is_safe(std::string_view method) noexcept;
/// The safe ones, PUT and DELETE (RFC 9110, 9.2.2).
bool is_idempotent(std::string_view method) noexcept;

} // namespace latch::http
