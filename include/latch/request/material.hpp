// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/hsts.hpp"
#include "latch/http/request.hpp"
#include "latch/request/spec.hpp"

#include <string>
#include <vector>

namespace latch::request {

/// What a wish needs and does not hold.
struct Material {
    http::Body stdin_body{};               ///< `NoBody` if standard input was left alone
    std::vector<http::StreamBody> files{}; ///< what `open_files` gives
    std::string boundary{};                ///< between the parts of a form, if none was typed
    http::HstsView hsts{};
};

/// The wish with the values of its items read from the files that they name. What is read while it
/// is sent is left as it is: uploads, body files, and the texts of a multipart form (NAME=@FILE).
/// Errors: `file`, `usage`.
base::Result<RequestSpec> with_values_read(RequestSpec spec, const base::Environment& environment);

/// Opens what is read while it is sent, in the order of the items. A regular file has a length and
/// can be sent again; a pipe, such as the shell makes for <(command), neither. Errors: `file`.
base::Result<std::vector<http::StreamBody>>
open_files(const RequestSpec& spec, const base::Environment& environment);

/// A boundary that no file can hold by accident or by design.
std::string random_boundary();

} // namespace latch::request
