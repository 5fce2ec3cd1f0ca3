// SPDX-License-Identifier: MIT
package latch.target.io;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** What flows of several requests are about: things that are kept, jobs that take a while, files. */
@RestController
public class Workshop {
    private static final int LOOKS_UNTIL_DONE = 3;

    private final AtomicLong last = new AtomicLong();
    private final Map<Long, Map<String, Object>> products = new ConcurrentHashMap<>();
    private final Map<Long, AtomicInteger> jobs = new ConcurrentHashMap<>();
    private final Map<Long, byte[]> files = new ConcurrentHashMap<>();

    @PostMapping("/products")
    ResponseEntity<?> create(@RequestBody Map<String, Object> asked) {
        long id = last.incrementAndGet();
        Map<String, Object> product = new LinkedHashMap<>(asked);
        product.put("id", id);
        products.put(id, product);
        return ResponseEntity.created(URI.create("/products/" + id)).body(product);
    }

    @GetMapping("/products/{id}")
    ResponseEntity<?> read(@PathVariable long id) {
        return ResponseEntity.of(Optional.ofNullable(products.get(id)));
    }

    @DeleteMapping("/products/{id}")
    ResponseEntity<?> delete(@PathVariable long id) {
        return ResponseEntity.status(products.remove(id) == null ? 404 : 204).build();
    }

    @PostMapping("/jobs")
    ResponseEntity<?> start() {
        long id = last.incrementAndGet();
        jobs.put(id, new AtomicInteger());
        return ResponseEntity.accepted().location(URI.create("/jobs/" + id)).build();
    }

    /** Done when it was looked at for the third time; with {@code fails} it fails then. */
    @GetMapping("/jobs/{id}")
    Map<String, Object> look(@PathVariable long id, @RequestParam(defaultValue = "false") boolean fails) {
        boolean ended = jobs.get(id).incrementAndGet() >= LOOKS_UNTIL_DONE;
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("state", !ended ? "RUNNING" : fails ? "FAILED" : "DONE");
        job.put("resultUrl", ended ? "/jobs/" + id + "/result" : null);
        return job;
    }

    @GetMapping(path = "/jobs/{id}/result", produces = "text/csv")
    String result(@PathVariable long id) {
        return "id,state\n" + id + ",DONE\n";
    }

    @PostMapping("/files")
    ResponseEntity<?> keep(@RequestParam MultipartFile file) throws IOException {
        long id = last.incrementAndGet();
        files.put(id, file.getBytes());
        return ResponseEntity.created(URI.create("/files/" + id)).body(Map.of("id", id));
    }

    @GetMapping(path = "/files/{id}/content", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<byte[]> content(@PathVariable long id) {
        return ResponseEntity.of(Optional.ofNullable(files.get(id)));
    }

    @DeleteMapping("/files/{id}")
    ResponseEntity<?> forget(@PathVariable long id) {
        return ResponseEntity.status(files.remove(id) == null ? 404 : 204).build();
    }
}
