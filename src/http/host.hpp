// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/http/url.hpp"

#include <string>
#include <string_view>

namespace latch::http {

/// The host part of a URL in the one form that later steps compare.
struct Host {
    std::string text;
    HostKind kind = HostKind::name;
};

/// Makes a host of an authority's host and port, e.g. "[::1]" or a percent-encoded name.
///
/// A name is unescaped once, converted to A-labels, and then held to letters, digits, '-', '_'
/// and '.': nothing that another parser could take for a delimiter gets through, escaped or as a
/// compatibility character (CVE-2022-27780). Only dotted quads are IPv4 addresses; "0x7f.1" is a
/// name. Zone identifiers are refused. The error says what is wrong, not of what.
base::Result<Host> canonical_host(std::string_view encoded);

} // namespace latch::http
