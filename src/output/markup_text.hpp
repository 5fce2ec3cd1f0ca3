// SPDX-License-Identifier: MIT
#pragma once

#include "output/safe_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace latch::output {

/// Shows XML or HTML as it is, in colours, while it arrives. It looks at tags only and believes
/// whatever comes: what is no markup is text in an odd colour at worst.
class MarkupText {
public:
    explicit MarkupText(Painter& painter) : text_(painter) {}

    void feed(std::string_view bytes);

    void finish();

private:
    enum class Inside : std::uint8_t { text, opening, name, tag, attribute, value, declaration };

    void take_text(std::string_view& bytes);
    void take_opening(std::string_view& bytes);
    void take_tag(std::string_view& bytes);
    void take_value(std::string_view& bytes);
    void take_declaration(std::string_view& bytes);
    void put(Role role, std::string_view& bytes, std::size_t size);

    SafeText text_;
    Inside inside_ = Inside::text;
    char quote_ = '"';
    std::string begun_; ///< the beginning and the end of a declaration, as far as they matter
};

} // namespace latch::output
