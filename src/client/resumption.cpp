// SPDX-License-Identifier: MIT
#include "client/resumption.hpp"

#include "latch/http/range.hpp"

#include <string_view>

namespace latch::client {

namespace {

std::optional<std::string> typed(const http::Request& request, std::string_view name) {
    const auto value = request.typed.find(name);
    return value ? std::optional(std::string(*value)) : std::nullopt;
}

void restore(
    http::Request& request, std::string_view name, const std::optional<std::string>& value
) {
    if (value) {
        request.typed.set(std::string(name), *value);
    } else {
        request.typed.remove(name);
    }
}

} // namespace

void Resumption::ask(http::Request& request, const Kept& kept) {
    if (kept.size.count == 0 || kept.validator.empty()) {
        if (typed_) {
            restore(request, "Range", typed_->range);
            restore(request, "If-Range", typed_->validator);
        }
        return;
    }
    if (!typed_) {
        typed_ = Typed{.range = typed(request, "Range"), .validator = typed(request, "If-Range")};
    }
    request.typed.set("Range", http::range_from(kept.size.count));
    request.typed.set("If-Range", kept.validator);
}

} // namespace latch::client
