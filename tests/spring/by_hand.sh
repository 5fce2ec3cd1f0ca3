#!/bin/sh
# SPDX-License-Identifier: MIT
# by_hand.sh URL USER PASSWORD: signs in at a Spring login form and calls the API, with nothing but
# latch and sed. A test runs it; it is also what one would write in a cron job.
set -eu
base=$1 user=$2 password=$3

# The page of the form: its hidden field is the token, its cookie the session it belongs to.
token=$(latch @by-hand "$base/login" | sed -n 's/.*name="_csrf"[^>]*value="\([^"]*\)".*/\1/p')

# A login that works is a redirect to where one wanted to go; one that fails ends with exit code 7.
status=0
latch --form @by-hand POST "$base/login" username="$user" password="$password" _csrf="$token" 2>/dev/null || status=$?
if [ "$status" -ne 3 ]; then
    echo "by_hand: not let in ($status)" >&2
    exit "$status"
fi

# Signed in from here on. What changes something needs a token of the new session, as a header.
latch @by-hand "$base/api/me"
echo
token=$(latch @by-hand "$base/csrf" | sed 's/.*"token":"\([^"]*\)".*/\1/')
latch --session-read-only by-hand POST "$base/api/items" name=teapot X-CSRF-TOKEN:"$token"
