// SPDX-License-Identifier: MIT
package latch.target.journal;

import java.util.ArrayList;
import java.util.List;

/** Every request that reached a context, in order of arrival. */
public final class Journal {
    private final List<Entry> entries = new ArrayList<>();
    private long arrived;

    synchronized Entry open(String context, Entry.Request request) {
        Entry entry = new Entry(++arrived, context, request);
        entries.add(entry);
        return entry;
    }

    public synchronized List<Entry> of(String context) {
        return entries.stream().filter(e -> context == null || e.context().equals(context)).toList();
    }

    public synchronized void clear(String context) {
        entries.removeIf(entry -> context == null || entry.context().equals(context));
    }
}
