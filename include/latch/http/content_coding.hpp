// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/headers.hpp"
#include "latch/http/response.hpp"

#include <memory>

namespace latch::http {

/// The value of Accept-Encoding for the codings that `decoding_sink` understands.
inline constexpr std::string_view accepted_codings = "gzip, deflate, br, zstd";

/// Whether the body of a message with these fields is coded, in a coding that is known or not.
bool is_coded(const Headers& headers);

/// Decodes what arrives and passes the plain bytes on to `next`, which must outlive the result.
///
/// Content-Encoding is undone from the last coding to the first (RFC 9110, 8.4); "x-gzip" is
/// gzip, "identity" is nothing, "deflate" is taken with and without the zlib wrapper. A null
/// pointer means that the bytes are for `next` as they come: there is nothing to decode, or one of
/// the codings is not known, and then none is undone, because what half of them leaves is in no
/// form that anybody has named. Errors: `protocol` for more than five codings, for corrupt data,
/// for a body that ends inside its coding, and for one that grows beyond `limits`, at whichever of
/// its codings.
base::Result<std::unique_ptr<BodySink>>
decoding_sink(const Headers& headers, BodySink& next, const ResponseLimits& limits = {});

} // namespace latch::http
