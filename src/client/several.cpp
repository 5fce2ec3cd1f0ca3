// SPDX-License-Identifier: MIT
#include "latch/client/several.hpp"

#include "client/memory.hpp"
#include "client/schedule.hpp"
#include "client/talk.hpp"

#include <map>
#include <memory>
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
            caller_.cut_off(number, talk->end({}));
        }
        return result;
    }

private:
    Task<Result<void>> all() {
        net::TaskGroup group = transport_.task_group();
        while (!is_stopped_) {
            const Schedule::Next next = schedule_.next(std::chrono::steady_clock::now());
            if (const auto* const begin = std::get_if<Schedule::Begin>(&next)) {
                this->begin(begin->number, group);
            } else if (const auto* const wait = std::get_if<Schedule::Wait>(&next)) {
                co_await group.wait(wait->end);
            } else {
                break;
            }
        }
        co_return Result<void>{};
    }

    void begin(std::size_t number, net::TaskGroup& group) {
        std::variant<Caller::Call, Caller::Then> begun = caller_.begin(number);
        auto* const call = std::get_if<Caller::Call>(&begun);
        if (call == nullptr) {
            end(number, std::get<Caller::Then>(begun));
            return;
        }
        under_way_.emplace(
            number,
            std::make_unique<Talk>(
                std::move(call->request), memory_, call->audience, call->surroundings
            )
        );
        group.start(carry_on(number));
    }

    Task<void> carry_on(std::size_t number) {
        Talk& talk = *under_way_.at(number);
        const Result<void> result = co_await talk.go();
        Outcome outcome = talk.end(result);
        under_way_.erase(number);
        end(number, caller_.ended(number, std::move(outcome)));
    }

    void end(std::size_t number, Caller::Then then) {
        schedule_.ended(number);
        is_stopped_ = is_stopped_ || then == Caller::Then::stop;
    }

    Schedule schedule_;
    Caller& caller_;
    Memory memory_;
    net::Transport& transport_;
    std::map<std::size_t, std::unique_ptr<Talk>> under_way_;
    bool is_stopped_ = false;
};

} // namespace

Result<void>
converse(Round round, Caller& caller, session::Session& session, net::Transport& transport) {
    return Several(std::move(round), caller, session, transport).hold();
}

} // namespace latch::client
