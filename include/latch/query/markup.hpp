// SPDX-License-Identifier: MIT
#pragma once

namespace latch::query {

/// How a text with tags is to be read: XML has to be well-formed, HTML is read as browsers do.
enum class Markup { xml, html };

} // namespace latch::query
