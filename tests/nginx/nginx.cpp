// SPDX-License-Identifier: MIT
#include "nginx/nginx.hpp"

#include "support/listener.hpp"

#include <fcntl.h>
#include <stdexcept>
#include <sys/socket.h>

namespace latch::test {

namespace {

/// A hundred milliseconds on an idle machine.
constexpr std::chrono::seconds patience_with_start(30);

/// Eighty bytes that depend on the name alone.
std::string ticket_key(std::string_view name) {
    constexpr std::size_t size = 80;
    std::string key(name);
    key.resize(size, 'k');
    return key;
}

/// nginx ends when standard input does. Its socket is there already: who connects waits for it.
constexpr const char* script =
    R"("$1" -p "$2" -c nginx.conf & pid=$!; echo started; cat >/dev/null; kill "$pid"; wait)";

} // namespace

Nginx::Nginx(const NginxTerms& terms)
    : listener_(bound_socket(Loopback::ipv4, 0)), port_(port_of(listener_)) {
    if (::listen(listener_.get(), SOMAXCONN) != 0) {
        throw std::runtime_error("cannot listen");
    }
    restart(terms);
}

std::string Nginx::configuration(const NginxTerms& terms) const {
    std::string keys;
    for (const std::string& name : terms.ticket_keys) {
        const auto file = folder_.write(name + ".key", ticket_key(name));
        keys += "ssl_session_ticket_key " + file.string() + ";\n";
    }
    const std::string own = folder_.path().string();
    // Without a master process nginx 1.22 crashes over a socket that it has inherited.
    return "daemon off; worker_processes 1; pid " + own + "/pid; error_log " + own +
           "/error.log;\nevents { worker_connections 64; }\nhttp {\naccess_log off;\n" +
           "client_body_temp_path " + own + "/b; proxy_temp_path " + own +
           "/p; fastcgi_temp_path " + own + "/f; uwsgi_temp_path " + own + "/u; scgi_temp_path " +
           own + "/s;\nserver {\nlisten 127.0.0.1:" + std::to_string(port_) +
           " ssl;\nssl_certificate " + fixture_.server().certificate.string() +
           ";\nssl_certificate_key " + fixture_.server().key.string() + ";\nssl_protocols " +
           terms.protocol + ";\n" + keys +
           "location / { return 200 \"$ssl_protocol $ssl_session_reused\"; }\n}\n}\n";
}

void Nginx::restart(const NginxTerms& terms) {
    server_.reset();
    folder_.write("nginx.conf", configuration(terms));
    // A port is not nginx's to choose; it takes over a socket that it is told of, as from an nginx
    // before it. The copy is for the child, which inherits it.
    constexpr int above_the_shells_own = 20;
    const base::Descriptor inherited(::fcntl(listener_.get(), F_DUPFD, above_the_shells_own));
    const std::string own = folder_.path().string();
    server_.emplace(
        Command{
            .program = "/bin/sh",
            .arguments = {"-c", script, "sh", LATCH_NGINX_PROGRAM, own},
            .environment =
                {{"PATH", "/usr/bin:/bin"}, {"NGINX", std::to_string(inherited.get()) + ";"}},
            .working_directory = folder_.path(),
        },
        patience_with_start
    );
}

std::string Nginx::url() const {
    return "https://127.0.0.1:" + std::to_string(port_) + "/";
}

} // namespace latch::test
