// SPDX-License-Identifier: MIT
#include "flow/import_curl.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace latch::flow::foreign {

namespace {

/// What an option does, with its value.
struct Context {
    std::string value; ///< empty for a flag
    CurlCommand* command;
    Translation* out;

    void drop(std::string_view what) const { out->drop({.line = command->line}, what); }
};

using Action = void (*)(const Context&);

struct Meaning {
    std::string_view name; ///< the long one, or a letter
    Action act;
};

void header(const Context& option) {
    const std::string_view text = option.value;
    const auto colon = base::split_once(text, ':');
    Wish& wish = option.command->wish;
    if (text.starts_with('@')) {
        option.drop("headers in a file");
    } else if (!colon && text.ends_with(';')) {
        wish.headers.emplace_back(text.substr(0, text.size() - 1), "");
    } else if (!colon) {
        option.drop("a header without a colon");
    } else if (base::trim(colon->second).empty()) {
        wish.items.push_back(std::string(base::trim(colon->first)) + ':');
    } else {
        wish.headers.emplace_back(base::trim(colon->first), base::trim(colon->second));
    }
}

void set_header(const Context& option, std::string_view name) {
    option.command->wish.headers.emplace_back(name, option.value);
}

/// A file of data is the whole body or nothing.
void data_file(const Context& option, std::string_view name) {
    Wish& wish = option.command->wish;
    if (wish.body_file) {
        option.drop("a second file of data");
    } else {
        wish.body_file = name;
    }
}

void data(const Context& option) {
    if (option.value.starts_with('@')) {
        data_file(option, std::string_view(option.value).substr(1));
        option.drop("that -d @FILE takes line ends out of the file");
    } else {
        option.command->data.push_back(option.value);
    }
}

void binary_data(const Context& option) {
    option.value.starts_with('@') ? data_file(option, std::string_view(option.value).substr(1))
                                  : option.command->data.push_back(option.value);
}

/// `TEXT`, `=TEXT`, `NAME=TEXT`, `@FILE` and `NAME@FILE`; TEXT is to be encoded.
std::optional<std::string> urlencoded(const Context& option) {
    const std::string_view text = option.value;
    const std::size_t at = text.find_first_of("=@");
    if (at == std::string_view::npos) {
        return percent_encoded(text);
    }
    if (text[at] == '@') {
        option.drop("a file whose content is to be encoded");
        return std::nullopt;
    }
    const std::string name(text.substr(0, at));
    return (name.empty() ? "" : name + '=') + percent_encoded(text.substr(at + 1));
}

void encoded_data(const Context& option) {
    if (auto text = urlencoded(option)) {
        option.command->data.push_back(*std::move(text));
    }
}

void url_query(const Context& option) {
    if (auto text = urlencoded(option)) {
        option.command->queries.push_back(*std::move(text));
    }
}

void json(const Context& option) {
    CurlCommand& command = *option.command;
    command.is_json = true;
    binary_data(option);
}

/// `NAME=TEXT`, `NAME=@FILE;type=TYPE`, `NAME=<FILE`
void form(const Context& option) {
    const auto pair = base::split_once(option.value, '=');
    CurlCommand& command = *option.command;
    command.is_form = true;
    if (!pair || pair->first.empty() || pair->first.starts_with('-')) {
        option.drop("a field without a name, or with one that begins with a dash");
        return;
    }
    auto& items = command.wish.items;
    const std::string_view value = pair->second;
    if (value.starts_with('@')) {
        items.push_back(upload_item(pair->first, value.substr(1), ""));
    } else if (value.starts_with('<')) {
        items.push_back(field_item(pair->first, "") + '@' + std::string(value.substr(1)));
    } else {
        const std::size_t type = std::min(value.find(";type="), value.size());
        if (type != value.size()) {
            option.drop("the type of a field that is no file");
        }
        items.push_back(field_item(pair->first, value.substr(0, type)));
    }
}

void form_string(const Context& option) {
    const auto pair = base::split_once(option.value, '=');
    option.command->is_form = true;
    if (pair) {
        option.command->wish.items.push_back(field_item(pair->first, pair->second));
    } else {
        option.drop("a field without a value");
    }
}

void cookie(const Context& option) {
    option.value.find('=') == std::string::npos ? option.drop("the cookies of a file")
                                                : option.command->cookies.push_back(option.value);
}

void certificate(const Context& option) {
    const auto pair = base::split_once(option.value, ':');
    Wish& wish = option.command->wish;
    wish.option("--cert", std::string(pair ? pair->first : option.value));
    if (pair) {
        wish.option("--cert-key-pass", std::string(pair->second));
    }
}

void proxy(const Context& option) {
    const bool has_scheme = option.value.find("://") != std::string::npos;
    option.command->wish.option("--proxy", (has_scheme ? "all:" : "all:http://") + option.value);
}

void redirect_limit(const Context& option) {
    base::parse_decimal(option.value) ? option.command->wish.option("--max-redirects", option.value)
                                      : option.drop("--max-redirs without a limit");
}

void resolve(const Context& option) {
    const bool is_plain = option.value.find_first_of("*,") == std::string::npos &&
                          option.value.find_first_of("+-") != 0;
    is_plain ? option.command->wish.option("--resolve", option.value)
             : option.drop("an entry of --resolve that is not HOST:PORT:ADDRESS");
}

void output(const Context& option) {
    if (option.value != "/dev/null") {
        option.command->wish.option("--output", option.value);
    }
}

void upload(const Context& option) {
    data_file(option, option.value);
    option.command->method = option.command->method.value_or("PUT");
}

void range(const Context& option) {
    option.command->wish.headers.emplace_back("Range", "bytes=" + option.value);
}

/// Options that latch has, too, with their value.
constexpr auto twins = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"L", "--follow"},
    {"location", "--follow"},
    {"k", "--verify=no"},
    {"insecure", "--verify=no"},
    {"cacert", "--verify"},
    {"capath", "--verify"},
    {"key", "--cert-key"},
    {"pass", "--cert-key-pass"},
    {"user", "--auth"},
    {"oauth2-bearer", "--bearer"},
    {"digest", "--auth-type=digest"},
    {"m", "--max-time"},
    {"max-time", "--max-time"},
    {"connect-timeout", "--connect-timeout"},
    {"retry", "--retry"},
    {"connect-to", "--connect-to"},
    {"unix-socket", "--unix-socket"},
    {"interface", "--interface"},
    {"ciphers", "--ciphers"},
    {"path-as-is", "--path-as-is"},
    {"O", "--download"},
    {"remote-name", "--download"},
    {"4", "--ipv4"},
    {"ipv4", "--ipv4"},
    {"6", "--ipv6"},
    {"ipv6", "--ipv6"},
    {"0", "--http-version=1.0"},
    {"http1.0", "--http-version=1.0"},
});

/// What changes nothing about a request, or is latch's way anyhow.
constexpr auto ignored = std::to_array<std::string_view>(
    {"s",
     "silent",
     "S",
     "show-error",
     "v",
     "verbose",
     "i",
     "include",
     "f",
     "fail",
     "#",
     "progress-bar",
     "compressed",
     "g",
     "globoff",
     "http1.1",
     "n",
     "netrc",
     "basic",
     "no-progress-meter",
     "N",
     "no-buffer",
     "fail-with-body",
     "no-keepalive",
     "fail-early",
     "anyauth",
     "show-headers"}
);

constexpr auto meanings = std::to_array<Meaning>({
    {"url", [](const Context& option) { option.command->urls.push_back(option.value); }},
    {"X", [](const Context& option) { option.command->method = option.value; }},
    {"request", [](const Context& option) { option.command->method = option.value; }},
    {"header", header},
    {"d", data},
    {"data", data},
    {"data-ascii", data},
    {"data-raw", [](const Context& option) { option.command->data.push_back(option.value); }},
    {"data-binary", binary_data},
    {"data-urlencode", encoded_data},
    {"url-query", url_query},
    {"json", json},
    {"F", form},
    {"form", form},
    {"form-string", form_string},
    {"cookie", cookie},
    {"I", [](const Context& option) { option.command->is_head = true; }},
    {"head", [](const Context& option) { option.command->is_head = true; }},
    {"G", [](const Context& option) { option.command->is_get = true; }},
    {"get", [](const Context& option) { option.command->is_get = true; }},
    {"user-agent", [](const Context& option) { set_header(option, "User-Agent"); }},
    {"e", [](const Context& option) { set_header(option, "Referer"); }},
    {"referer", [](const Context& option) { set_header(option, "Referer"); }},
    {"r", range},
    {"range", range},
    {"x", proxy},
    {"proxy", proxy},
    {"E", certificate},
    {"cert", certificate},
    {"max-redirs", redirect_limit},
    {"resolve", resolve},
    {"o", output},
    {"output", output},
    {"T", upload},
    {"upload-file", upload},
});

} // namespace

void take_option(const http::CurlOption& option, CurlCommand& command, Translation& out) {
    const std::string dashed = (option.name.size() == 1 ? "-" : "--") + option.name;
    const Context context{.value = plain(option.value.text), .command = &command, .out = &out};
    if (!option.value.is_known) {
        context.drop(
            "what a shell would fill in for " + (option.name == "url" ? "the URL" : dashed)
        );
    }
    const auto* const meaning = std::ranges::find(meanings, option.name, &Meaning::name);
    if (meaning != meanings.end()) {
        meaning->act(context);
        return;
    }
    using Twin = std::pair<std::string_view, std::string_view>;
    const auto* const twin = std::ranges::find(twins, option.name, &Twin::first);
    if (twin == twins.end()) {
        if (std::ranges::find(ignored, option.name) == ignored.end()) {
            context.drop("the option " + dashed);
        }
    } else if (context.value.empty()) {
        command.wish.option(std::string(twin->second));
    } else {
        command.wish.option(std::string(twin->second), context.value);
    }
}

} // namespace latch::flow::foreign
