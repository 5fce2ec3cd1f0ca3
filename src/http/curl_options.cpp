// SPDX-License-Identifier: MIT
#include "latch/http/curl_options.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace latch::http {

namespace {

using base::ShellWord;

/// Letters that take a value.
constexpr std::string_view letters_with_value = "ACDEFHKPQTUXYbcdehmortuwxyz";

struct LetterName {
    char letter;
    std::string_view name;
};

/// Those whose meaning matters here.
constexpr std::array<LetterName, 5> letter_names{{
    {'A', "user-agent"},
    {'H', "header"},
    {'b', "cookie"},
    {'u', "user"},
    {'c', "cookie-jar"},
}};

/// Long options that take a value, of curl 8.22; all others are flags.
constexpr std::string_view names_with_value =
    " abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config "
    "connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile "
    "curves data data-ascii data-binary data-raw data-urlencode delegation dns-interface "
    "dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine "
    "etag-compare etag-save expand-data expand-header expand-url expect100-timeout form "
    "form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode "
    "happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts "
    "interface ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type krb "
    "libcurl limit-rate local-port login-options mail-auth mail-from mail-rcpt "
    "max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir "
    "parallel-max parallel-max-host pass pinnedpubkey preproxy proto proto-default "
    "proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type proxy-ciphers "
    "proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass proxy-pinnedpubkey "
    "proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword "
    "proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer "
    "request request-target resolve retry retry-delay retry-max-time sasl-authzid "
    "service-name sigalgs socks4 socks4a socks5 socks5-gssapi-service socks5-hostname "
    "speed-limit speed-time ssl-sessions stderr telnet-option tftp-blksize time-cond "
    "tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config "
    "unix-socket upload-file upload-flags url url-query user user-agent variable "
    "vlan-priority write-out ";

std::string name_of(char letter) {
    const auto* const found = std::ranges::find(letter_names, letter, &LetterName::letter);
    return found == letter_names.end() ? std::string(1, letter) : std::string(found->name);
}

bool takes_value(std::string_view name) {
    return names_with_value.find(' ' + std::string(name) + ' ') != std::string_view::npos;
}

bool is_redirection(std::string_view word) noexcept {
    const auto at = word.find_first_not_of("0123456789");
    return at != std::string_view::npos && (word[at] == '<' || word[at] == '>');
}

class Reader {
public:
    explicit Reader(std::span<const ShellWord> words) : words_(words) {}

    std::vector<CurlOption> read() {
        while (!words_.empty()) {
            read_word(take());
        }
        return std::move(options_);
    }

private:
    ShellWord take() {
        if (words_.empty()) {
            return {};
        }
        ShellWord word = words_.front();
        words_ = words_.subspan(1);
        return word;
    }

    void read_word(const ShellWord& word) {
        const std::string_view text = word.text;
        if (is_redirection(text)) {
            const bool names_file = !text.ends_with('<') && !text.ends_with('>');
            names_file ? ShellWord() : take();
        } else if (text.starts_with("--") && text.size() > 2) {
            const std::string name(text.substr(2));
            options_.push_back({name, takes_value(name) ? take() : ShellWord()});
        } else if (text.starts_with('-') && text.size() > 1 && text != "--") {
            read_letters(word);
        } else if (text != "--") {
            options_.push_back({"url", word});
        }
    }

    void read_letters(const ShellWord& word) {
        for (std::size_t at = 1; at < word.text.size(); ++at) {
            const char letter = word.text[at];
            if (letters_with_value.find(letter) == std::string_view::npos) {
                options_.push_back({name_of(letter), {}});
                continue;
            }
            const std::string attached = word.text.substr(at + 1);
            options_.push_back(
                {name_of(letter),
                 attached.empty() ? take() : ShellWord{attached, word.is_known, word.line}}
            );
            return;
        }
    }

    std::span<const ShellWord> words_;
    std::vector<CurlOption> options_;
};

} // namespace

std::vector<CurlOption> curl_options(std::span<const ShellWord> words) {
    return Reader(words).read();
}

} // namespace latch::http
