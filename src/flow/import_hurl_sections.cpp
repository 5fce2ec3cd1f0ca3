// SPDX-License-Identifier: MIT
#include "flow/import_body.hpp"
#include "flow/import_hurl.hpp"
#include "flow/import_hurl_scan.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::flow::foreign {

namespace {

using std::chrono::milliseconds;

/// `KEY: VALUE`, where it is read.
struct Pair {
    std::string key;
    std::string value;
    HurlEntry& entry;
    Translation& out;
    Origin at;

    Wish& wish() const { return entry.wish; }
};

void query(const Pair& pair) {
    pair.entry.queries.emplace_back(pair.key, pair.value);
}

void need(Wish& wish, std::string_view option) {
    const std::vector<std::string> wanted{std::string(option)};
    if (std::ranges::find(wish.options, wanted) == wish.options.end()) {
        wish.options.push_back(wanted);
    }
}

void form(const Pair& pair) {
    need(pair.wish(), "--form");
    set_fields(pair.wish(), {{pair.key, pair.value}}, pair.at, pair.out);
}

/// `file,PATH; TYPE` or a text.
void part(const Pair& pair) {
    constexpr std::string_view file = "file,";
    need(pair.wish(), "--multipart");
    if (!pair.value.starts_with(file)) {
        set_fields(pair.wish(), {{pair.key, pair.value}}, pair.at, pair.out);
        return;
    }
    const std::string_view said = std::string_view(pair.value).substr(file.size());
    const auto parts = base::split_once(said, ';');
    const std::string_view path = base::trim(parts ? parts->first : said);
    const std::string_view type = parts ? base::trim(parts->second) : "";
    pair.wish().items.push_back(upload_item(pair.key, path, type));
}

void cookie(const Pair& pair) {
    pair.entry.cookies.push_back(pair.key + '=' + pair.value);
}

void basic_auth(const Pair& pair) {
    pair.wish().option("--auth", pair.key + ':' + pair.value);
}

bool is_on(const Pair& pair) {
    return pair.value == "true";
}

void drop_option(const Pair& pair) {
    pair.out.drop(pair.at, "the option " + pair.key);
}

void location_trusted(const Pair& pair) {
    if (is_on(pair)) {
        need(pair.wish(), "--follow");
        pair.out.drop(pair.at, "that other hosts get the credentials, too (location-trusted)");
    }
}

void retry(const Pair& pair) {
    const bool is_endless = pair.value == "-1";
    const auto times = base::parse_decimal(pair.value);
    if (is_endless || times.value_or(1'000'000) < 1'000'000) {
        pair.entry.retries = is_endless ? -1 : static_cast<long long>(*times);
    } else {
        drop_option(pair);
    }
}

void retry_interval(const Pair& pair) {
    const auto interval = hurl_duration(pair.value, milliseconds(1));
    if (interval && interval->count() > 0) {
        pair.entry.interval = *interval;
    } else {
        drop_option(pair);
    }
}

void variable(const Pair& pair) {
    const auto parts = base::split_once(pair.value, '=');
    if (!parts) {
        drop_option(pair);
        return;
    }
    std::string_view value = base::trim(parts->second);
    const bool is_quoted = value.size() > 1 && value.front() == '"' && value.back() == '"';
    value = is_quoted ? value.substr(1, value.size() - 2) : value;
    pair.out.define(base::trim(parts->first), std::string(value), pair.at);
}

/// Hurl's 30s as the seconds of latch.
void seconds(const Pair& pair) {
    const auto time = hurl_duration(pair.value, milliseconds(1000));
    if (!time) {
        drop_option(pair);
        return;
    }
    const auto rest = time->count() % 1000;
    std::string text = std::to_string(time->count() / 1000);
    if (rest != 0) {
        text += '.' + std::to_string(1000 + rest).substr(1);
    }
    pair.wish().option("--" + pair.key, text);
}

void redirect_limit(const Pair& pair) {
    base::parse_decimal(pair.value) ? pair.wish().option("--max-redirects", pair.value)
                                    : drop_option(pair);
}

void proxy(const Pair& pair) {
    const bool has_scheme = pair.value.find("://") != std::string::npos;
    pair.wish().option("--proxy", (has_scheme ? "all:" : "all:http://") + pair.value);
}

void nothing(const Pair& /*pair*/) {}

struct Meaning {
    std::string_view name;
    void (*read)(const Pair&);
};

constexpr auto options = std::to_array<Meaning>({
    {"location-trusted", location_trusted},
    {"retry", retry},
    {"retry-interval", retry_interval},
    {"variable", variable},
    {"max-time", seconds},
    {"connect-timeout", seconds},
    {"max-redirs", redirect_limit},
    {"proxy", proxy},
    {"compressed", nothing},
    {"verbose", nothing},
    {"very-verbose", nothing},
    {"verbosity", nothing},
    {"http1.1", nothing},
    {"netrc-optional", nothing},
});

/// Those that latch has, too: with the same value, or as a flag.
constexpr auto twins = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"output", "--output"},
    {"cacert", "--verify"},
    {"cert", "--cert"},
    {"key", "--cert-key"},
    {"user", "--auth"},
    {"unix-socket", "--unix-socket"},
    {"resolve", "--resolve"},
    {"connect-to", "--connect-to"},
});

constexpr auto flags = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"location", "--follow"},
    {"insecure", "--verify=no"},
    {"path-as-is", "--path-as-is"},
    {"ipv4", "--ipv4"},
    {"ipv6", "--ipv6"},
    {"http1.0", "--http-version=1.0"},
});

template <std::size_t N>
std::string_view named(
    const std::array<std::pair<std::string_view, std::string_view>, N>& pairs, std::string_view name
) {
    const auto* const found =
        std::ranges::find(pairs, name, &std::pair<std::string_view, std::string_view>::first);
    return found == pairs.end() ? std::string_view() : found->second;
}

void option(const Pair& pair) {
    const auto* const meaning = std::ranges::find(options, pair.key, &Meaning::name);
    const std::string_view flag = named(flags, pair.key);
    const std::string_view twin = named(twins, pair.key);
    const bool is_off = pair.value == "false";
    if (meaning != options.end()) {
        meaning->read(pair);
    } else if (!flag.empty() && is_on(pair)) {
        need(pair.wish(), flag);
    } else if (!twin.empty()) {
        pair.wish().option(std::string(twin), pair.value);
    } else if (!is_off) {
        drop_option(pair);
    }
}

constexpr auto sections = std::to_array<Meaning>({
    {"QueryStringParams", query},
    {"Query", query},
    {"FormParams", form},
    {"Form", form},
    {"MultipartFormData", part},
    {"Multipart", part},
    {"Cookies", cookie},
    {"BasicAuth", basic_auth},
    {"Options", option},
});

} // namespace

void read_hurl_request_line(const Line& line, HurlEntry& entry, Translation& out) {
    const auto* const section = std::ranges::find(sections, entry.section, &Meaning::name);
    const auto pair = base::split_once(without_comment(line.text), ':');
    const Origin at{.line = line.number};
    if (section == sections.end()) {
        out.drop(at, "a line of [" + entry.section + ']');
    } else if (!pair) {
        out.drop(at, "a line of [" + entry.section + "] without a colon");
    } else {
        section->read(
            {.key = hurl_text(base::trim(pair->first), at, out),
             .value = hurl_text(base::trim(pair->second), at, out),
             .entry = entry,
             .out = out,
             .at = at}
        );
    }
}

std::optional<milliseconds> hurl_duration(std::string_view text, milliseconds unit) {
    constexpr auto units = std::to_array<std::pair<std::string_view, long long>>(
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}
    );
    constexpr unsigned long long most = 1'000'000'000;
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string_view name = text.substr(end);
    const auto number = base::parse_decimal(text.substr(0, end));
    const auto* const found =
        std::ranges::find(units, name, &std::pair<std::string_view, long long>::first);
    if (!number || *number > most || (found == units.end() && !name.empty())) {
        return std::nullopt;
    }
    const milliseconds factor = name.empty() ? unit : milliseconds(found->second);
    return factor * static_cast<long long>(*number);
}

} // namespace latch::flow::foreign
