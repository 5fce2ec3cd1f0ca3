// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace latch::base {

/// A password or token: cannot be printed by accident and is wiped when it goes.
///
/// There is no stream operator and no conversion; `reveal` is the one way to the text, so a
/// search for it finds every place where a secret leaves.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) noexcept;
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    std::string_view reveal() const noexcept { return text_; }

    bool empty() const noexcept { return text_.empty(); }

    bool operator==(const Secret&) const = default;

private:
    void wipe() noexcept;
    void wipe_all() noexcept;

    std::string text_; ///< an empty one has nothing left of an earlier
};

/// What is shown in the place of a secret: the first characters of a long one, never of a short.
std::string shortened(std::string_view secret);

} // namespace latch::base
