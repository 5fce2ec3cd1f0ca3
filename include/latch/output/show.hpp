// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/bytes.hpp"
#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/http/body_sink.hpp"
#include "latch/http/exchange.hpp"
#include "latch/output/partial.hpp"
#include "latch/output/plan.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace latch::output {

class Lane;
class Presentation;

/// Shows an exchange by its plan while it happens, on standard output or into --output's file.
///
/// A reader that goes away (EPIPE) is no error here: showing stops, no further body is wanted, the
/// exchange goes on, and `has_enough` tells. A file appears under its name only when its content
/// is complete.
class Show {
public:
    /// Shows it in `lane` instead of on standard output, if that is not null; it must outlive the
    /// object.
    Show(const OutputPlan& plan, const base::Environment& environment, Lane* lane = nullptr);
    Show(const Show&) = delete;
    Show& operator=(const Show&) = delete;
    Show(Show&&) = delete;
    Show& operator=(Show&&) = delete;
    ~Show();

    /// Shows the request's head and body, as far as the plan wants them. A body that comes
    /// through a pipe is named, not read, and so is a large file on a terminal.
    base::Result<void> request(const http::PreparedRequest& request);

    /// Shows the response's head and gives the sink for its body; null if the body is not wanted.
    /// The sink lives until the next call.
    base::Result<http::BodySink*> response(const http::Hop& hop, http::Place place);

    /// Shows the head of an answer that is a page of a list: of the first, and of the others if
    /// the plan wants all hops.
    base::Result<void> page(const http::Hop& hop);

    /// Shows the items of that page behind those of the pages before, whatever letters the plan
    /// has for it; `decoded` is the size of the page.
    base::Result<void> items(std::span<const std::string_view> items, base::Bytes decoded);

    /// The list is complete. `done` of the last page comes after it.
    base::Result<void> end_of_list();

    /// Shows lines in the place of the body that `response` was called for last, if the plan has
    /// it for them. What is in them is shown, not executed.
    base::Result<void> lines(std::span<const std::string> lines);

    /// So much of the body has come, as the network counts it: before its codings are undone.
    void receiving(base::Bytes on_wire);

    /// Shows the meta part of the hop that `response` was called for last, once its body is
    /// through and its timings are final; nothing if the plan does not want it or that hop.
    base::Result<void> done(const http::Hop& hop);

    /// Whether it can be undone that something of an answer was shown since the last request. What
    /// has gone to a reader, a terminal or a device cannot.
    bool can_take_back() const noexcept;

    /// Undoes it: the request will be sent again. What a download has keeps its place until it is
    /// known what comes; the size is 0 where nothing of it can be continued. Errors: `file`.
    base::Result<Partial> take_back();

    /// Writes what is held back, ends a line that a broken body left open on the terminal, and
    /// puts --output's file in its place if all that was wanted of the exchange has come.
    /// Right after success and before a failure is reported.
    base::Result<void> finish();

    /// Whether nothing of the response that is still to come would be shown: nobody reads, or the
    /// rest of a binary body is all there is.
    bool has_enough() const noexcept;

    /// --continue found that the file is whole: the 416 that said so is no failure.
    bool was_complete() const noexcept;

    /// The file that holds only a part of the body, after a download that broke off; else empty.
    std::filesystem::path left_behind() const;

private:
    std::unique_ptr<Presentation> presentation_;
};

} // namespace latch::output
