// SPDX-License-Identifier: MIT
package latch.target.shared;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint the reference recommends to clients without a page; can be switched off. */
@RestController
public class CsrfEndpoint {
    private volatile boolean open = true;

    @GetMapping("/csrf")
    CsrfToken csrf(CsrfToken token, HttpServletResponse response) throws IOException {
        if (!open) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return null;
        }
        return token;
    }

    public void open(boolean wanted) {
        open = wanted;
    }
}
