// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_text.hpp"

#include "latch/query/json.hpp"

#include <string>
#include <string_view>

namespace latch::flow::foreign {

/// A request of a collection, as it is read.
struct PostmanRequest {
    Wish wish{};
    std::string title{}; ///< "folder / name"

    Origin at() const { return {.request = title}; }
};

/// The text under a name, with its templates; empty if there is none.
std::string
template_at(const query::Json& object, std::string_view name, const Origin& at, Translation& out);

/// `body` of a request.
void read_postman_body(const query::Json& body, PostmanRequest& request, Translation& out);

/// `auth` of a request, of a folder or of the collection.
void read_postman_auth(const query::Json& auth, PostmanRequest& request, Translation& out);

} // namespace latch::flow::foreign
