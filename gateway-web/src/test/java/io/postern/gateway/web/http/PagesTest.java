package io.postern.gateway.web.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the pages are made of, read as text: they run in browsers, and there is no build of them.
 */
final class PagesTest {

  private static final Path WEBAPP = Path.of("src/main/webapp");
  private static final Path VENDOR = WEBAPP.resolve("vendor");

  @Test
  void everyVendoredFile_isTheOneItsManifestNames() throws Exception {
    Set<String> named = new TreeSet<>(Set.of("manifest.json"));
    for (JsonObject entry : manifest()) {
      String file = entry.getString("file");
      assertEquals(entry.getString("sha256"), sha256(VENDOR.resolve(file)), file);
      assertTrue(Files.size(VENDOR.resolve(entry.getString("licenceFile"))) > 0, file);
      assertFalse(entry.getString("licence").isBlank());
      assertFalse(entry.getString("version").isBlank());
      assertFalse(entry.getString("source").isBlank());
      named.add(file);
      named.add(entry.getString("licenceFile"));
    }
    assertEquals(named, names(VENDOR));
  }

  /** Whatever would turn text into markup or code, or is forbidden by the policy and so broken. */
  @Test
  void noPage_canTurnTextIntoMarkup() throws IOException {
    Pattern forbidden =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|unsafeHTML|unsafeSVG"
                + "|\\beval\\(|new Function|srcdoc|javascript:|\\bstyle=|\\son[a-z]+=|createContextualFragment");
    for (Path file : ourFiles()) {
      assertFalse(forbidden.matcher(Files.readString(file)).find(), file.toString());
    }
  }

  @Test
  void noPage_loadsAnythingFromElsewhere() throws IOException {
    Pattern elsewhere =
        Pattern.compile("(?:src|href|url|import|from)\\s*[=(]?\\s*['\"(]?(?:https?:)?//");
    for (Path file : ourFiles()) {
      assertFalse(elsewhere.matcher(Files.readString(file)).find(), file.toString());
    }
  }

  /** What a page brings only when it is visited is no part of it. */
  @Test
  void theFirstPage_staysSmall() throws IOException {
    long size = 0;
    String main = Files.readString(WEBAPP.resolve("app/main.js"));
    try (Stream<Path> files = Files.walk(WEBAPP)) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(js|css|html|svg)")).toList()) {
        size += main.contains("import('./" + file.getFileName() + "')") ? 0 : Files.size(file);
      }
    }
    assertTrue(size < 100_000, "octets: " + size);
  }

  private static List<Path> ourFiles() throws IOException {
    try (Stream<Path> files = Files.walk(WEBAPP)) {
      List<Path> ours =
          files
              .filter(f -> f.toString().matches(".*\\.(js|css|html|svg)") && !f.startsWith(VENDOR))
              .filter(f -> !f.endsWith("favicon.svg"))
              .toList();
      assertTrue(ours.size() > 5, ours.toString());
      return ours;
    }
  }

  private static List<JsonObject> manifest() throws IOException {
    try (JsonReader reader =
        Json.createReader(Files.newBufferedReader(VENDOR.resolve("manifest.json")))) {
      return reader.readObject().getJsonArray("files").getValuesAs(JsonObject.class);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
