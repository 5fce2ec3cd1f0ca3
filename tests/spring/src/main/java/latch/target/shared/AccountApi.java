// SPDX-License-Identifier: MIT
package latch.target.shared;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is calling, and doors of different widths. */
@RestController
public class AccountApi {
    @GetMapping("/api/me")
    Map<String, Object> me(HttpServletRequest request) throws NoSuchAlgorithmException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        HttpSession session = request.getSession(false);
        Map<String, Object> me = new LinkedHashMap<>();
        me.put("user", caller == null ? null : caller.getName());
        me.put("session", session == null ? null : digest(session.getId()));
        me.put("auth", kind(caller, session));
        return me;
    }

    /** Open to ADMIN only, for every method. */
    @RequestMapping("/api/admin")
    Map<String, Object> admin() {
        return Map.of("admin", true);
    }

    /** Open to callers who typed a password, not to remembered ones. */
    @RequestMapping("/api/full")
    Map<String, Object> full() {
        return Map.of("full", true);
    }

    @RequestMapping(path = {"/public", "/public/hello"}, produces = MediaType.TEXT_PLAIN_VALUE)
    String open() {
        return "public\n";
    }

    @RequestMapping({"/boom", "/public/boom"})
    String boom() {
        throw new IllegalStateException("boom");
    }

    private static String kind(Authentication caller, HttpSession session) {
        if (caller == null || caller instanceof AnonymousAuthenticationToken) {
            return "anonymous";
        }
        if (caller instanceof RememberMeAuthenticationToken) {
            return "remember-me";
        }
        if (caller instanceof JwtAuthenticationToken) {
            return "jwt";
        }
        String stored = HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;
        return session != null && session.getAttribute(stored) != null ? "session" : "basic";
    }

    static String digest(String id) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, 8);
    }
}
