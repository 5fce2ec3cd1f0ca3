// SPDX-License-Identifier: MIT
#include "latch/output/partial.hpp"

#include "output/part_note.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"
#include "latch/http/headers.hpp"

#include <nlohmann/json.hpp>

#include <cerrno>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace latch::output {

namespace fs = std::filesystem;

namespace {

using base::Result;
using Json = nlohmann::json;

/// A note holds one field's value; a response head may be this long.
constexpr std::uintmax_t longest_note = std::uintmax_t{512} * 1024;

constexpr unsigned for_the_owner = 0600;

fs::path note_of(const fs::path& file) {
    fs::path note = file;
    note += ".latch-part";
    return note;
}

/// What a note says; nothing if it is none. It goes into a request, so it is looked at.
std::optional<Partial> parse_note(const std::string& text) {
    const Json note = Json::parse(text, nullptr, false);
    if (!note.is_object()) {
        return std::nullopt;
    }
    const auto bytes = note.find("bytes");
    const auto validator = note.find("validator");
    if (bytes == note.end() || !bytes->is_number_unsigned() || validator == note.end() ||
        !validator->is_string()) {
        return std::nullopt;
    }
    Partial partial{
        .size = {bytes->get<std::uint64_t>()}, .validator = validator->get<std::string>()};
    return http::is_field_value(partial.validator) ? std::optional(std::move(partial))
                                                   : std::nullopt;
}

Result<base::Bytes> size_of(const fs::path& file) {
    struct stat facts {};

    if (::stat(file.c_str(), &facts) != 0) {
        const int problem = errno;
        if (problem == ENOENT) {
            return base::Bytes{0};
        }
        return base::Error(base::ErrorKind::file, "cannot continue " + file.string())
            .because(base::system_words(problem));
    }
    if (!S_ISREG(facts.st_mode)) {
        return base::Error(base::ErrorKind::file, "cannot continue " + file.string())
            .because("it is no regular file");
    }
    return base::Bytes{static_cast<std::uint64_t>(facts.st_size)};
}

} // namespace

Result<Partial> partial_at(const fs::path& file) {
    const auto size = size_of(file);
    if (!size) {
        return size.error();
    }
    Partial partial{.size = *size};
    const auto text = base::read_if_present(note_of(base::behind_links(file)), longest_note);
    if (!text || !*text) {
        return partial;
    }
    auto noted = parse_note(**text);
    if (noted && noted->size == partial.size) {
        partial.validator = std::move(noted->validator);
    }
    return partial;
}

void leave_note(const fs::path& file, const Partial& partial) {
    remove_note(file);
    if (partial.validator.empty() || !base::is_utf8(partial.validator)) {
        return; // JSON cannot hold any bytes
    }
    const Json note{{"bytes", partial.size.count}, {"validator", partial.validator}};
    static_cast<void>(base::replace_file(note_of(file), note.dump() + '\n', for_the_owner));
}

void remove_note(const fs::path& file) {
    ::unlink(note_of(file).c_str());
}

} // namespace latch::output
