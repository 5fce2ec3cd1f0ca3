// SPDX-License-Identifier: MIT
#include "flow/import_hurl.hpp"

#include "flow/import_body.hpp"
#include "flow/import_hurl_scan.hpp"
#include "flow/import_kinds.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <utility>

namespace latch::flow::foreign {

namespace {

/// Hurl tries again while an assert fails, which is what --wait does.
void add_wait(HurlEntry& entry) {
    if (entry.retries == 0) {
        return;
    }
    const auto whole = entry.retries < 0 ? 0 : entry.retries * entry.interval.count();
    entry.wish.option("--wait", std::to_string(whole) + (whole == 0 ? "" : "ms"));
    entry.wish.option("--every", std::to_string(entry.interval.count()) + "ms");
}

void add_parameters(HurlEntry& entry) {
    std::string cookies;
    for (const std::string& cookie : entry.cookies) {
        cookies += (cookies.empty() ? "" : "; ") + cookie;
    }
    if (!cookies.empty()) {
        entry.wish.headers.emplace_back("Cookie", cookies);
    }
    for (const auto& [name, value] : entry.queries) {
        entry.wish.items.push_back(query_item(name, value));
    }
}

/// Nothing is wrong with any status if the file does not say which it has to be.
void finish(std::optional<HurlEntry> entry, Translation& out) {
    if (!entry) {
        return;
    }
    add_parameters(*entry);
    add_wait(*entry);
    if (!entry->has_answer) {
        entry->wish.expect("status exists");
    }
    out.add(std::move(entry->wish), {.line = entry->line});
}

HurlEntry begun(const Line& line, Translation& out) {
    const std::string_view text = without_comment(line.text);
    const std::size_t blank = text.find_first_of(" \t");
    HurlEntry entry{.line = line.number};
    entry.wish.method = text.substr(0, blank);
    entry.wish.url = hurl_text(base::trim(text.substr(blank)), {.line = line.number}, out);
    return entry;
}

/// `HTTP 200`, `HTTP/1.1 200`, `HTTP *`
void read_answer_line(const Line& line, HurlEntry& entry, Translation& out) {
    HurlScan scan(line.text, {.line = line.number}, out);
    const std::string_view version = scan.word();
    const std::string_view status = scan.word();
    entry.has_answer = true;
    entry.section.clear();
    if (version == "HTTP/2" || version == "HTTP/3") {
        out.drop({.line = line.number}, "that the answer is " + std::string(version));
    } else if (version != "HTTP") {
        entry.wish.expect("version==" + std::string(version.substr(version.find('/') + 1)));
    }
    if (base::parse_decimal(status)) {
        entry.wish.expect("status==" + std::string(status));
    } else {
        entry.wish.expect("status exists");
    }
}

void read_header(const Line& line, HurlEntry& entry, Translation& out) {
    const Origin at{.line = line.number};
    const auto pair = base::split_once(without_comment(line.text), ':');
    if (!pair) {
        out.drop(at, "a line that is no header");
        return;
    }
    std::string name = hurl_text(base::trim(pair->first), at, out);
    std::string value = hurl_text(base::trim(pair->second), at, out);
    if (entry.has_answer) {
        entry.wish.expect("header." + name + " == " + json_text(value));
    } else if (!base::iequals(name, "Content-Length")) {
        entry.wish.headers.emplace_back(std::move(name), std::move(value));
    }
}

void read_line(const Line& line, HurlEntry& entry, Translation& out) {
    if (entry.section.empty()) {
        read_header(line, entry, out);
    } else if (entry.section == "Captures") {
        read_hurl_capture(line, entry, out);
    } else if (entry.section == "Asserts") {
        read_hurl_assert(line, entry, out);
    } else {
        read_hurl_request_line(line, entry, out);
    }
}

/// Of comments before a request the last one is its title.
std::string_view title_in(std::string_view comment) {
    return base::trim(comment.substr(std::min(comment.find_first_not_of('#'), comment.size())));
}

class Reader {
public:
    explicit Reader(Lines lines) : lines_(lines) {}

    base::Result<Imported> read() && {
        while (!lines_.empty()) {
            step(base::trim(lines_.next().text));
        }
        finish(std::exchange(entry_, std::nullopt), out_);
        return std::move(out_).done("a Hurl file");
    }

private:
    void step(std::string_view text) {
        if (text.empty() || text.starts_with('#')) {
            lines_.take();
            title_ = text.empty() ? title_ : title_in(text);
        } else if (is_hurl_method_line(text)) {
            finish(std::exchange(entry_, begun(lines_.take(), out_)), out_);
            entry_->wish.title = plain(std::exchange(title_, {}));
        } else if (!entry_) {
            out_.drop({.line = lines_.take().number}, "a line before the first request");
        } else {
            step_in_entry(text);
        }
    }

    void step_in_entry(std::string_view text) {
        title_ = {};
        if (is_hurl_answer_line(text)) {
            read_answer_line(lines_.take(), *entry_, out_);
        } else if (const auto section = hurl_section(text)) {
            entry_->section = *section;
            lines_.take();
        } else if (begins_hurl_body(text)) {
            read_hurl_body(lines_, *entry_, out_);
        } else {
            read_line(lines_.take(), *entry_, out_);
        }
    }

    Lines lines_;
    Translation out_;
    std::optional<HurlEntry> entry_;
    std::string_view title_;
};

} // namespace

bool is_hurl_method_line(std::string_view line) {
    const std::string_view text = without_comment(line);
    const std::size_t blank = text.find_first_of(" \t");
    const std::string_view word = text.substr(0, blank);
    return blank != std::string_view::npos && word != "HTTP" && !word.empty() &&
           std::ranges::all_of(word, base::is_ascii_upper);
}

bool is_hurl_answer_line(std::string_view line) {
    return line.starts_with("HTTP ") || line.starts_with("HTTP/");
}

std::optional<std::string_view> hurl_section(std::string_view line) {
    const std::string_view text = without_comment(line);
    const bool is_bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
    const std::string_view name = is_bracketed ? text.substr(1, text.size() - 2) : "";
    const bool is_name = !name.empty() && base::is_ascii_upper(name.front()) &&
                         std::ranges::all_of(name, base::is_ascii_alpha);
    return is_name ? std::optional(name) : std::nullopt;
}

base::Result<Imported> import_hurl(std::string_view content) {
    const std::vector<Line> lines = lines_in(content);
    return Reader(Lines(lines)).read();
}

} // namespace latch::flow::foreign
