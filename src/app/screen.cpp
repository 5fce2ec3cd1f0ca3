// SPDX-License-Identifier: MIT
#include "app/screen.hpp"

#include "app/secrets.hpp"

#include "latch/access/lost.hpp"

namespace latch::app {

using base::Result;

Result<void> ReadBody::write(std::string_view bytes) {
    if (auto written = shown_->write(bytes); !written) {
        return written;
    }
    if (show_.has_enough()) {
        return base::Error(base::ErrorKind::output_closed, "the rest would not be shown");
    }
    return {};
}

Screen::Screen(
    output::Show& show,
    base::Redactor& secrets,
    const output::OutputPlan& plan,
    const base::Environment& environment
)
    : show_(show), secrets_(secrets), saves_(plan.download != output::Download::none),
      final_body_(show) {
    if (!plan.is_quiet) {
        upload_.emplace("uploading", environment);
    }
}

Result<void> Screen::sending(const http::PreparedRequest& request) {
    if (upload_) {
        upload_->begin(http::length_of(request.body));
    }
    learn_headers(request.headers, secrets_);
    return show_.request(request);
}

void Screen::uploading(base::Bytes sent) {
    if (upload_) {
        upload_->moved(sent);
    }
}

void Screen::note(const http::Hop& hop) {
    if (upload_) {
        upload_->end();
    }
    learn_headers(hop.response.headers, secrets_);
}

Result<http::BodySink*> Screen::answered_aside(const http::Hop& hop) {
    note(hop);
    return show_.response(hop, http::Place::intermediate);
}

Result<http::BodySink*> Screen::answered(const http::Hop& hop, http::Place place) {
    note(hop);
    is_signed_out_ = is_signed_out_ || (saves_ && access::sign_in_demanded(hop).has_value());
    auto shown = show_.response(hop, place);
    if (shown && is_signed_out_) {
        return nullptr; // a login page is not the file that was asked for
    }
    if (shown && *shown != nullptr && place == http::Place::final) {
        return final_body_.onto(**shown);
    }
    return shown;
}

} // namespace latch::app
