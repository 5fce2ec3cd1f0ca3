// SPDX-License-Identifier: MIT
#include "latch/session/hsts_file.hpp"

#include "session/document.hpp"
#include "session/json_writer.hpp"
#include "session/locked_file.hpp"
#include "session/node.hpp"

#include "latch/session/home.hpp"
#include "latch/session/timestamp.hpp"

#include <chrono>

namespace latch::session {

namespace {

using base::Result;
using http::HstsHosts;

constexpr std::uint64_t version = 1;

HstsHosts::Entry read_entry(const Node& node) {
    Members members(node);
    return {
        .expires = members.required("expires").moment(),
        .include_subdomains = members.required("include_subdomains").flag(),
    };
}

void check_version(const Node& node) {
    Members members(node);
    const Node written = members.required("hsts");
    if (written.number(std::uint64_t{1} << 32U) > version) {
        written.complain("is of a newer version of latch");
    }
}

HstsHosts read_hosts(const Node& node) {
    HstsHosts::Entries entries;
    for (const auto& [name, entry] : node.members()) {
        entries.emplace(name, read_entry(entry));
    }
    return HstsHosts(std::move(entries));
}

/// The same fault in the words for this kind of file.
base::Error of_hosts(const base::Error& error, std::string_view name) {
    return base::Error(error.kind(), "cannot use " + std::string(name))
        .because(error.cause())
        .hinting(error.hint());
}

/// Whether any of it changes what is known.
bool learn_all(HstsHosts& hosts, std::span<const http::HstsNews> news) {
    bool changed = false;
    for (const http::HstsNews& each : news) {
        changed = hosts.learn(each) || changed;
    }
    return changed;
}

} // namespace

Result<HstsHosts> decode_hsts(std::string_view text, std::string_view name) {
    const auto document = parse_document(text, name);
    if (!document) {
        return of_hosts(document.error(), name);
    }
    Problem problem;
    Members members(Node(*document, "", problem));
    check_version(members.required("latch"));
    HstsHosts hosts = read_hosts(members.required("hosts"));
    if (problem.occurred()) {
        return of_hosts(problem.error(text, name), name);
    }
    return hosts;
}

std::string encode_hsts(const HstsHosts& hosts) {
    Json entries = Json::object();
    for (const auto& [name, entry] : hosts.entries()) {
        entries[name] = {
            {"expires", timestamp(entry.expires)},
            {"include_subdomains", entry.include_subdomains},
        };
    }
    const Json document{{"latch", {{"hsts", version}}}, {"hosts", std::move(entries)}};
    return text_of(document);
}

std::optional<HstsFile> HstsFile::locate(const base::Environment& environment) {
    const auto home = latch_home(environment);
    return home ? std::optional(HstsFile(*home / "hsts.json")) : std::nullopt;
}

Result<HstsHosts> HstsFile::load() const {
    const auto text = read_text(path_);
    if (!text) {
        const bool is_unusable = text.error().kind() == base::ErrorKind::bad_session;
        return is_unusable ? of_hosts(text.error(), path_.string()) : text.error();
    }
    return *text ? decode_hsts(**text, path_.string()) : HstsHosts();
}

Result<void> HstsFile::learn(std::span<const http::HstsNews> news) const {
    if (news.empty()) {
        return {};
    }
    const auto locked = LockedFile::acquire(path_);
    if (!locked) {
        // Where nothing can be written nothing may have to be.
        auto hosts = load();
        return hosts && !learn_all(*hosts, news) ? Result<void>() : locked.error();
    }
    auto hosts = load();
    if (!hosts) {
        return hosts.error();
    }
    return learn_all(*hosts, news) ? locked->replace(encode_hsts(*hosts)) : Result<void>();
}

} // namespace latch::session
