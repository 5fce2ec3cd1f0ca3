// SPDX-License-Identifier: MIT
#pragma once

#include "latch/client/conversation.hpp"
#include "latch/http/body_sink.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latch::app {

/// Hears an exchange in the place of somebody who is to be told of it only later, if at all.
class Recording final : public client::Audience, public http::BodySink {
public:
    /// Bodies that are kept in memory have an end somewhere.
    static constexpr base::Bytes largest = base::mebibytes(256);

    base::Result<void> sending(const http::PreparedRequest& request) override;
    base::Result<http::BodySink*> answered(const http::Hop& hop, http::Place place) override;
    base::Result<http::BodySink*> answered_aside(const http::Hop& hop) override;
    base::Result<void> ended(const http::Hop& hop) override;

    /// Errors: `protocol` for a body that is too large.
    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

    /// The body of the last answer.
    std::string_view last_body() const noexcept;

    /// Tells it all. Errors: those of the audience.
    base::Result<void> replay(client::Audience& audience) const;

private:
    struct Sent {
        http::PreparedRequest request;
    };

    enum class Weight { aside, intermediate, final };

    struct Answered {
        http::Hop hop;
        Weight weight;
        std::string body{};
        bool is_whole = false;
    };

    struct Ended {
        http::Hop hop;
    };

    http::BodySink* keep(const http::Hop& hop, Weight weight);
    static base::Result<void> tell(const Answered& answered, client::Audience& audience);

    std::vector<std::variant<Sent, Answered, Ended>> events_;
    Answered* answer_ = nullptr; ///< the last of them; nothing joins them while it is written to
};

} // namespace latch::app
