// SPDX-License-Identifier: MIT
#include "client/telling.hpp"

namespace latch::client {

using base::Result;

Result<void> tell(Audience& audience, const Heard& heard, const Result<http::BodySink*>& sink) {
    Result<void> told = sink ? Result<void>{} : sink.error();
    if (told && *sink != nullptr) {
        told = (*sink)->write(heard.body);
        told = told ? (*sink)->finish() : told;
    }
    return told ? audience.ended(heard.hop) : told;
}

Result<void> tell_fetched(Audience& audience, const std::vector<Heard>& pages) {
    for (const Heard& page : pages) {
        Result<void> told = audience.sending(page.hop.request);
        told = told ? tell(audience, page, audience.answered_aside(page.hop)) : told;
        if (!told) {
            return told;
        }
    }
    return {};
}

Result<void> tell_aside(Audience& audience, const Heard& refusal, const std::vector<Heard>& pages) {
    const Result<void> told = tell(audience, refusal, audience.answered_aside(refusal.hop));
    return told ? tell_fetched(audience, pages) : told;
}

} // namespace latch::client
