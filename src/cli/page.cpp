// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/topic.hpp"

#include "latch/base/text.hpp"

namespace latch::cli {

namespace {

std::string indented(std::string_view text, std::size_t indent) {
    std::string lines;
    for (const std::string& line : broken(text, page_width - indent)) {
        lines += std::string(indent, ' ') + line + '\n';
    }
    return lines;
}

std::string sample_lines(std::string_view sample) {
    std::string lines = "\n";
    for (const std::string_view line : base::split(sample.substr(0, sample.size() - 1), '\n')) {
        lines += "    " + std::string(line) + '\n';
    }
    return lines;
}

std::string lines_of(const Entry& entry) {
    if (!entry.sample.empty()) {
        return sample_lines(entry.sample);
    }
    if (entry.term.empty()) {
        return '\n' + indented(text_of(entry), 0);
    }
    return '\n' + indented(entry.term, 2) + indented(text_of(entry), 6);
}

/// "--output, -o FILE".
std::string forms_of(const Option& option) {
    std::string text = spelled(option);
    if (letter(option) != '\0') {
        text += std::string(", -") + letter(option);
    }
    return text + value_form(option);
}

std::string about(const Option& option) {
    std::string text = sentence(option.summary);
    if (!option.details.empty()) {
        text += ' ' + std::string(option.details);
    }
    std::string lines = "\n  " + forms_of(option) + '\n' + indented(text, 6);
    if (has_denial(option)) {
        lines += "\n  " + spelled_no(option) + '\n' + indented(sentence(option.denial.summary), 6);
    }
    return lines;
}

} // namespace

std::string page_on(const Topic& topic) {
    std::string page(topic.heading);
    page += '\n' + written(topic, lines_of);
    if (!topic.options) {
        return page;
    }
    page += "\nOptions:\n";
    for (const Option& option : all_options()) {
        page += option.group == topic.options ? about(option) : "";
    }
    return page;
}

std::string page_on(const Option& option) {
    const std::string page = about(option).substr(1);
    return has_denial(option)
               ? page
               : page + '\n' +
                     indented(spelled_no(option) + " takes it back, wherever it stands.", 2);
}

} // namespace latch::cli
