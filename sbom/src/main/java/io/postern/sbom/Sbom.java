package io.postern.sbom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * {@code sbom PRODUCT FOLDER VERSION} writes {@code FOLDER/postern_VERSION.cdx.json} and prints its
 * path. The Debian packages of {@code FOLDER/postern_VERSION.manifest} are added when it is there.
 * The date is that of {@code SOURCE_DATE_EPOCH}. The JDK that runs this is the one that the
 * product's runtime is linked from.
 */
public final class Sbom {

  private Sbom() {}

  public static void main(String[] words) throws IOException {
    String epoch = System.getenv("SOURCE_DATE_EPOCH");
    if (words.length != 3 || epoch == null) {
      fail("usage: sbom PRODUCT FOLDER VERSION, with SOURCE_DATE_EPOCH in the environment");
      return;
    }
    Path product = Path.of(words[0]);
    Path document =
        write(product, Path.of(words[1]), words[2], Instant.ofEpochSecond(Long.parseLong(epoch)));
    List<String> missing = Missing.of(product, document);
    if (missing.isEmpty()) {
      System.out.println(document);
    } else {
      fail(document + " lacks what the product folder holds: " + String.join(", ", missing));
    }
  }

  static Path write(Path product, Path folder, String version, Instant date) throws IOException {
    Path packages = folder.resolve("postern_" + version + ".manifest");
    String bill =
        Bill.of(
            version,
            date,
            JavaRuntime.of(Path.of(System.getProperty("java.home"))),
            Archive.in(product),
            Files.exists(packages) ? DebianPackage.in(packages) : List.of());
    Path document = folder.resolve("postern_" + version + ".cdx.json");
    return Files.writeString(document, bill);
  }

  private static void fail(String message) {
    System.err.println("postern: " + message);
    System.exit(1);
  }
}
