// SPDX-License-Identifier: MIT
#include "app/url_list.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

/// A million URLs; who has more has no list, but something that goes on for ever.
constexpr std::uintmax_t largest = base::mebibytes(256).count;

Result<std::string> content_of(const std::string& name, const base::Environment& environment) {
    return name == "-" ? base::read_to_end(environment.in.descriptor, largest, "standard input")
                       : base::read_whole(environment.resolve(name), largest);
}

void add_lines(
    std::vector<cli::ListedUrl>& urls, std::string_view content, const std::string& name
) {
    std::size_t number = 0;
    for (const std::string_view line : base::split(content, '\n')) {
        ++number;
        // A list may come from Windows.
        const std::string_view text =
            base::trim(line.substr(0, line.size() - (line.ends_with('\r') ? 1 : 0)));
        if (!text.empty() && !text.starts_with('#')) {
            urls.push_back({.text = std::string(text), .place = name + ':' + std::to_string(number)}
            );
        }
    }
}

} // namespace

Result<std::vector<cli::ListedUrl>>
read_urls(const cli::Several& several, const base::Environment& environment) {
    std::vector<cli::ListedUrl> urls;
    for (const cli::UrlSource& source : several.sources) {
        if (source.kind == cli::UrlSource::Kind::url) {
            urls.push_back({.text = source.text});
            continue;
        }
        const auto content = content_of(source.text, environment);
        if (!content) {
            return content.error();
        }
        add_lines(urls, *content, source.text == "-" ? "standard input" : source.text);
    }
    if (urls.empty()) {
        return base::Error(base::ErrorKind::usage, "there is no URL in the list")
            .hinting("write one a line");
    }
    return urls;
}

} // namespace latch::app
