// SPDX-License-Identifier: MIT
#pragma once

#include "output/json_text.hpp"
#include "output/painter.hpp"
#include "output/safe_text.hpp"
#include "output/to_utf8.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/headers.hpp"
#include "latch/output/plan.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace latch::output {

/// Shows one body as its message's head and the plan want it.
///
/// Redirected it is the bytes, untouched. For a terminal it is text made safe or formatted JSON;
/// a NUL ends that: such a body is binary, and a notice stands for what is left of it.
class Body final : public http::BodySink {
public:
    Body(const http::Headers& headers, const OutputPlan& plan, Painter& painter);

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> finish() override;

    bool is_complete() const noexcept { return complete_; }

    /// How much of the body has come, shown or not.
    base::Bytes received() const noexcept { return received_; }

private:
    struct AsItIs {};

    /// The rest is not looked at any more.
    struct Suppressed {};

    using Manner = std::variant<AsItIs, SafeText, JsonText, Suppressed>;

    static Manner manner_for(bool is_json, const OutputPlan& plan, Painter& painter);
    void show(std::string_view bytes);
    void show_notice();

    Painter* painter_;
    ToUtf8 to_utf8_;
    Manner manner_;
    base::Bytes received_;
    bool complete_ = false;
};

} // namespace latch::output
