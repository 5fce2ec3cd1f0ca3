// SPDX-License-Identifier: MIT
#include "flow/import_postman.hpp"

#include "flow/import_body.hpp"
#include "flow/import_dynamic.hpp"
#include "flow/import_json.hpp"
#include "flow/import_kinds.hpp"
#include "flow/import_script.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::flow::foreign {

namespace {

using query::Json;

/// What a folder hands down to its requests.
struct Folder {
    std::string title{};
    const Json* auth = nullptr; ///< null: none
};

bool is_disabled(const Json& entry) noexcept {
    return is_true_at(entry, "disabled");
}

std::string joined(const Json& object, std::string_view name, std::string_view between) {
    std::string text;
    for (const Json& part : array_at(object, name)) {
        const auto* const word = part.as<std::string>();
        text += text.empty() ? "" : between;
        text += word != nullptr ? plain(*word) : text_at(part, "value");
    }
    return text;
}

/// A URL that was taken apart; `raw` says the same, if it is there.
std::string raw_url(const Json& url) {
    if (const auto* const text = url.as<std::string>()) {
        return *text;
    }
    if (std::string raw = text_at(url, "raw"); !raw.empty()) {
        return raw;
    }
    const std::string scheme = text_at(url, "protocol");
    const std::string port = text_at(url, "port");
    std::string text = (scheme.empty() ? "" : scheme + "://") + joined(url, "host", ".") +
                       (port.empty() ? "" : ':' + port) + '/' + joined(url, "path", "/");
    for (const Json& parameter : array_at(url, "query")) {
        if (!is_disabled(parameter)) {
            text = with_query(
                std::move(text), text_at(parameter, "key") + '=' + text_at(parameter, "value")
            );
        }
    }
    return text;
}

/// The URL with the values of its `:name` segments in their place.
std::string url_of(const Json& url) {
    std::string text = raw_url(url);
    for (const Json& variable : array_at(url, "variable")) {
        const std::string segment = "/:" + text_at(variable, "key");
        const std::string value = text_at(variable, "value");
        const std::size_t at = segment.size() > 2 ? text.find(segment) : std::string::npos;
        const std::size_t end = at == std::string::npos ? at : at + segment.size();
        if (end != std::string::npos &&
            (end == text.size() || std::string_view("/?#").find(text[end]) != std::string_view::npos
            )) {
            text.replace(at + 1, segment.size() - 1, value);
        }
    }
    return text;
}

class Collection {
public:
    void read(const Json& document) {
        for (const Json& variable : array_at(document, "variable")) {
            define(variable);
        }
        drop_scripts(document, {});
        read_items(document, {.auth = document.find("auth")});
    }

    base::Result<Imported> done() && { return std::move(out_).done("a Postman collection"); }

private:
    void define(const Json& variable) {
        const std::string name = text_at(variable, "key");
        if (!name.empty() && !is_disabled(variable)) {
            out_.define(name, template_at(variable, "value", {}, out_), {});
        }
    }

    /// Folders may lie in one another as deep as JSON does.
    void
    read_items(const Json& parent, const Folder& folder) { // NOLINT(misc-no-recursion): as its JSON
        for (const Json& item : array_at(parent, "item")) {
            const std::string name = text_at(item, "name");
            const std::string title = folder.title.empty() ? name : folder.title + " / " + name;
            const Json* const auth = item.find("auth");
            if (item.find("item") != nullptr) {
                drop_scripts(item, title);
                read_items(item, {.title = title, .auth = auth != nullptr ? auth : folder.auth});
            } else if (const Json* const request = item.find("request")) {
                read_request(item, *request, {.title = title, .auth = folder.auth});
            } else {
                out_.drop({.request = title}, "an item without a request");
            }
        }
    }

    void read_request(const Json& item, const Json& said, const Folder& place) {
        PostmanRequest request{.wish = {}, .title = place.title};
        Wish& wish = request.wish;
        wish.title = text_of(place.title, request.at(), out_);
        if (const auto* const url = said.as<std::string>()) {
            wish.url = text_of(*url, request.at(), out_);
        } else {
            read_parts(said, request);
        }
        if (const Json* const own = said.find("auth"); own != nullptr || place.auth != nullptr) {
            read_postman_auth(own != nullptr ? *own : *place.auth, request, out_);
        }
        read_events(item, request);
        out_.add(std::move(wish), request.at());
    }

    void read_parts(const Json& said, PostmanRequest& request) {
        Wish& wish = request.wish;
        if (std::string method = text_at(said, "method"); !method.empty()) {
            wish.method = std::move(method);
        }
        if (const Json* const url = said.find("url")) {
            wish.url = text_of(url_of(*url), request.at(), out_);
        }
        for (const Json& header : array_at(said, "header")) {
            if (!is_disabled(header)) {
                wish.headers.emplace_back(
                    text_at(header, "key"), template_at(header, "value", request.at(), out_)
                );
            }
        }
        if (const Json* const body = said.find("body"); body != nullptr && !body->is_null()) {
            read_postman_body(*body, request, out_);
        }
    }

    static std::string script_of(const Json& event) {
        const Json* const script = event.find("script");
        if (script == nullptr) {
            return {};
        }
        const std::string text = text_at(*script, "exec");
        return text.empty() ? joined(*script, "exec", "\n") : text;
    }

    void read_events(const Json& item, PostmanRequest& request) {
        for (const Json& event : array_at(item, "event")) {
            const std::string script = script_of(event);
            if (statements_of(script).empty() || is_disabled(event)) {
                continue;
            }
            if (text_at(event, "listen") == "test") {
                take_script(script, request.wish, request.at(), out_);
            } else {
                out_.drop(request.at(), "a script that runs before the request");
            }
        }
    }

    /// Those of folders run for each of their requests.
    void drop_scripts(const Json& parent, std::string_view title) {
        for (const Json& event : array_at(parent, "event")) {
            if (!statements_of(script_of(event)).empty() && !is_disabled(event)) {
                out_.drop({.request = title}, "a script for all requests in it");
            }
        }
    }

    Translation out_;
};

} // namespace

std::string
template_at(const Json& object, std::string_view name, const Origin& at, Translation& out) {
    return text_of(text_at(object, name), at, out);
}

base::Result<Imported> import_postman(std::string_view content) {
    const auto document = query::parse_json(content);
    if (!document) {
        return base::Error(base::ErrorKind::usage, "it is not JSON")
            .because(document.error().what());
    }
    const Json* const wrapped = document->find("collection"); // as Postman's API has it
    const Json& collection = wrapped != nullptr ? *wrapped : *document;
    if (collection.find("info") == nullptr || collection.find("item") == nullptr) {
        return base::Error(base::ErrorKind::usage, "it is no Postman collection")
            .because("there is no info and item")
            .hinting("export it as Collection v2.1");
    }
    Collection reader;
    reader.read(collection);
    return std::move(reader).done();
}

} // namespace latch::flow::foreign
