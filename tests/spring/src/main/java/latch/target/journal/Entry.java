// SPDX-License-Identifier: MIT
package latch.target.journal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request as the server saw it, its body growing while it is read. */
public final class Entry {
    /** Request attribute under which handlers find their own entry. */
    public static final String ATTRIBUTE = Entry.class.getName();

    private static final int TEXT_LIMIT = 64 * 1024;

    /** The head: the target is undecoded, headers are in order with Tomcat's lower-case names. */
    record Request(
            String method, String target, String protocol, String peer, List<List<String>> headers) {}

    private final long number;
    private final String context;
    private final Request request;
    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream start = new ByteArrayOutputStream();
    private final CountDownLatch done = new CountDownLatch(1);
    private long length;
    private Integer status;

    Entry(long number, String context, Request request) {
        this.number = number;
        this.context = context;
        this.request = request;
    }

    String context() {
        return context;
    }

    synchronized void read(ByteBuffer bytes) {
        length += bytes.remaining();
        digest.update(bytes.duplicate());
        byte[] kept = new byte[Math.min(bytes.remaining(), TEXT_LIMIT - start.size())];
        bytes.duplicate().get(kept);
        start.writeBytes(kept);
    }

    void answered(int code) {
        synchronized (this) {
            status = code;
        }
        done.countDown();
    }

    /** Waits a little for the last bytes and the status: the client may be ahead of the server here. */
    public void settle(long deadlineNanos) {
        try {
            done.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    public Map<String, Object> head() {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("method", request.method);
        head.put("target", request.target);
        head.put("protocol", request.protocol);
        head.put("peer", request.peer);
        head.put("headers", request.headers);
        return head;
    }

    /** Length, SHA-256 and, for short UTF-8 bodies, the text. */
    public synchronized Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("length", length);
        body.put("sha256", HexFormat.of().formatHex(copy(digest).digest()));
        body.put("text", text());
        return body;
    }

    public synchronized Map<String, Object> toMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seq", number);
        all.put("ctx", context);
        all.putAll(head());
        all.put("body", body());
        all.put("status", status);
        return all;
    }

    private String text() {
        if (length > start.size()) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(start.toByteArray())).toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
