package io.postern.tests;

import io.postern.tests.stamps.TwoStamps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the extension {@link TwoStamps} as a WAR with a value of one's choice. */
final class TwoStampArchive {

  private TwoStampArchive() {}

  static Path write(Path file, String value) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(
          zip,
          "WEB-INF/beans.xml",
          "<beans xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\" bean-discovery-mode=\"all\"/>"
              .getBytes(StandardCharsets.UTF_8));
      String name = TwoStamps.class.getName().replace('.', '/') + ".class";
      try (InputStream in = TwoStampArchive.class.getResourceAsStream("/" + name)) {
        if (in == null) {
          throw new IllegalStateException(name);
        }
        put(zip, "WEB-INF/classes/" + name, in.readAllBytes());
      }
      put(zip, "WEB-INF/classes/stamp.txt", value.getBytes(StandardCharsets.UTF_8));
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
