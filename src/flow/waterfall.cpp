// SPDX-License-Identifier: MIT
#include "flow/waterfall.hpp"

#include "flow/time_text.hpp"

#include <algorithm>
#include <cstdint>

namespace latch::flow {

namespace {

using std::chrono::nanoseconds;

/// The drawing is so many units wide, and stretched to its column.
constexpr std::int64_t width = 10'000;

/// What can be seen of a piece that took next to no time.
constexpr std::int64_t least = 40;

using Pieces = std::array<nanoseconds, phases.size()>;

/// Of the duration: what is left of it before the phases of the last try comes first. Phases that
/// claim more than there is are cut.
Pieces pieces_of(const Times& times) {
    const http::Timings& last = times.phases;
    Pieces pieces{
        nanoseconds(), last.resolve, last.connect, last.tls, last.first_byte, last.transfer};
    nanoseconds left = std::max(times.duration, nanoseconds());
    for (nanoseconds& piece : pieces) {
        piece = std::clamp(piece, nanoseconds(), left);
        left -= piece;
    }
    pieces.front() = left;
    return pieces;
}

std::int64_t place(nanoseconds moment, nanoseconds whole) {
    const double share = static_cast<double>(moment.count()) / static_cast<double>(whole.count());
    return static_cast<std::int64_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(width));
}

std::string rectangle(const Phase& phase, nanoseconds time, std::int64_t from, std::int64_t to) {
    return "<rect class=\"" + std::string(phase.style) + "\" x=\"" + std::to_string(from) +
           R"(" y="0" width=")" + std::to_string(to - from) + R"(" height="10"><title>)" +
           std::string(phase.title) + ' ' + in_words(time) + "</title></rect>";
}

} // namespace

std::string waterfall(const Times& times, nanoseconds whole) {
    std::string out = "<svg viewBox=\"0 0 " + std::to_string(width) +
                      R"( 10" preserveAspectRatio="none" role="img" aria-label=")" +
                      in_words(times.duration) + "\">";
    whole = std::max({whole, times.started + times.duration, nanoseconds(1)});
    const Pieces pieces = pieces_of(times);
    nanoseconds begin = times.started;
    for (std::size_t at = 0; at < pieces.size(); ++at) {
        const nanoseconds piece = pieces.at(at);
        if (piece > nanoseconds()) {
            const std::int64_t from = std::min(place(begin, whole), width - least);
            const std::int64_t to = std::max(place(begin + piece, whole), from + least);
            out += rectangle(phases.at(at), piece, from, to);
        }
        begin += piece;
    }
    return out + "</svg>";
}

std::string phases_in_words(const Times& times) {
    const Pieces pieces = pieces_of(times);
    std::string words;
    for (std::size_t at = 0; at < pieces.size(); ++at) {
        if (pieces.at(at) > nanoseconds()) {
            words += words.empty() ? "" : ", ";
            words += std::string(phases.at(at).title) + ' ' + in_words(pieces.at(at));
        }
    }
    return words;
}

} // namespace latch::flow
