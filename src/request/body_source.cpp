// SPDX-License-Identifier: MIT
#include "latch/request/body_source.hpp"

#include "request/fields.hpp"
#include "request/piped_body.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::request {

namespace {

using base::InputKind;
using base::Result;

bool can_be_a_body(InputKind kind) noexcept {
    return kind == InputKind::regular_file || kind == InputKind::stream;
}

/// Methods that seldom have a body: said explicitly, they leave the lines of a "while read" loop
/// to the loop.
bool spares_stdin(const std::optional<std::string>& method) noexcept {
    constexpr std::array<std::string_view, 5> sparing{"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"};
    return method && std::ranges::find(sparing, *method) != sparing.end();
}

bool has_content(const Item& item) noexcept {
    return is_field(item) || item.kind == Item::Kind::upload || item.kind == Item::Kind::body_file;
}

/// A regular file from where it stands; whatever was before that has been read by someone else.
Result<http::Body> file_body(int descriptor, off_t size, off_t offset) {
    auto source = duplicate(descriptor);
    if (!source) {
        return source.error();
    }
    return http::Body(http::StreamBody{
        .source = std::make_shared<base::Descriptor>(*std::move(source)),
        .length = base::Bytes{static_cast<std::uint64_t>(size - offset)},
        .replayable = true,
        .name = std::string(stdin_name),
        .prefix = {},
        .offset = static_cast<std::uint64_t>(offset),
    });
}

} // namespace

StdinUse stdin_use(const RequestSpec& spec, InputKind kind, bool ignore) noexcept {
    if (std::ranges::any_of(spec.items, is_stdin)) {
        return StdinUse::body;
    }
    if (ignore || !can_be_a_body(kind) || spares_stdin(spec.method)) {
        return StdinUse::leave_alone;
    }
    if (spec.raw || std::ranges::any_of(spec.items, has_content)) {
        return kind == InputKind::regular_file ? StdinUse::conflict : StdinUse::leave_alone;
    }
    return StdinUse::body_if_not_empty;
}

Result<http::Body>
stdin_body(const base::Environment& environment, const std::function<void()>& on_silence) {
    const int descriptor = environment.in.descriptor;
    if (environment.in_kind == InputKind::regular_file) {
        struct stat facts {};

        const off_t offset = lseek(descriptor, 0, SEEK_CUR);
        if (offset < 0 || fstat(descriptor, &facts) != 0) {
            return stdin_error();
        }
        if (facts.st_size > offset) {
            return file_body(descriptor, facts.st_size, offset);
        }
        if (facts.st_size > 0) {
            return http::Body(http::NoBody{});
        }
        // Files of /proc say that they are empty and have bytes all the same.
    }
    return piped_body(descriptor, Patience{}, on_silence);
}

} // namespace latch::request
