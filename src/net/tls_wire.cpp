// SPDX-License-Identifier: MIT
#include "net/tls_wire.hpp"

#include <openssl/bio.h>

namespace latch::net {

namespace {

Wire& wire_of(BIO* bio) {
    return *static_cast<Wire*>(BIO_get_data(bio));
}

int read_wire(BIO* bio, char* into, int size) {
    BIO_clear_retry_flags(bio);
    const Io got = wire_of(bio).read({into, static_cast<std::size_t>(size)});
    if (got.state == Io::State::done) {
        return static_cast<int>(got.count);
    }
    if (!got.is_over()) {
        BIO_set_retry_read(bio);
    }
    return got.state == Io::State::end ? 0 : -1;
}

int write_wire(BIO* bio, const char* data, int size) {
    wire_of(bio).add({data, static_cast<std::size_t>(size)});
    return size;
}

long control_wire(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1;
    case BIO_CTRL_EOF: // how OpenSSL tells a truncation from a broken connection
        return wire_of(bio).last_read().state == Io::State::end ? 1 : 0;
    default:
        return 0;
    }
}

} // namespace

BIO* bio_of(Wire& wire) {
    struct Free {
        void operator()(BIO_METHOD* method) const noexcept { BIO_meth_free(method); }
    };

    static const std::unique_ptr<BIO_METHOD, Free> method = [] {
        std::unique_ptr<BIO_METHOD, Free> made(BIO_meth_new(BIO_TYPE_SOURCE_SINK, "latch wire"));
        BIO_meth_set_read(made.get(), read_wire);
        BIO_meth_set_write(made.get(), write_wire);
        BIO_meth_set_ctrl(made.get(), control_wire);
        return made;
    }();
    BIO* const bio = BIO_new(method.get());
    BIO_set_data(bio, &wire);
    BIO_set_init(bio, 1);
    return bio;
}

} // namespace latch::net
