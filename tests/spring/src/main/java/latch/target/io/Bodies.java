// SPDX-License-Identifier: MIT
package latch.target.io;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import latch.target.journal.Entry;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Bodies in both directions, and proof of what arrived. */
@RestController
public class Bodies {
    /** The request as the server saw it, for every method. */
    @RequestMapping({"/echo", "/echo/**"})
    Map<String, Object> echo(HttpServletRequest request) throws IOException {
        Entry entry = received(request);
        Map<String, Object> echo = entry.head();
        echo.put("body", entry.body());
        return echo;
    }

    /** A mapping without methods leaves OPTIONS to Spring, so it is named. */
    @RequestMapping(path = {"/echo", "/echo/**"}, method = RequestMethod.OPTIONS)
    Map<String, Object> echoOptions(HttpServletRequest request) throws IOException {
        return echo(request);
    }

    /** Length and SHA-256 of the raw body, and of each part when it has parts. */
    @RequestMapping(
            path = {"/upload", "/upload/limited"},
            method = {RequestMethod.POST, RequestMethod.PUT, RequestMethod.PATCH})
    Map<String, Object> upload(HttpServletRequest request)
            throws IOException, ServletException, NoSuchAlgorithmException {
        List<Map<String, Object>> parts = new ArrayList<>();
        String type = request.getContentType();
        if (type != null && type.toLowerCase().startsWith("multipart/form-data")) {
            for (Part part : request.getParts()) {
                parts.add(described(part));
            }
        }
        Map<String, Object> upload = new LinkedHashMap<>(received(request).body());
        upload.remove("text");
        upload.put("content_type", type);
        upload.put("parts", parts);
        return upload;
    }

    private static Entry received(HttpServletRequest request) throws IOException {
        request.getInputStream().transferTo(OutputStream.nullOutputStream());
        return (Entry) request.getAttribute(Entry.ATTRIBUTE);
    }

    private static Map<String, Object> described(Part part) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(part.getInputStream(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", part.getName());
        described.put("filename", part.getSubmittedFileName());
        described.put("content_type", part.getContentType());
        described.put("length", part.getSize());
        described.put("sha256", HexFormat.of().formatHex(digest.digest()));
        return described;
    }

    /**
     * {@code n} bytes of 16-byte numbered lines, with Range, If-Range and an ETag. {@code name} is the
     * file name Spring encodes; {@code disposition} is a whole header of the test's own.
     */
    @GetMapping("/download/{n}")
    ResponseEntity<Resource> download(
            @PathVariable long n,
            @RequestParam(required = false) String name,
            @RequestParam(required = false) String disposition,
            @RequestParam(defaultValue = "1") String version,
            HttpServletRequest request) {
        String etag = "\"" + n + "-" + version + "\"";
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.ok().eTag(etag).contentType(MediaType.APPLICATION_OCTET_STREAM);
        if (disposition != null) {
            answer.header(HttpHeaders.CONTENT_DISPOSITION, disposition);
        } else if (name != null) {
            answer.header(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString());
        }
        Resource lines = new NumberedLines(n);
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        if (condition != null && !condition.equals(etag)) {
            // Spring answers Range by itself but does not know If-Range; for this class it does neither.
            return answer.contentLength(n).body(new InputStreamResource(lines));
        }
        return answer.body(lines);
    }

    /** Compressed when Accept-Encoding names gzip, or always with {@code force}. */
    @GetMapping("/gzip")
    void gzip(
            @RequestParam(defaultValue = "4096") int n,
            @RequestParam(defaultValue = "false") boolean force,
            HttpServletRequest request,
            HttpServletResponse response) throws IOException {
        byte[] body = new NumberedLines(n).getInputStream().readAllBytes();
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (force || (accepted != null && accepted.contains("gzip"))) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = gzipped(body);
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] gzipped(byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        }
        return packed.toByteArray();
    }
}
