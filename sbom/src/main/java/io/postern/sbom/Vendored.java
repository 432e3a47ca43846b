package io.postern.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of the web interface that others wrote, as {@code vendor/manifest.json} in the WAR lists
 * it.
 *
 * @param path in the product folder
 * @param sha256 of the file itself; the manifest's must be the same
 */
record Vendored(String path, String name, String version, String licence, String sha256) {

  private static final String FOLDER = "vendor/";

  /** Of an archive without such a manifest: none. */
  static List<Vendored> in(Archive archive) {
    byte[] manifest = archive.metadata().get(FOLDER + "manifest.json");
    if (manifest == null) {
      return List.of();
    }
    List<Vendored> files = new ArrayList<>();
    try {
      for (JsonNode file : new JsonMapper().readTree(manifest).required("files")) {
        String entry = FOLDER + file.required("file").asText();
        byte[] octets = archive.metadata().get(entry);
        String sha256 = file.required("sha256").asText();
        if (octets == null || !Sha256.of(octets).equals(sha256)) {
          throw new IllegalStateException(
              archive.path() + "!/" + entry + " is not what its manifest lists: " + sha256);
        }
        files.add(
            new Vendored(
                archive.path() + "!/" + entry,
                file.required("name").asText(),
                file.required("version").asText(),
                file.required("licence").asText(),
                sha256));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  PackageURL purl() {
    try {
      return new PackageURL("npm", null, name, version, null, null);
    } catch (MalformedPackageURLException e) {
      throw new IllegalArgumentException("no package URL for " + this, e);
    }
  }
}
