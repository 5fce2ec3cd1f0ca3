// SPDX-License-Identifier: MIT
#include "app/attendant.hpp"

#include "latch/base/shell.hpp"

#include <string>

namespace latch::app {

using base::Result;

Result<void> Terminal::open(const http::Url& page) {
    const std::string browser = environment_.variable("BROWSER").value_or("");
    if (browser.empty() && !environment_.err.is_terminal) {
        return base::Error(base::ErrorKind::not_signed_in, "nobody is there to let the client in")
            .because("there is no terminal, and BROWSER is not set")
            .hinting("--non-interactive lets it in as USER; --grant=device_code needs no browser "
                     "here");
    }
    report_.remark("let the client in at " + http::to_string(page));
    // Where it cannot be opened the address is there to be copied.
    static_cast<void>(base::start_in_background(
        browser.empty() ? "xdg-open" : browser, http::to_string(page), environment_
    ));
    return {};
}

Result<void> Terminal::show(const access::DeviceCode& code) {
    report_.remark(
        "type the code " + code.user_code + " at " + code.page,
        code.whole_page.empty() ? "" : "or open " + code.whole_page
    );
    return {};
}

} // namespace latch::app
