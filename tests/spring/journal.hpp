// SPDX-License-Identifier: MIT
#pragma once

#include "support/message.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace latch::test {

/// A request as a context of the application saw it, and what it answered.
struct Arrival {
    Request request;
    unsigned status = 0;
    std::string peer; ///< address and port of the other end: the same on the same connection

    /// "POST /login 302", for comparing in one line.
    std::string in_words() const;
    /// The value of that header, or "none".
    std::string header(std::string_view name) const;
};

/// What comes to one context from now on. Scenarios run one after the other, so that is the
/// scenario's own.
class Journal {
public:
    explicit Journal(std::string context);

    /// In order of arrival.
    std::vector<Arrival> arrivals() const;
    /// The only arrival; fails the test if there is another number of them.
    Arrival only() const;
    /// `Arrival::in_words` of each.
    std::vector<std::string> in_words() const;

private:
    std::string context_;
    std::size_t before_;
};

} // namespace latch::test
