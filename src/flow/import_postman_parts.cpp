// SPDX-License-Identifier: MIT
#include "flow/import_body.hpp"
#include "flow/import_json.hpp"
#include "flow/import_postman.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace latch::flow::foreign {

namespace {

using query::Json;

/// A body, or a part of one, where it is read.
struct Reading {
    const Json& json;
    PostmanRequest& request;
    Translation& out;

    std::string text(const Json& object, std::string_view name) const {
        return template_at(object, name, request.at(), out);
    }

    void drop(std::string_view what) const { out.drop(request.at(), what); }
};

void read_raw(const Reading& reading) {
    Wish& wish = reading.request.wish;
    const std::string text = reading.text(reading.json, "raw");
    const Json* const options = reading.json.find("options");
    const Json* const raw = options != nullptr ? options->find("raw") : nullptr;
    const std::string language = raw != nullptr ? text_at(*raw, "language") : "";
    if (!wish.has_header("Content-Type") && language != "json" && !language.empty()) {
        wish.headers.emplace_back(
            "Content-Type", language == "text" ? "text/plain" : "application/" + language
        );
    }
    if (text.empty()) {
        return;
    }
    if (language == "json" && !wish.has_header("Content-Type")) {
        wish.headers.emplace_back("Content-Type", "application/json");
    }
    set_typed(wish, text);
}

void read_urlencoded(const Reading& reading) {
    Fields fields;
    for (const Json& field : array_at(reading.json, "urlencoded")) {
        if (!is_true_at(field, "disabled")) {
            fields.emplace_back(reading.text(field, "key"), reading.text(field, "value"));
        }
    }
    reading.request.wish.option("--form");
    set_fields(reading.request.wish, fields, reading.request.at(), reading.out);
}

/// The path of a file, or the first of several.
std::string file_of(const Json& field) {
    const auto& several = array_at(field, "src");
    const auto* const first = several.empty() ? nullptr : several.front().as<std::string>();
    return first != nullptr ? plain(*first) : text_at(field, "src");
}

void read_form_data(const Reading& reading) {
    Wish& wish = reading.request.wish;
    wish.option("--multipart");
    for (const Json& field : array_at(reading.json, "formdata")) {
        const std::string name = reading.text(field, "key");
        const std::string type = text_at(field, "contentType");
        if (is_true_at(field, "disabled")) {
            continue;
        }
        if (text_at(field, "type") != "file") {
            if (!type.empty()) {
                reading.drop("the type of a field that is no file");
            }
            set_fields(
                wish, {{name, reading.text(field, "value")}}, reading.request.at(), reading.out
            );
            continue;
        }
        if (array_at(field, "src").size() > 1) {
            reading.drop("all files of a field but the first");
        }
        if (const std::string file = file_of(field); !file.empty()) {
            wish.items.push_back(upload_item(name, file, type));
        } else {
            reading.drop("a file that nobody has chosen");
        }
    }
}

void read_file(const Reading& reading) {
    const Json* const file = reading.json.find("file");
    const std::string name = file != nullptr ? text_at(*file, "src") : "";
    if (name.empty()) {
        reading.drop("a file that nobody has chosen");
    } else {
        reading.request.wish.body_file = name;
    }
}

void read_graphql(const Reading& reading) {
    const Json* const graphql = reading.json.find("graphql");
    const std::string query = graphql != nullptr ? reading.text(*graphql, "query") : "";
    const std::string variables = graphql != nullptr ? reading.text(*graphql, "variables") : "";
    auto& items = reading.request.wish.items;
    items.push_back(field_item("query", query));
    const bool is_json = query::parse_json(variables).has_value();
    if (is_json) {
        items.push_back(json_item("variables", variables));
    } else if (variables.find_first_not_of(" \t\r\n") != std::string::npos) {
        reading.drop("the variables of GraphQL, which are no JSON");
    }
}

/// A setting of an auth: an array of keys and values, or in v2.0 an object of them.
std::string setting(const Reading& reading, std::string_view type, std::string_view key) {
    const Json* const settings = reading.json.find(type);
    for (const Json& each : array_at(reading.json, type)) {
        if (text_at(each, "key") == key) {
            return reading.text(each, "value");
        }
    }
    return settings != nullptr ? reading.text(*settings, key) : "";
}

void read_basic(const Reading& reading) {
    reading.request.wish.option(
        "--auth",
        setting(reading, "basic", "username") + ':' + setting(reading, "basic", "password")
    );
}

void read_digest(const Reading& reading) {
    reading.request.wish.option("--auth-type=digest");
    reading.request.wish.option(
        "--auth",
        setting(reading, "digest", "username") + ':' + setting(reading, "digest", "password")
    );
}

void read_bearer(const Reading& reading) {
    reading.request.wish.option("--bearer", setting(reading, "bearer", "token"));
}

void read_api_key(const Reading& reading) {
    const std::string name = setting(reading, "apikey", "key");
    const std::string value = setting(reading, "apikey", "value");
    Wish& wish = reading.request.wish;
    if (setting(reading, "apikey", "in") == "query") {
        wish.url = with_query(std::move(wish.url), name + '=' + value);
    } else {
        wish.headers.emplace_back(name, value);
    }
}

void read_nothing(const Reading& /*reading*/) {}

struct Mode {
    std::string_view name;
    void (*read)(const Reading&);
};

constexpr auto bodies = std::to_array<Mode>({
    {"raw", read_raw},
    {"urlencoded", read_urlencoded},
    {"formdata", read_form_data},
    {"file", read_file},
    {"graphql", read_graphql},
    {"", read_nothing},
});

constexpr auto auths = std::to_array<Mode>({
    {"basic", read_basic},
    {"digest", read_digest},
    {"bearer", read_bearer},
    {"apikey", read_api_key},
    {"noauth", read_nothing},
    {"", read_nothing},
});

template <std::size_t N>
void read(const std::array<Mode, N>& modes, std::string_view name, const Reading& reading) {
    const auto* const found = std::ranges::find(modes, name, &Mode::name);
    if (found != modes.end()) {
        found->read(reading);
    } else {
        reading.drop("what Postman calls " + std::string(name));
    }
}

} // namespace

void read_postman_body(const Json& body, PostmanRequest& request, Translation& out) {
    if (!is_true_at(body, "disabled")) {
        read(bodies, text_at(body, "mode"), {body, request, out});
    }
}

void read_postman_auth(const Json& auth, PostmanRequest& request, Translation& out) {
    read(auths, text_at(auth, "type"), {auth, request, out});
}

} // namespace latch::flow::foreign
