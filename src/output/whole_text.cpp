// SPDX-License-Identifier: MIT
#include "output/whole_text.hpp"

#include "output/sorted_json.hpp"
#include "output/xml_layout.hpp"

#include <utility>

namespace latch::output {

void SortedJson::feed(std::string_view bytes) {
    if (unit_ == Unit::line) {
        for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
            held_ += bytes.substr(0, end + 1);
            bytes.remove_prefix(end + 1);
            show_held();
        }
    }
    held_ += bytes;
    if (held_.size() > largest_whole) {
        show_held();
    }
}

void SortedJson::finish() {
    show_held();
    json_.finish();
}

void SortedJson::show_held() {
    const std::string text = std::exchange(held_, {});
    json_.feed(sorted_json(text).value_or(text));
}

void XmlText::feed(std::string_view bytes) {
    if (!waits_) {
        markup_.feed(bytes);
        return;
    }
    held_ += bytes;
    if (held_.size() > largest_whole) {
        waits_ = false;
        markup_.feed(std::exchange(held_, {}));
    }
}

void XmlText::finish() {
    markup_.feed(laid_out_xml(held_, indent_).value_or(held_));
    markup_.finish();
}

} // namespace latch::output
