// SPDX-License-Identifier: MIT
#include "output/script_guard.hpp"

#include <algorithm>
#include <array>

namespace latch::output {

namespace {

/// The longer of two that begin alike comes first.
constexpr std::array<std::string_view, 12> guards{
    ")]}',",
    ")]}'",
    ")]}",
    "while(1);",
    "while (1);",
    "for(;;);",
    "for (;;);",
    "throw 1; <dont be evil>",
    "throw 1; < don't be evil' >",
    "throw 1;",
    "{}&&",
    "{} &&",
};

} // namespace

std::string_view ScriptGuard::pass(std::string_view bytes) {
    switch (stage_) {
    case Stage::looking:
        return look(bytes);
    case Stage::behind_guard:
        return show_blanks(bytes);
    case Stage::through:
        break;
    }
    return bytes;
}

std::string_view ScriptGuard::finish() {
    text_.finish();
    const bool looking = stage_ == Stage::looking;
    stage_ = Stage::through;
    return looking ? std::string_view(begun_) : std::string_view();
}

/// Waits while a longer guard may come.
std::string_view ScriptGuard::look(std::string_view bytes) {
    begun_ += bytes;
    const std::string_view begun = begun_;
    for (const std::string_view guard : guards) {
        if (begun.starts_with(guard)) {
            text_.feed(guard);
            stage_ = Stage::behind_guard;
            return show_blanks(begun.substr(guard.size()));
        }
        if (guard.starts_with(begun)) {
            return {};
        }
    }
    stage_ = Stage::through;
    return begun;
}

/// The blanks behind the guard stay: it may have a line of its own.
std::string_view ScriptGuard::show_blanks(std::string_view bytes) {
    const std::size_t size = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
    text_.feed(bytes.substr(0, size));
    if (size < bytes.size()) {
        text_.finish();
        stage_ = Stage::through;
    }
    return bytes.substr(size);
}

} // namespace latch::output
