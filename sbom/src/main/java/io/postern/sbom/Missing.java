package io.postern.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What ships and is not in the bill, by SHA-256. */
final class Missing {

  private Missing() {}

  /** Paths of archives of the folder, at any depth, whose hash the written document lacks. */
  static List<String> of(Path product, Path document) {
    Set<String> listed;
    try {
      JsonNode whole = new JsonMapper().readTree(document.toFile());
      listed =
          whole.findValues("hashes").stream()
              .flatMap(hashes -> hashes.findValuesAsText("content").stream())
              .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Archive.in(product).stream()
        .flatMap(Archive::all)
        .filter(archive -> !listed.contains(archive.sha256()))
        .map(Archive::path)
        .toList();
  }
}
