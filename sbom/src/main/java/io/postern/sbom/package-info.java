/**
 * The bill of materials: from the product folder, the JDK whose runtime is shipped, and the image's
 * list of Debian packages where there is one, to one CycloneDX document.
 *
 * <p>Entry point: {@link io.postern.sbom.Sbom}. What ships is the truth, not what the build
 * declares: most of the product is Payara Micro taken apart, whose modules no POM of ours names. So
 * every archive of the folder becomes a component, however deep it lies, and after writing the
 * document is read again and compared with the folder by SHA-256.
 *
 * <p>The same product, package list and date give the same octets.
 */
@NullMarked
package io.postern.sbom;

import org.jspecify.annotations.NullMarked;
