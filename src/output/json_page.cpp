// SPDX-License-Identifier: MIT
#include "latch/output/json_page.hpp"

#include "output/json_text.hpp"
#include "output/painter.hpp"
#include "output/theme.hpp"
#include "output/writer.hpp"

namespace latch::output {

base::Result<void> show_json(std::string_view json, const base::Stream& out) {
    Writer writer{Outlet(out)};
    Painter painter(writer, colorless());
    JsonText text(painter, JsonText::Layout::indented);
    text.feed(json);
    text.finish();
    writer.append("\n");
    return writer.flush();
}

} // namespace latch::output
