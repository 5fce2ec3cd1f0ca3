// SPDX-License-Identifier: MIT
package latch.target;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latch.target.contexts.AsContext;
import latch.target.contexts.BasicContext;
import latch.target.contexts.BootContext;
import latch.target.contexts.Conc2Context;
import latch.target.contexts.Conc3Context;
import latch.target.contexts.ConcContext;
import latch.target.contexts.CtlContext;
import latch.target.contexts.DataContext;
import latch.target.contexts.FluxContext;
import latch.target.contexts.FormContext;
import latch.target.contexts.FormctxContext;
import latch.target.contexts.IoContext;
import latch.target.contexts.JwtContext;
import latch.target.contexts.MgmtContext;
import latch.target.contexts.SpaContext;
import latch.target.contexts.SpaPlainContext;
import latch.target.contexts.SpaXorContext;
import latch.target.contexts.TlsContext;
import org.springframework.boot.SpringBootVersion;

/**
 * Starts every context, says on one line of standard output where they are, and lives as long as
 * standard input stays open. Arguments, if any, are the names of the contexts wanted; {@code ctl}
 * always comes along.
 */
public final class Main {
    private static final List<Class<?>> CONTEXTS = List.of(
            BootContext.class, FormContext.class, FormctxContext.class, SpaXorContext.class,
            SpaPlainContext.class, SpaContext.class, BasicContext.class, ConcContext.class,
            Conc2Context.class, Conc3Context.class, JwtContext.class, AsContext.class, IoContext.class,
            DataContext.class, TlsContext.class, FluxContext.class,
            MgmtContext.class, CtlContext.class);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err); // nothing but the ready line may reach the test runner
        leaveWhenInputEnds();
        try {
            Set<String> wanted = Set.of(arguments);
            Certificates certificates = new Certificates(Temporary.create());
            World world = new World(certificates.directory());
            startAll(world, certificates, siblings(wanted));
            out.println(readyLine(world, certificates));
            out.flush();
        } catch (Throwable failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static List<Map.Entry<Sibling, Class<?>>> siblings(Set<String> wanted) {
        List<Map.Entry<Sibling, Class<?>>> found = new ArrayList<>();
        for (Class<?> context : CONTEXTS) {
            for (Sibling sibling : context.getAnnotationsByType(Sibling.class)) {
                if (wanted.isEmpty() || wanted.contains(sibling.name()) || sibling.name().equals("ctl")) {
                    found.add(Map.entry(sibling, context));
                }
            }
        }
        Set<String> names = found.stream().map(s -> s.getKey().name()).collect(Collectors.toSet());
        wanted.stream().filter(name -> !names.contains(name)).findAny().ifPresent(name -> {
            throw new IllegalArgumentException("no context is called " + name);
        });
        return found;
    }

    /** One after the other: Tomcat's cipher tables, for one, do not survive two starts at once. */
    private static void startAll(
            World world, Certificates certificates, List<Map.Entry<Sibling, Class<?>>> siblings)
            throws Exception {
        FutureTask<Void> issued = new FutureTask<>(() -> {
            certificates.issue();
            return null;
        });
        new Thread(issued, "certificates").start();
        for (Map.Entry<Sibling, Class<?>> each : siblings) {
            if (String.join("", each.getKey().properties()).contains("${certificates}")) {
                issued.get();
            }
            world.start(each.getKey(), each.getValue());
        }
        issued.get();
    }

    private static void leaveWhenInputEnds() {
        Thread watcher = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // whatever is typed is ignored; only the end matters
                }
            } catch (IOException ended) {
                // a broken input is an ended one
            }
            Temporary.remove();
            Runtime.getRuntime().halt(0); // no hook may keep it here
        }, "leave-when-input-ends");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static String readyLine(World world, Certificates certificates) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("ready", "true");
        line.put("boot_version", quoted(SpringBootVersion.getVersion()));
        line.put("ports", world.ports().entrySet().stream()
                .map(port -> quoted(port.getKey()) + ":" + port.getValue())
                .collect(Collectors.joining(",", "{", "}")));
        line.put("ca", quoted(certificates.authority().toString()));
        line.put("pid", Long.toString(ProcessHandle.current().pid()));
        Stream<String> members =
                line.entrySet().stream().map(member -> quoted(member.getKey()) + ":" + member.getValue());
        return members.collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
