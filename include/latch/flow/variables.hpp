// SPDX-License-Identifier: MIT
#pragma once

#include "latch/base/environment.hpp"
#include "latch/base/error.hpp"
#include "latch/base/holes.hpp"
#include "latch/flow/script.hpp"
#include "latch/query/json.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What templates stand for.
namespace latch::flow {

/// What a variable holds.
struct Value {
    query::Json json;
    /// Of a file or the command line, its texts being JSON only if they look like it.
    bool is_untyped = false;

    bool operator==(const Value&) const = default;
};

/// The variables that are known at one place of a run, by their names.
class Variables {
public:
    void set(std::string name, Value value);
    void unset(std::string_view name);
    /// Null if there is none.
    const Value* find(std::string_view name) const noexcept;
    std::vector<std::string> names() const;
    /// All of them as members: `$v` of jq.
    query::Json object() const;

    bool operator==(const Variables&) const = default;

private:
    std::map<std::string, Value, std::less<>> values_;
};

/// What the functions of templates may ask the world for.
struct Context {
    std::function<base::Clock::time_point()> now;
    /// So many bytes, at most 256, which nobody can foresee.
    std::function<std::string(std::size_t)> random_bytes;
    /// A variable of the environment.
    std::function<std::optional<std::string>(std::string_view)> environment;
    std::function<base::Result<std::string>(std::string_view path)> read_file;
};

/// What a template is filled with: a name with its members (`row.sku`, `items.0`), or what a
/// function makes. A variable called like a function that needs no arguments goes before it.
///
/// raw X        the value of X, not to be encoded
/// uuid         a random one (RFC 9562, version 4)
/// now          in UTC; with `+1d`, `-30m` (s m h d w) at another time, with `%F` in another form
/// random N     so many letters and digits
/// randint A B  an integer, both ends included
/// env NAME     a variable of the environment
/// base64 X     of a name, of `@FILE`, or of a text that is no name
/// sha256 X     of the same, in hexadecimal
///
/// Errors: `usage` for what there is none of, with what may have been meant; those of `read_file`.
base::Result<base::Filling>
evaluate(const Template& wanted, const Variables& variables, const Context& context);

/// The variables that a template cannot be evaluated without.
std::vector<std::string> names_used(const Template& wanted);

} // namespace latch::flow
