// SPDX-License-Identifier: MIT
#include "flow/separated.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace latch::flow {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

Error error_at(std::size_t line, std::string what) {
    return {ErrorKind::usage, "line " + std::to_string(line) + ": " + std::move(what)};
}

/// Reads CSV from its beginning to its end.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : text_(text) {}

    Result<std::vector<TableRecord>> read() {
        std::vector<TableRecord> records;
        while (at_ < text_.size()) {
            if (take_line_end()) {
                continue;
            }
            auto record = read_record();
            if (!record) {
                return record.error();
            }
            records.push_back(*std::move(record));
        }
        return records;
    }

private:
    bool ends_field() const noexcept {
        return at_ == text_.size() || text_[at_] == ',' || is_line_end();
    }

    bool is_line_end() const noexcept {
        const std::string_view rest = text_.substr(at_);
        return rest.starts_with('\n') || rest.starts_with("\r\n");
    }

    bool take_line_end() noexcept {
        if (!is_line_end()) {
            return false;
        }
        at_ += text_[at_] == '\r' ? 2U : 1U;
        ++line_;
        return true;
    }

    Result<TableRecord> read_record() {
        TableRecord record{.line = line_, .fields = {}};
        do {
            auto field = text_.substr(at_).starts_with('"') ? read_quoted() : read_plain();
            if (!field) {
                return field.error();
            }
            record.fields.push_back(*std::move(field));
        } while (take_comma());
        take_line_end();
        return record;
    }

    bool take_comma() noexcept {
        const bool is_there = at_ < text_.size() && text_[at_] == ',';
        at_ += is_there ? 1 : 0;
        return is_there;
    }

    Result<std::string> read_plain() {
        const std::size_t begin = at_;
        while (!ends_field()) {
            if (text_[at_] == '"') {
                return error_at(line_, "a quote within a field that has none around it");
            }
            ++at_;
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    Result<std::string> read_quoted() {
        const std::size_t opened = line_;
        std::string field;
        ++at_;
        for (;;) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos) {
                return error_at(opened, "a quote that is not closed");
            }
            const std::string_view piece = text_.substr(at_, quote - at_);
            line_ += static_cast<std::size_t>(std::ranges::count(piece, '\n'));
            field += piece;
            at_ = quote + 1;
            if (!text_.substr(at_).starts_with('"')) {
                break;
            }
            field += '"';
            ++at_;
        }
        if (!ends_field()) {
            return error_at(line_, "something follows the quote that closes a field");
        }
        return field;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

} // namespace

Result<std::vector<TableRecord>> read_csv(std::string_view text) {
    return CsvReader(text).read();
}

std::vector<TableRecord> read_tsv(std::string_view text) {
    std::vector<TableRecord> records;
    std::size_t number = 0;
    for (std::string_view line : base::split(text, '\n')) {
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        ++number;
        if (line.empty()) {
            continue;
        }
        TableRecord record{.line = number, .fields = {}};
        for (const std::string_view field : base::split(line, '\t')) {
            record.fields.emplace_back(field);
        }
        records.push_back(std::move(record));
    }
    return records;
}

} // namespace latch::flow
