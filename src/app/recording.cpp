// SPDX-License-Identifier: MIT
#include "app/recording.hpp"

#include <algorithm>

namespace latch::app {

using base::Error;
using base::Result;

Result<void> Recording::sending(const http::PreparedRequest& request) {
    events_.emplace_back(Sent{request});
    return {};
}

http::BodySink* Recording::keep(const http::Hop& hop, Weight weight) {
    answer_ = &std::get<Answered>(events_.emplace_back(Answered{.hop = hop, .weight = weight}));
    return this;
}

Result<http::BodySink*> Recording::answered(const http::Hop& hop, http::Place place) {
    return keep(hop, place == http::Place::final ? Weight::final : Weight::intermediate);
}

Result<http::BodySink*> Recording::answered_aside(const http::Hop& hop) {
    return keep(hop, Weight::aside);
}

Result<void> Recording::ended(const http::Hop& hop) {
    answer_ = nullptr;
    events_.emplace_back(Ended{hop});
    return {};
}

Result<void> Recording::write(std::string_view bytes) {
    if (answer_->body.size() + bytes.size() > largest.count) {
        return Error(base::ErrorKind::protocol, "the answer has more than 256 MiB")
            .hinting("what --wait waits for is kept in memory");
    }
    answer_->body += bytes;
    return {};
}

Result<void> Recording::finish() {
    answer_->is_whole = true;
    return {};
}

std::string_view Recording::last_body() const noexcept {
    const auto last = std::find_if(events_.rbegin(), events_.rend(), [](const auto& event) {
        return std::holds_alternative<Answered>(event);
    });
    return last == events_.rend() ? std::string_view() : std::get<Answered>(*last).body;
}

Result<void> Recording::tell(const Answered& answered, client::Audience& audience) {
    const auto place =
        answered.weight == Weight::final ? http::Place::final : http::Place::intermediate;
    const auto sink = answered.weight == Weight::aside ? audience.answered_aside(answered.hop)
                                                       : audience.answered(answered.hop, place);
    if (!sink) {
        return sink.error();
    }
    if (*sink == nullptr) {
        return {};
    }
    const auto written = answered.body.empty() ? Result<void>() : (*sink)->write(answered.body);
    return written && answered.is_whole ? (*sink)->finish() : written;
}

Result<void> Recording::replay(client::Audience& audience) const {
    for (const auto& event : events_) {
        Result<void> told;
        if (const auto* const sent = std::get_if<Sent>(&event)) {
            told = audience.sending(sent->request);
        } else if (const auto* const answered = std::get_if<Answered>(&event)) {
            told = tell(*answered, audience);
        } else {
            told = audience.ended(std::get<Ended>(event).hop);
        }
        if (!told && told.error().kind() != base::ErrorKind::output_closed) {
            return told;
        }
    }
    return {};
}

} // namespace latch::app
