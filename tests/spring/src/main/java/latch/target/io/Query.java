// SPDX-License-Identifier: MIT
package latch.target.io;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The query as a list: in order, duplicates kept, unlike the servlet's parameter map. */
final class Query {
    private Query() {}

    static List<Map.Entry<String, String>> of(HttpServletRequest request) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        String query = request.getQueryString();
        if (query == null || query.isEmpty()) {
            return pairs;
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            pairs.add(Map.entry(decoded(name), decoded(value)));
        }
        return pairs;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
