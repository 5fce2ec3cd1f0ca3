// SPDX-License-Identifier: MIT
#pragma once

#include "output/event_text.hpp"
#include "output/json_lines.hpp"
#include "output/markup_text.hpp"
#include "output/media.hpp"
#include "output/painter.hpp"
#include "output/perhaps_json.hpp"
#include "output/safe_text.hpp"
#include "output/script_guard.hpp"
#include "output/to_utf8.hpp"
#include "output/whole_text.hpp"

#include "latch/base/bytes.hpp"
#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/output/plan.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace latch::output {

/// Shows one body as its message's head and the plan want it.
///
/// Redirected it is the bytes, untouched. For a terminal it is text made safe or formatted JSON;
/// a NUL ends that: such a body is binary, and a notice stands for what is left of it.
class Body final : public http::BodySink, public http::PipeSink {
public:
    Body(const Media& media, const OutputPlan& plan, Painter& painter);

    base::Result<void> write(std::string_view bytes) override;
    base::Result<void> write_piped(base::PipedBytes bytes) override;
    base::Result<void> finish() override;

    /// A file gets the bytes as they are.
    http::PipeSink* piped() override;

    /// Whether all of it that is to be shown has come.
    bool is_complete() const noexcept { return complete_ || is_suppressed(); }

    /// Whether it is binary, and a notice stands for the rest of it.
    bool is_suppressed() const noexcept { return std::holds_alternative<Suppressed>(manner_); }

    /// How much of the body has come, shown or not.
    base::Bytes received() const noexcept { return received_; }

private:
    struct AsItIs {};

    /// The rest is not looked at any more.
    struct Suppressed {};

    using Manner = std::variant<
        AsItIs,
        SafeText,
        JsonLines,
        SortedJson,
        PerhapsJson,
        EventText,
        MarkupText,
        XmlText,
        Suppressed>;

    static Manner manner_for(Content content, const OutputPlan& plan, Painter& painter);
    static Manner pretty_manner(Content content, const OutputPlan& plan, Painter& painter);
    static Manner json_manner(Content content, const OutputPlan& plan, Painter& painter);
    void show(std::string_view bytes);
    void feed(std::string_view bytes);
    void show_notice();

    Painter* painter_;
    Pace pace_;
    ToUtf8 to_utf8_;
    std::optional<ScriptGuard> guard_; ///< while there may be one before JSON
    Manner manner_;
    base::Bytes received_;
    bool complete_ = false;
};

} // namespace latch::output
