// SPDX-License-Identifier: MIT
package latch.target.io;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Statuses, redirects, headers and the two kinds of Spring error body. */
@RestController
public class Answers {
    /** {@code header=Name: value} may be repeated; {@code body} is sent as text/plain. */
    @RequestMapping("/status/{code}")
    void status(@PathVariable int code, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(code);
        for (Map.Entry<String, String> pair : Query.of(request)) {
            if (pair.getKey().equals("header")) {
                String[] sides = pair.getValue().split(":", 2);
                response.addHeader(sides[0].strip(), sides[1].strip());
            } else if (pair.getKey().equals("body")) {
                if (response.getContentType() == null) {
                    response.setContentType("text/plain;charset=UTF-8");
                }
                response.getOutputStream().write(pair.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** Location is {@code to} as it stands. */
    @RequestMapping("/redirect/{code}")
    void redirect(@PathVariable int code, @RequestParam String to, HttpServletResponse response) {
        response.setStatus(code);
        response.setHeader("Location", to);
    }

    @RequestMapping("/big-headers")
    Map<String, Object> bigHeaders(
            @RequestParam(defaultValue = "20") int n,
            @RequestParam(defaultValue = "300") int size,
            HttpServletResponse response) {
        for (int i = 0; i < n; i++) {
            response.addHeader("X-Big-" + i, "x".repeat(size));
        }
        return Map.of("n", n, "size", size);
    }

    @RequestMapping("/problem")
    ResponseEntity<ProblemDetail> problem(
            @RequestParam(defaultValue = "422") int status,
            @RequestParam(defaultValue = "Not a valid order") String title,
            @RequestParam(defaultValue = "2 fields are wrong.") String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(status), detail);
        problem.setTitle(title);
        problem.setProperty("errors", List.of(
                Map.of("field", "quantity", "message", "must be greater than 0"),
                Map.of("field", "email", "message", "must not be blank")));
        return ResponseEntity.of(problem).build();
    }

    /** Boot's own error page, or its JSON, by Accept. */
    @RequestMapping("/whitelabel")
    void whitelabel(
            @RequestParam(defaultValue = "500") int status,
            @RequestParam(defaultValue = "something broke") String message,
            HttpServletResponse response) throws IOException {
        response.sendError(status, message);
    }

    /** Takes JSON and nothing else. */
    @PostMapping(path = "/json", consumes = "application/json")
    Map<String, Object> json(@RequestBody Map<String, Object> body) {
        return body;
    }

    @RequestMapping("/boom")
    void boom() {
        throw new IllegalStateException("boom");
    }
}
