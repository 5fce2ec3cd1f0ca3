// SPDX-License-Identifier: MIT
package latch.target.io;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.AbstractResource;

/** Made as it is read: every 16 bytes are a line that holds its own offset. */
final class NumberedLines extends AbstractResource {
    private static final int LINE = 16;

    private final long length;

    NumberedLines(long length) {
        this.length = length;
    }

    @Override
    public String getDescription() {
        return "numbered lines";
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public InputStream getInputStream() {
        return new Lines(length);
    }

    private static final class Lines extends InputStream {
        private final long length;
        private long position;
        private byte[] line;

        Lines(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            if (position >= length) {
                return -1;
            }
            int column = (int) (position % LINE);
            if (line == null || column == 0) {
                line = "%015d\n".formatted(position - column).getBytes(StandardCharsets.US_ASCII);
            }
            position++;
            return line[column];
        }

        @Override
        public long skip(long n) {
            long skipped = Math.max(0, Math.min(n, length - position));
            position += skipped;
            line = null;
            return skipped;
        }
    }
}
