// SPDX-License-Identifier: MIT
#include "app/configure.hpp"

#include "app/config_file.hpp"
#include "app/report.hpp"

#include "latch/request/compose.hpp"
#include "latch/session/store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

namespace latch::app {

namespace {

using base::Result;
using session::Config;
using session::DefaultOptions;
using AllDefaults = std::vector<cli::Defaults>;
/// Those of a configuration's hosts or origins that are for a URL.
using Select = std::vector<DefaultOptions> (*)(const Config&, const http::Url&);

cli::Defaults defaults_of(const ConfigFile& file, const DefaultOptions& options) {
    return {
        .words = options.words,
        .author = file.author,
        .place = file.file.string() + ": " + options.member};
}

/// What is sent, or where it begins; null if nothing is.
const cli::Send* request_of(const cli::Invocation& invocation) {
    if (const auto* const login = std::get_if<cli::Login>(&invocation)) {
        return &login->request;
    }
    if (const auto* const logout = std::get_if<cli::Logout>(&invocation)) {
        return &logout->request;
    }
    if (const auto* const wait = std::get_if<cli::Wait>(&invocation)) {
        return &wait->request;
    }
    return std::get_if<cli::Send>(&invocation);
}

/// All that the files hold, so that a slip is found by the first request, not by the one it is for.
Result<void> check_all(const std::vector<ConfigFile>& files) {
    for (const ConfigFile& file : files) {
        std::vector<DefaultOptions> entries{file.config.general};
        for (const Config::ForHost& each : file.config.hosts) {
            entries.push_back(each.options);
        }
        for (const Config::ForOrigin& each : file.config.origins) {
            entries.push_back(each.options);
        }
        for (const DefaultOptions& entry : entries) {
            if (auto checked = cli::check(defaults_of(file, entry)); !checked) {
                return checked;
            }
        }
    }
    return {};
}

Result<session::Session>
session_of(const cli::Send& command, const base::Environment& environment) {
    if (!command.session) {
        return session::Session();
    }
    const auto store = session::Store::locate(command.session->value, environment);
    if (!store) {
        return store.error();
    }
    return store->load();
}

/// The request's URL; a session is loaded only if the URL is relative to it.
Result<http::Url> url_of(const cli::Send& command, const base::Environment& environment) {
    session::Session session;
    if (request::is_relative(command.request)) {
        auto loaded = session_of(command, environment);
        if (!loaded) {
            return loaded.error();
        }
        session = *std::move(loaded);
    }
    const auto parsed = request::address_of(command.request, session);
    if (!parsed) {
        return parsed.error();
    }
    return parsed->url;
}

AllDefaults selected(const std::vector<ConfigFile>& files, Select select, const http::Url& url) {
    AllDefaults found;
    for (const ConfigFile& file : files) {
        for (const DefaultOptions& options : select(file.config, url)) {
            found.push_back(defaults_of(file, options));
        }
    }
    return found;
}

bool depends_on_url(const std::vector<ConfigFile>& files) {
    return std::ranges::any_of(files, [](const ConfigFile& file) {
        return !file.config.hosts.empty() || !file.config.origins.empty();
    });
}

/// The command line with the options of `files`. Those for a host come before those for an origin,
/// because they may say which scheme it is that the URL leaves out.
Result<cli::Invocation> understand_with(
    const std::vector<ConfigFile>& files,
    std::span<const std::string> arguments,
    const base::Environment& environment
) {
    AllDefaults defaults;
    for (const ConfigFile& file : files) {
        defaults.push_back(defaults_of(file, file.config.general));
    }
    auto invocation = cli::parse(arguments, environment, defaults);
    if (!depends_on_url(files)) {
        return invocation;
    }
    for (const Select select : {&session::options_for_host, &session::options_for_origin}) {
        const cli::Send* const command = invocation ? request_of(*invocation) : nullptr;
        if (command == nullptr || command->request.url.empty()) {
            break;
        }
        const auto url = url_of(*command, environment);
        if (!url) {
            return url.error();
        }
        AllDefaults more = selected(files, select, *url);
        if (!more.empty()) {
            std::ranges::move(more, std::back_inserter(defaults));
            invocation = cli::parse(arguments, environment, defaults);
        }
    }
    return invocation;
}

void tell_passed_over(
    const PassedOver& file, const cli::Invocation& invocation, const Report& report
) {
    const cli::Send* const command = request_of(invocation);
    if (command != nullptr && command->output.quiet < 2) {
        report.remark(file.what, file.remedy);
    }
}

} // namespace

Result<cli::Invocation> understand(
    std::span<const std::string> arguments,
    const base::Environment& environment,
    const Report& report
) {
    const ConfigPlaces places = find_configs(environment);
    const bool is_plain = !places.user && !places.project;
    if (is_plain || !cli::is_configurable(arguments, environment)) {
        return cli::parse(arguments, environment);
    }
    const auto found = read_configs(places);
    if (!found) {
        return found.error();
    }
    if (const auto checked = check_all(found->files); !checked) {
        return checked.error();
    }
    auto invocation = understand_with(found->files, arguments, environment);
    if (invocation && found->passed_over) {
        tell_passed_over(*found->passed_over, *invocation, report);
    }
    return invocation;
}

} // namespace latch::app
