// SPDX-License-Identifier: MIT
#include "latch/http/content_coding.hpp"

#include "http/inflate.hpp"

#include "latch/base/text.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace latch::http {

namespace {

/// Decoders one behind the other as one sink; each passes on to the one before it.
class Chain final : public BodySink {
public:
    explicit Chain(std::vector<std::unique_ptr<BodySink>> decoders)
        : decoders_(std::move(decoders)) {}

    base::Result<void> write(std::string_view bytes) override {
        return decoders_.back()->write(bytes);
    }

    base::Result<void> finish() override { return decoders_.back()->finish(); }

private:
    std::vector<std::unique_ptr<BodySink>> decoders_; ///< in the order in which they were applied
};

std::optional<Coding> coding_of(std::string_view name) noexcept {
    if (base::iequals(name, "gzip") || base::iequals(name, "x-gzip")) {
        return Coding::gzip;
    }
    if (base::iequals(name, "deflate")) {
        return Coding::deflate;
    }
    return std::nullopt;
}

base::Error undecodable(std::string cause) {
    return base::Error(base::ErrorKind::protocol, "cannot decode the response body")
        .because(std::move(cause));
}

/// The codings in the order in which they were applied, without "identity".
base::Result<std::vector<Coding>> codings_of(const Headers& headers) {
    // curl's number; each coding more multiplies what few bytes can expand to (CVE-2023-23916).
    constexpr std::size_t most = 5;
    std::vector<Coding> codings;
    for (const std::string_view name : headers.list("Content-Encoding")) {
        if (base::iequals(name, "identity")) {
            continue;
        }
        const auto coding = coding_of(name);
        if (!coding) {
            return undecodable("the content coding " + std::string(name) + " is not supported");
        }
        codings.push_back(*coding);
    }
    if (codings.size() > most) {
        return undecodable("it is coded " + std::to_string(codings.size()) + " times");
    }
    return codings;
}

} // namespace

base::Result<std::unique_ptr<BodySink>> decoding_sink(const Headers& headers, BodySink& next) {
    const auto codings = codings_of(headers);
    if (!codings) {
        return codings.error();
    }
    std::vector<std::unique_ptr<BodySink>> decoders;
    for (const Coding coding : *codings) {
        BodySink& receiver = decoders.empty() ? next : *decoders.back();
        decoders.push_back(std::make_unique<Inflate>(coding, receiver));
    }
    if (decoders.empty()) {
        return nullptr;
    }
    return std::make_unique<Chain>(std::move(decoders));
}

} // namespace latch::http
