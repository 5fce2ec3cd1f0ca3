// SPDX-License-Identifier: MIT
#include "latch/http/content_coding.hpp"

#include "http/brotli.hpp"
#include "http/inflate.hpp"
#include "http/undecodable.hpp"
#include "http/zstd.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace latch::http {

namespace {

enum class ContentCoding { gzip, deflate, brotli, zstd };

/// Passes on what one decoder makes, as long as it is in proportion to what came over the wire.
class Meter final : public BodySink {
public:
    Meter(BodySink& next, const base::Bytes& on_wire, const ResponseLimits& limits)
        : next_(next), on_wire_(on_wire), limits_(limits) {}

    base::Result<void> write(std::string_view bytes) override {
        made_ += bytes.size();
        if (made_ > limits_.decoded.count) {
            return bomb("it is larger than " + std::to_string(limits_.decoded.count) + " bytes");
        }
        if (made_ > limits_.free_expansion.count && made_ / limits_.expansion > on_wire_.count) {
            return bomb(
                "it becomes more than " + std::to_string(limits_.expansion) + " times as long"
            );
        }
        return next_.write(bytes);
    }

    base::Result<void> finish() override { return next_.finish(); }

private:
    static base::Error bomb(std::string cause) {
        return undecodable(std::move(cause))
            .hinting("ask for it as it is with Accept-Encoding:identity, or do not trust it");
    }

    BodySink& next_;
    const base::Bytes& on_wire_;
    ResponseLimits limits_;
    std::uint64_t made_ = 0;
};

/// Decoders one behind the other as one sink; each passes on to the one before it.
class Chain final : public BodySink {
public:
    explicit Chain(const ResponseLimits& limits) : limits_(limits) {}

    /// Puts the decoder of a coding that was applied after those so far in front of them; the
    /// first one passes on to `last`.
    void add(ContentCoding coding, BodySink& last) {
        BodySink& receiver = stages_.empty() ? last : *stages_.back();
        stages_.push_back(std::make_unique<Meter>(receiver, on_wire_, limits_));
        stages_.push_back(decoder(coding, *stages_.back()));
    }

    base::Result<void> write(std::string_view bytes) override {
        on_wire_.count += bytes.size();
        return stages_.back()->write(bytes);
    }

    base::Result<void> finish() override { return stages_.back()->finish(); }

private:
    static std::unique_ptr<BodySink> decoder(ContentCoding coding, BodySink& next) {
        switch (coding) {
        case ContentCoding::brotli:
            return std::make_unique<Brotli>(next);
        case ContentCoding::zstd:
            return std::make_unique<Zstd>(next);
        case ContentCoding::gzip:
            return std::make_unique<Inflate>(Coding::gzip, next);
        case ContentCoding::deflate:
            break;
        }
        return std::make_unique<Inflate>(Coding::deflate, next);
    }

    ResponseLimits limits_;
    base::Bytes on_wire_; ///< the meters refer to it
    std::vector<std::unique_ptr<BodySink>> stages_;
};

std::optional<ContentCoding> coding_of(std::string_view name) noexcept {
    if (base::iequals(name, "gzip") || base::iequals(name, "x-gzip")) {
        return ContentCoding::gzip;
    }
    if (base::iequals(name, "deflate")) {
        return ContentCoding::deflate;
    }
    if (base::iequals(name, "br")) {
        return ContentCoding::brotli;
    }
    if (base::iequals(name, "zstd")) {
        return ContentCoding::zstd;
    }
    return std::nullopt;
}

/// The codings to undo, in the order in which they were applied, without "identity"; none if one
/// of them is not known.
base::Result<std::vector<ContentCoding>> codings_of(const Headers& headers) {
    // curl's number; each coding more multiplies what few bytes can expand to (CVE-2023-23916).
    constexpr std::size_t most = 5;
    std::vector<ContentCoding> codings;
    for (const std::string_view name : headers.list("Content-Encoding")) {
        if (base::iequals(name, "identity")) {
            continue;
        }
        const auto coding = coding_of(name);
        if (!coding) {
            return std::vector<ContentCoding>();
        }
        codings.push_back(*coding);
    }
    if (codings.size() > most) {
        return undecodable("it is coded " + std::to_string(codings.size()) + " times");
    }
    return codings;
}

} // namespace

bool is_coded(const Headers& headers) {
    return std::ranges::any_of(headers.list("Content-Encoding"), [](std::string_view name) {
        return !base::iequals(name, "identity");
    });
}

base::Result<std::unique_ptr<BodySink>>
decoding_sink(const Headers& headers, BodySink& next, const ResponseLimits& limits) {
    const auto codings = codings_of(headers);
    if (!codings) {
        return codings.error();
    }
    if (codings->empty()) {
        return nullptr;
    }
    auto chain = std::make_unique<Chain>(limits);
    for (const ContentCoding coding : *codings) {
        chain->add(coding, next);
    }
    return chain;
}

} // namespace latch::http
