// SPDX-License-Identifier: MIT
package latch.target.shared;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** A resource whose only property is how often it was written. */
@RestController
public class ItemsApi {
    private final Items items;

    public ItemsApi(Items items) {
        this.items = items;
    }

    @GetMapping("/api/items")
    Map<String, Object> count() {
        return Map.of("count", items.count());
    }

    @PostMapping({"/api/items", "/api/items/{id}"})
    ResponseEntity<Map<String, Object>> create(HttpServletRequest request) throws IOException {
        long count = execute(request);
        URI location = URI.create(request.getContextPath() + "/api/items/" + count);
        return ResponseEntity.created(location).body(Map.of("count", count));
    }

    @PutMapping({"/api/items", "/api/items/{id}"})
    Map<String, Object> replace(HttpServletRequest request) throws IOException {
        return Map.of("count", execute(request));
    }

    @PatchMapping({"/api/items", "/api/items/{id}"})
    Map<String, Object> change(HttpServletRequest request) throws IOException {
        return Map.of("count", execute(request));
    }

    @DeleteMapping({"/api/items", "/api/items/{id}"})
    ResponseEntity<Void> remove(HttpServletRequest request) throws IOException {
        execute(request);
        return ResponseEntity.noContent().build();
    }

    private long execute(HttpServletRequest request) throws IOException {
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
        return items.execute();
    }
}
