// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"
#include "latch/flow/interchange.hpp"

#include <string_view>

/// A reader for each kind of file; errors as those of `import_flow`.
namespace latch::flow::foreign {

base::Result<Imported> import_http(std::string_view content);
base::Result<Imported> import_hurl(std::string_view content);
base::Result<Imported> import_har(std::string_view content);
base::Result<Imported> import_curl(std::string_view content);
base::Result<Imported> import_postman(std::string_view content);

} // namespace latch::flow::foreign
