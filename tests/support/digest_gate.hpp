// SPDX-License-Identifier: MIT
#pragma once

#include "support/message.hpp"

#include <map>
#include <string>

namespace latch::test {

/// How a DigestGate challenges.
struct GateOptions {
    std::string algorithm; ///< empty: not named
    std::string qop;       ///< empty: none, as RFC 2069
};

/// A door that opens to bob with the password "s3:cret" by digest authentication: it computes the
/// response itself, with formulas of its own, and wants each count of a nonce once.
class DigestGate {
public:
    explicit DigestGate(GateOptions options) : options_(std::move(options)) {}

    /// "welcome", or 401 with two fields of challenges, of which one is a digest one.
    Response answer(const Request& request);

    /// Every nonce so far becomes stale.
    void forget_nonces() { nonces_.clear(); }

    /// How often a nonce came with a count that it had come with before.
    unsigned repeated_counts() const noexcept { return repeated_; }

private:
    enum class Verdict { good, stale, bad };

    Verdict judge(const Request& request);
    bool counts(const std::string& nonce, const std::string& count);

    GateOptions options_;
    std::map<std::string, std::map<std::string, bool>> nonces_; ///< and the counts they came with
    unsigned given_ = 0;
    unsigned repeated_ = 0;
};

} // namespace latch::test
