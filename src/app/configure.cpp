// SPDX-License-Identifier: MIT
#include "app/configure.hpp"

#include "app/config_file.hpp"
#include "app/report.hpp"
#include "app/url_list.hpp"

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

/// The URLs of the requests; a session is loaded only if one is relative to it.
Result<std::vector<http::Url>>
urls_of(const cli::Send& command, const base::Environment& environment) {
    std::vector<std::string> typed;
    for (const cli::ListedUrl& url : command.several.urls) {
        typed.push_back(url.text);
    }
    if (typed.empty()) {
        typed.push_back(command.request.url);
    }
    session::Session session;
    if (std::ranges::any_of(typed, [](const auto& url) { return url.starts_with('/'); })) {
        auto loaded = session_of(command, environment);
        if (!loaded) {
            return loaded.error();
        }
        session = *std::move(loaded);
    }
    std::vector<http::Url> urls;
    for (const std::string& url : typed) {
        auto parsed = request::address_of(url, command.request.url_rules, session);
        if (!parsed) {
            return parsed.error();
        }
        urls.push_back(std::move(parsed->url));
    }
    return urls;
}

AllDefaults
selected_for(const http::Url& url, const std::vector<ConfigFile>& files, Select select) {
    AllDefaults found;
    for (const ConfigFile& file : files) {
        for (const DefaultOptions& options : select(file.config, url)) {
            found.push_back(defaults_of(file, options));
        }
    }
    return found;
}

/// What is selected for all of the URLs. Errors: `usage` if that is not the same for each, because
/// a run has one set of options.
Result<AllDefaults>
selected(const std::vector<ConfigFile>& files, Select select, const std::vector<http::Url>& urls) {
    AllDefaults found = selected_for(urls.front(), files, select);
    http::Origin checked = http::origin(urls.front());
    for (const http::Url& url : urls) {
        if (http::origin(url) != checked && selected_for(url, files, select) != found) {
            return base::Error(base::ErrorKind::usage, "URLs with different options")
                .because(
                    "the configuration has others for " + http::to_string(http::origin(url)) +
                    " than for " + http::to_string(http::origin(urls.front()))
                )
                .hinting("ask for them in runs of their own, or say --no-config");
        }
        checked = http::origin(url);
    }
    return found;
}

bool depends_on_url(const std::vector<ConfigFile>& files) {
    return std::ranges::any_of(files, [](const ConfigFile& file) {
        return !file.config.hosts.empty() || !file.config.origins.empty();
    });
}

Result<cli::Invocation>
with_urls(Result<cli::Invocation> invocation, std::vector<cli::ListedUrl> urls) {
    auto* const send = invocation ? std::get_if<cli::Send>(&*invocation) : nullptr;
    if (send != nullptr) {
        send->several.urls = std::move(urls);
    }
    return invocation;
}

std::vector<cli::ListedUrl> urls_listed(const Result<cli::Invocation>& invocation) {
    const auto* const send = invocation ? std::get_if<cli::Send>(&*invocation) : nullptr;
    return send == nullptr ? std::vector<cli::ListedUrl>() : send->several.urls;
}

Result<cli::Invocation>
parsed(const Words& words, const base::Environment& environment, AllDefaults configured) {
    configured.insert(configured.end(), words.over.begin(), words.over.end());
    return cli::parse(words.arguments, environment, configured, words.fillings);
}

/// The command line, with the URLs that it lists read.
Result<cli::Invocation> understood(
    const Words& words, const base::Environment& environment, const AllDefaults& configured
) {
    auto invocation = parsed(words, environment, configured);
    const auto* const send = invocation ? std::get_if<cli::Send>(&*invocation) : nullptr;
    if (send == nullptr || send->several.sources.empty()) {
        return invocation;
    }
    auto urls = read_urls(send->several, environment);
    if (!urls) {
        return urls.error();
    }
    return with_urls(std::move(invocation), *std::move(urls));
}

/// The command line with the options of `files`. Those for a host come before those for an origin,
/// because they may say which scheme it is that the URL leaves out.
Result<cli::Invocation> understand_with(
    const std::vector<ConfigFile>& files, const Words& words, const base::Environment& environment
) {
    AllDefaults defaults;
    for (const ConfigFile& file : files) {
        defaults.push_back(defaults_of(file, file.config.general));
    }
    auto invocation = understood(words, environment, defaults);
    if (!depends_on_url(files)) {
        return invocation;
    }
    const auto urls = urls_listed(invocation);
    for (const Select select : {&session::options_for_host, &session::options_for_origin}) {
        const cli::Send* const command = invocation ? request_of(*invocation) : nullptr;
        if (command == nullptr || (command->request.url.empty() && command->several.urls.empty())) {
            break;
        }
        const auto places = urls_of(*command, environment);
        if (!places) {
            return places.error();
        }
        auto more = selected(files, select, *places);
        if (!more) {
            return more.error();
        }
        if (!more->empty()) {
            std::ranges::move(*more, std::back_inserter(defaults));
            invocation = with_urls(parsed(words, environment, defaults), urls);
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

Configuration::Configuration(std::vector<ConfigFile> files, std::optional<PassedOver> passed_over)
    : files_(std::move(files)), passed_over_(std::move(passed_over)) {}

Result<Configuration> Configuration::read(const base::Environment& environment) {
    const ConfigPlaces places = find_configs(environment);
    if (!places.user && !places.project) {
        return Configuration();
    }
    auto found = read_configs(places);
    if (!found) {
        return found.error();
    }
    if (const auto checked = check_all(found->files); !checked) {
        return checked.error();
    }
    return Configuration(std::move(found->files), std::move(found->passed_over));
}

Result<cli::Invocation>
Configuration::understand(const Words& words, const base::Environment& environment) const {
    return files_.empty() ? understood(words, environment, {})
                          : understand_with(files_, words, environment);
}

Result<cli::Invocation> understand(
    std::span<const std::string> arguments,
    const base::Environment& environment,
    const Report& report,
    base::Fillings fillings
) {
    const Words words{.arguments = arguments, .fillings = fillings};
    if (!cli::is_configurable(arguments, environment)) {
        return Configuration().understand(words, environment);
    }
    const auto configuration = Configuration::read(environment);
    if (!configuration) {
        return configuration.error();
    }
    auto invocation = configuration->understand(words, environment);
    if (invocation && configuration->passed_over()) {
        tell_passed_over(*configuration->passed_over(), *invocation, report);
    }
    return invocation;
}

} // namespace latch::app
