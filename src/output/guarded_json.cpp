// SPDX-License-Identifier: MIT
#include "output/guarded_json.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::output {

namespace {

/// The longer of two that begin alike comes first.
constexpr std::array<std::string_view, 5> guards{")]}',", ")]}'", ")]}", "while(1);", "for(;;);"};

} // namespace

void GuardedJson::feed(std::string_view bytes) {
    switch (stage_) {
    case Stage::looking:
        look(bytes);
        break;
    case Stage::behind_guard:
        go_on(bytes);
        break;
    case Stage::json:
        json_.feed(bytes);
        break;
    }
}

void GuardedJson::finish() {
    if (stage_ == Stage::looking) {
        stage_ = Stage::json;
        json_.feed(std::exchange(held_, {}));
    }
    text_.finish();
    json_.finish();
}

/// Waits while a longer guard may come.
void GuardedJson::look(std::string_view bytes) {
    held_ += bytes;
    for (const std::string_view guard : guards) {
        if (held_.starts_with(guard)) {
            const std::string all = std::exchange(held_, {});
            text_.feed(guard);
            stage_ = Stage::behind_guard;
            go_on(std::string_view(all).substr(guard.size()));
            return;
        }
        if (guard.starts_with(held_)) {
            return;
        }
    }
    stage_ = Stage::json;
    json_.feed(std::exchange(held_, {}));
}

/// The blanks behind the guard stay: it has a line of its own.
void GuardedJson::go_on(std::string_view bytes) {
    const std::size_t size = std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size());
    text_.feed(bytes.substr(0, size));
    if (size < bytes.size()) {
        text_.finish();
        stage_ = Stage::json;
        json_.feed(bytes.substr(size));
    }
}

} // namespace latch::output
