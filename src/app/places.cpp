// SPDX-License-Identifier: MIT
#include "app/places.hpp"

#include "latch/http/url_start.hpp"
#include "latch/request/compose.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace latch::app {

namespace {

using base::Result;

/// That a URL is no URL, or leads nowhere, and where it stands.
base::Error at_place(const cli::ListedUrl& url, const base::Error& error) {
    return url.place.empty() ? error
                             : base::Error(error.kind(), url.place + ": " + error.what())
                                   .because(error.cause())
                                   .hinting(error.hint());
}

} // namespace

Result<std::vector<std::uint32_t>>
places_of(const cli::Send& command, Setup& setup, const base::Environment& environment) {
    std::vector<std::uint32_t> places;
    places.reserve(command.several.urls.size());
    std::map<std::string, std::uint32_t> numbers;
    std::string_view last;
    for (const cli::ListedUrl& url : command.several.urls) {
        if (http::start_alike(url.text, std::exchange(last, url.text))) {
            places.push_back(places.back());
            continue;
        }
        const auto address =
            request::address_of(url.text, command.request.url_rules, setup.session);
        if (!address) {
            return at_place(url, address.error());
        }
        const auto number = static_cast<std::uint32_t>(numbers.size());
        const auto [known, is_new] =
            numbers.emplace(http::to_string(http::origin(address->url)), number);
        if (is_new) {
            if (const auto way = check_place(setup, address->url, environment); !way) {
                return at_place(url, way.error());
            }
        }
        places.push_back(known->second);
    }
    return places;
}

} // namespace latch::app
