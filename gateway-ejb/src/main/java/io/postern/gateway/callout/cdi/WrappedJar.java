package io.postern.gateway.callout.cdi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes a WAR of a jar, because the server gives only a web application a life of its own. */
final class WrappedJar {

  /** Without it the server would not look for beans in the WAR; the jar's own stays in force. */
  private static final String BEANS_XML =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
      """;

  private WrappedJar() {}

  static void write(Path jar, String name, Path war) throws IOException {
    try (OutputStream out = Files.newOutputStream(war);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("WEB-INF/beans.xml"));
      zip.write(BEANS_XML.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("WEB-INF/lib/" + name + ".jar"));
      Files.copy(jar, zip);
      zip.closeEntry();
    }
  }
}
