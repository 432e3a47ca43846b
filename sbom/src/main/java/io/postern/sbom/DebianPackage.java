package io.postern.sbom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A Debian package of the image.
 *
 * @param release of the distribution, as a package URL's qualifier {@code distro}; empty where the
 *     manifest states none
 */
record DebianPackage(String name, String version, String architecture, String release) {

  /** The packages of a mkosi manifest ({@code ManifestFormat=json}), by name. */
  static List<DebianPackage> in(Path manifest) {
    List<DebianPackage> packages = new ArrayList<>();
    try {
      JsonNode whole = new JsonMapper().readTree(manifest.toFile());
      String release = whole.path("config").path("release").asText("");
      for (JsonNode entry : whole.required("packages")) {
        if (entry.required("type").asText().equals("deb")) {
          packages.add(
              new DebianPackage(
                  entry.required("name").asText(),
                  entry.required("version").asText(),
                  entry.required("architecture").asText(),
                  release));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    packages.sort(
        Comparator.comparing(DebianPackage::name).thenComparing(DebianPackage::architecture));
    return packages;
  }

  PackageURL purl() {
    TreeMap<String, String> qualifiers = new TreeMap<>();
    qualifiers.put("arch", architecture);
    if (!release.isEmpty()) {
      qualifiers.put("distro", release);
    }
    try {
      return new PackageURL("deb", "debian", name, version, qualifiers, null);
    } catch (MalformedPackageURLException e) {
      throw new IllegalArgumentException("no package URL for " + this, e);
    }
  }
}
