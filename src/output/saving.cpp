// SPDX-License-Identifier: MIT
#include "output/saving.hpp"

#include "output/file_name.hpp"
#include "output/part_note.hpp"
#include "output/progress_line.hpp"

#include "latch/base/file.hpp"
#include "latch/base/text.hpp"
#include "latch/http/content_coding.hpp"
#include "latch/http/range.hpp"

#include <utility>
#include <variant>

namespace latch::output {

namespace fs = std::filesystem;

namespace {

using base::Result;

/// Shows the heads as if standard error were standard output.
std::unique_ptr<Presentation> heads_for(OutputPlan plan, const base::Environment& environment) {
    plan.download = Download::none;
    plan.file.reset();
    base::Environment surroundings = environment;
    surroundings.out = environment.err;
    return presentation(plan, surroundings, nullptr);
}

std::optional<base::Bytes> length_on_wire(const http::Headers& headers) {
    const auto length = headers.find("Content-Length");
    if (!length || headers.contains("Transfer-Encoding")) {
        return std::nullopt;
    }
    const auto count = base::parse_decimal(*length);
    return count ? std::optional(base::Bytes{*count}) : std::nullopt;
}

bool exists_otherwise_than_as_file(const fs::path& path) {
    std::error_code unknown;
    const fs::file_status status = fs::status(path, unknown);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

bool is_part(const http::Hop& hop) {
    constexpr unsigned partial_content = 206;
    return hop.response.status == partial_content;
}

base::Error wrong_length(std::string cause) {
    return base::Error(base::ErrorKind::protocol, "the download is not complete")
        .because(std::move(cause));
}

} // namespace

Saving::Saving(const OutputPlan& plan, const base::Environment& environment)
    : plan_(plan), terminal_(environment.err), folder_(environment.working_directory),
      heads_(heads_for(plan, environment)) {
    if (plan.file) {
        target_ = base::behind_links(environment.resolve(*plan.file));
    } else if (!environment.out.is_terminal) {
        stream_.emplace(environment.out);
    }
    if (!plan.is_quiet) {
        progress_.emplace("downloading", environment);
    }
}

Result<void> Saving::request(const http::PreparedRequest& request) {
    if (!asked_) {
        asked_ = request.url;
        if (auto fit = check_destination(); !fit) {
            return fit;
        }
    }
    return heads_->request(request);
}

/// What is wrong with the place for the body is told before anything is sent.
Result<void> Saving::check_destination() {
    if (stream_) {
        return {};
    }
    if (target_.empty()) {
        return check_folder(folder_);
    }
    if (exists_otherwise_than_as_file(target_)) { // a device or a FIFO
        stream_.emplace(target_);
        return stream_->open();
    }
    return check_target(target_);
}

Result<http::BodySink*> Saving::response(const http::Hop& hop, http::Place place) {
    auto shown = heads_->response(hop, place);
    if (!shown || place == http::Place::intermediate) {
        return shown;
    }
    const Verdict verdict = verdict_on(hop, asked_from(hop.request));
    if (const auto* const refuse = std::get_if<Refuse>(&verdict)) {
        return refuse->error;
    }
    if (std::holds_alternative<NothingLeft>(verdict)) {
        const Result<void> placed = have_everything();
        return placed ? Result<http::BodySink*>(nullptr) : placed.error();
    }
    if (std::holds_alternative<SaveNothing>(verdict)) {
        return nullptr;
    }
    const Result<void> fit = expect(hop, verdict);
    return fit ? Result<http::BodySink*>(&sink_) : fit.error();
}

/// Where the request wants the answer to begin, on our behalf.
std::optional<std::uint64_t> Saving::asked_from(const http::PreparedRequest& request) const {
    const auto range = request.headers.find("Range");
    const bool is_ours = plan_.download == Download::resumed || asks_for_rest_;
    return range && is_ours ? http::first_of_range(*range) : std::nullopt;
}

/// What is there was the whole, although nobody knew.
Result<void> Saving::have_everything() {
    if (!file_) {
        remove_note(target_);
    } else if (auto placed = put_in_place(); !placed) {
        return placed;
    }
    was_complete_ = true;
    say("Done. The file is whole already");
    return {};
}

Result<void> Saving::expect(const http::Hop& hop, const Verdict& verdict) {
    const http::Headers& headers = hop.response.headers;
    const auto* const append = std::get_if<Append>(&verdict);
    // Of a part that was typed nobody can tell where it begins.
    const bool can_go_on = !http::is_coded(headers) && (append != nullptr || !is_part(hop));
    const std::uint64_t held = expected_ ? expected_->from + written_ : 0;
    expected_ = Expected{
        .name = download_name(headers, *asked_),
        .validator = can_go_on ? http::strong_validator(headers) : "",
        .from = append != nullptr ? append->from : 0,
        .whole = append != nullptr ? base::Bytes{append->whole} : length_on_wire(headers),
    };
    written_ = 0;
    return file_ ? reuse_file(held) : Result<void>();
}

/// The file of an earlier try, with `held` bytes, goes on with what comes, or begins anew.
Result<void> Saving::reuse_file(std::uint64_t held) {
    if (expected_->from == held) {
        return {};
    }
    if (expected_->from == found_) {
        return file_->cut(found_);
    }
    if (expected_->from == 0) { // what was found stays as it was until there is a whole one
        Result<void> cut = file_->cut(found_);
        file_.reset();
        found_ = 0;
        return cut;
    }
    return wrong_length("the server begins at byte " + std::to_string(expected_->from));
}

void Saving::receiving(base::Bytes on_wire) {
    if (progress_ && expected_) {
        progress_->moved({expected_->from + on_wire.count});
    }
}

Result<void> Saving::done(const http::Hop& hop) {
    if (progress_) {
        progress_->end();
    }
    if (is_whole_) {
        say(closing_line(hop.body_on_wire, hop.timings.transfer));
    }
    return heads_->done(hop);
}

Result<Partial> Saving::take_back() {
    if (progress_) {
        progress_->end();
    }
    is_open_ = false;
    asks_for_rest_ = file_ && !expected_->validator.empty();
    if (!asks_for_rest_) {
        return Partial{};
    }
    return Partial{.size = {expected_->from + written_}, .validator = expected_->validator};
}

Result<void> Saving::finish() {
    if (progress_) {
        progress_->end();
    }
    if (const fs::path part = left_behind(); !part.empty()) {
        std::error_code unknown;
        const base::Bytes size{fs::file_size(part, unknown)};
        leave_note(part, {.size = size, .validator = expected_->validator});
    }
    return heads_->finish();
}

void Saving::abandon() {
    if (progress_) {
        progress_->end();
    }
    heads_->abandon();
}

fs::path Saving::left_behind() const {
    return file_ && !is_whole_ ? file_->path() : fs::path();
}

/// Not before the first byte, so that a body which never comes leaves nothing behind.
Result<void> Saving::open() {
    if (std::exchange(is_open_, true)) {
        return {};
    }
    if (!stream_ && !file_) {
        if (auto opened = open_file(); !opened) {
            return opened;
        }
    }
    say(announcement());
    if (progress_) {
        progress_->begin(expected_->whole, {expected_->from});
    }
    return {};
}

Result<void> Saving::open_file() {
    auto opened = expected_->from > 0
                      ? DownloadFile::append_to(target_, expected_->from)
                      : DownloadFile::create(target_.empty() ? folder_ / expected_->name : target_);
    if (!opened) {
        return opened.error();
    }
    file_.emplace(*std::move(opened));
    found_ = expected_->from;
    return {};
}

/// Before that many bytes are written.
Result<void> Saving::take_in(std::size_t count) {
    if (auto opened = open(); !opened) {
        return opened;
    }
    const bool is_part = expected_->from > 0;
    if (is_part && expected_->from + written_ + count > expected_->whole->count) {
        return wrong_length("the server sends more than it said");
    }
    written_ += count;
    return {};
}

Result<void> Saving::write(std::string_view bytes) {
    if (auto fit = take_in(bytes.size()); !fit) {
        return fit;
    }
    return stream_ ? stream_->write(bytes) : file_->write(bytes);
}

Result<void> Saving::write_piped(base::PipedBytes bytes) {
    if (auto fit = take_in(bytes.count); !fit) {
        return fit;
    }
    return stream_ ? stream_->write_piped(bytes) : file_->write_piped(bytes);
}

/// A new file, or a redirected standard output; what continues a part is appended to it.
bool Saving::takes_pipes() const {
    return stream_ ? stream_->takes_pipes() : expected_->from == 0;
}

Result<void> Saving::complete() {
    if (auto opened = open(); !opened) {
        return opened;
    }
    if (expected_->from > 0 && expected_->from + written_ != expected_->whole->count) {
        return wrong_length("the server sends less than it said");
    }
    if (file_) {
        return put_in_place();
    }
    is_whole_ = true;
    return {};
}

Result<void> Saving::put_in_place() {
    const fs::path target = target_.empty() ? file_->path() : target_;
    if (auto replaced = file_->replace(target); !replaced) {
        return replaced;
    }
    remove_note(target);
    is_whole_ = true;
    return {};
}

/// Only people want to know.
void Saving::say(std::string_view line) const {
    if (terminal_.is_terminal && !plan_.is_quiet) {
        // A terminal that has gone away is no reason to stop a transfer.
        static_cast<void>(
            base::write_all(terminal_.descriptor, std::string(line) + '\n', "standard error")
        );
    }
}

/// "Downloading 1.2 MiB to "report.pdf"".
std::string Saving::announcement() const {
    std::string text = "Downloading";
    if (expected_->whole) {
        text += ' ' + size_words(static_cast<double>(expected_->whole->count - expected_->from));
    }
    if (file_) {
        const fs::path& name = target_.empty() ? file_->path() : target_;
        text += " to \"" + base::printable(name.filename().string()) + '"';
    }
    return text;
}

} // namespace latch::output
