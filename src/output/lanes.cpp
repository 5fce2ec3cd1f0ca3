// SPDX-License-Identifier: MIT
#include "latch/output/lanes.hpp"

#include "output/outlet.hpp"

#include <utility>

namespace latch::output {

namespace {

using base::Result;
using Order = http::Pacing::Order;

constexpr std::string_view standard_output = "standard output";

} // namespace

Result<void> Lane::write(std::string_view bytes) {
    if (!lanes_.has_turn(number_)) {
        return keep(bytes);
    }
    auto written = pass_on_kept();
    return written ? pass_on(bytes) : written;
}

Result<void> Lane::keep(std::string_view bytes) {
    kept_ += bytes;
    std::size_t stored = 0;
    while (kept_.size() - stored > most_in_memory) {
        const auto piece =
            lanes_.store_.keep(std::string_view(kept_).substr(stored, PieceStore::piece_size));
        if (!piece) {
            return piece.error();
        }
        pieces_.push_back(*piece);
        stored += PieceStore::piece_size;
    }
    kept_.erase(0, stored);
    return {};
}

Result<void> Lane::pass_on(std::string_view bytes) {
    if (bytes.empty()) {
        return {};
    }
    if (!std::exchange(has_passed_on_, true)) {
        if (auto begun = lanes_.separate(); !begun) {
            return begun;
        }
    }
    return lanes_.write(bytes);
}

Result<void> Lane::pass_on_kept() {
    for (const PieceStore::Number number : std::exchange(pieces_, {})) {
        const auto piece = lanes_.store_.take(number);
        if (!piece) {
            return piece.error();
        }
        if (auto written = pass_on(*piece); !written) {
            return written;
        }
    }
    const std::string rest = std::exchange(kept_, {});
    return pass_on(rest);
}

Lanes::Lanes(Terms terms)
    : terms_(std::move(terms)), store_(terms_.folder),
      is_regular_file_(leads_to_file(terms_.out.descriptor)),
      is_free_(terms_.order == Order::as_ended) {}

Lane& Lanes::begin(std::size_t number) {
    return lanes_.try_emplace(number, *this, number).first->second;
}

/// Another lane begins to be passed on.
Result<void> Lanes::separate() {
    return std::exchange(has_written_, true) ? write(terms_.between) : Result<void>();
}

Result<void> Lanes::write(std::string_view bytes) {
    if (terms_.into != nullptr) {
        return terms_.into->write(bytes);
    }
    const auto put = is_regular_file_ ? base::write_all : base::write_to_reader;
    auto written = put(terms_.out.descriptor, bytes, standard_output);
    is_broken_ = is_broken_ || !written;
    return written;
}

bool Lanes::has_turn(std::size_t number) {
    if (is_free_) {
        is_free_ = false;
        turn_ = number;
    }
    return turn_ == number;
}

Result<void> Lanes::end(std::size_t number) {
    const auto lane = lanes_.find(number);
    if (lane == lanes_.end()) {
        return {};
    }
    lane->second.has_ended_ = true;
    if (terms_.order == Order::as_ended && !is_free_ && turn_ != number) {
        return {}; // kept until whoever has the turn is through
    }
    Result<void> passed = pass_turn();
    return passed;
}

/// Gives the turn on from lanes that have ended.
Result<void> Lanes::pass_turn() {
    Result<void> first_error;
    if (terms_.order == Order::as_asked) {
        for (auto lane = lanes_.find(turn_); lane != lanes_.end() && lane->second.has_ended_;
             lane = lanes_.find(turn_)) {
            const Result<void> written = lane->second.pass_on_kept();
            first_error = first_error ? written : first_error;
            lanes_.erase(lane);
            ++turn_;
        }
        return first_error;
    }
    for (auto lane = lanes_.begin(); lane != lanes_.end();) {
        if (!lane->second.has_ended_) {
            ++lane;
            continue;
        }
        const Result<void> written = lane->second.pass_on_kept();
        first_error = first_error ? written : first_error;
        lane = lanes_.erase(lane);
    }
    is_free_ = true;
    return first_error;
}

Result<void> Lanes::close() {
    Result<void> first_error;
    for (auto& [number, lane] : lanes_) {
        if (!lane.has_ended_) {
            continue;
        }
        const Result<void> written = lane.pass_on_kept();
        first_error = first_error ? written : first_error;
    }
    lanes_.clear();
    return first_error;
}

} // namespace latch::output
