// SPDX-License-Identifier: MIT
#include "output/perhaps_json.hpp"

#include "output/painter.hpp"
#include "output/theme.hpp"
#include "output/writer.hpp"

#include <utility>

namespace latch::output {

/// The JSON formatter, working for the bin: it tells whether it meets anything else.
struct PerhapsJson::Trial {
    Writer nowhere{Outlet::nowhere()};
    Painter painter{nowhere, colorless()};
    JsonText json{painter, JsonText::Layout::as_sent};
};

PerhapsJson::PerhapsJson(JsonText as_json, Text as_text)
    : json_(std::move(as_json)), text_(std::move(as_text)) {}

PerhapsJson::PerhapsJson(PerhapsJson&&) noexcept = default;
PerhapsJson& PerhapsJson::operator=(PerhapsJson&&) noexcept = default;
PerhapsJson::~PerhapsJson() = default;

void PerhapsJson::feed(std::string_view bytes) {
    switch (verdict_) {
    case Verdict::json:
        json_.feed(bytes);
        return;
    case Verdict::text:
        feed_text(bytes);
        return;
    case Verdict::open:
        break;
    }
    held_ += bytes;
    if (!trial_) {
        // Blanks are all that was there before.
        const std::size_t start = held_.find_first_not_of(" \t\r\n", held_.size() - bytes.size());
        if (start == std::string::npos) {
            if (held_.size() > patience) {
                decide(Verdict::text);
            }
            return;
        }
        if (held_[start] != '{' && held_[start] != '[') {
            decide(Verdict::text);
            return;
        }
        trial_ = std::make_unique<Trial>();
        bytes = held_;
    }
    trial_->json.feed(bytes);
    if (trial_->json.is_broken()) {
        decide(Verdict::text);
    } else if (held_.size() > patience) {
        decide(Verdict::json);
    }
}

void PerhapsJson::finish() {
    if (verdict_ == Verdict::open) {
        decide(trial_ && trial_->json.is_complete() ? Verdict::json : Verdict::text);
    }
    if (verdict_ == Verdict::json) {
        json_.finish();
    } else {
        std::visit([](auto& text) { text.finish(); }, text_);
    }
}

void PerhapsJson::feed_text(std::string_view bytes) {
    std::visit([bytes](auto& text) { text.feed(bytes); }, text_);
}

void PerhapsJson::decide(Verdict verdict) {
    verdict_ = verdict;
    trial_.reset();
    feed(std::exchange(held_, {}));
}

} // namespace latch::output
