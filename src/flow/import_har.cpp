// SPDX-License-Identifier: MIT
#include "flow/import_body.hpp"
#include "flow/import_json.hpp"
#include "flow/import_kinds.hpp"
#include "flow/import_text.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::flow::foreign {

namespace {

using query::Json;

/// What latch says by itself.
bool is_own(std::string_view name) {
    constexpr auto names = std::to_array<std::string_view>(
        {"Host",
         "Content-Length",
         "Connection",
         "Accept-Encoding",
         "Transfer-Encoding",
         "Keep-Alive"}
    );
    return name.starts_with(':') || std::ranges::any_of(names, [&](std::string_view other) {
               return base::iequals(name, other);
           });
}

/// The path of a URL, for a title.
std::string path_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    const std::size_t path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
    return path == std::string_view::npos
               ? "/"
               : std::string(url.substr(path, url.find_first_of("?#", path) - path));
}

class HarReader {
public:
    void read(const Json& entry) {
        const Json* const request = entry.find("request");
        ++number_;
        title_ = "request " + std::to_string(number_);
        if (request == nullptr) {
            drop("an entry without a request");
            return;
        }
        Wish wish;
        wish.method = text_at(*request, "method");
        wish.url = text_at(*request, "url");
        wish.title = wish.method + ' ' + path_of(wish.url);
        title_ += " (" + wish.title + ')';
        read_headers(*request, wish);
        if (const Json* const data = request->find("postData")) {
            read_body(*data, wish);
        }
        read_status(entry, wish);
        add(std::move(wish));
    }

    base::Result<Imported> done() && { return std::move(out_).done("a HAR file"); }

private:
    Origin at() const { return {.request = title_}; }

    void drop(std::string_view what) { out_.drop(at(), what); }

    void read_headers(const Json& request, Wish& wish) {
        for (const Json& header : array_at(request, "headers")) {
            const std::string name = text_at(header, "name");
            const std::string value = text_at(header, "value");
            if (base::iequals(name, "Cookie")) {
                drop_cookies();
            } else if (!name.empty() && !is_own(name)) {
                wish.headers.emplace_back(name, value);
            }
        }
    }

    void drop_cookies() {
        if (!std::exchange(has_cookies_, true)) {
            drop("cookies, here and elsewhere: a flow keeps those that it receives");
        }
    }

    void read_body(const Json& data, Wish& wish) {
        const std::string type = text_at(data, "mimeType");
        const auto& fields = array_at(data, "params");
        std::string text = text_at(data, "text");
        if (base::istarts_with(type, "multipart/")) {
            read_parts(fields, wish);
            return;
        }
        if (!type.empty() && !wish.has_header("Content-Type")) {
            wish.headers.emplace_back("Content-Type", type);
        }
        if (text.empty() && !fields.empty()) {
            text = encoded(fields);
        }
        if (!text.empty()) {
            set_typed(wish, std::move(text));
        }
    }

    static std::string encoded(const Json::Array& fields) {
        std::string text;
        for (const Json& field : fields) {
            text += text.empty() ? "" : "&";
            text += text_at(field, "name") + '=' + text_at(field, "value");
        }
        return text;
    }

    /// The parts of a form; those that were files had a name and no content.
    void read_parts(const Json::Array& parts, Wish& wish) {
        if (parts.empty()) {
            drop("a multipart body");
            return;
        }
        std::erase_if(wish.headers, [](const auto& header) {
            return base::iequals(header.first, "Content-Type");
        });
        wish.option("--multipart");
        Fields fields;
        for (const Json& part : parts) {
            const std::string file = text_at(part, "fileName");
            if (file.empty()) {
                fields.emplace_back(text_at(part, "name"), text_at(part, "value"));
            } else {
                drop("the folder of the file that is sent as " + text_at(part, "name"));
                wish.items.push_back(
                    upload_item(text_at(part, "name"), file, text_at(part, "contentType"))
                );
            }
        }
        set_fields(wish, fields, at(), out_);
    }

    static void read_status(const Json& entry, Wish& wish) {
        const Json* const response = entry.find("response");
        const std::string status = response != nullptr ? text_at(*response, "status") : "";
        if (base::parse_decimal(status).value_or(0) > 0) {
            wish.expect("status==" + status);
        }
    }

    void add(Wish wish) {
        const bool is_http = wish.url.starts_with("http://") || wish.url.starts_with("https://");
        if (is_http && !wish.method.empty()) {
            out_.add(std::move(wish), at());
        } else {
            drop("a request that is not HTTP");
        }
    }

    Translation out_;
    std::size_t number_ = 0;
    std::string title_;
    bool has_cookies_ = false;
};

} // namespace

base::Result<Imported> import_har(std::string_view content) {
    const auto document = query::parse_json(content);
    if (!document) {
        return base::Error(base::ErrorKind::usage, "it is not JSON")
            .because(document.error().what());
    }
    const Json* const log = document->find("log");
    if (log == nullptr || log->find("entries") == nullptr) {
        return base::Error(base::ErrorKind::usage, "it is no HAR file")
            .because("there is no log.entries");
    }
    HarReader reader;
    for (const Json& entry : array_at(*log, "entries")) {
        reader.read(entry);
    }
    return std::move(reader).done();
}

} // namespace latch::flow::foreign
