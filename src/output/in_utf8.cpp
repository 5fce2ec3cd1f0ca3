// SPDX-License-Identifier: MIT
#include "latch/output/in_utf8.hpp"

#include "output/media.hpp"
#include "output/to_utf8.hpp"

namespace latch::output {

std::string
json_in_utf8(const http::Headers& headers, std::string_view body, const OutputPlan& plan) {
    ToUtf8 to_utf8(media_of_response(headers, plan).charset, ToUtf8::Kind::json);
    std::string text(to_utf8.convert(body));
    text += to_utf8.finish();
    return text;
}

} // namespace latch::output
