// SPDX-License-Identifier: MIT
package latch.target.shared;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/** What {@link AccountApi} and its neighbours serve, for a reactive context. */
@RestController
public class ReactiveApi {
    private final Items items;

    public ReactiveApi(Items items) {
        this.items = items;
    }

    @GetMapping("/api/me")
    Map<String, Object> me(Authentication caller, WebSession session) throws NoSuchAlgorithmException {
        Map<String, Object> me = new LinkedHashMap<>();
        me.put("user", caller.getName());
        me.put("session", AccountApi.digest(session.getId()));
        me.put("auth", "session");
        return me;
    }

    @RequestMapping("/api/admin")
    Map<String, Object> admin() {
        return Map.of("admin", true);
    }

    @RequestMapping(path = {"/public", "/public/hello"}, produces = MediaType.TEXT_PLAIN_VALUE)
    String open() {
        return "public\n";
    }

    @RequestMapping({"/boom", "/public/boom"})
    String boom() {
        throw new IllegalStateException("boom");
    }

    /** The token is made for whoever asks for it, and for nobody else. */
    @GetMapping("/csrf")
    Mono<CsrfToken> csrf(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.<CsrfToken>empty());
    }

    @GetMapping("/api/items")
    Map<String, Object> count() {
        return Map.of("count", items.count());
    }

    @PostMapping({"/api/items", "/api/items/{id}"})
    ResponseEntity<Map<String, Object>> create(@RequestBody(required = false) byte[] body) {
        long count = items.execute();
        return ResponseEntity.created(URI.create("/api/items/" + count)).body(Map.of("count", count));
    }

    @PutMapping({"/api/items", "/api/items/{id}"})
    Map<String, Object> replace(@RequestBody(required = false) byte[] body) {
        return Map.of("count", items.execute());
    }

    @PatchMapping({"/api/items", "/api/items/{id}"})
    Map<String, Object> change(@RequestBody(required = false) byte[] body) {
        return Map.of("count", items.execute());
    }

    @DeleteMapping({"/api/items", "/api/items/{id}"})
    ResponseEntity<Void> remove(@RequestBody(required = false) byte[] body) {
        items.execute();
        return ResponseEntity.noContent().build();
    }
}
