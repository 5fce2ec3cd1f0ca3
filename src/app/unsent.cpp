// SPDX-License-Identifier: MIT
#include "app/unsent.hpp"

#include "app/exit_code.hpp"

#include "latch/http/route.hpp"
#include "latch/output/curl_command.hpp"

#include <string>
#include <utility>

namespace latch::app {

namespace {

int show_curl(
    Means& means,
    const Errand& errand,
    const http::PreparedRequest& request,
    const output::OutputPlan& plan
) {
    const cli::Send& command = means.command();
    const Report& report = means.report();
    auto digest = means.digest_account(errand);
    if (!digest) {
        return report.fail(digest.error());
    }
    const auto curl = output::curl_command(
        {.request = request,
         .policy = means.setup().policy,
         .digest = *std::move(digest),
         .destination = {.file = plan.file, .download = plan.download}},
        {.options = *command.curl,
         .secrets =
             command.output.show_secrets ? output::Secrets::shown : output::Secrets::shortened,
         .known = &report.secrets()}
    );
    if (const int code = report.print(curl.line + '\n'); code != done) {
        return code;
    }
    for (const std::string& warning : curl.warnings) {
        report.remark("not in the curl command", warning);
    }
    if (command.output.list != output::List::none) {
        report.remark("not in the curl command", "the pages behind the first");
    }
    return done;
}

} // namespace

int show_unsent(Means& means, const Errand& errand, Delivery& delivery) {
    auto request = means.prepared(errand);
    if (!request) {
        return means.report().fail(request.error());
    }
    if (means.command().curl) {
        return show_curl(means, errand, *request, delivery.plan());
    }
    if (const auto suited = http::suit_to_route(*request, means.setup().policy); !suited) {
        return means.report().fail(suited.error());
    }
    const auto shown = delivery.show().request(*request);
    return delivery.complete(shown ? std::nullopt : std::optional(shown.error()));
}

} // namespace latch::app
