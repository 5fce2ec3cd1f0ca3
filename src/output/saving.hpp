// SPDX-License-Identifier: MIT
#pragma once

#include "output/download_file.hpp"
#include "output/outlet.hpp"
#include "output/presentation.hpp"
#include "output/verdict.hpp"

#include "latch/http/url.hpp"
#include "latch/output/progress.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace latch::output {

/// --download: saves the body and shows heads and progress on standard error.
///
/// It goes into --output's file, else to standard output if that is redirected, else into a new
/// file in the working directory. Files appear with the first byte and stay if the body breaks off;
/// a file that was there before is replaced only by a whole one. Of one that breaks off and is
/// asked for again only the rest has to come, if the server says which version it is of.
class Saving final : public Presentation {
public:
    Saving(const OutputPlan& plan, const base::Environment& environment);

    base::Result<void> request(const http::PreparedRequest& request) override;
    base::Result<http::BodySink*> response(const http::Hop& hop, http::Place place) override;
    void receiving(base::Bytes on_wire) override;
    base::Result<void> done(const http::Hop& hop) override;
    base::Result<void> finish() override;
    void abandon() override;

    /// Whoever reads standard error may go; a reader of the body who goes is an error of its sink.
    bool has_enough() const noexcept override { return false; }

    /// Files are ours; who reads standard output has read it.
    bool can_take_back() const noexcept override { return file_ || written_ == 0; }

    base::Result<Partial> take_back() override;

    bool was_complete() const noexcept override { return was_complete_; }

    std::filesystem::path left_behind() const override;

private:
    /// What is known of the body before its first byte.
    struct Expected {
        std::string name;       ///< that the server suggests
        std::string validator;  ///< for the note beside a part of it
        std::uint64_t from = 0; ///< this much is in the file already
        std::optional<base::Bytes> whole;
    };

    class Sink final : public http::BodySink, public http::PipeSink {
    public:
        explicit Sink(Saving& saving) : saving_(saving) {}

        base::Result<void> write(std::string_view bytes) override { return saving_.write(bytes); }

        base::Result<void> write_piped(base::PipedBytes bytes) override {
            return saving_.write_piped(bytes);
        }

        base::Result<void> finish() override { return saving_.complete(); }

        http::PipeSink* piped() override { return saving_.takes_pipes() ? this : nullptr; }

    private:
        Saving& saving_;
    };

    base::Result<void> check_destination();
    std::optional<std::uint64_t> asked_from(const http::PreparedRequest& request) const;
    base::Result<void> have_everything();
    base::Result<void> expect(const http::Hop& hop, const Verdict& verdict);
    base::Result<void> reuse_file(std::uint64_t held);
    base::Result<void> open();
    base::Result<void> open_file();
    base::Result<void> take_in(std::size_t count);
    base::Result<void> write(std::string_view bytes);
    base::Result<void> write_piped(base::PipedBytes bytes);
    bool takes_pipes() const;
    base::Result<void> complete();
    base::Result<void> put_in_place();
    void say(std::string_view line) const;
    std::string announcement() const;

    OutputPlan plan_;
    base::Stream terminal_; ///< standard error
    std::filesystem::path folder_;
    std::filesystem::path target_; ///< --output's file behind its links; empty: none was named
    std::unique_ptr<Presentation> heads_;
    std::optional<Progress> progress_;
    std::optional<http::Url> asked_; ///< by the first request
    std::optional<Expected> expected_;
    std::optional<Outlet> stream_; ///< where the body goes if that is no file of ours
    std::optional<DownloadFile> file_;
    Sink sink_{*this};
    std::uint64_t found_ = 0;    ///< in the file, by --continue
    std::uint64_t written_ = 0;  ///< of this answer
    bool asks_for_rest_ = false; ///< the last try does
    bool is_open_ = false;
    bool is_whole_ = false;
    bool was_complete_ = false;
};

} // namespace latch::output
