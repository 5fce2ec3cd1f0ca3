// SPDX-License-Identifier: MIT
#include "latch/request/material.hpp"

#include "request/body.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/file.hpp"
#include "latch/base/random.hpp"

#include <filesystem>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::request {

namespace {

using base::Result;

/// What is read whole ends up in a header, a URL or a JSON text; larger things are uploads.
constexpr base::Bytes largest_value = base::mebibytes(256);

bool is_streamed(const Item& item, const RequestSpec& spec) {
    return item.kind == Item::Kind::upload || item.kind == Item::Kind::body_file ||
           is_streamed_text(item, spec);
}

/// What a pipe gives for a field is read first, so that the form has a length and can be sent
/// twice.
bool is_piped_text(const Item& item, const base::Environment& environment) {
    std::error_code unknown;
    return item.kind == Item::Kind::text_field &&
           !std::filesystem::is_regular_file(environment.resolve(item.value), unknown);
}

base::Error unreadable(const std::string& name) {
    return base::Error(base::ErrorKind::file, "cannot read " + name)
        .because(base::system_words(errno));
}

/// Files of /proc say that they are empty and have bytes all the same.
bool hides_its_size(int descriptor) noexcept {
    char first = 0;
    return ::pread(descriptor, &first, 1, 0) == 1;
}

Result<http::StreamBody> open_file(const Item& item, const base::Environment& environment) {
    const auto path = environment.resolve(item.value);
    auto file = base::open_for_reading(path);
    if (!file) {
        base::Error error = file.error();
        const bool may_be_session = item.kind == Item::Kind::body_file && !path.has_extension();
        return may_be_session
                   ? std::move(error).hinting(
                         "@FILE is the body; a session comes first: latch @" + item.value + " URL"
                     )
                   : error;
    }

    struct stat facts {};

    if (::fstat(file->get(), &facts) != 0) {
        return unreadable(path.string());
    }
    const bool has_length =
        S_ISREG(facts.st_mode) && (facts.st_size > 0 || !hides_its_size(file->get()));
    http::StreamBody body;
    if (has_length) {
        body.length = base::Bytes{static_cast<std::uint64_t>(facts.st_size)};
    }
    body.replayable = has_length;
    body.name = path.string();
    body.source = std::make_shared<base::Descriptor>(*std::move(file));
    return body;
}

} // namespace

Result<RequestSpec> with_values_read(RequestSpec spec, const base::Environment& environment) {
    for (Item& item : spec.items) {
        const bool stays = is_streamed(item, spec) && !is_piped_text(item, environment);
        if (item.from != Item::From::file || stays) {
            continue;
        }
        auto content = base::read_whole(environment.resolve(item.value), largest_value.count);
        if (!content) {
            return content.error();
        }
        auto read = with_value(std::move(item), *std::move(content));
        if (!read) {
            return read.error();
        }
        item = *std::move(read);
    }
    return spec;
}

Result<std::vector<http::StreamBody>>
open_files(const RequestSpec& spec, const base::Environment& environment) {
    std::vector<http::StreamBody> files;
    for (const Item& item : spec.items) {
        if (!is_streamed(item, spec) || is_stdin(item)) {
            continue;
        }
        auto file = open_file(item, environment);
        if (!file) {
            return file.error();
        }
        files.push_back(*std::move(file));
    }
    return files;
}

std::string random_boundary() {
    constexpr std::size_t bytes = 16;
    return "latch-" + base::random_hex(bytes);
}

} // namespace latch::request
