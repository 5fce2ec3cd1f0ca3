// SPDX-License-Identifier: MIT
package latch.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.springframework.util.FileSystemUtils;

/** The one directory this process leaves its files in, Tomcat's and uploaded ones included. */
final class Temporary {
    private static Path directory;

    private Temporary() {}

    /** To be called before anything asks the JDK for a temporary file: it looks only once. */
    static synchronized Path create() throws IOException {
        Path place = Path.of(System.getProperty("java.io.tmpdir"), "latch-spring-" + UUID.randomUUID());
        directory = Files.createDirectory(
                place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        System.setProperty("java.io.tmpdir", directory.toString());
        Runtime.getRuntime().addShutdownHook(new Thread(Temporary::remove, "remove-temporary"));
        return directory;
    }

    static synchronized void remove() {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException busy) {
            // the system's own cleaning will have to do
        }
    }
}
