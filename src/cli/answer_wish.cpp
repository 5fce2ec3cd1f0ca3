// SPDX-License-Identifier: MIT
#include "cli/answer_wish.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latch::cli {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Error usage(std::string what) {
    return {ErrorKind::usage, std::move(what)};
}

/// The first name that two captures have; empty: none.
std::string_view repeated_name(const std::vector<query::Capture>& captures) {
    for (auto capture = captures.begin(); capture != captures.end(); ++capture) {
        const auto is_same = [&](const query::Capture& other) {
            return other.name == capture->name;
        };
        if (std::any_of(captures.begin(), capture, is_same)) {
            return capture->name;
        }
    }
    return {};
}

/// The name of the first question's option.
std::string_view option_of(const Questions& questions) {
    if (questions.extract) {
        return "--jq";
    }
    return questions.captures.empty() ? "--expect" : "--capture";
}

/// What is taken out of an answer stands in the place of its body, and there is one such place.
Result<void> check_extract(const Send& send) {
    const bool is_saved = send.output.download != output::Download::none;
    if (is_saved || send.output.form == output::Form::document) {
        return usage(is_saved ? "--jq and --download" : "--jq and --json-output")
            .because("--jq prints something else instead of the body")
            .hinting("--output=FILE puts it into a file");
    }
    return {};
}

/// Variables are of one answer, and have one value each.
Result<void> check_captures(const std::vector<query::Capture>& captures, const Several& several) {
    if (const std::string_view name = repeated_name(captures); !name.empty()) {
        return usage("--capture " + std::string(name) + " twice").because("a name has one value");
    }
    if (!captures.empty() && !several.sources.empty()) {
        return usage("--capture and a list of URLs").because("each would print the same names");
    }
    return {};
}

Result<void> settle_questions(Send& send, const Several& several) {
    const Questions& questions = send.questions;
    if (!questions.any()) {
        return {};
    }
    const std::string asks(option_of(questions));
    if (send.offline || send.curl) {
        return usage(asks + (send.offline ? " and --offline" : " and --curl"))
            .because("there is no answer to look at");
    }
    output::OutputWishes& wishes = send.output;
    if (wishes.list != output::List::none) {
        return usage(asks + " and --paginate").because("one is about one answer");
    }
    if (auto checked = check_captures(questions.captures, several); !checked) {
        return checked;
    }
    if (questions.extract) {
        wishes.body_place = output::BodyPlace::lines;
        return check_extract(send);
    }
    const bool leaves_body = wishes.download != output::Download::none || wishes.file;
    if (!questions.captures.empty() && !leaves_body) {
        wishes.body_place = output::BodyPlace::lines;
    }
    return {};
}

/// A report on standard output is for a program: nothing else stands there.
Result<void> settle_reports(Send& send) {
    const auto is_shown = [](const ReportWish& wish) { return wish.file.empty(); };
    const auto shown = std::ranges::count_if(send.reports, is_shown);
    if (send.reports.empty()) {
        return {};
    }
    if (send.offline || send.curl) {
        return usage(send.offline ? "--report and --offline" : "--report and --curl")
            .because("nothing is sent");
    }
    if (shown > 1) {
        return usage("two reports on standard output").hinting("write --report KIND=FILE");
    }
    const Questions& questions = send.questions;
    if (shown == 1 && (questions.extract || !questions.captures.empty())) {
        return usage(
                   questions.extract ? "--jq and a report on standard output"
                                     : "--capture and a report on standard output"
        )
            .hinting("write --report KIND=FILE");
    }
    const bool is_filed = send.output.file || send.output.download != output::Download::none;
    if (shown == 1 && !is_filed) {
        send.output.parts = output::Parts{};
        send.output.history_parts = output::Parts{};
        send.output.form = output::Form::parts;
    }
    return {};
}

/// A request that is sent again and again is one, and is shown once.
Result<void> settle_waiting(Draft& draft) {
    if (!draft.waits) {
        return draft.for_waiting.empty()
                   ? Result<void>()
                   : usage(std::string(draft.for_waiting) + " is for --wait and for latch wait");
    }
    Send& send = draft.send;
    if (!draft.several.sources.empty()) {
        return usage("--wait and a list of URLs").because("one answer is waited for");
    }
    if (send.offline || send.curl) {
        return usage(send.offline ? "--wait and --offline" : "--wait and --curl")
            .because("there is no answer to wait for");
    }
    if (send.output.download != output::Download::none || send.output.list != output::List::none) {
        return usage(
                   send.output.list == output::List::none ? "--wait and --download"
                                                          : "--wait and --paginate"
        )
            .because("the answer is kept until it is the one that was waited for")
            .hinting("wait with one run, and fetch with another");
    }
    send.waiting = std::move(draft.waiting);
    return {};
}

} // namespace

Result<void> settle_answer(Draft& draft) {
    if (auto settled = settle_reports(draft.send); !settled) {
        return settled;
    }
    if (auto settled = settle_waiting(draft); !settled) {
        return settled;
    }
    return settle_questions(draft.send, draft.several);
}

} // namespace latch::cli
