// SPDX-License-Identifier: MIT
#include "latch/output/progress.hpp"

#include "output/progress_line.hpp"

#include "latch/base/file.hpp"

#include <string_view>
#include <utility>

namespace latch::output {

namespace {

constexpr std::chrono::milliseconds worth_showing{500};
constexpr std::chrono::milliseconds between_lines{100};

/// To the start of the line, and all of it erased (ECMA-48, EL).
constexpr std::string_view clear_line = "\r\x1b[K";

} // namespace

class Progress::Impl {
public:
    Impl(std::string what, const base::Environment& environment, Now now)
        : what_(std::move(what)), terminal_(environment.err.descriptor),
          columns_(environment.columns), now_(std::move(now)) {}

    void begin(std::optional<base::Bytes> total, base::Bytes done) {
        end();
        active_ = true;
        total_ = total;
        begun_ = now_();
        drawn_ = {};
        rate_ = {};
        rate_.note(begun_, done);
    }

    void rename(std::string what) { what_ = std::move(what); }

    void moved(base::Bytes done) {
        const auto now = now_();
        rate_.note(now, done);
        if (!active_ || now - begun_ < worth_showing || now - drawn_ < between_lines) {
            return;
        }
        drawn_ = now;
        const TransferState state{
            .what = what_, .done = done, .total = total_, .rate = rate_.per_second()};
        // The last column stays free: many terminals begin a new line once it is written.
        write(std::string(clear_line) + progress_line(state, columns_ > 0 ? columns_ - 1 : 0));
        visible_ = true;
    }

    void hide() {
        if (std::exchange(visible_, false)) {
            write(clear_line);
        }
    }

    void end() {
        active_ = false;
        hide();
    }

private:
    void write(std::string_view text) const {
        // A terminal that has gone away is no reason to stop a transfer.
        static_cast<void>(base::write_all(terminal_, text, "standard error"));
    }

    std::string what_;
    int terminal_;
    unsigned columns_;
    Now now_;
    std::optional<base::Bytes> total_;
    SteadyTime begun_;
    SteadyTime drawn_;
    RateEstimate rate_;
    bool active_ = false;
    bool visible_ = false;
};

Progress::Progress(std::string what, const base::Environment& environment, Now now)
    : impl_(
          environment.err.is_terminal
              ? std::make_unique<Impl>(std::move(what), environment, std::move(now))
              : nullptr
      ) {}

Progress::~Progress() {
    end();
}

void Progress::begin(std::optional<base::Bytes> total, base::Bytes done) {
    if (impl_) {
        impl_->begin(total, done);
    }
}

void Progress::rename(std::string what) {
    if (impl_) {
        impl_->rename(std::move(what));
    }
}

void Progress::moved(base::Bytes done) {
    if (impl_) {
        impl_->moved(done);
    }
}

void Progress::hide() {
    if (impl_) {
        impl_->hide();
    }
}

void Progress::end() {
    if (impl_) {
        impl_->end();
    }
}

} // namespace latch::output
