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
    std::vector<http::StreamBody> files{}; ///< of uploads and body files, in the order of the items
    std::string boundary{};                ///< between the parts of a form, if none was typed
    http::HstsView hsts{};
};

/// The wish with the values of its items read from the files that they name; uploads and body
/// files, which are read while they are sent, are left as they are. Errors: `file`, `usage`.
base::Result<RequestSpec> with_values_read(RequestSpec spec, const base::Environment& environment);

/// Opens the uploads and body files of a wish. A regular file has a length and can be sent again;
/// a pipe, such as the shell makes for <(command), neither. Errors: `file`.
base::Result<std::vector<http::StreamBody>>
open_files(const RequestSpec& spec, const base::Environment& environment);

/// A boundary that no file can hold by accident or by design.
std::string random_boundary();

} // namespace latch::request
