// SPDX-License-Identifier: MIT
#include "request/body.hpp"

#include "request/fields.hpp"

#include "latch/base/text.hpp"
#include "latch/http/file_type.hpp"
#include "latch/http/media_type.hpp"
#include "latch/http/multipart.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

namespace latch::request {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using Kind = Item::Kind;

constexpr std::string_view form_type = "application/x-www-form-urlencoded; charset=utf-8";
constexpr std::string_view json_type = "application/json";

bool is_part(const Item& item) noexcept {
    return is_field(item) || item.kind == Kind::upload;
}

const Item* find_item(const RequestSpec& spec, bool (*wanted)(const Item&)) {
    const auto found = std::ranges::find_if(spec.items, wanted);
    return found == spec.items.end() ? nullptr : &*found;
}

const Item* body_file(const RequestSpec& spec) {
    return find_item(spec, [](const Item& item) { return item.kind == Kind::body_file; });
}

const Item* upload(const RequestSpec& spec) {
    return find_item(spec, [](const Item& item) { return item.kind == Kind::upload; });
}

/// Everything that wants to be the body, in words.
std::vector<std::string> body_sources(const RequestSpec& spec, const http::Body& stdin_body) {
    std::vector<std::string> sources;
    if (const Item* const part = find_item(spec, is_part)) {
        const std::string_view what = part->kind == Kind::upload ? "the upload " : "the field ";
        sources.push_back(std::string(what) + part->name);
    }
    bool stdin_is_named = false;
    for (const Item& item : spec.items) {
        if (item.kind == Kind::body_file) {
            sources.push_back("@" + item.value);
            stdin_is_named = stdin_is_named || is_stdin(item);
        }
    }
    if (spec.raw) {
        sources.emplace_back("--raw");
    }
    if (http::has_body(stdin_body) && !stdin_is_named) {
        sources.emplace_back("standard input");
    }
    return sources;
}

Error two_bodies(const std::vector<std::string>& sources) {
    const bool from_stdin = sources.back() == "standard input";
    return Error(ErrorKind::usage, "two request bodies")
        .because(sources[0] + " and " + sources[1])
        .hinting(from_stdin ? "leave one away, or say --ignore-stdin" : "leave one away");
}

Error upload_without_form(const Item& item) {
    return Error(ErrorKind::usage, "a file upload (" + item.name + "@...) without a form")
        .because("JSON cannot hold files")
        .hinting(
            "--form sends it; @... without a name is the whole body; write " + item.name +
            R"(\@ for an @ that is meant as text)"
        );
}

Error multipart_of_one(const std::string& source) {
    return Error(ErrorKind::usage, "--multipart cannot send " + source)
        .because("its body is made of fields and files with names")
        .hinting("NAME@FILE is a file with a name; without --multipart it is the whole body");
}

/// What compose_body makes of a wish, one thing after the other.
class Composition {
public:
    Composition(const RequestSpec& spec, Material material)
        : spec_(spec), material_(std::move(material)) {}

    Result<ComposedBody> compose() {
        if (auto checked = check(); !checked) {
            return checked.error();
        }
        if (spec_.raw) {
            return whole(http::BytesBody{*spec_.raw});
        }
        if (const Item* const file = body_file(spec_)) {
            return from_file(*file);
        }
        if (http::has_body(material_.stdin_body) || find_item(spec_, is_part) == nullptr) {
            return whole(std::move(material_.stdin_body));
        }
        if (is_multipart(spec_)) {
            return multipart();
        }
        auto fields = spec_.format == BodyFormat::form ? urlencoded_form(spec_.items)
                                                       : json_body(spec_.items);
        return fields ? whole(http::BytesBody{*std::move(fields)}) : fields.error();
    }

private:
    Result<void> check() const {
        const auto sources = body_sources(spec_, material_.stdin_body);
        if (sources.size() > 1) {
            return two_bodies(sources);
        }
        const Item* const file = upload(spec_);
        if (file != nullptr && !is_multipart(spec_)) {
            return upload_without_form(*file);
        }
        const bool has_whole_body = !sources.empty() && find_item(spec_, is_part) == nullptr;
        if (has_whole_body && spec_.format == BodyFormat::multipart) {
            return multipart_of_one(sources.front());
        }
        return check_compression();
    }

    /// What HTTPie refuses as well, and a coding that the user has applied already.
    Result<void> check_compression() const {
        if (spec_.compression == Compression::none) {
            return {};
        }
        if (spec_.chunked || is_multipart(spec_)) {
            const std::string_view other = spec_.chunked ? "--chunked" : "a multipart form";
            return Error(ErrorKind::usage, "cannot compress " + std::string(other))
                .hinting("leave --compress away");
        }
        const Item* const coding = find_item(spec_, [](const Item& item) {
            return base::iequals(item.name, "Content-Encoding") &&
                   (item.kind == Kind::header || item.kind == Kind::unset_header ||
                    item.kind == Kind::empty_header);
        });
        if (coding != nullptr) {
            return Error(
                       ErrorKind::usage, "--compress and " + coding->name + " contradict each other"
            )
                .because("--compress says itself how the body is coded");
        }
        return {};
    }

    /// An explicit --json or --form names the type even of a body that is not there.
    Result<ComposedBody> whole(http::Body body) const {
        ComposedBody made{.body = std::move(body), .media_type = {}, .boundary = {}};
        if (spec_.format == BodyFormat::form) {
            made.media_type = form_type;
        } else if (spec_.format == BodyFormat::json || http::has_body(made.body)) {
            made.media_type = json_type;
        }
        return made;
    }

    Result<ComposedBody> from_file(const Item& item) {
        auto made = is_stdin(item) ? whole(std::move(material_.stdin_body))
                                   : whole(std::move(material_.files.front()));
        const std::string_view guess = http::file_type(item.value);
        if (!item.media_type.empty()) {
            made->media_type = item.media_type;
        } else if (spec_.format != BodyFormat::form && !guess.empty()) {
            made->media_type = guess;
        }
        return made;
    }

    Result<ComposedBody> multipart() {
        std::vector<http::FormPart> parts;
        std::size_t files = 0;
        for (const Item& item : spec_.items) {
            if (item.kind == Kind::upload) {
                parts.push_back(file_part(item, std::move(material_.files[files++])));
            } else if (is_streamed_text(item, spec_)) {
                parts.push_back({.name = item.name, .content = std::move(material_.files[files++])}
                );
            } else if (is_field(item)) {
                auto text = form_value(item);
                if (!text) {
                    return text.error();
                }
                parts.push_back({.name = item.name, .content = http::BytesBody{*std::move(text)}});
            }
        }
        const std::string boundary = this->boundary();
        return ComposedBody{
            .body = http::multipart_body(std::move(parts), boundary),
            .media_type = http::multipart_type(boundary),
            .boundary = boundary,
        };
    }

    static http::FormPart file_part(const Item& item, http::StreamBody file) {
        const std::string own_name = std::filesystem::path(item.value).filename().string();
        std::string type = item.media_type;
        if (type.empty()) {
            type = http::file_type(own_name);
        }
        return {
            .name = item.name,
            .content = std::move(file),
            .file_name = item.file_name.empty() ? own_name : item.file_name,
            .media_type = std::move(type),
        };
    }

    /// That of a typed Content-Type, of --boundary, or a random one.
    std::string boundary() const {
        std::string chosen = spec_.boundary.value_or(material_.boundary);
        for (const Item& item : spec_.items) {
            if (item.kind == Kind::header && base::iequals(item.name, "Content-Type")) {
                chosen = http::media_type_parameter(item.value, "boundary").value_or(chosen);
            }
        }
        return chosen;
    }

    const RequestSpec& spec_;
    Material material_;
};

} // namespace

bool is_multipart(const RequestSpec& spec) {
    return spec.format == BodyFormat::multipart ||
           (spec.format == BodyFormat::form && upload(spec) != nullptr);
}

bool is_streamed_text(const Item& item, const RequestSpec& spec) {
    return item.kind == Kind::text_field && item.from == Item::From::file && is_multipart(spec);
}

Result<ComposedBody> compose_body(const RequestSpec& spec, Material material) {
    return Composition(spec, std::move(material)).compose();
}

} // namespace latch::request
