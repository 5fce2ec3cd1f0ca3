// SPDX-License-Identifier: MIT
package latch.target.io;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Answers that take their time. */
@RestController
public class Streams {
    /** Nothing at all for {@code ms}, then an answer. */
    @RequestMapping("/slow")
    Map<String, Object> slow(@RequestParam(defaultValue = "1000") long ms) throws InterruptedException {
        Thread.sleep(ms);
        return Map.of("slept", ms);
    }

    /** Headers at once, then {@code n} single bytes, {@code ms} apart. */
    @GetMapping("/drip")
    void drip(
            @RequestParam(defaultValue = "10") int n,
            @RequestParam(defaultValue = "100") long ms,
            HttpServletResponse response) throws IOException, InterruptedException {
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(n);
        response.flushBuffer();
        for (int i = 0; i < n; i++) {
            Thread.sleep(ms);
            response.getOutputStream().write('.');
            response.flushBuffer();
        }
    }

    @GetMapping("/ndjson")
    void ndjson(
            @RequestParam(defaultValue = "3") int n,
            @RequestParam(defaultValue = "100") long ms,
            HttpServletResponse response) throws IOException, InterruptedException {
        response.setContentType("application/x-ndjson");
        OutputStream out = response.getOutputStream();
        for (int i = 0; i < n; i++) {
            out.write(("{\"n\":" + i + ",\"at\":" + System.currentTimeMillis() + "}\n")
                    .getBytes(StandardCharsets.UTF_8));
            response.flushBuffer();
            Thread.sleep(ms);
        }
    }

    /** Events as Spring writes them; {@code at} in the data is when each was sent. */
    @GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter sse(@RequestParam(defaultValue = "3") int n, @RequestParam(defaultValue = "100") long ms) {
        SseEmitter emitter = new SseEmitter();
        Thread sender = new Thread(() -> send(emitter, n, ms), "sse");
        sender.setDaemon(true);
        sender.start();
        return emitter;
    }

    private static void send(SseEmitter emitter, int n, long ms) {
        try {
            for (int i = 0; i < n; i++) {
                Map<String, Object> data = Map.of("n", i, "at", System.currentTimeMillis());
                emitter.send(SseEmitter.event().id(Integer.toString(i)).name("tick").data(data));
                Thread.sleep(ms);
            }
            emitter.complete();
        } catch (IOException | InterruptedException gone) {
            emitter.completeWithError(gone);
        }
    }
}
