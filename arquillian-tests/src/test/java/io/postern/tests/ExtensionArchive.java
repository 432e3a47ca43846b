package io.postern.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a class of these tests as an extension's WAR. */
final class ExtensionArchive {

  private static final String BEANS =
      "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\""
          + " bean-discovery-mode=\"all\"/>";

  private ExtensionArchive() {}

  static Path write(Path file, Class<?> observer) {
    return write(file, observer, Map.of());
  }

  /**
   * @param resources by their names on the class path
   */
  static Path write(Path file, Class<?> observer, Map<String, String> resources) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "WEB-INF/beans.xml", BEANS.getBytes(StandardCharsets.UTF_8));
      String name = observer.getName().replace('.', '/') + ".class";
      try (InputStream in = observer.getResourceAsStream("/" + name)) {
        if (in == null) {
          throw new IllegalStateException(name);
        }
        put(zip, "WEB-INF/classes/" + name, in.readAllBytes());
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        put(
            zip,
            "WEB-INF/classes/" + resource.getKey(),
            resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] octets) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(octets);
    zip.closeEntry();
  }
}
