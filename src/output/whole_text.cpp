// SPDX-License-Identifier: MIT
#include "output/whole_text.hpp"

#include "output/sorted_json.hpp"
#include "output/xml_layout.hpp"

#include <utility>

namespace latch::output {

void SortedJson::feed(std::string_view bytes) {
    if (unit_ == Unit::line) {
        for (auto end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
            gather(bytes.substr(0, end));
            end_unit();
            json_.feed("\n");
            bytes.remove_prefix(end + 1);
        }
    }
    gather(bytes);
}

void SortedJson::finish() {
    end_unit();
    json_.finish();
}

void SortedJson::gather(std::string_view bytes) {
    if (!waits_) {
        json_.feed(bytes);
        return;
    }
    held_ += bytes;
    if (held_.size() > limit_) {
        waits_ = false;
        json_.feed(std::exchange(held_, {}));
    }
}

void SortedJson::end_unit() {
    const std::string text = std::exchange(held_, {});
    const auto sorted = sorted_json(text);
    json_.feed(sorted ? *sorted : text);
    waits_ = true;
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
