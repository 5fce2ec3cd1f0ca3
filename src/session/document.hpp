// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/error.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace latch::session {

/// Members stay in the order of the file.
using Json = nlohmann::ordered_json;

/// Takes the elements of an array as they are read, so that a long one needs no tree.
struct Stream {
    std::string_view array;  ///< the member of the document that is the array
    std::string_view behind; ///< another, without which before it the array stays in the tree
    std::function<void(const Json& element)> take;
};

/// JSON text as a tree, in which an array that `stream` took is empty. Errors (`bad_session`,
/// naming the file): text that is no JSON, with the byte; nesting or size beyond what a session
/// needs; a member that occurs twice, of which the library would silently keep the last.
base::Result<Json>
parse_document(std::string_view text, std::string_view name, const Stream& stream = {});

/// "cannot use the session file NAME", because of `why`.
base::Error unusable(std::string_view name, std::string why);

} // namespace latch::session
