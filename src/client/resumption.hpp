// SPDX-License-Identifier: MIT
#pragma once

#include "latch/client/conversation.hpp"
#include "latch/http/request.hpp"

#include <optional>
#include <string>

namespace latch::client {

/// Lets a request that is sent again ask for the rest of a body only (RFC 9110, 14.2).
class Resumption {
public:
    /// Asks for what follows on `kept`, if it is still of the same version; as it was first asked
    /// where nothing is kept that can be continued.
    void ask(http::Request& request, const Kept& kept);

    /// What comes is another request.
    void begin() { typed_.reset(); }

private:
    struct Typed {
        std::optional<std::string> range;
        std::optional<std::string> validator;
    };

    std::optional<Typed> typed_; ///< what the fields were at first; nothing: they still are
};

} // namespace latch::client
