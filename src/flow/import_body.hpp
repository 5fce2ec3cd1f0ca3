// SPDX-License-Identifier: MIT
#pragma once

#include "flow/import_text.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Bodies as one would type them.
namespace latch::flow::foreign {

/// JSON: as fields if it is an object of nothing but scalars, else as it is.
void set_json(Wish& wish, std::string text);

/// A form in application/x-www-form-urlencoded: as fields if it is one, else as it is.
void set_form(Wish& wish, std::string text);

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The fields of a form, their escapes undone. One whose name no item can have is dropped.
void set_fields(Wish& wish, const Fields& fields, const Origin& at, Translation& out);

/// The body by the Content-Type that the wish already has.
void set_typed(Wish& wish, std::string text);

/// Percent-encoded but for what is never encoded (RFC 3986, 2.3).
std::string percent_encoded(std::string_view text);

/// The URL with another parameter of its query, which is taken as it is.
std::string with_query(std::string url, std::string_view parameters);

} // namespace latch::flow::foreign
