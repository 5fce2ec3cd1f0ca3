// SPDX-License-Identifier: MIT
#include "support/message.hpp"

#include "latch/base/text.hpp"

#include <algorithm>

namespace latch::test {

const std::string* find_line(const HeaderLines& lines, std::string_view name) {
    const auto found = std::find_if(lines.begin(), lines.end(), [name](const auto& line) {
        return base::iequals(line.first, name);
    });
    return found == lines.end() ? nullptr : &found->second;
}

std::optional<std::string> Request::header(std::string_view name) const {
    const std::string* value = find_line(headers, name);
    return value != nullptr ? std::optional(*value) : std::nullopt;
}

std::size_t Request::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(
        headers.begin(),
        headers.end(),
        [name](const auto& line) { return base::iequals(line.first, name); }
    ));
}

std::string Request::path() const {
    return target.substr(0, target.find('?'));
}

Response& Response::with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response reply(std::string body, std::string type) {
    return Response{.headers = {{"Content-Type", std::move(type)}}, .body = std::move(body)};
}

Response redirect(std::string location, unsigned status) {
    return Response{.status = status, .headers = {{"Location", std::move(location)}}};
}

} // namespace latch::test
