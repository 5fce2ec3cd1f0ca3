// SPDX-License-Identifier: MIT
#pragma once

#include "cli/topic.hpp"

#include <array>

namespace latch::cli {

/// What `latch help login` tells.
inline constexpr auto login_entries = std::to_array<Entry>({
    {.text = "latch login @SESSION URL USER signs in as a person at a browser does: it gets the "
             "page, finds the form that asks for a password, fills in the name and the password, "
             "sends it with all hidden fields, and looks whether that worked. Each later request "
             "of the session is signed in. URL is the login page, or one that leads there."},
    {"USER, USER:PASSWORD",
     "Who signs in. Without a password --auth-from says where it is to be had, or it is asked for "
     "on the terminal. The session keeps how to sign in, with the place of the password and not "
     "what it gave; a PASSWORD that was typed is kept in clear, in a file that nobody else can "
     "read."},
    {"FIELD",
     "name=value is sent with the form or the JSON, or in the place of its field of that name, and "
     "kept as well: remember-me=on. Name:value is a header."},
    {"A page that needs a login",
     "Where Tomcat and its like sign in by themselves (a form that goes to j_security_check), URL "
     "has to be such a page: they lead back to what was asked for, and take no password before."},
    {"--json",
     "URL takes a POST of JSON and answers with a token or a session cookie: "
     "{\"username\":USER,\"password\":PASSWORD}. "
     "A FIELD without a value says what the name is called, a second one what the password is: "
     "email= secret=. The token is looked for where applications put it: in the members token, "
     "accessToken, access_token, jwt and id_token, also below data and response; in the headers "
     "Authorization and X-Auth-Token; in the cookies jwt, accessToken and access_token; or it is "
     "all that is answered. Later requests carry it, to this scheme, host and port alone; latch "
     "token shows it. Without a token a session cookie that is another one than before is success, "
     "if the answer says that it worked (\"success\":true, who is signed in) or nothing at all, "
     "and "
     "speaks of no error and no second factor. CSRF protection in front of the login is answered: "
     "after 403, twice at most; not where the answer is about the credentials."},
    {"--basic, --bearer TOKEN, --auth-type=TYPE",
     "USER and PASSWORD, or a TOKEN, which go with each request. One GET of URL tells whether they "
     "are right, so URL should be one that needs them. Nothing but 2xx is success."},
    {"--oauth2",
     "A token of OAuth 2 for URL and its scheme, host and port. --client-id names the client; who "
     "hands tokens out is asked of URL, or said by --issuer. client_credentials takes the secret "
     "of "
     "the client. authorization_code opens the page of the authorization server, with the "
     "command in BROWSER or that of the desktop, and waits at 127.0.0.1 until somebody has let the "
     "client in; with --non-interactive USER does that by the form of the server. device_code "
     "shows a page and a code to type there, and waits."},
    {"--form",
     "By the form of a page, which is the way unless another is named, or known to the session for "
     "this URL."},
    {.text = "Without URL and USER the same login is done once more. Credentials that the server "
             "has refused are not sent again unless --force is given, so that nothing locks an "
             "account. A login that fails ends with exit code 7."},
    {.text =
         "A request of the session that finds it lost (401, a redirect to a login page or to "
         "one about the end of sessions, a login page with 200, Spring's words about another "
         "login) signs in again in the same way, and is then sent again. Only its last answer is "
         "shown; --verbose tells of the login. Of several runs one signs in, and the "
         "others wait and go on with what it got. A body that cannot be sent again, a password "
         "that is not there or was refused before, a cookie that was typed, a session that is "
         "only read: exit code 7, and nothing is tried. A "
         "password is asked for only where there is a terminal."},
    {.text =
         "A token that is about to end is renewed before a request carries it, and one that the "
         "server refuses is renewed once: by its refresh token, where it came with one, else by "
         "logging in again as it was done before. What a token may not do is no reason for "
         "that. One that has ended and cannot be renewed is not sent."},
    {.text = "latch token @SESSION prints the token that requests carry, and --decode what it "
             "says, if it is a JSON Web Token: its claims, which nobody has checked. URL says "
             "whose token it is, where a session holds several. Without one, or with one that has "
             "ended, the exit code is 7."},
    {.text =
         "latch logout @SESSION signs out: it sends the form of the page for that, or the token of "
         "the login page, to /logout of the application, or to URL. Then the cookies that went "
         "there are forgotten. A token of OAuth 2 is revoked where the server does that; one of a "
         "home-made login is forgotten, and no server asked. How to sign in stays, for the next "
         "latch login; until then nobody is signed in again by himself."},
    {.text = "login and logout take the options of a request that are about the network, the "
             "session and credentials, --verbose, which tells each request, and --quiet."},
});

} // namespace latch::cli
