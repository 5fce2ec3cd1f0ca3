// SPDX-License-Identifier: MIT
package latch.target;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.util.FileSystemUtils;

/** The directories that go away with the process: ours, and those Tomcat makes and leaves. */
final class Temporary {
    private static final List<File> DIRECTORIES = new ArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Temporary::remove, "remove-temporary"));
    }

    private Temporary() {}

    static synchronized Path create() throws IOException {
        Path directory = Files.createTempDirectory("latch-spring-");
        DIRECTORIES.add(directory.toFile());
        return directory;
    }

    static synchronized void adopt(Tomcat tomcat) {
        addIfTemporary(tomcat.getServer().getCatalinaBase());
        for (Container child : tomcat.getHost().findChildren()) {
            addIfTemporary(new File(((Context) child).getDocBase()));
        }
    }

    /** Boot takes ./public, ./static or ./src/main/webapp for the document base where there is one. */
    private static void addIfTemporary(File directory) {
        File temporary = new File(System.getProperty("java.io.tmpdir")).getAbsoluteFile();
        if (temporary.equals(directory.getAbsoluteFile().getParentFile())
                && directory.getName().startsWith("tomcat")) {
            DIRECTORIES.add(directory);
        }
    }

    static synchronized void remove() {
        DIRECTORIES.forEach(FileSystemUtils::deleteRecursively);
    }
}
