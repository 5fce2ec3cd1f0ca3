// SPDX-License-Identifier: MIT
package latch.target.io;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Set-Cookie lines exactly as a test asks for them. */
@RestController
public class Cookies {
    /** The Cookie header lines that came. */
    @RequestMapping({"/cookies", "/cookies/**"})
    Map<String, Object> cookies(HttpServletRequest request) {
        List<String> lines = Collections.list(request.getHeaders("Cookie"));
        return Map.of("cookie", lines);
    }

    /** {@code name=value} gives {@code name=value; Path=/}; {@code raw=...} gives that very line. */
    @RequestMapping({"/cookies/set", "/*/cookies/set"})
    Map<String, Object> set(HttpServletRequest request, HttpServletResponse response) {
        List<String> lines = Query.of(request).stream()
                .map(pair -> pair.getKey().equals("raw")
                        ? pair.getValue()
                        : pair.getKey() + "=" + pair.getValue() + "; Path=/")
                .toList();
        lines.forEach(line -> response.addHeader("Set-Cookie", line));
        return Map.of("set", lines);
    }

    /** Two lines for one cookie: deletion and new value, or the other way round. */
    @RequestMapping("/delete-and-set-cookie")
    Map<String, Object> deleteAndSet(
            @RequestParam(defaultValue = "XSRF-TOKEN") String name,
            @RequestParam(defaultValue = "new") String value,
            @RequestParam(defaultValue = "false") boolean reverse,
            HttpServletResponse response) {
        String deletion = name + "=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:10 GMT; Path=/";
        String setting = name + "=" + value + "; Path=/";
        List<String> lines = reverse ? List.of(setting, deletion) : List.of(deletion, setting);
        lines.forEach(line -> response.addHeader("Set-Cookie", line));
        return Map.of("set", lines);
    }
}
