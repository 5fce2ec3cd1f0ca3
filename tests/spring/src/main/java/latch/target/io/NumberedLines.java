// SPDX-License-Identifier: MIT
package latch.target.io;

import java.io.InputStream;
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
        private final byte[] line = new byte[LINE];
        private long position;
        private long written = -1; // the offset that stands in line

        Lines(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int wanted) {
            if (position >= length) {
                return wanted == 0 ? 0 : -1;
            }
            int filled = 0;
            while (filled < wanted && position < length) {
                int column = (int) (position % LINE);
                write(position - column);
                long run = Math.min(Math.min(LINE - column, wanted - filled), length - position);
                System.arraycopy(line, column, into, offset + filled, (int) run);
                filled += (int) run;
                position += run;
            }
            return filled;
        }

        @Override
        public long skip(long n) {
            long skipped = Math.max(0, Math.min(n, length - position));
            position += skipped;
            return skipped;
        }

        private void write(long offset) {
            if (offset == written) {
                return;
            }
            written = offset;
            line[LINE - 1] = '\n';
            for (int i = LINE - 2; i >= 0; i--, offset /= 10) {
                line[i] = (byte) ('0' + offset % 10);
            }
        }
    }
}
