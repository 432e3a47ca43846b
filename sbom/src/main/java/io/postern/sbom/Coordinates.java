package io.postern.sbom;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;

/** A Maven artifact, as package URLs name it: what advisories are found by. */
record Coordinates(String group, String artifact, String version) {

  PackageURL purl() {
    try {
      return new PackageURL("maven", group, artifact, version, null, null);
    } catch (MalformedPackageURLException e) {
      throw new IllegalArgumentException("no package URL for " + this, e);
    }
  }
}
