package io.postern.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SdkFilesTest {

  @TempDir Path folder;

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(octets)) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return octets.toByteArray();
  }

  private Path ear(Map<String, byte[]> war) throws IOException {
    return Files.write(
        folder.resolve("postern.ear"),
        zip(Map.of("gateway-ejb.jar", octets("no"), "gateway-web.war", zip(war))));
  }

  private List<String> present(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> repository.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void writesTheFilesOfTheRepositoryAloneAndReplacesOlderOnes() throws IOException {
    Path ear =
        ear(
            Map.of(
                "index.html", octets("page"),
                "maven/io/postern/api/1/api-1.jar", octets("new"),
                "maven/io/postern/api/1/api-1.jar.sha1", octets("sum"),
                "maven/io/postern/api/1/api-1.pom", octets("pom")));
    Path repository = folder.resolve("repository");
    Path jar = repository.resolve("io/postern/api/1/api-1.jar");
    Files.createDirectories(jar.getParent());
    Files.write(jar, octets("old"));

    List<Path> written = new Sdk(ear).install(repository);

    assertEquals(List.of(jar, jar.resolveSibling("api-1.pom")), written);
    assertEquals("new", Files.readString(jar));
    assertEquals(
        List.of("io/postern/api/1/api-1.jar", "io/postern/api/1/api-1.pom"), present(repository));
  }

  @Test
  void aProductWithoutSdkIsAnErrorThatNamesTheFile() throws IOException {
    Path ear = ear(Map.of("index.html", octets("page")));
    IOException e =
        assertThrows(IOException.class, () -> new Sdk(ear).install(folder.resolve("r")));
    assertTrue(String.valueOf(e.getMessage()).contains(ear.toString()), e::toString);
  }
}
