// SPDX-License-Identifier: MIT
#include "app/assemble.hpp"

#include "latch/request/body_source.hpp"
#include "latch/request/compress.hpp"
#include "latch/request/spool.hpp"

#include <string>
#include <utility>

namespace latch::app {

namespace {

using base::Result;
using request::StdinUse;

base::Error no_stdin(std::string_view cause) {
    return base::Error(base::ErrorKind::usage, "@- asks for a body on standard input")
        .because(std::string(cause));
}

/// What "@-" asked for: a body even if it is empty, from a terminal as well.
Result<http::Body> named_stdin(const cli::Send& command, const base::Environment& environment) {
    if (command.ignore_stdin) {
        return no_stdin("--ignore-stdin forbids it");
    }
    if (environment.in_kind == base::InputKind::closed) {
        return no_stdin("it is closed");
    }
    auto body = request::stdin_body(environment, {});
    if (body && !http::has_body(*body)) {
        return http::Body(http::BytesBody{});
    }
    return body;
}

Result<http::Body> read_stdin(
    const cli::Send& command,
    StdinUse use,
    const base::Environment& environment,
    const Report& report
) {
    if (use == StdinUse::body) {
        return named_stdin(command, environment);
    }
    auto body = request::stdin_body(environment, [&] {
        if (command.output.quiet > 1) {
            return;
        }
        report.remark(
            "waiting for a request body on standard input", "--ignore-stdin says that there is none"
        );
    });
    if (use == request::StdinUse::conflict && body && http::has_body(*body)) {
        return base::Error(base::ErrorKind::usage, "two request bodies")
            .because("standard input is a file, and the command line has a body as well")
            .hinting("leave one away, or say --ignore-stdin");
    }
    return body;
}

/// Whether a challenge may come, after which the request is sent a second time.
bool signs_by_digest(
    const request::Composed& composed,
    const request::AuthWish& wish,
    const session::Session& session
) noexcept {
    if (composed.typed.auth || wish.scheme) {
        return wish.scheme == access::Scheme::digest;
    }
    const session::OriginState* const state = session.find(http::origin(composed.request.url));
    return state != nullptr && state->auth && state->auth->account.scheme == access::Scheme::digest;
}

Result<request::Composed> composed_of(Ingredients ingredients, const Remembered& remembered) {
    ingredients.material.hsts = remembered.hsts;
    return request::compose(ingredients.wish, remembered.session, std::move(ingredients.material));
}

/// Keeps a body that has to be there more than once.
Result<void> keep_body(http::Body& body, const std::filesystem::path& folder) {
    auto kept = request::replayable(std::move(body), folder);
    if (!kept) {
        return kept.error();
    }
    body = *std::move(kept);
    return {};
}

} // namespace

std::filesystem::path temporary_folder(const base::Environment& environment) {
    const auto named = environment.variable("TMPDIR");
    return environment.resolve(named && !named->empty() ? *named : "/tmp");
}

Result<Ingredients> gather(
    const cli::Send& command,
    const Remembered& remembered,
    const base::Environment& environment,
    const Report& report
) {
    auto wish = request::with_values_read(command.request, environment);
    if (!wish) {
        return wish.error();
    }
    auto files = request::open_files(*wish, environment);
    if (!files) {
        return files.error();
    }
    Ingredients ingredients{
        .wish = *std::move(wish),
        .material = {.files = *std::move(files), .boundary = request::random_boundary()},
    };
    const StdinUse use =
        request::stdin_use(command.request, environment.in_kind, command.ignore_stdin);
    if (use == StdinUse::leave_alone) {
        return ingredients;
    }
    // Nobody should have to type a body for a request that cannot be sent.
    if (auto valid = composed_of(ingredients, remembered); !valid) {
        return valid.error();
    }
    auto body = read_stdin(command, use, environment, report);
    if (!body) {
        return body.error();
    }
    ingredients.material.stdin_body = *std::move(body);
    return ingredients;
}

Result<void> keep(Ingredients& ingredients, const base::Environment& environment) {
    const auto folder = temporary_folder(environment);
    for (http::StreamBody& file : ingredients.material.files) {
        auto kept = request::replayable_file(std::move(file), folder);
        if (!kept) {
            return kept.error();
        }
        file = *std::move(kept);
    }
    return keep_body(ingredients.material.stdin_body, folder);
}

Result<request::Composed> assemble(
    Ingredients ingredients,
    const cli::Send& command,
    const Remembered& remembered,
    const base::Environment& environment
) {
    auto composed = composed_of(std::move(ingredients), remembered);
    if (!composed) {
        return composed;
    }
    const auto compression = command.request.compression;
    const bool is_needed_again =
        command.policy.redirects.follow || command.policy.retries.limit > 0 ||
        command.output.list != output::List::none || compression != request::Compression::none ||
        signs_by_digest(*composed, command.request.auth, remembered.session);
    if (!is_needed_again) {
        return composed;
    }
    const auto folder = temporary_folder(environment);
    if (!command.offline) {
        if (auto kept = keep_body(composed->request.body, folder); !kept) {
            return kept.error();
        }
    }
    if (auto smaller = request::compress(composed->request, compression, folder); !smaller) {
        return smaller.error();
    }
    return composed;
}

} // namespace latch::app
