// SPDX-License-Identifier: MIT
#include "input.hpp"

#include "latch/base/text.hpp"
#include "latch/query/paging.hpp"

#include <cstdlib>
#include <string>

using namespace latch;

namespace {

http::Hop page_at(std::string_view url, std::string_view link) {
    http::Hop hop;
    hop.request.url = http::parse_url(url).value().url;
    hop.response.headers.add("Link", std::string(link));
    return hop;
}

void demand(bool claim) {
    if (!claim) {
        std::abort();
    }
}

/// Items are JSON: an array of them has the same ones.
void check_items(const query::Page& page) {
    std::string array = "[";
    for (const std::string_view item : page.items) {
        array += array.size() == 1 ? "" : ",";
        array += item;
    }
    array += ']';
    const auto again = query::read_page(array);
    demand(again && again->items == page.items);
}

} // namespace

/// The first line is a Link field, the rest a page. Wherever it says that the next one is, that is
/// the same server, and not here.
// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer's name
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = test::text_of(data, size);
    const auto halves = base::split_once(text, '\n');
    const auto page = query::read_page(halves ? halves->second : text);
    if (!page) {
        return 0;
    }
    check_items(*page);
    const http::Hop hop = page_at("http://a.test/b?page=3&c", halves ? halves->first : "");
    query::Paging paging({});
    demand(static_cast<bool>(paging.enter(hop, *page)));
    const auto next = paging.next(hop, *page);
    if (next && *next) {
        demand(http::origin(**next) == http::origin(hop.request.url));
        demand(**next != hop.request.url);
    }
    return 0;
}
