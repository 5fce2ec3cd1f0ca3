// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/lost_body.hpp"
#include "latch/http/body_sink.hpp"

#include <string>

namespace latch::client {

/// Looks at the beginning of a body on its way to where it is shown, and keeps it.
///
/// A body that must not be shown if it is a login page is held back until that is known, no longer
/// than `access::suspicion` is open.
class WatchedBody final : public http::BodySink {
public:
    enum class Manner {
        passing, ///< what comes is shown, whatever it turns out to be
        holding, ///< a login page is not shown
    };

    /// Begins with a new body. `shown` may be null: nobody sees it.
    http::BodySink* onto(http::BodySink* shown, access::BodyClue clue, Manner manner);

    /// Errors: `output_closed` once nobody wants the rest; those of what it is shown by.
    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

    /// As long as the next body has not begun.
    access::BodyStart start() const noexcept { return {start_, is_whole_}; }

private:
    enum class State { passing, holding, dropping };

    void keep(std::string_view bytes);
    bool is_full() const noexcept;
    base::Result<void> decide();
    base::Result<void> pass(std::string_view bytes);

    http::BodySink* shown_ = nullptr;
    access::BodyClue clue_ = access::BodyClue::none;
    State state_ = State::passing;
    std::string start_; ///< no more than tells anything, and one piece
    bool is_whole_ = false;
};

} // namespace latch::client
