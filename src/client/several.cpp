// SPDX-License-Identifier: MIT
#include "latch/client/several.hpp"

#include "client/memory.hpp"
#include "client/schedule.hpp"
#include "client/talk.hpp"

#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace latch::client {

namespace {

using base::Result;
using net::Task;

/// Conversations under way. It outlives the coroutines that refer to it, because `converse` keeps
/// it in its frame until the transport has run them to their end, or has destroyed them.
class Several {
public:
    Several(Round round, Caller& caller, session::Session& session, net::Transport& transport)
        : schedule_(round.pacing, std::move(round.places)), caller_(caller), memory_(session),
          transport_(transport) {}

    Result<void> hold() {
        Result<void> result = transport_.run(all());
        for (auto& [number, talk] : under_way_) {
            caller_.cut_off(number, talk.end({}));
        }
        return result;
    }

private:
    using UnderWay = std::map<std::size_t, Talk>;

    Task<Result<void>> all() {
        net::TaskGroup group = transport_.task_group();
        for (Schedule::Next next = begin_due(group); !std::holds_alternative<Schedule::Over>(next);
             next = begin_due(group)) {
            co_await group.wait(std::get<Schedule::Wait>(next).end);
        }
        co_return Result<void>{};
    }

    /// Begins all that may begin now, each in a task of its own.
    Schedule::Next begin_due(net::TaskGroup& group) {
        Schedule::Next next = Schedule::Over{};
        while (const auto talk = begin_next(next)) {
            group.start(carry_on(*talk, group));
        }
        return next;
    }

    /// The one that begins now; if there is none, what is to be done instead.
    std::optional<UnderWay::iterator> begin_next(Schedule::Next& next) {
        while (!is_stopped_) {
            next = schedule_.next(std::chrono::steady_clock::now());
            const auto* const begin = std::get_if<Schedule::Begin>(&next);
            if (begin == nullptr) {
                return std::nullopt;
            }
            if (const auto talk = this->begin(begin->number)) {
                return talk;
            }
        }
        next = Schedule::Over{};
        return std::nullopt;
    }

    /// Nothing: it has ended before it began.
    std::optional<UnderWay::iterator> begin(std::size_t number) {
        std::variant<Caller::Call, Caller::Then> begun = caller_.begin(number);
        auto* const call = std::get_if<Caller::Call>(&begun);
        if (call == nullptr) {
            end(number, std::get<Caller::Then>(begun));
            return std::nullopt;
        }
        const auto [talk, is_new] = under_way_.try_emplace(
            number, std::move(call->request), memory_, call->audience, call->surroundings
        );
        return talk;
    }

    /// Goes on with the next one when it is through, so that a task is worth its while.
    Task<void> carry_on(UnderWay::iterator talk, net::TaskGroup& group) {
        for (std::optional<UnderWay::iterator> current = talk; current;) {
            const Result<void> result = co_await (*current)->second.go();
            conclude(**current, result);
            under_way_.erase(*current);
            Schedule::Next next = Schedule::Over{};
            current = begin_next(next);
            if (is_due_later(begin_due(group)) && current) {
                // Whoever waits for the tasks has to know of it, and hears when one ends.
                group.start(carry_on(*current, group));
                co_return;
            }
        }
    }

    /// Whether something is to be done before a request ends: one begins by the clock, or none
    /// does.
    static bool is_due_later(const Schedule::Next& next) {
        const auto* const wait = std::get_if<Schedule::Wait>(&next);
        return wait == nullptr || wait->end;
    }

    void conclude(UnderWay::value_type& talk, const Result<void>& result) {
        end(talk.first, caller_.ended(talk.first, talk.second.end(result)));
    }

    void end(std::size_t number, Caller::Then then) {
        schedule_.ended(number);
        is_stopped_ = is_stopped_ || then == Caller::Then::stop;
    }

    Schedule schedule_;
    Caller& caller_;
    Memory memory_;
    net::Transport& transport_;
    UnderWay under_way_;
    bool is_stopped_ = false;
};

} // namespace

Result<void>
converse(Round round, Caller& caller, session::Session& session, net::Transport& transport) {
    return Several(std::move(round), caller, session, transport).hold();
}

} // namespace latch::client
