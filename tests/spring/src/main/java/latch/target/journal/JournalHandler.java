// SPDX-License-Identifier: MIT
package latch.target.journal;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Writes each request into the journal, in front of every filter of a reactive context; the place
 * of {@link JournalValve} where there is no Tomcat. Of a body it sees what the application reads.
 */
public final class JournalHandler implements HttpHandlerDecoratorFactory {
    private final String name;
    private final Journal journal;

    public JournalHandler(String name, Journal journal) {
        this.name = name;
        this.journal = journal;
    }

    @Override
    public HttpHandler apply(HttpHandler next) {
        return (request, response) -> {
            Entry entry = journal.open(name, head(request));
            response.beforeCommit(() -> {
                HttpStatusCode status = response.getStatusCode();
                entry.answered(status == null ? 200 : status.value());
                return Mono.empty();
            });
            return next.handle(new Observed(request, entry), response);
        };
    }

    private static Entry.Request head(ServerHttpRequest request) {
        URI uri = request.getURI();
        InetSocketAddress peer = request.getRemoteAddress();
        List<List<String>> headers = new ArrayList<>();
        HttpServerRequest raw = ServerHttpRequestDecorator.getNativeRequest(request);
        raw.requestHeaders().forEach(line -> headers.add(List.of(line.getKey(), line.getValue())));
        return new Entry.Request(
                request.getMethod().name(),
                uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
                raw.version().text(),
                peer == null ? "" : peer.getAddress().getHostAddress() + ":" + peer.getPort(),
                headers);
    }

    private static final class Observed extends ServerHttpRequestDecorator {
        private final Entry entry;

        Observed(ServerHttpRequest request, Entry entry) {
            super(request);
            this.entry = entry;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return super.getBody().doOnNext(bytes -> {
                try (DataBuffer.ByteBufferIterator pieces = bytes.readableByteBuffers()) {
                    pieces.forEachRemaining(entry::read);
                }
            });
        }
    }
}
