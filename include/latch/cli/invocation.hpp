// SPDX-License-Identifier: MIT
#pragma once

#include "latch/access/credentials.hpp"
#include "latch/access/oauth.hpp"
#include "latch/cli/report_wish.hpp"
#include "latch/cli/run_flows.hpp"
#include "latch/cli/session_command.hpp"
#include "latch/http/pacing.hpp"
#include "latch/http/policy.hpp"
#include "latch/output/curl_command.hpp"
#include "latch/output/plan.hpp"
#include "latch/query/capture.hpp"
#include "latch/query/expectation.hpp"
#include "latch/query/query.hpp"
#include "latch/request/spec.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace latch::cli {

/// The session that a request takes part in.
struct SessionChoice {
    enum class Access { read_write, read_only };
    std::string value; ///< a name, or a path if it holds a slash
    Access access = Access::read_write;

    bool operator==(const SessionChoice&) const = default;
};

/// What is said about CSRF tokens.
struct CsrfChoice {
    bool is_automatic = true;
    std::optional<access::SecretSource> token{}; ///< --csrf-token
    std::string url{};                           ///< --csrf-url, as typed; empty: not said
};

/// Where URLs come from besides the words of the command line.
struct UrlSource {
    enum class Kind : std::uint8_t { url, file };
    Kind kind = Kind::url;
    std::string text; ///< the URL, or the file; "-" is standard input

    bool operator==(const UrlSource&) const = default;
};

/// A URL of several.
struct ListedUrl {
    std::string text;
    std::string place{}; ///< where it stands in a file, for errors: "urls.txt:3"; else empty
};

/// That there are several requests to send, all alike but for their URLs.
struct Several {
    std::vector<UrlSource> sources; ///< in the order typed; none: there is one request
    std::vector<ListedUrl> urls{};  ///< what the sources hold, once they are read
    http::Pacing pacing;
    bool fails_early = false;
};

/// How long a service is waited for, and how it is asked.
struct Patience {
    std::chrono::milliseconds limit{std::chrono::seconds(60)}; ///< 0: none
    std::chrono::milliseconds pause{500};                      ///< between two tries, not 0
    unsigned times = 1; ///< how many in a row have to find it up, not 0
};

/// That a request is sent until its answer is the one that is waited for.
struct Waiting {
    Patience patience{};
    std::vector<query::Expectation> until{};   ///< none: what is expected of the answer
    std::vector<query::Expectation> fail_if{}; ///< each ends it
};

/// What is asked about an answer, besides showing it.
struct Questions {
    std::vector<query::Expectation> expectations{}; ///< they judge it in the place of its status
    std::vector<query::Capture> captures{};         ///< shown in the place of its body
    std::optional<query::Query> extract{};          ///< --jq: the same
    bool extracts_json = false;                     ///< --jq-json: strings keep their quotes

    bool any() const noexcept { return !expectations.empty() || !captures.empty() || extract; }
};

/// Send a request, or several.
struct Send {
    request::RequestSpec request;
    http::Policy policy;
    output::OutputWishes output;
    Several several; ///< if it has sources, the URL of `request` is empty
    std::optional<SessionChoice> session;
    CsrfChoice csrf;
    Questions questions;
    std::vector<ReportWish> reports;
    std::optional<Waiting> waiting;          ///< nothing: one answer is enough
    std::optional<output::CurlOptions> curl; ///< show the curl command instead
    std::optional<unsigned> max_pages;       ///< of a list; nothing: all
    bool offline = false;
    bool ignore_stdin = false;
    bool use_netrc = true;
    bool use_hsts = true;
    bool check_status = true;
};

/// What is said about OAuth 2.
struct OAuthWish {
    std::optional<access::Grant> grant;
    std::string client; ///< empty: not said, as with the others
    std::optional<access::SecretSource> secret;
    std::string scope;
    std::string issuer;    ///< a URL, as those that follow
    std::string token_url; ///< makes discovery unnecessary
    std::string authorize_url;
    std::string device_url;
    bool is_interactive = true; ///< a person at a browser lets the client in
};

/// `latch login`: sign in, and remember how.
struct Login {
    enum class Way : std::uint8_t {
        known, ///< that of the session, else by a form
        form,
        json,
        basic, ///< with each request, after one to see whether that is right
        bearer,
        oauth2,
    };

    Send request; ///< its URL may be empty: the session knows the page; its items are headers
    std::optional<std::string> user;
    std::optional<access::SecretSource> secret; ///< of the password, or of the token
    std::vector<request::Item> fields;          ///< sent with the form or the JSON
    bool forces = false;                        ///< sends what was refused before
    Way way = Way::known;
    OAuthWish oauth{};
    std::string refresh_url{}; ///< that takes a refresh token of a login by JSON; empty: not said
};

/// `latch token`: show the token of a session.
struct ShowToken {
    enum class What : std::uint8_t { token, claims };
    SessionChoice session;
    request::RequestSpec place; ///< its URL says whose token it is; empty: the session tells
    What what = What::token;
};

/// `latch logout`: sign out on the server, and forget what it handed out.
struct Logout {
    Send request; ///< its URL may be empty: the session tells
};

/// `latch wait`: ask until a service is up.
struct Wait {
    Send request; ///< a GET; changes no session
    Patience patience;
};

/// `latch import FILE`: what another program sends, as a flow.
struct ImportFlow {
    std::string file; ///< "-": standard input
};

/// `latch generate man|bash|zsh|fish`: documents made from the option table.
struct Generate {
    enum class Document { man, bash, zsh, fish };
    Document document;
};

/// `--help`, `latch help [TOPIC]`.
struct Help {
    std::string topic = {}; ///< the name of a topic or an option; empty: all options in a line each
};

/// `--manual`.
struct Manual {};

/// `--version`.
struct Version {};

/// What one command line means.
using Invocation = std::variant<
    Send,
    Login,
    Logout,
    ShowToken,
    Wait,
    RunFlows,
    ImportFlow,
    SessionCommand,
    Generate,
    Help,
    Manual,
    Version>;

} // namespace latch::cli
