// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/secret.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace latch::base {

/// Hides known secrets in text that is shown, also where a server or a library gives them back in
/// another form: percent-encoded, escaped as in JSON, or in base64 at any place of what was
/// encoded, such as the password of "user:password"; and base64 in either of the other two.
///
/// A byte at the edge of base64 shares a letter with its neighbour, which stays: at most four bits.
class Redactor {
public:
    /// Shorter secrets, in bytes, are not looked for: they are parts of ordinary words, and the
    /// gaps would tell what they are.
    static constexpr std::size_t shortest = 4;

    /// One that hides what this one knows as well, and learns for itself alone: what passes by in
    /// one of many requests goes with it. This one must outlive it, and stay where it is.
    Redactor for_a_while() const;

    /// From now on hides this, too.
    void learn(const Secret& secret);

    /// The text with "****" in the place of each secret.
    std::string redact(std::string_view text) const;

private:
    bool knows(const Secret& secret, std::size_t hash) const;
    /// How much of the beginning of `text` is a secret.
    std::size_t longest_in(std::string_view text) const;

    const Redactor* lasting_ = nullptr;
    std::vector<Secret> forms_; ///< the secrets and their forms in base64
    /// Where in them the secrets are, by their hashes: a session may hold ten thousand cookies.
    std::unordered_multimap<std::size_t, std::size_t> places_;
};

} // namespace latch::base
