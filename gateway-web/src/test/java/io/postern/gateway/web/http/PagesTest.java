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
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:[^']* from )?'([^']+)';$", Pattern.MULTILINE);

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

  /** What a page imports only when it is visited is no part of it. */
  @Test
  void theFirstPage_staysSmall() throws IOException {
    Set<Path> files =
        new TreeSet<>(
            List.of(
                WEBAPP.resolve("index.html"),
                WEBAPP.resolve("postern.css"),
                WEBAPP.resolve("favicon.svg"),
                VENDOR.resolve("uplot.css")));
    addWithImports(WEBAPP.resolve("app/main.js"), files);
    long size = 0;
    for (Path file : files) {
      size += Files.size(file);
    }
    assertTrue(files.contains(VENDOR.resolve("lit.js")), files.toString());
    assertFalse(files.contains(VENDOR.resolve("uplot.js")), files.toString());
    assertTrue(size < 100_000, "octets: " + size);
  }

  private static void addWithImports(Path script, Set<Path> files) throws IOException {
    if (files.add(script)) {
      for (var match : IMPORT.matcher(Files.readString(script)).results().toList()) {
        addWithImports(script.resolveSibling(match.group(1)).normalize(), files);
      }
    }
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
