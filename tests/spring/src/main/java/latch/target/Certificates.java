// SPDX-License-Identifier: MIT
package latch.target;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A test authority made anew at each start: root, issuing authority, and one server certificate per
 * name.
 */
final class Certificates {
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path directory;
    private final Path store;
    private final String password = UUID.randomUUID().toString();

    Certificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("keys.p12");
    }

    Path directory() {
        return directory;
    }

    /** The root alone: what a client has to trust. Servers send the issuing authority themselves. */
    Path authority() {
        return directory.resolve("ca.pem");
    }

    void issue() throws IOException, InterruptedException, GeneralSecurityException {
        authority("root", "latch test root", List.of());
        authority("issuer", "latch test issuer", List.of("-signer", "root"));
        server("localhost", "localhost", "dns:localhost,ip:127.0.0.1,ip:::1");
        server("wrong-host", "wrong.example", "dns:wrong.example");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        Files.writeString(authority(), pem("CERTIFICATE", keys.getCertificate("root").getEncoded()));
        writePem(keys, "localhost");
        writePem(keys, "wrong-host");
    }

    private void authority(String alias, String name, List<String> signer)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(signer);
        options.addAll(List.of("-ext", "bc:critical=ca:true", "-ext", "ku:critical=keyCertSign,cRLSign"));
        keytool(alias, name, options);
    }

    private void server(String alias, String name, String alternatives)
            throws IOException, InterruptedException {
        keytool(alias, name, List.of(
                "-signer", "issuer", "-ext", "san=" + alternatives,
                "-ext", "ku:critical=digitalSignature", "-ext", "eku=serverAuth"));
    }

    private void keytool(String alias, String name, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC",
                "-genkeypair", "-alias", alias, "-dname", "CN=" + name,
                "-keyalg", "EC", "-groupname", "secp256r1", "-startdate", "-1d", "-validity", "8",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", password));
        command.addAll(options);
        Path log = directory.resolve("keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("keytool could not make " + alias + ": " + Files.readString(log));
        }
    }

    private void writePem(KeyStore keys, String alias) throws IOException, GeneralSecurityException {
        byte[] key = keys.getKey(alias, password.toCharArray()).getEncoded();
        Files.writeString(directory.resolve(alias + ".key"), pem("PRIVATE KEY", key));
        StringBuilder chain = new StringBuilder();
        for (Certificate certificate : keys.getCertificateChain(alias)) {
            if (!certificate.equals(keys.getCertificate("root"))) {
                chain.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        }
        Files.writeString(directory.resolve(alias + ".pem"), chain);
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + PEM.encodeToString(encoded) + "\n-----END " + what + "-----\n";
    }
}
