// SPDX-License-Identifier: MIT
package latch.target.journal;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Writes each request into the journal, in front of every servlet filter.
 *
 * <p>A valve and not a filter: here the body can be observed where Tomcat itself reads it, so that
 * form fields, parts and streams are all recorded without a request wrapper that would change how
 * the application reads them; and the dispatch to /error stays inside the same entry.
 */
public final class JournalValve extends ValveBase {
    /** Tomcat swallows up to 2 MB of a body nobody read, to keep the connection; no more than that here. */
    private static final int SWALLOWED = 2 * 1024 * 1024;

    private final String name;
    private final Journal journal;

    public JournalValve(String name, Journal journal) {
        super(true);
        this.name = name;
        this.journal = journal;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getAttribute(Entry.ATTRIBUTE) != null) {
            getNext().invoke(request, response); // an asynchronous answer comes through here twice
            return;
        }
        Entry entry = journal.open(name, head(request));
        request.setAttribute(Entry.ATTRIBUTE, entry);
        observeBody(request.getCoyoteRequest(), entry);
        try {
            getNext().invoke(request, response);
            if (bodyWillBeSwallowed(request)) {
                response.finishResponse(); // the refusal first, as it would be without us
                swallow(request.getCoyoteRequest());
            }
        } finally {
            entry.answered(response.getStatus());
        }
    }

    private static Entry.Request head(Request request) {
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        MessageBytes query = raw.queryString();
        String target = text(raw.requestURI()) + (query.isNull() ? "" : "?" + text(query));
        MimeHeaders fields = raw.getMimeHeaders();
        List<List<String>> headers = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            // A head that Tomcat gave up reading comes here too, for its error page, with holes.
            headers.add(List.of(text(fields.getName(i)), text(fields.getValue(i))));
        }
        return new Entry.Request(
                Objects.toString(request.getMethod(), ""),
                target,
                text(raw.protocol()),
                request.getRemoteAddr() + ":" + request.getRemotePort(),
                headers);
    }

    private static String text(MessageBytes bytes) {
        String text = bytes == null ? null : bytes.toString();
        return text == null ? "" : text;
    }

    private static void observeBody(org.apache.coyote.Request raw, Entry entry) {
        InputBuffer buffer = raw.getInputBuffer();
        // Tomcat reuses the request object for the next one on a connection, our buffer with it.
        InputBuffer inner = buffer instanceof Observed observed ? observed.inner : buffer;
        raw.setInputBuffer(new Observed(inner, entry));
    }

    private static boolean bodyWillBeSwallowed(Request request) {
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        return !request.isAsync()
                && text(raw.protocol()).startsWith("HTTP/1")
                && !raw.hasExpectation()
                && !raw.isFinished()
                && raw.getContentLengthLong() <= SWALLOWED;
    }

    private static void swallow(org.apache.coyote.Request raw) {
        Slice slice = new Slice();
        try {
            long read = 0;
            for (int n = 0; n >= 0 && read < SWALLOWED; read += n) {
                n = raw.doRead(slice);
            }
        } catch (IOException clientGone) {
            // nothing more to record
        }
    }

    private record Observed(InputBuffer inner, Entry entry) implements InputBuffer {
        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            int read = inner.doRead(handler);
            if (read > 0) {
                entry.read(handler.getByteBuffer());
            }
            return read;
        }

        @Override
        public int available() {
            return inner.available();
        }
    }

    private static final class Slice implements ApplicationBufferHandler {
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            bytes = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return bytes;
        }

        @Override
        public void expand(int size) {}
    }
}
