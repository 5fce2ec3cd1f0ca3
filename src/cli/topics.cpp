// SPDX-License-Identifier: MIT
#include "cli/document.hpp"
#include "cli/session_command.hpp"
#include "cli/topic.hpp"
#include "cli/topic_checks.hpp"
#include "cli/topic_flows.hpp"
#include "cli/topic_login.hpp"
#include "cli/topic_several.hpp"
#include "cli/topic_wait.hpp"

#include "latch/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::cli {

namespace {

constexpr auto items = std::to_array<Entry>({
    {.text = "The words behind the URL. The first separator in a word decides what it is; a "
             "backslash before a separator takes its meaning away."},
    {"name=text", "A field of the body, a string in JSON."},
    {"name:=json",
     "A field of the body, as the JSON text that is given: a number, true, false, null, a list or "
     "an object."},
    {"name==text",
     "A parameter of the query, added to those of the URL. Without a text it leaves away what the "
     "session holds under that name."},
    {"Name:value",
     "A header. A session remembers it for this server, but for Cookie, Content-*, If-* and CSRF "
     "tokens."},
    {"Name:", "No such header, not even by default or from the session."},
    {"Name;", "A header without a value."},
    {"name=@FILE, name:=@FILE, name==@FILE, Name:@FILE",
     "The same with a value that is read from FILE. Where it is neither a field of text nor JSON, "
     "line ends behind it are no part of it."},
    {"name@FILE",
     "An upload in a form, which becomes a multipart form. ;type=TYPE and ;filename=NAME behind "
     "FILE say what it is and what it is called there."},
    {"@FILE, @-", "FILE, or standard input, is the whole body."},
    {.text = "Brackets in the name of a field lead into the document: a[b]=1 is {\"a\":{\"b\":"
             "\"1\"}}, a[]=1 appends to a list, a[2]=1 sets its third element, []=1 makes the "
             "document itself a list. A backslash before a bracket or a number makes it a part of "
             "the name."},
    {.text = "Fields are sent as a JSON object, or as a form with --form. Without fields, what is "
             "piped into latch becomes the body. A body makes the request a POST unless a method "
             "is given."},
});

constexpr auto sessions = std::to_array<Entry>({
    {.text = "@NAME before the method, or --session=NAME, takes part in a session: cookies "
             "received at every hop, header items and the credentials of --auth are stored, and "
             "used again by the next request that names the session. Headers, credentials and "
             "parameters of the query that latch session set has stored "
             "belong to the scheme, host and port that they were typed for and are never sent to "
             "another. Cookies follow 6265bis-22, the draft that replaces RFC 6265, but that those "
             "of localhost and loopback addresses are kept apart by port, and that Secure ones "
             "are taken from them and sent to them over http, too."},
    {.text = "A name consists of letters, digits, dots, dashes and underscores. A value with a "
             "slash in it is the path of a session file. A session of a project, in "
             ".latch/sessions in the working directory or above it, comes first if the folder is "
             "yours and not writable by others."},
    {.text = "The first request gives the session its base: later a URL that begins with a slash "
             "belongs to that server. --session-read-only uses a session and changes nothing. "
             "Several runs may use one session at the same time."},
    {.text = "latch session has these commands. A NAME may be a path here as well."},
    {.kind = Entry::Kind::session_commands},
});

constexpr auto output = std::to_array<Entry>({
    {.text = "On a terminal latch shows head and body of the response, laid out and coloured. "
             "Where standard output is a file or a pipe it is the bytes of the body, "
             "decompressed, and nothing else. Nothing that a server sends can steer the terminal."},
    {.text = "JSON keeps its numbers, the order of its keys and the keys that occur twice; it is "
             "laid out while it arrives. Secrets in heads are shortened where they are shown, "
             "never where they are sent."},
});

constexpr auto paging = std::to_array<Entry>({
    {.text = "--paginate asks for the pages of a list one after the other, over one connection and "
             "with the same session, headers and credentials, and shows the items of all of them "
             "as one JSON array. --paginate-lines shows an item a line, without blanks. It is for "
             "GET alone."},
    {"The next page",
     "The first of these that a page has: _links.next of HAL (a template is filled with nothing), "
     "or the next among the links that Spring HATEOAS writes without HAL; a Link header with "
     "rel=next (RFC 8288); the number behind its own, where it has number and totalPages or last, "
     "or has them under page, as Page, Slice and PagedModel of Spring Data do. Then the "
     "parameter page of the URL is set: to one more than was asked for, else to one more than the "
     "page's own number."},
    {"The items",
     "The answer itself if it is an array; the lists under _embedded; the list content; else "
     "the only list that the answer has. They stay as they were sent, and are formatted as a "
     "body is. A page may have 64 MiB and is held in memory, no more than one at a time."},
    {"What is refused",
     "A next page on another scheme, host or port, one that was read before, the same number "
     "again, and more than 10000 pages without --max-pages. A page behind the first that has an "
     "error status, is a login page or is no JSON ends the list with an error as well."},
    {"A session that is lost",
     "It is signed in again at the page that finds it lost, as latch help login has it, and that "
     "page is asked for once more: none is missing or there twice."},
    {"A list that breaks off",
     "What came of it is shown and the exit code is not 0. The array is left open, so that no "
     "reader of JSON takes it for the whole; of --paginate-lines each line is whole. The file of "
     "--output stays as it was."},
    {"What is shown",
     "Heads are those of the first page, and the meta part that of the last. With --all or "
     "--verbose each page's own stand where it came, between the items. An answer that is no "
     "success at once is shown as without --paginate."},
    {.text = "With --max-pages=N the list ends after N pages without an error; a line on standard "
             "error says if there are more. Of --offline, --curl and --curl-long it is the first "
             "request that is shown. --download and --json-output cannot be combined with it."},
});

constexpr auto auth = std::to_array<Entry>({
    {.text = "Credentials are asked for in this order: an Authorization item, --auth or --bearer, "
             "user and password of the URL, the session, .netrc. They go to the scheme, host and "
             "port that they were given for, and are not sent on to where a redirect leads."},
});

constexpr auto network = std::to_array<Entry>({
    {.text = "latch contacts the server that the URL names, or the proxy for it, and nothing "
             "else. Certificates are checked against those of the system. Redirects are shown, "
             "not followed, unless --follow is given. Nothing is a limit of time but 30 seconds "
             "for connecting."},
});

constexpr auto config = std::to_array<Entry>({
    {.text = "config.json, in the folder of all that latch keeps, holds options that stand before "
             "those typed:"},
    {.sample = R"({
  "default_options": ["--follow", "--style=monokai"],
  "hosts": {"*.api.test": {"default_options": ["--https"]}},
  "origins": {"https://a.test:8443": {"default_options": ["--auth=bob"]}}
}
)"},
    {"default_options",
     "For all requests. Options and their values, no URL and no items. A path is relative to the "
     "working directory, and ~/ is the home."},
    {"hosts",
     "For a host by its name or address, or for all below *.NAME, whatever the scheme and port; "
     "the nearest name counts most."},
    {"origins", "For a scheme, host and port."},
    {.text = "What is typed wins over all of them, an origin over a host, a host over "
             "default_options, and a --no- form over what stands before it. Of --proxy, "
             "--resolve, --connect-to and --pin those that are nearest count alone. Only requests "
             "are concerned. --no-config goes without any file."},
    {.text = "A project's file, the nearest .latch/config.json in the working directory or above "
             "it, comes after the user's own, entry for entry. It may have come from elsewhere, "
             "so it is heeded only if it and its folder are yours and not writable by others, and "
             "may set only what cannot hurt: @PROJECT@."},
    {.text = "A file that is wrong is an error that names the place, and nothing is sent."},
});

constexpr auto exit_codes = std::to_array<Entry>({
    {"0", "Done."},
    {"1", "The request could not be performed: name, connection, TLS, protocol, file."},
    {"2", "It timed out."},
    {"3, 4, 5",
     "The last status was 3xx (without --follow), 4xx or 5xx, unless there is --no-check-status."},
    {"6", "There were too many redirects."},
    {"7",
     "Not signed in: the server wants a login, whatever its status. A redirect to a login page, a "
     "login page with 200 where no page was asked for (Accept without text/html), and Spring's "
     "words about a session that another login has ended. The page is then written to no pipe and "
     "no file, only to a terminal; Accept:text/html or --no-check-status gets it."},
    {"8", "An expectation (--expect) did not hold."},
    {"9", "There was nothing that --jq or --capture could print."},
    {"10", "latch wait: the service was not up in time."},
    {"64", "The command line or a configuration file is wrong. Nothing was sent."},
    {"70", "A bug in latch."},
    {"130, 143",
     "Interrupted, terminated: SIGINT, or SIGTERM or SIGHUP, came before the answer was there and "
     "shown to its end. What the server had handed out by then is saved. One that comes during the "
     "save is "
     "obeyed after it."},
    {.text =
         "An error status is explained on standard error, as far as head and body of the answer "
         "tell: what the server says (problem details, Spring Boot's errors, lists of wrong "
         "fields, a bearer challenge), unless the body stands on the terminal anyway, and a "
         "hint, such as the methods that 405 allows. -qq says nothing."},
    {.text = "Called through a link named http or https, latch is to scripts what HTTPie is: the "
             "status is not checked unless --check-status is given, and a wrong command line is "
             "1."},
});

constexpr auto environment = std::to_array<Entry>({
    {"LATCH_HOME", "The folder of all that latch keeps, instead of the one under FILES."},
    {"XDG_CONFIG_HOME", "The folder of configurations, by default ~/.config."},
    {"NETRC", "The file to take for .netrc. Empty: none."},
    {"NO_COLOR, CLICOLOR_FORCE, TERM, COLORTERM",
     "Whether there are colours, and how many; --pretty decides before them."},
    {"http_proxy, https_proxy, all_proxy, no_proxy",
     "Proxies for the URLs of a scheme and for all, and the hosts that are reached without one: "
     "names with their subdomains, addresses and networks like 10.0.0.0/8, between commas. The "
     "same in upper case counts where these are not set, but for HTTP_PROXY in a CGI program. "
     "--proxy before all."},
    {"REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE",
     "Certificates to believe instead of those of the system: a file, or a folder that is hashed "
     "as openssl-rehash does. The first one that is set counts, and --verify before it."},
    {"SSL_CERT_FILE, SSL_CERT_DIR",
     "The same, where neither of those is set: a file, and folders between colons. Both count."},
    {"TMPDIR", "Where a body is kept that is too large for the memory, by default /tmp."},
});

constexpr auto httpie = std::to_array<Entry>({
    {.text = "The request line, the items and the options of HTTPie and xh mean here what they "
             "mean there, but for what follows."},
    {"The status",
     "It is checked unless --no-check-status is given, or latch is called by the name http or "
     "https."},
    {"Exit status",
     "A mistake on the command line is 64, HTTPie's 1 only under the names http and https. See "
     "latch help exit-codes."},
    {"Options",
     "They are never abbreviated: --head is no --headers. A --no- form counts wherever it "
     "stands, as in HTTPie."},
    {"Sessions",
     "They belong to no host, and what is secret in them is sent to no origin but the one that "
     "it was typed for. --session-read-only makes no new one, and --offline writes none."},
    {"Secrets", "-v shows the beginnings of them; --show-secrets shows them whole."},
    {"Standard input",
     "What has not one byte is no body and makes no POST: /dev/null, a closed descriptor, an "
     "empty pipe."},
    {"Redirects",
     "--max-redirects=N follows N of them, not N-1, and limits only --follow. 301 and 302 make a "
     "GET of POST alone, as in browsers. Headers that were typed and credentials stay behind when "
     "the origin changes."},
    {"Headers", "More than 5000 in an answer are an error unless --max-headers allows them."},
    {"-x, --compress",
     "It is an error beside a Content-Encoding of yours, which is neither "
     "replaced nor believed."},
    {"-c, --continue", "It is an error beside a Range of yours."},
    {"config.json",
     "default_options mean what they mean in HTTPie's. The file is latch's own, and what else "
     "HTTPie knows in it is an error."},
    {"HTTPIE_*, XH_*",
     "They are not read. LATCH_HOME stands for HTTPIE_CONFIG_DIR and XH_CONFIG_DIR, the names http "
     "and https for XH_HTTPIE_COMPAT_MODE; a silent pipe is remarked on after two seconds, "
     "whatever HTTPIE_STDIN_READ_WARN_THRESHOLD says."},
    {"JSON",
     "It is shown in the order of the server, with its numbers as they are, while it arrives: "
     "what is wrong in it shows as text from there on, not from its beginning."},
    {"--style", "The styles are pie, solarized, monokai and fruity, not all of Pygments'."},
    {"--auth-type, plugins", "There are basic, digest and bearer, and no plugins."},
    {"--ssl, --http-version",
     "No version of SSL is spoken, TLS from 1.0 on; HTTP/1.0 and 1.1, neither 2 nor 3."},
    {"--debug", "Use -vv: it shows the whole exchange, times, addresses and TLS."},
    {"--traceback", "An error tells its cause by itself; -vv shows the whole exchange."},
    {"--generate", "Use the command: latch generate man|bash|zsh|fish."},
    {"--unstable-m-sig-*", "Signatures of messages (RFC 9421) are not available."},
    {.text = "latch never looks for a newer version of itself, nor for anything else that it was "
             "not asked for."},
});

constexpr auto table = std::to_array<Topic>({
    {.name = "items", .heading = "REQUEST ITEMS", .entries = items, .options = Group::body},
    {.name = "sessions", .heading = "SESSIONS", .entries = sessions, .options = Group::session},
    {.name = "login", .heading = "LOGGING IN", .entries = login_entries, .options = Group::login},
    {.name = "output", .heading = "OUTPUT", .entries = output, .options = Group::output},
    {.name = "checks",
     .heading = "CHECKS AND VALUES",
     .entries = check_entries,
     .options = Group::checks},
    {.name = "paging", .heading = "LISTS IN PAGES", .entries = paging},
    {.name = "auth",
     .heading = "AUTHENTICATION",
     .entries = auth,
     .options = Group::authentication},
    {.name = "network", .heading = "NETWORK", .entries = network, .options = Group::network},
    {.name = "several",
     .heading = "SEVERAL REQUESTS",
     .entries = several_entries,
     .options = Group::several},
    {.name = "wait",
     .heading = "WAITING FOR A SERVICE",
     .entries = wait_entries,
     .options = Group::waiting},
    {.name = "flows", .heading = "FLOWS", .entries = flow_entries, .options = Group::flows},
    {.name = "config", .heading = "CONFIGURATION", .entries = config},
    {.name = "exit-codes", .heading = "EXIT STATUS", .entries = exit_codes},
    {.name = "environment", .heading = "ENVIRONMENT", .entries = environment},
    {.name = "httpie", .heading = "COMING FROM HTTPIE OR XH", .entries = httpie},
});

/// Whether an entry is about the option; a star stands for the rest of several names.
bool is_about(const Entry& entry, std::string_view option) noexcept {
    return entry.term.ends_with('*')
               ? option.starts_with(entry.term.substr(0, entry.term.size() - 1))
               : option == entry.term;
}

} // namespace

std::span<const Topic> all_topics() noexcept {
    return table;
}

const Topic* find_topic(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(table, name, &Topic::name);
    return found == table.end() ? nullptr : found;
}

std::string written(const Topic& topic, std::string (*write)(const Entry& entry)) {
    std::string text;
    for (const Entry& entry : topic.entries) {
        if (entry.kind == Entry::Kind::itself) {
            text += write(entry);
            continue;
        }
        for (const SessionVerb& verb : session_verbs()) {
            const std::string usage = usage_of(verb);
            text += write({.term = usage, .text = verb.text});
        }
    }
    return text;
}

std::string text_of(const Entry& entry) {
    std::string text(entry.text);
    if (text.find(project_options_here) == std::string::npos) {
        return text;
    }
    std::string names;
    for (const Option& option : all_options()) {
        if (option.setter == Setter::project) {
            names += (names.empty() ? "" : ", ") + spelled(option);
        }
    }
    return fill(std::move(text), project_options_here, names);
}

std::string instead_of(std::string_view option) {
    const auto* const found = std::ranges::find_if(httpie, [option](const Entry& entry) {
        return is_about(entry, option);
    });
    if (found == httpie.end()) {
        return {};
    }
    // A sentence of the page is a hint without its capital and its full stop.
    const std::string_view text = found->text.substr(0, found->text.size() - 1);
    return base::to_ascii_lower(text.substr(0, 1)).append(text.substr(1));
}

std::string topic_names() {
    std::string names;
    for (const Topic& topic : table) {
        names += names.empty() ? "" : " ";
        names += topic.name;
    }
    return names;
}

std::string listed_topics() {
    std::string names;
    for (const Topic& topic : table) {
        const bool is_last = &topic == &table.back();
        names += names.empty() ? "" : is_last ? " and " : ", ";
        names += topic.name;
    }
    return names;
}

} // namespace latch::cli
