// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.hpp"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

struct bio_st;

namespace latch::net {

/// What is below OpenSSL: it reads straight through, and its records on their way out are gathered,
/// because OpenSSL writes each by itself, and the stream below shall get them together.
class Wire {
public:
    explicit Wire(std::unique_ptr<Stream> lower) : lower_(std::move(lower)) {}

    Stream& lower() noexcept { return *lower_; }

    Io read(std::span<char> into) {
        last_read_ = lower_->try_read(into);
        return last_read_;
    }

    /// Of what OpenSSL has got to hear last.
    const Io& last_read() const noexcept { return last_read_; }

    void add(std::string_view record) {
        records_.insert(records_.end(), record.begin(), record.end());
    }

    /// `done` when everything is sent.
    Io flush() {
        while (sent_ < records_.size()) {
            const Io written =
                lower_->try_write({records_.data() + sent_, records_.size() - sent_});
            if (written.state != Io::State::done) {
                return written;
            }
            sent_ += written.count;
        }
        records_.clear();
        sent_ = 0;
        return {.state = Io::State::done};
    }

private:
    std::unique_ptr<Stream> lower_;
    Io last_read_;
    std::vector<char> records_;
    std::size_t sent_ = 0;
};

/// What OpenSSL reads from and writes to. `wire` must outlive it; it is the caller's to free.
bio_st* bio_of(Wire& wire);

} // namespace latch::net
