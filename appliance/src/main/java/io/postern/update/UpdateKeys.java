package io.postern.update;

import io.postern.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whose updates this system takes: Ed25519 public keys (RFC 8032). */
final class UpdateKeys {

  static final String ALGORITHM = "Ed25519";

  /** Octets of a signature. */
  static final int SIGNATURE_SIZE = 64;

  private final List<PublicKey> keys;
  private final Path folder;

  private UpdateKeys(List<PublicKey> keys, Path folder) {
    this.keys = List.copyOf(keys);
    this.folder = folder;
  }

  /**
   * Reads {@code *.pem} of a folder, each an X.509 SubjectPublicKeyInfo.
   *
   * @throws UpdateFailed when there is none, or one cannot be read: a key that is ignored would be
   *     found out only when it is needed
   */
  static UpdateKeys in(Path folder) {
    List<PublicKey> keys = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pem")).sorted().toList()) {
        keys.add(key(file));
      }
    } catch (NoSuchFileException e) {
      throw noKeys(folder);
    } catch (IOException e) {
      throw UpdateFailed.because("cannot read the update keys in " + folder, e);
    }
    if (keys.isEmpty()) {
      throw noKeys(folder);
    }
    return new UpdateKeys(keys, folder);
  }

  private static UpdateFailed noKeys(Path folder) {
    return UpdateFailed.because(
        "there is no update key in " + folder + ", so no update can be trusted; nothing was done");
  }

  private static PublicKey key(Path file) throws IOException {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(Pem.read(file, "PUBLIC KEY")));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw UpdateFailed.because(
          file + " is not an Ed25519 public key in PEM (" + Shown.of(e) + ")");
    }
  }

  /**
   * @throws UpdateFailed when none of the keys has signed this
   */
  void verify(byte[] signed, byte[] signature) {
    if (keys.stream().noneMatch(key -> isSignature(key, signed, signature))) {
      throw UpdateFailed.because(
          "the update's signature is of none of the "
              + keys.size()
              + " keys in "
              + folder
              + ": it comes from elsewhere or was changed; nothing was written");
    }
  }

  private static boolean isSignature(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // so malformed that it cannot even be compared
    }
  }
}
